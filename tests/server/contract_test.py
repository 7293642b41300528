"""docs/api/openapi.json and the program agree; the other tests hold every answer against the document."""

import glob
import json
import os
import re
import unittest

from contract import Contract
from portolan_server import Server, main

SOURCES = os.path.join(os.path.dirname(__file__), "..", "..", "src", "server", "*_routes.cpp")


def routes_of_the_program():
    """(method, path) of every route in the sources."""
    found = set()
    for name in glob.glob(SOURCES):
        with open(name, encoding="utf-8") as file:
            text = file.read()
        found |= {("get", "/" + pattern) for pattern in re.findall(r'\bget\(\s*"([^"]+)"', text, re.M)}
        found |= {("post", "/" + pattern) for pattern in re.findall(r'^\s+post\(\s*"([^"]+)"', text, re.M)}
        found |= {
            (method.lower(), "/" + pattern)
            for method, pattern in re.findall(r'\.method = "([A-Z]+)",\s*\.pattern = "([^"]+)"', text)
        }
    return found


class Document(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.contract = Contract()

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def test_it_names_the_routes_of_the_program_and_no_others(self):
        named = {(method, path) for path, item in self.contract.document["paths"].items() for method in item}
        self.assertGreater(len(named), 30)
        self.assertEqual(named, routes_of_the_program())

    def test_the_program_knows_every_address_of_it(self):
        for path, item in self.contract.document["paths"].items():
            methods = {method.upper() for method in item} | ({"HEAD"} if "get" in item else set())
            answer = self.server.ask("OPTIONS", "/api/v1" + re.sub(r"\{[^}]+\}", "x", path))
            self.assertEqual(answer.status, 405, path)
            self.assertEqual(set(answer.headers["allow"].split(", ")), methods, path)

    def test_parameters_are_those_that_the_program_takes(self):
        for path, item in self.contract.document["paths"].items():
            if "get" not in item:
                continue
            parameters = [self.contract.resolve(parameter) for parameter in item["get"]["parameters"]]
            named = {parameter["name"] for parameter in parameters if parameter["in"] == "query"}
            answer = self.server.get(re.sub(r"\{[^}]+\}", "x", path) + "?not_a_parameter=1")
            self.assertEqual(answer.status, 400, path)
            hint = answer.json()["hint"]
            taken = set() if hint == "it takes none" else set(hint.removeprefix("it takes ").split(", "))
            self.assertEqual(named, taken, path)

    def test_members_are_those_that_the_program_takes(self):
        headers = {"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{self.server.port}"}
        for path, item in self.contract.document["paths"].items():
            for method in ("post", "patch"):
                body = item.get(method, {}).get("requestBody", {}).get("content", {}).get("application/json")
                if body is None:
                    continue
                answer = self.server.ask(
                    method.upper(), "/api/v1" + path.replace("{id}", "x"), body=b'{"not_a_member":1}', headers=headers
                )
                self.assertEqual(answer.status, 400, path)
                taken = set(answer.json()["hint"].removeprefix("it takes ").split(", "))
                self.assertEqual(set(body["schema"]["properties"]), taken, path)

    def test_it_is_served_with_a_page_that_needs_nothing_else(self):
        answer = self.server.get("/openapi.json")
        self.assertEqual(answer.json(), self.contract.document)
        self.assertEqual(self.server.get("/openapi.json", If_None_Match=answer.headers["etag"]).status, 304)
        page = self.server.ask("GET", "/docs")
        self.assertEqual((page.status, page.type), (200, "text/html; charset=utf-8"))
        text = page.body.decode()
        for path in self.contract.document["paths"]:
            self.assertIn(f"<code>/api/v1{path}</code>", text)
        self.assertEqual(re.findall(r'(?:src|href)="((?!/|#)[^"]*)"', text), [])
        self.assertNotIn("<script", text)
        self.assertEqual(self.server.ask("GET", "/docs.css").type, "text/css; charset=utf-8")
        kind = self.server.get("/nothing").json()["type"]
        self.assertIn(f'id="{kind.split("#")[1]}"', text)

    def test_the_check_notices_what_does_not_fit(self):
        good = self.server.get("/leads")
        body = good.json()
        body["data"][0]["guilt"] = 1.0
        for status, kind, changed in [
            (200, "application/json", body),
            (200, "text/html", good.json()),
            (418, "application/json", good.json()),
            (200, "application/json", {**good.json(), "schema": "portolan.leads/2"}),
        ]:
            with self.assertRaises(AssertionError):
                self.contract.check("GET", "/api/v1/leads", status, kind, json.dumps(changed).encode())


if __name__ == "__main__":
    main()
