"""The real server under slow phones, and while it is being stopped."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import signal
import socket
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

import pytest

from tests.crash.people import API, picture
from tests.crash.wire import Lost, ask
from tests.support.server import LiveServer

SLOW_PHONES = 24
ANSWER_SECONDS = 5.0
PATIENCE_SECONDS = 60


@dataclass
class SlowUpload:
    """A photo of which only the beginning has been sent."""

    connection: socket.socket
    rest: bytes

    @classmethod
    def begin(cls, server: LiveServer) -> SlowUpload:
        data = picture()
        key = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
        head = (
            f"PUT {API}/photos/{hashlib.sha256(data).hexdigest()} HTTP/1.1\r\n"
            f"Host: 127.0.0.1\r\nX-Claim-Key: {key}\r\nContent-Length: {len(data)}\r\n\r\n"
        )
        connection = socket.create_connection(("127.0.0.1", server.port), PATIENCE_SECONDS)
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


def test_slow_phones_stop_nobody(server: LiveServer) -> None:
    """While 24 phones take their time everybody else is answered at once."""
    uploads = [SlowUpload.begin(server) for _ in range(SLOW_PHONES)]
    for _ in range(10):
        for upload in uploads:
            upload.trickle()
        asked = time.monotonic()
        assert ask(server.port, "GET", "/healthz").status == 200
        assert ask(server.port, "GET", f"{API}/areas").status == 200
        assert time.monotonic() - asked < ANSWER_SECONDS
    statuses = [upload.end() for upload in uploads]
    assert set(statuses) <= {201, 503}, "503 tells a phone to send again when many end at once"


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
