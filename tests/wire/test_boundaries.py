"""Where one request ends and the next begins is not for its sender to blur (request smuggling)."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.server import _free_port

APPLICATION = """
def app(environ, start_response):
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"%s %s %s" % (environ["REQUEST_METHOD"].encode(), environ["PATH_INFO"].encode(), body)]
"""
HOST = b"Host: localhost\r\n"
INSIDE = b"GET /inside HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"

Ask = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Sends bytes to the server that we are served by, and gives all that it says to them."""
    folder: Path = tmp_path_factory.mktemp("boundaries")
    (folder / "echo.py").write_text(APPLICATION)
    port = _free_port()
    kind = ["--interface", "wsgi", "--http", "1", "--no-ws", "--port", str(port)]
    command = [sys.executable, "-m", "granian", *kind, "--log-level", "error", "echo:app"]
    server = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL)

    def say(request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as talk:
            talk.sendall(request)
            said = b""
            while more := talk.recv(4096):
                said += more
            return said

    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(OSError):
            if say(INSIDE):
                break
    yield say
    server.terminate()
    server.wait(timeout=30)


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: 3\r\nContent-Length: 40\r\n",
        b"Content-Length: +3\r\n",
        b"Transfer-Encoding: xchunked\r\nContent-Length: 3\r\n",
        b"Transfer-Encoding : chunked\r\n",
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(ask: Ask, headers: bytes) -> None:
    said = ask(b"POST /first HTTP/1.1\r\n" + HOST + headers + b"\r\nabc" + INSIDE)
    assert said.startswith(b"HTTP/1.1 400 ")
    assert said.count(b"HTTP/1.1 ") == 1


def test_chunks_count_and_nothing_follows(ask: Ask) -> None:
    """With both, the length is ignored (RFC 9112, 6.3), and the connection is not used again."""
    both = b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n"
    said = ask(b"POST /first HTTP/1.1\r\n" + HOST + both + b"0\r\n\r\n" + INSIDE)
    assert said.startswith(b"HTTP/1.1 200 ")
    assert b"connection: close" in said.lower()
    assert b"/inside" not in said


def test_two_whole_requests_are_two(ask: Ask) -> None:
    said = ask(b"POST /first HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\n\r\nabc" + INSIDE)
    assert b"POST /first abc" in said
    assert b"GET /inside " in said
