"""Calls that this server makes: where to, for how long, and by one module only."""

from __future__ import annotations

import ast
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from server.platform import outgoing
from server.platform.outgoing import (
    NoAnswer,
    NotPublic,
    ask,
    ask_stranger,
    is_callable,
    is_public,
    public_address,
)
from tests.support.databases import ROOT

NAME = "push.example.net"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@contextmanager
def _server(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that accepts one connection and does as it likes with it; its port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        with suppress(OSError):
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                talk(connection)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
        thread.join(5)


class Resolver:
    """Names mean what a test says, each time something else if it likes; ``asked`` are they."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, host: str, port: int, *_rest: Any, **_options: Any) -> list[Any]:
        self.asked.append(host)
        numbers = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if not numbers:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in numbers]


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Resolver]:
    def set_up(*answers: list[str]) -> Resolver:
        made = Resolver(*answers)
        monkeypatch.setattr(socket, "getaddrinfo", made)
        return made

    return set_up


@pytest.mark.parametrize(
    "number",
    [
        *("127.0.0.1", "127.8.9.1", "0.0.0.0", "10.0.0.8", "172.16.0.1", "192.168.0.1"),
        *("169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.192", "198.18.0.1"),
        *("224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "203.0.113.1"),
        *("::", "::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "::ffff:0:127.0.0.1"),
        *(
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
        ),
        "2001:0:7f00:1::",
    ],
)
def test_what_is_not_of_the_open_internet(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize(
    "number",
    ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8", "2002:808:808::1"],
)
def test_what_is(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    "url",
    [
        "http://fcm.googleapis.com/send",
        "ftp://push.example.net/",
        "file:///etc/passwd",
        "gopher://push.example.net/",
        "https://127.0.0.1/send",
        "https://[::1]/send",
        "https://[::ffff:169.254.169.254]/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://0177.0.0.01/",
        "https://localhost/send",
        "https://localhost./send",
        "https://user@push.example.net/",
        "https://push.example.net@127.0.0.1/",
        "https://push.example.net:99999/",
        "https://push.example.net:x/",
        f"https://push.example.net/{'x' * 500}",
        "https://push.example.net/\n",
        "https://push.example.net/ HTTP/1.1",
        "https://push.example.net/\r\nHost: evil",
        "https://例子.example/",
        "https://[::1",
        "//push.example.net/",
        "",
    ],
)
def test_addresses_that_are_not_kept(url: str) -> None:
    assert not is_callable(url)
    with pytest.raises(NotPublic):
        public_address(url)


def test_one_private_number_among_public_ones_is_enough(
    resolver: Callable[..., Resolver],
) -> None:
    assert is_callable("https://fcm.googleapis.com/fcm/send/abc:def")
    resolver(["8.8.8.8", "192.168.0.1"])
    with pytest.raises(NotPublic):
        public_address(f"https://{NAME}/")
    resolver([])
    with pytest.raises(NoAnswer):
        public_address(f"https://{NAME}/")


def test_a_name_that_changes_its_mind_gains_nothing(
    resolver: Callable[..., Resolver], monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: public when looked at, this machine when called. It is asked once."""
    names = resolver(["8.8.8.8"], ["127.0.0.1"])
    called: list[Any] = []

    def connect(address: Any, *_rest: Any) -> socket.socket:
        called.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(NoAnswer):
        ask_stranger("POST", f"https://{NAME}/send", {})
    assert called == [("8.8.8.8", 443)]
    assert names.asked == [NAME]


def test_strangers_inside_are_never_connected_to(
    resolver: Callable[..., Resolver], monkeypatch: pytest.MonkeyPatch
) -> None:
    resolver(["127.0.0.1"])
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("called"))
    with pytest.raises(NotPublic):
        ask_stranger("POST", f"https://{NAME}/send", {})


