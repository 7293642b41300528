"""Who is answered at all: names, origins, tokens, proxies; and what every answer carries."""

import json
import os
import stat
import subprocess
import tempfile
import unittest

from portolan_server import PORTOLAN, WORKSPACE, Server, command, main


def made_token(file, name, scopes):
    done = subprocess.run(
        [PORTOLAN, "serve", "token", "add", name, "--scope", scopes, "--token-file", file],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


class Loopback(unittest.TestCase):
    """A server as it starts without flags."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.own = f"127.0.0.1:{cls.server.port}"

    @classmethod
    def tearDownClass(cls):
        _, cls.log = cls.server.stop()

    def ask(self, method="GET", path="/api/v1/leads", **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.server.ask(method, path, headers=named)

    def test_only_its_own_names_are_answered(self):
        for host in [self.own, f"localhost:{self.server.port}", f"[::1]:{self.server.port}", self.own.upper()]:
            self.assertEqual(self.ask(Host=host).status, 200, host)
        # DNS rebinding: the browser believes that this machine is the other site.
        for host in ["evil.example", f"evil.example:{self.server.port}", "127.0.0.1", "", "localhost"]:
            for path in ["/api/v1/leads", "/"]:
                answer = self.ask(path=path, Host=host)
                self.assertEqual((answer.status, answer.type), (421, "application/problem+json"), host)

    def test_pages_of_other_sites_are_not_answered(self):
        for origin in ["http://evil.example", "null", f"http://localhost.evil.example:{self.server.port}", "http://127.0.0.1"]:
            self.assertEqual(self.ask(Origin=origin).status, 403, origin)
        self.assertEqual(self.ask(Origin=f"http://{self.own}").status, 200)
        self.assertEqual(self.ask(Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors").status, 403)
        self.assertEqual(self.ask(Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate").status, 200)
        self.assertEqual(self.ask(Sec_Fetch_Site="same-origin", Sec_Fetch_Mode="cors").status, 200)

    def test_no_answer_lets_other_sites_read_it(self):
        for method, path in [("GET", "/api/v1/leads"), ("GET", "/"), ("GET", "/nothing.js"), ("OPTIONS", "/api/v1/leads"), ("GET", "/api/v1/nothing")]:
            answer = self.ask(method, path)
            with self.subTest(f"{method} {path}"):
                self.assertFalse([name for name in answer.headers if name.startswith("access-control-")])
                self.assertTrue(answer.headers["content-security-policy"].startswith("default-src 'self'"))
                self.assertEqual(answer.headers["x-content-type-options"], "nosniff")
                self.assertEqual(answer.headers["x-frame-options"], "DENY")
                self.assertEqual(answer.headers["referrer-policy"], "no-referrer")
                self.assertEqual(answer.headers["cross-origin-resource-policy"], "same-origin")
                self.assertNotIn("server", answer.headers)


class Tokens(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.file = os.path.join(cls.folder.name, "tokens.json")
        cls.reader = made_token(cls.file, "Reader", "read")
        cls.importer = made_token(cls.file, "Importer", "import")
        cls.server = Server("--token-file", cls.file)

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        cls.folder.cleanup()

    def status(self, authorization, path="/leads"):
        headers = {"Authorization": authorization} if authorization else {}
        return self.server.get(path, **headers).status

    def test_a_token_is_needed(self):
        answer = self.server.get("/leads")
        self.assertEqual(answer.status, 401)
        self.assertEqual(answer.headers["www-authenticate"], 'Bearer realm="portolan"')
        self.assertEqual(self.status(f"Bearer {self.reader}"), 200)
        self.assertEqual(self.status(f"bearer {self.reader}"), 200)
        for wrong in ["Bearer", "Bearer x", f"Basic {self.reader}", f"Bearer {self.reader[:-1]}", f"Bearer {self.reader}0",
                      f"Bearer {self.reader[:18]}{self.importer[18:]}", self.reader, "Bearer " + "a" * 5000]:
            self.assertEqual(self.status(wrong), 401, wrong[:40])

    def test_a_token_allows_what_its_scopes_say(self):
        answer = self.server.get("/leads", Authorization=f"Bearer {self.importer}")
        self.assertEqual(answer.status, 403)
        self.assertIn("the scope read", answer.json()["detail"])

    def test_health_asks_nobody_and_unknown_addresses_tell_nothing(self):
        self.assertEqual(self.status("", "/healthz"), 200)
        self.assertEqual(self.status("", "/nothing"), 401)
        self.assertEqual(self.server.ask("GET", "/").status, 200)

    def test_a_revoked_token_is_none_at_once(self):
        token = made_token(self.file, "Short", "read")
        self.assertEqual(self.status(f"Bearer {token}"), 200)
        code, _, _ = command("serve", "token", "revoke", token.split("_")[1], "--token-file", self.file)
        self.assertEqual(code, 0)
        self.assertEqual(self.status(f"Bearer {token}"), 401)

    def test_the_file_holds_no_token_and_is_its_owners(self):
        with open(self.file, encoding="utf-8") as file:
            text = file.read()
        for token in [self.reader, self.importer]:
            self.assertNotIn(token.split("_")[2], text)
        self.assertEqual(stat.S_IMODE(os.stat(self.file).st_mode), 0o600)
        kept = json.loads(text)["tokens"]
        self.assertEqual(len({token["salt"] for token in kept}), len(kept))

    def test_a_file_that_others_may_write_is_refused(self):
        file = os.path.join(self.folder.name, "open.json")
        made_token(file, "Anyone", "read")
        os.chmod(file, 0o666)
        code, _, errors = command("serve", "--bind", "127.0.0.1:0", "--token-file", file)
        self.assertEqual(code, 3)
        self.assertIn("expected a file for its owner only", errors)

    def test_scopes_and_ids_that_there_are_not(self):
        code, _, errors = command("serve", "token", "add", "x", "--scope", "reed", "--token-file", self.file)
        self.assertEqual((code, errors), (2, 'error: --scope: expected read, decide, import, got "reed"\nhint: nearest: read\n'))
        code, _, errors = command("serve", "token", "revoke", "zz", "--token-file", self.file)
        self.assertEqual(code, 4)
        self.assertIn("expected the id of one", errors)


class Addresses(unittest.TestCase):
    def test_an_address_that_others_reach_needs_tokens(self):
        code, _, errors = command("serve", "--bind", "0.0.0.0:0")
        self.assertEqual(code, 2)
        self.assertIn("without --token-file", errors)
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "tokens.json")
            code, _, errors = command("serve", "--bind", "0.0.0.0:0", "--token-file", file)
            self.assertEqual(code, 2)
            self.assertIn("expected at least one token", errors)
            token = made_token(file, "Anna", "read")
            with Server("--token-file", file, "--allow-host", "trade.example.org", bind="0.0.0.0:0") as server:
                def status(**headers):
                    return server.get("/leads", **headers).status

                self.assertEqual(status(), 401)
                self.assertEqual(status(Authorization=f"Bearer {token}", Host="trade.example.org"), 200)
                self.assertEqual(status(Authorization=f"Bearer {token}", Host="other.example.org"), 421)


class Proxies(unittest.TestCase):
    def test_only_the_proxy_with_the_secret_says_who_its_users_are(self):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "secret")
            with open(file, "w", encoding="utf-8") as secret:
                secret.write("correct horse battery staple\n")
            os.chmod(file, 0o644)
            code, _, errors = command("serve", "--bind", "127.0.0.1:0", "--proxy", "127.0.0.1", "--proxy-secret-file", file)
            self.assertEqual(code, 3, errors)
            os.chmod(file, 0o600)
            code, _, _ = command("serve", "--bind", "127.0.0.1:0", "--proxy", "127.0.0.1")
            self.assertEqual(code, 2)
            good = {"Portolan-Proxy-Secret": "correct horse battery staple", "Portolan-Proxy-User": "anna"}
            with Server("--proxy", "127.0.0.1", "--proxy-secret-file", file) as server:
                self.assertEqual(server.ask("GET", "/api/v1/leads", headers=good).status, 200)
                for bad in [{}, {**good, "Portolan-Proxy-Secret": "guess"}, {**good, "Portolan-Proxy-User": ""},
                            {"Portolan-Proxy-User": "anna"}]:
                    self.assertEqual(server.ask("GET", "/api/v1/leads", headers=bad).status, 401)
            with Server("--proxy", "10.1.2.3", "--proxy-secret-file", file) as server:
                self.assertEqual(server.ask("GET", "/api/v1/leads", headers=good).status, 401)


class Log(unittest.TestCase):
    def test_lines_are_json_without_names_values_and_secrets(self):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "tokens.json")
            token = made_token(file, "Wilhelmina", "read")
            server = Server("--token-file", file)
            for path in ["/leads?run=secretrun", "/goods/8542secret", "/nothing/secret", "/corridors/CHN:KAZ:RUS?goods=854231"]:
                server.get(path, Authorization=f"Bearer {token}", User_Agent="secret-agent")
            _, errors = server.stop()
        lines = [json.loads(line) for line in errors.splitlines()]
        self.assertEqual([line["event"] for line in lines], ["listening"] + 4 * ["request"] + ["stopped"])
        self.assertEqual([line["status"] for line in lines[1:5]], [404, 400, 404, 200])
        self.assertEqual(lines[4]["route"], "/api/v1/corridors/{id}")
        self.assertEqual({line["who"] for line in lines[1:5]}, {token.split("_")[1]})
        for word in ["secret", "Wilhelmina", "CHN", "854231", token.split("_")[2]]:
            self.assertNotIn(word, errors)

    def test_quiet_writes_nothing(self):
        server = Server("--quiet")
        server.get("/leads")
        self.assertEqual(server.stop(), (0, ""))


if __name__ == "__main__":
    main()
