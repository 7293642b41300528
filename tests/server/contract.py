"""Holds answers against docs/api/openapi.json: every address, method, status, type and body must stand in it.

The part of JSON Schema that the document uses is checked here, and a keyword that is not known is a fault of the
document, so that nothing in it is only decoration.
"""

import json
import os
import re
import urllib.parse

DOCUMENT = os.path.join(os.path.dirname(__file__), "..", "..", "docs", "api", "openapi.json")
ANNOTATIONS = {"description", "title", "examples", "default", "format"}


class Contract:
    def __init__(self, path=DOCUMENT):
        with open(path, encoding="utf-8") as file:
            self.document = json.load(file)
        self.patterns = [
            (re.compile("/" + re.sub(r"\{[^/]+\}", "[^/]+", path.lstrip("/"))), path) for path in self.document["paths"]
        ]

    def resolve(self, schema):
        while "$ref" in schema:
            target = self.document
            for name in schema["$ref"].removeprefix("#/").split("/"):
                target = target[name]
            schema = target
        return schema

    def find(self, path):
        """The item of paths that an address without its query belongs to; an ending for the format is cut off."""
        exact = [template for pattern, template in self.patterns if pattern.fullmatch(path)]
        if not exact:
            return None
        return min(exact, key=lambda template: template.count("{"))

    def check(self, method, address, status, content_type, body):
        """Raises AssertionError unless the answer is one that the document allows."""
        path = urllib.parse.urlsplit(address).path.removeprefix("/api/v1")
        kind = content_type.split(";")[0]
        template = self.find(path) or self.find(re.sub(r"\.(json|csv|jsonl|parquet|xlsx|md)$", "", path))
        item = self.document["paths"].get(template, {})
        operation = item.get(("get" if method == "HEAD" else method).lower())
        if operation is None:
            assert status in (400, 401, 403, 404, 405, 421, 422, 503), f"{method} {path}: {status} is not documented"
            self.check_body(self.document["components"]["responses"]["Problem"], kind, method, body, f"{method} {path}")
            return
        response = operation["responses"].get(str(status)) or operation["responses"].get("default")
        assert response is not None, f"{method} {template}: status {status} is not documented"
        self.check_body(self.resolve(response), kind, method, body, f"{method} {template} {status}")

    def check_body(self, response, kind, method, body, where):
        content = self.resolve(response).get("content")
        if content is None:
            assert body == b"", f"{where}: expected no body"
            return
        assert kind in content, f"{where}: type {kind} is not documented"
        if method != "HEAD" and kind.endswith("json"):
            self.validate(json.loads(body), content[kind].get("schema", {}), where)

    def validate(self, value, schema, where):
        if schema is True:
            return
        schema = self.resolve(schema)
        for keyword, wanted in schema.items():
            if keyword in ANNOTATIONS:
                continue
            check = getattr(self, "check_" + keyword.replace("$", ""), None)
            assert check is not None, f"{where}: the document uses the unknown keyword {keyword}"
            check(value, wanted, schema, where)

    def check_type(self, value, wanted, _, where):
        kinds = {
            "null": value is None,
            "boolean": isinstance(value, bool),
            "integer": isinstance(value, int) and not isinstance(value, bool),
            "number": isinstance(value, (int, float)) and not isinstance(value, bool),
            "string": isinstance(value, str),
            "array": isinstance(value, list),
            "object": isinstance(value, dict),
        }
        names = wanted if isinstance(wanted, list) else [wanted]
        assert any(kinds[name] for name in names), f"{where}: expected {names}, got {json.dumps(value)[:80]}"

    def check_properties(self, value, wanted, _, where):
        if isinstance(value, dict):
            for name, schema in wanted.items():
                if name in value:
                    self.validate(value[name], schema, f"{where}.{name}")

    def check_required(self, value, wanted, _, where):
        if isinstance(value, dict):
            missing = [name for name in wanted if name not in value]
            assert not missing, f"{where}: lacks {missing}"

    def check_additionalProperties(self, value, wanted, schema, where):
        if isinstance(value, dict):
            for name in value:
                if name not in schema.get("properties", {}):
                    assert wanted is not False, f"{where}: {name} is not documented"
                    self.validate(value[name], wanted, f"{where}.{name}")

    def check_items(self, value, wanted, _, where):
        if isinstance(value, list):
            for number, element in enumerate(value):
                self.validate(element, wanted, f"{where}[{number}]")

    def check_enum(self, value, wanted, _, where):
        assert value in wanted, f"{where}: expected one of {wanted}, got {value!r}"

    def check_const(self, value, wanted, _, where):
        assert value == wanted, f"{where}: expected {wanted!r}, got {value!r}"

    def check_pattern(self, value, wanted, _, where):
        assert not isinstance(value, str) or re.search(wanted, value), f"{where}: {value!r} does not fit {wanted}"

    def check_minimum(self, value, wanted, _, where):
        assert not isinstance(value, (int, float)) or value >= wanted, f"{where}: {value} is below {wanted}"

    def check_maximum(self, value, wanted, _, where):
        assert not isinstance(value, (int, float)) or value <= wanted, f"{where}: {value} is above {wanted}"

    def check_anyOf(self, value, wanted, _, where):
        faults = []
        for schema in wanted:
            try:
                self.validate(value, schema, where)
                return
            except AssertionError as fault:
                faults.append(str(fault))
        raise AssertionError(f"{where}: fits none of {len(wanted)}: {'; '.join(faults)[:300]}")

    def check_allOf(self, value, wanted, _, where):
        for schema in wanted:
            self.validate(value, schema, where)