def test_a_redirect_is_an_answer_and_nothing_else() -> None:
    inside: list[bytes] = []
    with _server(lambda connection: inside.append(connection.recv(1))) as private:
        away = f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{private}/\r\n\r\n".encode()

        def redirect(connection: socket.socket) -> None:
            connection.recv(4096)
            connection.sendall(away)

        with _server(redirect) as port:
            answer = ask("GET", f"http://127.0.0.1:{port}/", {})
    assert answer.status == 302
    assert inside == []


def test_an_answer_is_read_up_to_a_bound() -> None:
    def flood(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(1000):
            connection.sendall(b"x" * 10_000)

    with _server(flood) as port:
        assert len(ask("GET", f"http://127.0.0.1:{port}/", {}).body) == 64_000


def _mute(connection: socket.socket) -> None:
    connection.recv(4096)
    time.sleep(1.5)


def _drip(connection: socket.socket) -> None:
    """A byte now and then: no single wait is long, the whole would never end."""
    for byte in ANSWER * 50:
        connection.sendall(bytes([byte]))
        time.sleep(0.05)


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("talk", [_mute, _drip], ids=["mute", "drip"])
def test_nobody_keeps_us_waiting(
    monkeypatch: pytest.MonkeyPatch, scheme: str, talk: Callable[[socket.socket], None]
) -> None:
    """Neither before TLS is agreed on nor after, neither with silence nor byte after byte."""
    monkeypatch.setattr(outgoing, "READ_SECONDS", 0.3)
    monkeypatch.setattr(outgoing, "WHOLE_SECONDS", 0.5)
    with _server(talk) as port:
        begun = time.monotonic()
        with pytest.raises(NoAnswer):
            ask("GET", f"{scheme}://127.0.0.1:{port}/", {})
        assert time.monotonic() - begun < 1.4


@pytest.mark.parametrize(
    "said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n"]
)
def test_what_is_no_answer(said: bytes) -> None:
    def speak(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(said)

    with _server(speak) as port, pytest.raises(NoAnswer):
        ask("GET", f"http://127.0.0.1:{port}/", {})


def test_what_is_sent_is_one_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """Path and query arrive as they are, the name stands in ``Host``, nothing is smuggled in."""
    heard: list[bytes] = []

    def listen(connection: socket.socket) -> None:
        with connection.makefile("rb") as lines:
            head = iter(lines.readline, b"\r\n")
            heard.append(b"".join(head) + b"\r\n" + lines.read(4))
        connection.sendall(ANSWER)

    with _server(listen) as port:
        address = ("127.0.0.1", port)
        monkeypatch.setattr(outgoing, "public_address", lambda _url: address[0])
        ask_stranger("POST", f"http://{NAME}:{port}/a/b?c=d", {"TTL": "1"}, b"body")
        with pytest.raises(ValueError, match="Invalid header"):
            ask("GET", f"http://127.0.0.1:{port}/", {"X": "a\r\nEvil: b"})
    head, _, body = heard[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /a/b?c=d HTTP/1.1\r\n")
    assert head.lower().count(b"\r\nhost: ") == 1
    assert f"\r\nHost: {NAME}:{port}".encode() in head
    assert body == b"body"


WAYS_OUT = {"urllib3", "requests", "httpx", "aiohttp", "http.client", "urllib.request", "smtplib"}
OWN = {
    "server/platform/outgoing.py": "is the one",
    "server/serve.py": "looks whether its own port is free",
}


def _faults(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{one.name}" for one in node.names)]
        yield from (f"{path}: {name}" for name in names if name in WAYS_OUT)
        if isinstance(node, ast.Attribute) and node.attr in ("create_connection", "getaddrinfo"):
            yield f"{path}: {node.attr}"


def test_there_is_no_other_way_out() -> None:
    files = list((ROOT / "server").rglob("*.py"))
    assert len(files) > 200
    found = [
        fault
        for path in files
        if path.relative_to(ROOT).as_posix() not in OWN
        for fault in _faults(path)
    ]
    assert not found, "call other servers through server/platform/outgoing.py"
    assert list(_faults(ROOT / "server/platform/outgoing.py")), "the search finds what it looks for"
