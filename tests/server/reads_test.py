"""What can be read over HTTP: equal to the command line, in every format, in pages, with its errors."""

import concurrent.futures
import csv
import io
import json
import pathlib
import re
import unittest

from portolan_server import Server, command, main

# An address, and the command that prints the same.
SAME = [
    ("/meta", ["version"]),
    ("/places", ["places"]),
    ("/sources", ["sources", "list"]),
    ("/goods", ["goods", "list"]),
    ("/goods/854231", ["goods", "show", "854231"]),
    ("/goods/chpl:1", ["goods", "show", "chpl:1"]),
    ("/goods/chpl:1%2C8806", ["goods", "show", "chpl:1,8806"]),
    ("/runs", ["leads", "runs"]),
    ("/audit", ["journal"]),
    ("/leads", ["leads", "list"]),
    ("/flows?corridor=CHN:KAZ&goods=chpl", ["panel", "show", "CHN:KAZ", "chpl"]),
    (
        "/flows?corridor=EU27:KGZ&goods=TOTAL&from=2021&until=2022-06",
        ["panel", "show", "EU27:KGZ", "TOTAL", "--from", "2021", "--until", "2022-06"],
    ),
    ("/corridors/CHN:KAZ:RUS", ["corridor", "CHN:KAZ:RUS"]),
    ("/corridors/CHN:KAZ:RUS?goods=chpl", ["corridor", "CHN:KAZ:RUS", "--goods", "chpl"]),
    ("/corridors/CHN%2BHKG:KAZ:RUS", ["corridor", "CHN+HKG:KAZ:RUS"]),
    ("/trace?to=RUS&goods=chpl", ["trace", "RUS", "chpl"]),
    (
        "/trace?to=KAZ:RUS&goods=8542&from=2022&origin=CHN&origin=unknown&through=KGZ&routes=3&hubs=2",
        ["trace", "KAZ:RUS", "8542", "--from", "2022", "--origin", "CHN", "--origin", "unknown"]
        + ["--through", "KGZ", "--routes", "3", "--hubs", "2"],
    ),
    ("/regimes", ["regimes"]),
    ("/goods/find?words=gyroscope", ["goods", "find", "gyroscope"]),
    ("/scenarios?to=RUS&goods=chpl&at=pairs&indirect=true&growth=history", ["whatif", "RUS", "chpl", "--at", "pairs", "--indirect", "--growth", "history"]),
    ("/scenarios?to=RUS&goods=chpl", ["whatif", "RUS", "chpl"]),
    (
        "/scenarios?to=RUS&goods=chpl&checks=1&at=legs&detection=0.5&elasticity=0..3&growth=2",
        ["whatif", "RUS", "chpl", "--checks", "1", "--at", "legs", "--detection", "0.5"]
        + ["--elasticity", "0..3", "--growth", "2"],
    ),
]

# An address that is refused, its status, where the fault is, and a command with the same words.
REFUSED = [
    ("/leads/zzzz", 404, "#/path/id", ["leads", "show", "zzzz"]),
    ("/leads?run=zzzz", 404, "#/query/run", ["leads", "list", "--run", "zzzz"]),
    ("/sources/zzzz", 404, "#/path/id", ["sources", "show", "zzzz"]),
    ("/goods/chp", 400, "#/path/goods", ["goods", "show", "chp"]),
    ("/goods/999999", 404, "#/path/goods", ["goods", "show", "999999"]),
    ("/corridors/CHN:KAZ", 400, "#/path/id", ["corridor", "CHN:KAZ"]),
    ("/corridors/CHN:KAX:RUS", 400, "#/path/id", ["corridor", "CHN:KAX:RUS"]),
    ("/corridors/CHN:KAZ:RUS?from=May", 400, "#/query/from", ["corridor", "CHN:KAZ:RUS", "--from", "May"]),
    ("/flows?corridor=CHN&goods=chpl", 400, "#/query/corridor", ["panel", "show", "CHN", "chpl"]),
    ("/flows?corridor=CHN:KAZ&goods=chp", 400, "#/query/goods", ["panel", "show", "CHN:KAZ", "chp"]),
    ("/trace?to=Russ&goods=chpl", 400, "#/query/to", ["trace", "Russ", "chpl"]),
    ("/scenarios?to=RUS&goods=chpl&detection=2", 400, "#/query/detection", ["whatif", "RUS", "chpl", "--detection", "2"]),
]


