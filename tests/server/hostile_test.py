"""Clients that mean harm or are broken: they are refused, and others are answered meanwhile."""

import socket
import threading
import time
import unittest

from portolan_server import Server, main


def raw(port, data, timeout=15):
    """Sends bytes and returns all that comes back until the server closes or the time is over."""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as connection:
        try:
            connection.sendall(data)
        except OSError:
            pass
        got = b""
        try:
            while True:
                piece = connection.recv(65536)
                if not piece:
                    return got
                got += piece
        except OSError:
            return got


def status_of(answer):
    return int(answer.split(b" ")[1]) if answer.startswith(b"HTTP/1.1 ") else None


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.host = f"Host: 127.0.0.1:{cls.server.port}\r\n".encode()

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def request(self, line, headers=b"", body=b""):
        return line + b" HTTP/1.1\r\n" + self.host + headers + b"Connection: close\r\n\r\n" + body

    def send(self, line, headers=b"", body=b"", timeout=15):
        return raw(self.server.port, self.request(line, headers, body), timeout)

    def assert_alive(self):
        self.assertEqual(self.server.get("/healthz").status, 200)

    def test_paths_lead_nowhere_else(self):
        for path in [b"/../../etc/passwd", b"/..%2f..%2fetc/passwd", b"/%2e%2e/%2e%2e/etc/passwd", b"/assets/../../secret",
                     b"/api/v1/../../etc/passwd", b"/api/v1/sources/..", b"/api/v1/sources/..%2F..%2Fportolan.toml",
                     b"/api/v1/leads/%00", b"/api/v1/leads/%zz", b"/api/v1/leads/%ff", b"//etc/passwd", b"/.git/config",
                     b"/portolan.toml", b"/journal/decisions.jsonl"]:
            with self.subTest(path):
                answer = self.send(b"GET " + path)
                self.assertIn(status_of(answer), (400, 404))
                self.assertNotIn(b"root:", answer)
                self.assertNotIn(b"[store]", answer)

    def test_messages_that_are_none(self):
        for data in [b"\r\n\r\n", b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
                     b"BREW /coffee HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\nno colon\r\n\r\n", b"GET http://evil/ HTTP/1.1\r\n\r\n"]:
            with self.subTest(data):
                self.assertIn(status_of(raw(self.server.port, data, timeout=2)), (400, 421, None))
        self.assert_alive()

    def test_heads_that_are_too_large(self):
        self.assertIn(status_of(self.send(b"GET /" + b"a" * 9000)), (400, 414))
        self.assertIn(status_of(self.send(b"GET /", b"X: " + b"a" * 9000 + b"\r\n")), (400, 431))
        # Larger than a whole head may be: nobody reads it to its end.
        answer = self.send(b"GET /", b"".join(b"X-%d: y\r\n" % i for i in range(100_000)))
        self.assertIn(status_of(answer), (400, 431, None))
        self.assert_alive()

    def test_lengths_that_contradict_each_other(self):
        body = b"{}"
        for headers in [b"Content-Length: 2\r\nContent-Length: 3\r\n", b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
                        b"Content-Length: -1\r\n", b"Content-Length: 2x\r\n"]:
            with self.subTest(headers):
                answer = self.send(b"PATCH /api/v1/leads/x", b"Content-Type: application/json\r\n" + headers, body)
                self.assertEqual(status_of(answer), 400)

    def test_what_follows_a_body_is_no_request(self):
        # The body of a GET is not read as the next request of the connection.
        inner = b"GET /api/v1/leads HTTP/1.1\r\n" + self.host + b"\r\n"
        data = b"GET /api/v1/healthz HTTP/1.1\r\n" + self.host + b"Content-Length: %d\r\n\r\n" % len(inner) + inner
        answer = raw(self.server.port, data)
        self.assertEqual(answer.count(b"HTTP/1.1 "), 1)

    def test_requests_in_a_row_are_answered_in_their_order(self):
        one = b"GET /api/v1/healthz HTTP/1.1\r\n" + self.host + b"\r\n"
        last = self.request(b"GET /api/v1/nothing")
        answer = raw(self.server.port, one * 20 + last)
        self.assertEqual(answer.count(b"HTTP/1.1 200"), 20)
        self.assertEqual(answer.count(b"HTTP/1.1 404"), 1)

    def test_many_ranges_do_not_multiply_an_answer(self):
        whole = self.server.get("/places").body
        ranges = ",".join("0-" for _ in range(1000))
        answer = self.server.get("/places", Range="bytes=" + ranges)
        self.assertEqual((answer.status, answer.body), (200, whole))

    def test_a_thousand_idle_connections_keep_nobody_out(self):
        idle = [socket.create_connection(("127.0.0.1", self.server.port), timeout=10) for _ in range(1000)]
        try:
            # Some say nothing, some begin a request and stop.
            for connection in idle[::2]:
                connection.sendall(b"GET /api/v1/leads HTTP/1.1\r\nHost: ")
            times = []
            for _ in range(50):
                began = time.monotonic()
                self.assertEqual(self.server.get("/healthz").status, 200)
                times.append(time.monotonic() - began)
            self.assertLess(sorted(times)[25], 0.5)
        finally:
            for connection in idle:
                connection.close()
        self.assert_alive()

    def test_a_head_that_never_ends_is_cut_off(self):
        began = time.monotonic()
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=40) as connection:
            connection.sendall(b"GET /api/v1/leads HTTP/1.1\r\n")
            connection.settimeout(1)
            cut_off = False
            while time.monotonic() - began < 20 and not cut_off:
                try:
                    connection.sendall(b"X")
                    cut_off = connection.recv(1) == b""
                except TimeoutError:
                    pass
                except OSError:
                    cut_off = True
        self.assertTrue(cut_off)
        self.assertLess(time.monotonic() - began, 15)

    def test_clients_that_do_not_read_their_answer_keep_nobody_out(self):
        slow = []
        try:
            for _ in range(64):
                connection = socket.socket()
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                connection.connect(("127.0.0.1", self.server.port))
                connection.sendall(self.request(b"GET /api/v1/leads"))
                slow.append(connection)
            time.sleep(0.5)
            began = time.monotonic()
            self.assert_alive()
            self.assertLess(time.monotonic() - began, 3)
        finally:
            for connection in slow:
                connection.close()

    def test_a_client_that_goes_away_ends_its_question(self):
        def ask_and_leave():
            with socket.create_connection(("127.0.0.1", self.server.port)) as connection:
                connection.sendall(self.request(b"GET /api/v1/scenarios?to=RUS&goods=chpl&checks=20&elasticity=0..5"))
                time.sleep(0.3)

        threads = [threading.Thread(target=ask_and_leave) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        began = time.monotonic()
        self.assertEqual(self.server.get("/trace?to=RUS&goods=8471").status, 200)
        self.assertLess(time.monotonic() - began, 20)


if __name__ == "__main__":
    main()
