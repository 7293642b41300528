"""A running `portolan serve` for tests, and the requests that they send to it."""

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import urllib.parse

from contract import Contract

CONTRACT = Contract()
PORTOLAN = os.environ.get("PORTOLAN", "")
WORKSPACE = os.environ.get("PORTOLAN_TEST_WORKSPACE", "")


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    def json(self):
        return json.loads(self.body)

    @property
    def type(self):
        return self.headers.get("content-type", "")


class Server:
    """`portolan serve` on a free port; stopped at the end of a with statement."""

    def __init__(self, *flags, workspace=None, bind="127.0.0.1:0"):
        self.errors = tempfile.TemporaryFile("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [PORTOLAN, "serve", "--bind", bind, "--workspace", workspace or WORKSPACE, *flags],
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
        )
        self.url = self.process.stdout.readline().strip()
        if not self.url:
            raise RuntimeError(self.log())
        self.port = urllib.parse.urlsplit(self.url).port

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        """Ends the server as Ctrl-C does; returns its exit code and what it wrote to standard error."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)
        self.process.stdout.close()
        errors = self.log()
        self.errors.close()
        return self.process.returncode, errors

    def log(self):
        self.errors.seek(0)
        return self.errors.read()

    def connect(self, timeout=60):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def ask(self, method, path, body=None, headers=None, timeout=60):
        connection = self.connect(timeout)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = Answer(connection.getresponse())
            if path.startswith("/api/v1/"):
                CONTRACT.check(method, path, answer.status, answer.type, answer.body)
            return answer
        finally:
            connection.close()

    def get(self, path, **headers):
        """GET below /api/v1; header names with _ for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("GET", "/api/v1" + path, headers=named)


def command(*arguments, workspace=None):
    """Runs a command; returns its exit code, standard output as bytes and standard error as text."""
    done = subprocess.run(
        [PORTOLAN, *arguments, "--workspace", workspace or WORKSPACE],
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr.decode()


def quoted(text):
    return urllib.parse.quote(text, safe="")


def main():
    import unittest

    unittest.main(argv=[sys.argv[0], "-v", *sys.argv[1:]])
