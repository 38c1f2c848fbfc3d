"""The real server under slow phones, and while it is being stopped."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import secrets
import signal
import socket
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass

import pytest

from server.platform.http.stalled import PATIENCE_SECONDS
from server.serve import BLOCKING_THREADS
from tests.crash.people import API, picture
from tests.crash.wire import Lost, ask
from tests.support.server import LiveServer

SLOW_PHONES = 24
ANSWER_SECONDS = 5.0
WAITED_SECONDS = 60


@dataclass
class SlowUpload:
    """A photo of which only the beginning has been sent."""

    connection: socket.socket
    rest: bytes

    @classmethod
    def begin(cls, server: LiveServer, host: str = "127.0.0.1") -> SlowUpload:
        """Begin it from an address of this machine."""
        data = picture()
        key = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
        head = (
            f"PUT {API}/photos/{hashlib.sha256(data).hexdigest()} HTTP/1.1\r\n"
            f"Host: 127.0.0.1\r\nX-Claim-Key: {key}\r\nContent-Length: {len(data)}\r\n\r\n"
        )
        connection = socket.create_connection(
            ("127.0.0.1", server.port), WAITED_SECONDS, source_address=(host, 0)
        )
        half = len(data) // 2
        connection.sendall(head.encode() + data[:half])
        return cls(connection, data[half:])

    def trickle(self) -> None:
        """Send one more byte."""
        self.connection.sendall(self.rest[:1])
        self.rest = self.rest[1:]

    def end(self) -> int:
        """Send what is left; the status of the answer."""
        with closing(self.connection):
            self.connection.sendall(self.rest)
            return int(self.connection.recv(4096).split(b" ", 2)[1])


@pytest.fixture
def server(serve: Callable[..., LiveServer], is_sqlite: bool, full: bool) -> LiveServer:
    """A server that has worked before: what starts with the first request is there."""
    if not (is_sqlite or full):
        pytest.skip("how connections are served does not depend on the database")
    made = serve()
    assert SlowUpload.begin(made).end() == 201
    return made


def test_slow_phones_stop_nobody(server: LiveServer, full: bool) -> None:
    """While 24 phones take their time everybody else is answered at once."""
    uploads = [SlowUpload.begin(server, f"127.0.0.{10 + phone}") for phone in range(SLOW_PHONES)]
    begun = time.monotonic()
    for _ in range(10):
        if time.monotonic() - begun > PATIENCE_SECONDS / 3:
            break
        for upload in uploads:
            upload.trickle()
        asked = time.monotonic()
        assert ask(server.port, "GET", "/healthz").status == 200
        assert ask(server.port, "GET", f"{API}/areas").status == 200
        assert time.monotonic() - asked < ANSWER_SECONDS
    statuses = [upload.end() for upload in uploads]
    assert set(statuses) <= {201, 503}, "503 tells a phone to send again when many end at once"
    _bounds_of_heads(server)
    _senders_that_stop_keep_nobody_from_reading(server, full)


def _senders_that_stop_keep_nobody_from_reading(server: LiveServer, full: bool) -> None:
    """More bodies than threads are begun and never ended: pages are answered, and whoever sends
    something from the same address is asked to come back. At full size nobody but the server ends
    them."""
    stalled = [SlowUpload.begin(server) for _ in range(2 * BLOCKING_THREADS + 8)]
    for _ in range(6):
        asked = time.monotonic()
        assert ask(server.port, "GET", "/healthz").status == 200
        assert time.monotonic() - asked < ANSWER_SECONDS
    wanted = ask(server.port, "POST", f"{API}/otp", {"phone": "none"})
    assert wanted.status == 503
    assert wanted.body["code"] == "busy"
    for upload in () if full else stalled:
        upload.connection.close()
    deadline = time.monotonic() + WAITED_SECONDS
    while ask(server.port, "POST", f"{API}/otp", {"phone": "none"}).status == 503:
        assert time.monotonic() < deadline, "places come back with the connections"
        time.sleep(0.1)
    for upload in stalled:
        upload.connection.close()


def _bounds_of_heads(server: LiveServer) -> None:
    """What comes before a body is bounded, and says nothing of what serves it but its name."""
    line = b"GET /healthz%s HTTP/1.1\r\nHost: localhost\r\n%sConnection: close\r\n\r\n"
    many = b"".join(b"X-%d: a\r\n" % number for number in range(300))
    assert _status(server, line % (b"", b"")) == 200
    assert _status(server, line % (b"?" + b"a" * 9_000, b"")) == 414
    assert _status(server, line % (b"?" + b"a" * 200_000, b"")) in (0, 414, 431)
    assert _status(server, line % (b"", many)) == 431
    assert _status(server, line % (b"", b"X: " + b"a" * 200_000 + b"\r\n")) in (0, 431)
    assert _status(server, b"\x16\x03\x01\x02\x00\r\n\r\n") in (0, 400)
    endless = b"POST /api/v1/otp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    endless += b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    piece = b"ffff\r\n" + b" " * 0xFFFF + b"\r\n"
    assert 400 <= _status(server, endless + piece * 20 + b"0\r\n\r\n") < 500
    assert ask(server.port, "GET", "/healthz").status == 200


def _status(server: LiveServer, request: bytes) -> int:
    """The status of an answer to raw bytes; 0 when the connection was closed without one."""
    with socket.create_connection(("127.0.0.1", server.port), WAITED_SECONDS) as connection:
        answer = b""
        with suppress(ConnectionError):
            connection.sendall(request)
            while piece := connection.recv(65536):
                answer += piece
        assert not re.search(rb"(?im)^server: .*[0-9]", answer)
        return int(answer.split(b" ", 2)[1]) if answer else 0


@pytest.mark.parametrize("kill", [os.killpg, os.kill], ids=["all", "main"])
def test_terminated_server_answers_first(
    server: LiveServer, kill: Callable[[int, int], None]
) -> None:
    """SIGTERM to all processes, as service managers send it, or to the main one: what is under
    way is answered, nothing new is taken, and the exit is clean."""
    upload = SlowUpload.begin(server)
    time.sleep(0.5)
    kill(server.group, signal.SIGTERM)
    time.sleep(1)
    with pytest.raises(Lost):
        ask(server.port, "GET", "/healthz")
    assert upload.end() == 201
    assert server.wait() == 0
