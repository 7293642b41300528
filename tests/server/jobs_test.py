"""Long work: uploads, imports, detections, scenarios and exports as jobs, with progress, cancelling and kills."""

import glob
import json
import os
import shutil
import signal
import tempfile
import threading
import time
import unittest

from portolan_server import WORKSPACE, Server, command, main, quoted

OCTETS = {"Content-Type": "application/octet-stream"}
JSON = {"Content-Type": "application/json"}


def waiting_factor():
    """How much longer than alone a program waits for a core of a machine that others use as well."""
    return max(1.0, os.getloadavg()[0] / os.cpu_count())


class Client:
    """Requests that change something, as a page of the server's own sends them."""

    def __init__(self, server):
        self.server = server
        self.origin = {"Origin": f"http://127.0.0.1:{server.port}"}

    def send(self, method, path, body=None, headers=None):
        data = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
        named = {**self.origin, **(JSON if headers is None and body is not None else {}), **(headers or {})}
        return self.server.ask(method, "/api/v1" + path, body=data, headers=named)

    def upload(self, path):
        with open(path, "rb") as file:
            answer = self.send("POST", "/uploads?name=" + quoted(os.path.basename(path)), file.read(), OCTETS)
        assert answer.status == 201, answer.body
        return answer.json()["data"][0]["upload"]

    def start(self, path, body):
        answer = self.send("POST", path, body)
        assert answer.status == 202, answer.body
        (job,) = answer.json()["data"]
        assert answer.headers["location"] == "/api/v1/jobs/" + job["job"]
        return job["job"]

    def job(self, identity):
        return self.server.get("/jobs/" + identity).json()["data"][0]

    def wait(self, identity, timeout=500):
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            job = self.job(identity)
            if job["status"] not in ("queued", "running"):
                return job
            time.sleep(0.1)
        raise AssertionError("the job does not end")


def events(server, path, headers=None, most=1000):
    """Reads a stream of events to its end; returns (id, event, data) and the number of heartbeats."""
    connection = server.connect(timeout=60)
    connection.request("GET", "/api/v1" + path, headers=headers or {})
    response = connection.getresponse()
    assert response.status == 200, response.read()
    assert response.getheader("content-type") == "text/event-stream"
    found, heartbeats, current = [], 0, {}
    while len(found) < most:
        line = response.readline().decode().rstrip("\n")
        if line == "" and current:
            found.append((int(current["id"]), current["event"], json.loads(current["data"])))
            if current["event"] == "end":
                break
            current = {}
        elif line.startswith(":"):
            heartbeats += 1
        elif ": " in line:
            key, value = line.split(": ", 1)
            current[key] = value
    connection.close()
    return found, heartbeats