class Reads(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()

    @classmethod
    def tearDownClass(cls):
        cls.exit_code, _ = cls.server.stop()
        assert cls.exit_code == 0, cls.exit_code

    def get(self, path, **headers):
        return self.server.get(path, **headers)

    def test_bodies_are_byte_for_byte_what_the_command_prints(self):
        for path, arguments in SAME:
            with self.subTest(path):
                code, printed, errors = command(*arguments, "--format", "json")
                self.assertEqual(code, 0, errors)
                answer = self.get(path)
                self.assertEqual((answer.status, answer.type), (200, "application/json"))
                self.assertEqual(answer.body, printed)
                self.assertEqual(self.get(path).body, printed, "the kept answer")

    def test_each_lead_of_the_list_has_its_pages(self):
        leads = self.get("/leads").json()["data"]
        self.assertGreater(len(leads), 3)
        for lead in leads[:3]:
            for tail, arguments in [
                ("", ["leads", "show", lead["id"]]),
                ("/explanation", ["leads", "explain", lead["id"]]),
                ("/evidence?limit=10000", ["leads", "show", lead["id"], "--rows", "--limit", "10000"]),
            ]:
                with self.subTest(lead["id"] + tail):
                    _, printed, _ = command(*arguments, "--format", "json")
                    answer = self.get(f"/leads/{lead['id']}{tail}")
                    self.assertEqual(answer.status, 200)
                    self.assertEqual(answer.json()["data"], json.loads(printed)["data"])

    def test_series_are_the_corridor_without_its_sums(self):
        rows = self.get("/corridors/CHN:KAZ:RUS?goods=chpl").json()["data"]
        series = self.get("/corridors/CHN:KAZ:RUS/series?goods=chpl").json()["data"]
        self.assertEqual(series, [row for row in rows if row["period"] != "all"])
        self.assertLess(len(series), len(rows))

    def test_sources_can_be_shown_one_by_one(self):
        first = self.get("/sources").json()["data"][0]
        _, printed, _ = command("sources", "show", first["import_id"], "--format", "json")
        self.assertEqual(self.get("/sources/" + first["import_id"]).body, printed)

    def test_refusals_say_what_the_command_line_says_and_where(self):
        for path, status, pointer, arguments in REFUSED:
            with self.subTest(path):
                code, _, errors = command(*arguments)
                self.assertNotEqual(code, 0)
                message, _, hint = errors.partition("\nhint: ")
                answer = self.get(path)
                self.assertEqual(answer.status, status)
                self.assertEqual(answer.type, "application/problem+json")
                body = answer.json()
                self.assertEqual(body["status"], status)
                self.assertEqual("error: " + body["detail"], message.rstrip("\n"))
                self.assertEqual(body.get("hint", ""), hint.strip())
                (error,) = body["errors"]
                self.assertEqual(error["pointer"], pointer)
                self.assertTrue(body["detail"].startswith(f"{error['subject']}: expected {error['expected']}"))

    def test_parameters_are_checked(self):
        for path, pointer in [
            ("/leads?colour=red", "#/query/colour"),
            ("/leads?run=a&run=b", "#/query/run"),
            ("/leads?limit=0", "#/query/limit"),
            ("/leads?limit=10001", "#/query/limit"),
            ("/leads?limit=ten", "#/query/limit"),
            ("/leads?cursor=abc", "#/query/cursor"),
            ("/flows?goods=chpl", "#/query/corridor"),
            ("/trace?to=RUS&goods=chpl&witness=yes", "#/query/witness"),
            ("/scenarios?to=RUS&goods=chpl&at=sea", "#/query/at"),
            ("/scenarios?to=RUS&goods=chpl&elasticity=low", "#/query/elasticity"),
        ]:
            with self.subTest(path):
                answer = self.get(path)
                self.assertEqual(answer.status, 400)
                self.assertEqual(answer.json()["errors"][0]["pointer"], pointer)

    def test_every_page_of_the_user_interface_is_there_and_no_other(self):
        source = (pathlib.Path(__file__).parents[2] / "web/src/address/address.ts").read_text()
        pages = re.findall(r"^  '?([a-z]*)'?: '[a-z]+',$", source.split("const PAGES = {")[1].split("}")[0], re.M)
        self.assertGreater(len(pages), 5)
        is_embedded = b"/assets/" in self.server.ask("GET", "/").body
        for page in pages:
            status = self.server.ask("GET", "/" + page).status
            self.assertEqual(status, 200 if is_embedded or page == "" else 404, page)
        for path in ["/elsewhere", "/lead", "/leads.php"]:
            self.assertEqual(self.server.ask("GET", path).status, 404)

    def test_addresses_methods_and_types_that_there_are_not(self):
        self.assertEqual(self.get("/lead").status, 404)
        self.assertIn("/api/v1/leads", self.get("/lead").json()["hint"])
        self.assertEqual(self.server.ask("GET", "/api/v2/leads").status, 404)
        own = {"Origin": f"http://127.0.0.1:{self.server.port}"}
        answer = self.server.ask("DELETE", "/api/v1/leads", headers=own)
        self.assertEqual((answer.status, answer.headers["allow"]), (405, "GET, HEAD"))
        answer = self.get("/leads", Accept="image/png")
        self.assertEqual(answer.status, 406)
        self.assertEqual(answer.json()["errors"][0]["pointer"], "#/headers/accept")

    def test_formats_by_ending_and_by_accept_header(self):
        _, printed, _ = command("leads", "list", "--format", "csv")
        by_ending = self.get("/leads.csv")
        self.assertEqual(by_ending.type, "text/csv; charset=utf-8")
        self.assertEqual(by_ending.headers["content-disposition"], 'attachment; filename="leads.csv"')
        self.assertEqual(by_ending.body, printed)
        self.assertEqual(self.get("/leads", Accept="text/csv").body, printed)
        self.assertEqual(self.get("/leads", Accept="text/csv;q=0.5, application/json").type, "application/json")
        self.assertEqual(self.get("/leads", Accept="text/html, */*;q=0.1").type, "application/json")
        self.assertEqual(self.get("/leads.parquet").body[:4], b"PAR1")
        self.assertEqual(self.get("/leads.xlsx").body[:2], b"PK")
        lines = self.get("/leads.jsonl").body.splitlines()
        self.assertEqual([json.loads(line) for line in lines], self.get("/leads").json()["data"])
        lead = self.get("/leads").json()["data"][0]["id"]
        rows = list(csv.reader(io.StringIO(self.get(f"/leads/{lead}/evidence.csv").body.decode())))
        self.assertGreater(len(rows), 1)

    def test_pages_add_up_to_the_whole(self):
        whole = self.get("/sources").json()
        url, found, pages = "/api/v1/sources?limit=7", [], 0
        while url:
            page = self.server.ask("GET", url).json()
            found += page["data"]
            pages += 1
            url = page.get("next_url")
            self.assertEqual(page["truncated"], url is not None)
        self.assertEqual(found, whole["data"])
        self.assertEqual(pages, -(-len(whole["data"]) // 7))
        self.assertNotIn("next", whole)

    def test_a_cursor_is_of_one_question(self):
        cursor = self.get("/sources?limit=7").json()["next"]
        answer = self.get("/places?limit=7&cursor=" + cursor)
        self.assertEqual((answer.status, answer.json()["errors"][0]["pointer"]), (400, "#/query/cursor"))

    def test_nothing_found_is_an_answer_that_says_why(self):
        answer = self.get("/corridors/ISL:TUV:NRU")
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.json()["data"], [])
        self.assertIn("unknown", " ".join(answer.json()["notices"]))

    def test_what_has_not_changed_is_not_sent_again(self):
        first = self.get("/leads")
        again = self.get("/leads", If_None_Match=first.headers["etag"])
        self.assertEqual((again.status, again.body), (304, b""))

    def test_head_has_the_headers_of_get(self):
        got = self.get("/leads")
        head = self.server.ask("HEAD", "/api/v1/leads")
        self.assertEqual((head.status, head.body), (200, b""))
        self.assertEqual(head.headers["content-length"], str(len(got.body)))

    def test_many_at_once_get_the_same(self):
        paths = [path for path, _ in SAME] * 4
        alone = {path: self.get(path).body for path in paths}
        with concurrent.futures.ThreadPoolExecutor(32) as pool:
            for path, answer in zip(paths, pool.map(self.get, paths)):
                self.assertEqual(answer.body, alone[path])

    def test_health_and_pages(self):
        self.assertEqual(self.get("/healthz").json(), {"status": "ok"})
        self.assertEqual(self.get("/readyz").json(), {"status": "ready"})
        page = self.server.ask("GET", "/")
        self.assertEqual((page.status, page.type), (200, "text/html; charset=utf-8"))
        self.assertIn(b"Portolan", page.body)

    def test_connections_are_kept(self):
        connection = self.server.connect()
        for _ in range(50):
            connection.request("GET", "/api/v1/healthz")
            response = connection.getresponse()
            response.read()
            self.assertEqual(response.status, 200)
            self.assertFalse(response.will_close)
        connection.close()


class Starting(unittest.TestCase):
    def test_a_port_that_is_taken_is_refused(self):
        with Server() as server:
            code, _, errors = command("serve", "--bind", f"127.0.0.1:{server.port}")
            self.assertEqual(code, 6)
            self.assertIn("expected a port that is free", errors)

    def test_no_workspace_is_refused(self):
        code, _, errors = command("serve", "--bind", "127.0.0.1:0", workspace="/")
        self.assertEqual(code, 4)
        self.assertIn("hint: portolan init", errors)


if __name__ == "__main__":
    main()