class Jobs(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.workspace = os.path.join(self.folder.name, "trade")
        self.assertEqual(command("init", self.workspace)[0], 0)
        self.files = sorted(glob.glob(os.path.join(WORKSPACE, "practice", "files", "*")))
        self.server = Server(workspace=self.workspace)
        self.client = Client(self.server)

    def tearDown(self):
        self.server.stop()
        self.folder.cleanup()

    def test_from_files_to_leads_without_the_command_line(self):
        uploads = [self.client.upload(path) for path in self.files]
        sniffed = self.server.get(f"/uploads/{uploads[0]}/sniff").json()
        self.assertEqual(sniffed["data"][0]["dialect"], "comtrade-v1")
        job = self.client.wait(self.client.start("/imports", {"uploads": uploads}))
        self.assertEqual(job["status"], "done", job)
        imported = self.server.get(f"/jobs/{job['job']}/result").json()
        self.assertEqual(len(imported["data"]), len(self.files))
        self.assertEqual(self.server.get("/uploads/" + uploads[0]).status, 404)
        job = self.client.wait(self.client.start("/panels", {}))
        self.assertEqual(job["status"], "done", job)
        job = self.client.wait(self.client.start("/detections", {"to": "RUS", "goods": "chpl"}))
        self.assertEqual(job["status"], "done", job)
        found = self.server.get(f"/jobs/{job['job']}/result").body
        self.assertEqual(found, command("detect", "--to", "RUS", "--goods", "chpl", "--format", "json", workspace=self.workspace)[1])
        self.assertEqual(self.server.get("/leads").json()["data"], json.loads(command("leads", "list", "--format", "json", workspace=self.workspace)[1])["data"])
        # What was imported one way is what is imported the other way.
        alike = json.loads(command("sources", "list", "--format", "json")[1])["data"]
        here = self.server.get("/sources").json()["data"]
        key = [(row["file"], row["sha256"], row["imported"]) for row in alike]
        self.assertEqual(sorted((row["file"], row["sha256"], row["imported"]) for row in here), sorted(key))

    def test_progress_comes_as_events_in_order(self):
        upload = self.client.upload(self.files[0])
        identity = self.client.start("/imports", {"uploads": [upload]})
        found, _ = events(self.server, f"/jobs/{identity}/events")
        numbers = [number for number, _, _ in found]
        self.assertEqual(numbers, sorted(set(numbers)))
        self.assertEqual((found[-1][1], found[-1][2]["status"]), ("end", "done"))
        # Who comes back with the last number he saw gets what is newer, or is told that it is over.
        again, _ = events(self.server, f"/jobs/{identity}/events", {"Last-Event-ID": str(numbers[-1] - 1)})
        self.assertEqual([number for number, _, _ in again], [numbers[-1]])
        self.assertEqual(self.server.get(f"/jobs/{identity}/events", Last_Event_ID=str(numbers[-1])).status, 204)
        self.assertEqual(self.server.get(f"/jobs/{identity}/events", Last_Event_ID="x").status, 400)

    def test_a_file_that_cannot_be_read_is_what_the_job_came_to(self):
        path = os.path.join(self.folder.name, "broken.csv")
        with open(path, "w", encoding="utf-8") as file:
            file.write("a,b\n1,2\n")
        job = self.client.wait(self.client.start("/imports", {"uploads": [self.client.upload(path)]}))
        self.assertEqual(job["status"], "failed")
        self.assertEqual(job["error"]["status"], 422)
        self.assertIn("broken.csv", job["error"]["detail"])
        self.assertEqual(self.server.get(f"/jobs/{job['job']}/result").status, 404)
        self.assertEqual(self.server.get("/sources").json()["data"], [])

    def test_what_is_wrong_with_a_request_is_said_at_once(self):
        for method, path, body, headers, status, pointer in [
            ("POST", "/imports", {}, None, 400, "#/body/uploads"),
            ("POST", "/imports", {"uploads": []}, None, 400, "#/body/uploads"),
            ("POST", "/imports", {"uploads": "x"}, None, 400, "#/body/uploads"),
            ("POST", "/imports", {"uploads": ["x"]}, None, 404, "#/body/uploads"),
            ("POST", "/imports", {"uploads": ["x"], "colour": 1}, None, 400, "#/body/colour"),
            ("POST", "/imports", b"{", None, 400, "#/body"),
            ("POST", "/imports", b"[]", None, 400, "#/body"),
            ("POST", "/imports", b'{"uploads":[],"uploads":[]}', None, 400, "#/body"),
            ("POST", "/imports", b"{}", {"Content-Type": "text/plain"}, 415, "#/headers/content-type"),
            ("POST", "/imports", b"{}", {}, 415, "#/headers/content-type"),
            ("POST", "/imports", b'{"a":"' + b"x" * 70_000 + b'"}', None, 413, "#/body"),
            ("POST", "/detections", {"fdr": "much"}, None, 400, "#/body/fdr"),
            ("POST", "/detections", {"seed": -1}, None, 400, "#/body/seed"),
            ("POST", "/detections", {"seed": 2**53 + 1}, None, 400, "#/body/seed"),
            ("POST", "/detections", {"seed": 1.5}, None, 400, "#/body/seed"),
            ("POST", "/exports", {"what": "leads", "until": 2023}, None, 400, "#/body/until"),
            ("POST", "/scenarios", {"goods": "chpl"}, None, 400, "#/body/to"),
            ("POST", "/scenarios", {"goods": " ", "to": "RUS"}, None, 400, "#/body/goods"),
            ("POST", "/scenarios", {"to": "RUS", "goods": "chpl", "at": "sea"}, None, 400, "#/body/at"),
            ("POST", "/exports", {"what": "all"}, None, 400, "#/body/what"),
            ("POST", "/uploads", b"x", OCTETS, 400, "#/query/name"),
            ("POST", "/uploads?name=..%2Fx", b"x", OCTETS, 400, "#/query/name"),
            ("POST", "/uploads?name=.x", b"x", OCTETS, 400, "#/query/name"),
            ("POST", "/uploads?name=x", b"x", {"Content-Type": "multipart/form-data; boundary=x"}, 415, "#/headers/content-type"),
            ("POST", "/uploads?name=x", b"x", {"Content-Type": "text/plain"}, 415, "#/headers/content-type"),
            ("POST", "/uploads?name=x", b"x", {**OCTETS, "Content-Encoding": "gzip"}, 415, "#/headers/content-encoding"),
            ("DELETE", "/uploads/x", None, None, 404, "#/path/id"),
            ("DELETE", "/jobs/x", None, None, 404, "#/path/id"),
            ("GET", "/jobs/x/events", None, None, 404, "#/path/id"),
        ]:
            with self.subTest(f"{method} {path} {str(body)[:40]}"):
                answer = self.client.send(method, path, body, headers)
                self.assertEqual((answer.status, answer.type), (status, "application/problem+json"), answer.body)
                self.assertEqual(answer.json()["errors"][0]["pointer"], pointer)
        self.assertEqual(self.server.get("/jobs").json()["data"], [])

    def test_nothing_changes_without_an_origin(self):
        for method, path in [("POST", "/imports"), ("POST", "/detections"), ("PATCH", "/leads/x"), ("DELETE", "/jobs/x"), ("POST", "/uploads?name=x")]:
            for headers in [{}, {"Origin": "http://evil.example"}, {"Origin": "null"}]:
                answer = self.server.ask(method, "/api/v1" + path, body=b"{}", headers={**JSON, **headers})
                self.assertEqual(answer.status, 403, (method, path, headers))

    def test_a_second_server_runs_no_jobs(self):
        with Server(workspace=self.workspace) as second:
            answer = Client(second).send("POST", "/panels", {})
            self.assertEqual(answer.status, 503)
            self.assertIn("the only server", answer.json()["detail"])
            self.assertEqual(second.get("/sources").status, 200)


class Limits(unittest.TestCase):
    def test_a_file_above_the_limit_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            workspace = os.path.join(folder, "trade")
            command("init", workspace)
            with Server("--max-upload-mb", "1", workspace=workspace) as server:
                client = Client(server)
                self.assertEqual(client.send("POST", "/uploads?name=x", b"x" * (1 << 20), OCTETS).status, 201)
                self.assertEqual(client.send("POST", "/uploads?name=x", b"x" * ((1 << 20) + 1), OCTETS).status, 413)

                def endless():
                    for _ in range(400):
                        yield b"x" * 65536

                connection = server.connect()
                try:
                    connection.request("POST", "/api/v1/uploads?name=x", body=endless(), headers={**OCTETS, **client.origin}, encode_chunked=True)
                    status = connection.getresponse().status
                except OSError:
                    status = 413  # the server stopped listening before all was sent
                finally:
                    connection.close()
                self.assertEqual(status, 413)
                left = glob.glob(os.path.join(workspace, "cache", "uploads", "*", "*"))
                self.assertEqual(len(left), 1)


class Deciding(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.workspace = os.path.join(self.folder.name, "trade")
        shutil.copytree(WORKSPACE, self.workspace)
        self.server = Server(workspace=self.workspace)
        self.client = Client(self.server)
        self.lead = self.server.get("/leads").json()["data"][0]["id"]

    def tearDown(self):
        self.server.stop()
        self.folder.cleanup()

    def test_a_decision_is_in_the_journal_and_in_the_next_answer(self):
        before = self.server.get("/leads")
        answer = self.client.send("PATCH", "/leads/" + self.lead[:6], {"status": "checking", "reason": "asked for the declarations", "by": "Anna"})
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.body, command("leads", "show", self.lead, "--format", "json", workspace=self.workspace)[1])
        self.assertEqual(answer.json()["data"][0]["status"], "checking")
        after = self.server.get("/leads")
        self.assertNotEqual(before.headers["etag"], after.headers["etag"])
        self.assertEqual(after.json()["data"][0]["status"], "checking")
        answer = self.client.send("POST", f"/leads/{self.lead}/notes", {"note": "the same importer as in May"})
        self.assertEqual(answer.status, 200, answer.body)
        audit = self.server.get("/audit")
        self.assertEqual(audit.body, command("journal", "--format", "json", workspace=self.workspace)[1])
        status, note = audit.json()["data"][-2:]
        self.assertEqual((status["action"], status["body"]["status"], status["body"]["by"]), ("leads.status", "checking", "Anna"))
        self.assertEqual((note["action"], note["body"]["text"]), ("leads.note", "the same importer as in May"))
        self.assertEqual(command("verify", workspace=self.workspace)[0], 0)

    def test_decisions_that_are_refused(self):
        for body, pointer in [
            ({"status": "guilty", "reason": "x"}, "#/body/status"),
            ({"status": "checking"}, "#/body/reason"),
            ({"status": "checking", "reason": " "}, "#/body/reason"),
            ({"status": 1, "reason": "x"}, "#/body/status"),
        ]:
            answer = self.client.send("PATCH", "/leads/" + self.lead, body)
            self.assertEqual((answer.status, answer.json()["errors"][0]["pointer"]), (400, pointer), answer.body)
        self.assertEqual(self.client.send("PATCH", "/leads/zz", {"status": "open", "reason": "x"}).status, 404)
        self.assertEqual(self.server.get("/leads").json()["data"][0]["status"], "open")

    def test_formulas_of_users_do_not_run_in_spreadsheets(self):
        self.client.send("POST", f"/leads/{self.lead}/notes", {"note": "=HYPERLINK(\"http://evil\")"})
        self.assertIn(b"'=HYPERLINK", self.server.get("/audit.csv").body)
        self.assertEqual(self.server.get("/audit").json()["data"][-1]["body"]["text"], "=HYPERLINK(\"http://evil\")")

    def test_many_decide_at_once_and_none_is_lost(self):
        def decide(number):
            answer = self.client.send("POST", f"/leads/{self.lead}/notes", {"note": f"note {number}"})
            self.assertEqual(answer.status, 200)

        threads = [threading.Thread(target=decide, args=(number,)) for number in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        notes = [line["body"]["text"] for line in self.server.get("/audit").json()["data"] if line["action"] == "leads.note"]
        self.assertEqual(sorted(notes), sorted(f"note {number}" for number in range(16)))

    def test_a_scenario_and_exports_are_what_the_commands_print(self):
        body = {"to": "RUS", "goods": "chpl", "checks": 1, "origins": ["CHN"]}
        job = self.client.wait(self.client.start("/scenarios", body))
        printed = command("whatif", "RUS", "chpl", "--checks", "1", "--origin", "CHN", "--format", "json", workspace=self.workspace)[1]
        self.assertEqual(self.server.get(f"/jobs/{job['job']}/result").body, printed)
        job = self.client.wait(self.client.start("/exports", {"what": "leads", "format": "csv"}))
        answer = self.server.get("/exports/" + job["job"])
        self.assertEqual(answer.type, "text/csv; charset=utf-8")
        self.assertEqual(answer.body, command("export", "leads", "-o", "-", "--format", "csv", workspace=self.workspace)[1])
        job = self.client.wait(self.client.start("/exports", {"what": "evidence", "id": self.lead, "format": "parquet"}))
        self.assertEqual(self.server.get("/exports/" + job["job"]).body[:4], b"PAR1")

    def test_deleting_a_job_ends_it_within_a_second(self):
        slow = {"to": "RUS", "goods": "chpl", "checks": 20, "elasticity": "0..5"}
        running, queued = self.client.start("/scenarios", slow), self.client.start("/scenarios", slow)
        time.sleep(1.0)
        self.assertEqual(self.client.job(running)["status"], "running")
        for identity in [queued, running]:
            began = time.monotonic()
            self.assertIn(self.client.send("DELETE", "/jobs/" + identity).status, (200, 202))
            self.assertEqual(self.client.wait(identity)["status"], "cancelled")
            self.assertLess(time.monotonic() - began, 1.0 * waiting_factor())

    def test_a_long_job_shows_that_it_is_alive(self):
        identity = self.client.start("/scenarios", {"to": "RUS", "goods": "chpl", "checks": 20, "elasticity": "0..5"})
        timer = threading.Timer(7.0, lambda: self.client.send("DELETE", "/jobs/" + identity))
        timer.start()
        found, heartbeats = events(self.server, f"/jobs/{identity}/events")
        timer.join()
        self.assertGreaterEqual(heartbeats, 1)
        self.assertEqual(found[-1][2]["status"], "cancelled")

    def test_streams_do_not_take_all_workers(self):
        identity = self.client.start("/scenarios", {"to": "RUS", "goods": "chpl", "checks": 20, "elasticity": "0..5"})
        open_streams = []
        statuses = []
        for _ in range(40):
            connection = self.server.connect(timeout=10)
            connection.request("GET", f"/api/v1/jobs/{identity}/events")
            statuses.append(connection.getresponse().status)
            open_streams.append(connection)
        self.assertIn(200, statuses)
        self.assertIn(503, statuses)
        self.assertEqual(self.server.get("/healthz").status, 200)
        for connection in open_streams:
            connection.close()
        self.client.send("DELETE", "/jobs/" + identity)
        self.client.wait(identity)


class Killed(unittest.TestCase):
    def test_readers_go_on_while_an_import_runs_and_a_kill_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            workspace = os.path.join(folder, "trade")
            command("init", workspace)
            server = Server(workspace=workspace)
            client = Client(server)
            files = sorted(glob.glob(os.path.join(WORKSPACE, "practice", "files", "comtrade*")))
            first = client.wait(client.start("/imports", {"uploads": [client.upload(files[0])]}))
            self.assertEqual(first["status"], "done")
            identity = client.start("/imports", {"uploads": [client.upload(path) for path in files[1:]]})
            answered = 0
            while client.job(identity)["status"] == "queued":
                time.sleep(0.01)
            for _ in range(3):
                rows = server.get("/sources").json()["data"]
                self.assertGreaterEqual(len(rows), 1)
                answered += 1
            self.assertEqual(client.job(identity)["status"], "running")
            server.process.send_signal(signal.SIGKILL)
            server.process.wait()
            server.stop()
            with Server(workspace=workspace) as again:
                job = Client(again).job(identity)
                self.assertEqual(job["status"], "interrupted")
                self.assertEqual(Client(again).job(first["job"])["status"], "done")
                self.assertEqual(again.get(f"/jobs/{first['job']}/result").status, 200)
            self.assertEqual(command("verify", workspace=workspace)[0], 0)

    def test_ctrl_c_interrupts_a_job_and_says_so(self):
        with tempfile.TemporaryDirectory() as folder:
            workspace = os.path.join(folder, "trade")
            shutil.copytree(WORKSPACE, workspace)
            server = Server(workspace=workspace)
            identity = Client(server).start("/scenarios", {"to": "RUS", "goods": "chpl", "checks": 20, "elasticity": "0..5"})
            time.sleep(0.5)
            began = time.monotonic()
            code, _ = server.stop()
            self.assertEqual(code, 0)
            self.assertLess(time.monotonic() - began, 3 * waiting_factor())
            with Server(workspace=workspace) as again:
                self.assertEqual(Client(again).job(identity)["status"], "interrupted")


if __name__ == "__main__":
    main()
