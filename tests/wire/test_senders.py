"""Who sends a body holds a thread: how many do, how many of one address, and how long."""

from __future__ import annotations

import io
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from typing import Any

import pytest

from server.platform.http import readers
from server.platform.http.proxies import PEER, parsed_networks
from server.platform.http.senders import (
    OWN_LEAST,
    PIECE,
    SENDERS_MOST,
    SHARED_MOST,
    Body,
    Senders,
)
from server.platform.http.stalled import end_stalled, end_surplus
from tests.support.world import World

PATIENCE, SAMPLE = 0.4, 0.4


def _answers(askers: Iterable[str]) -> list[str]:
    """The status of each of many requests with a body, all of them under way at the same time."""
    waiting = iter(askers)
    told: list[str] = []

    def application(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [])
        ask()
        return [b""]

    def ask() -> None:
        if (address := next(waiting, None)) is None:
            return
        environ = {"REMOTE_ADDR": address, "CONTENT_LENGTH": "1", "wsgi.input": io.BytesIO(b"x")}
        before = len(told)
        senders(environ, lambda status, _headers: told.append(status[:3]))
        if told[before] == "503":
            ask()

    senders = Senders(application)
    ask()
    assert _is_empty(senders)
    return told


def _is_empty(senders: Senders) -> bool:
    return not senders._bodies and not senders._taken


def test_one_address_never_takes_every_place() -> None:
    """Phones behind a carrier's address share most places; what is left is for others."""
    assert _answers(["198.51.100.1"] * SENDERS_MOST).count("200") == SHARED_MOST
    others = [f"203.0.113.{number}" for number in range(SENDERS_MOST - SHARED_MOST)]
    told = _answers(["198.51.100.1"] * SENDERS_MOST + [*others, "203.0.113.99"])
    assert told[SENDERS_MOST:] == ["200"] * len(others) + ["503"]


def test_an_ipv6_home_is_one_address() -> None:
    homes = [f"2001:db8:1:2::{number:x}" for number in range(SENDERS_MOST)]
    assert _answers(homes).count("200") == SHARED_MOST


def test_whoever_comes_late_gets_a_few() -> None:
    first = ["198.51.100.1"] * SHARED_MOST
    assert _answers([*first, *["203.0.113.1"] * 5]).count("200") == SHARED_MOST + OWN_LEAST


def test_this_machine_may_take_every_place() -> None:
    """Who measures, or a proxy that nobody has named, stands for many people."""
    assert _answers(["127.0.0.1"] * (SENDERS_MOST + 1)).count("200") == SENDERS_MOST


def test_half_a_form_is_none(world: World) -> None:
    """A connection that ends early does not make a shorter form, as the server would have it."""
    sent = b"number=220403-20260101-AAAA&code=ABCD"
    answer = world.anonymous.ask(
        "POST",
        "/follow",
        input_stream=io.BytesIO(sent),
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": str(len(sent) + 20)},
    )
    assert answer.status_code == 400


@pytest.mark.parametrize("size", [-1, 70_000])
def test_a_body_is_whole(size: int) -> None:
    data = bytes(range(256)) * 250
    assert Body(io.BytesIO(data), "", len(data)).read(size) == data
    assert Body(io.BytesIO(data), "", None).read(size) == data
    with pytest.raises(OSError, match="cut off"):
        Body(io.BytesIO(data), "", len(data) + 1).read(size)


# --- ending those who stop -----------------------------------------------------------------------


class Served:
    """A place in the middle of whose body somebody is; ``ended`` once the thread is free."""

    def __init__(self, senders: Senders, listening: socket.socket, begin: bytes) -> None:
        self.here = socket.create_connection(listening.getsockname())
        self._there, (peer, port) = listening.accept()
        environ = {
            "REMOTE_ADDR": peer,
            "CONTENT_LENGTH": "9000000",
            "wsgi.input": self._there.makefile("rb"),
            PEER: (peer, port),
        }
        self.here.sendall(begin)
        self.ended = threading.Event()
        threading.Thread(target=self._serve, args=(senders, environ), daemon=True).start()

    def _serve(self, senders: Senders, environ: dict[str, Any]) -> None:
        with pytest.raises(OSError, match="cut off"):
            senders(environ, lambda *_: None)
        self.ended.set()

    def close(self) -> None:
        self.here.close()
        self._there.close()


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as made:
        yield made


def test_who_stops_in_the_middle_is_ended(listening: socket.socket) -> None:
    """Two stop or drip, one is slow, one only rests between two requests, one is answered."""
    senders = Senders(lambda environ, _start: [environ["wsgi.input"].read()])
    port = listening.getsockname()[1]
    begin = b"x" * 100
    with (
        closing(Served(senders, listening, begin)) as stopped,
        closing(Served(senders, listening, begin)) as dripping,
        closing(Served(senders, listening, begin)) as slow,
        closing(socket.create_connection(listening.getsockname())) as answered,
        closing(listening.accept()[0]) as answering,
    ):
        assert end_stalled(senders, port, patience=PATIENCE, sample=SAMPLE) == 0, "patience"
        going = threading.Event()

        def go_on() -> None:
            while not going.wait(0.02):
                with suppress(ConnectionError):
                    dripping.here.sendall(b"x")
                slow.here.sendall(b"x" * PIECE)
                answering.sendall(b"y")

        sending = threading.Thread(target=go_on)
        sending.start()
        try:
            time.sleep(PATIENCE * 1.5)
            assert end_stalled(senders, port, patience=PATIENCE, sample=SAMPLE) == 2
            assert stopped.ended.wait(5)
            assert dripping.ended.wait(5)
        finally:
            going.set()
            sending.join()
        assert not slow.ended.is_set()
        answered.sendall(b"still there")
        assert answering.recv(99) == b"still there"


# --- holding on to connections -------------------------------------------------------------------


def test_one_address_does_not_fill_a_worker(listening: socket.socket) -> None:
    """Of forty places one address has 28 connections and keeps ten, those it uses; another keeps
    its two, and so does a proxy of ours whatever it has."""
    address = listening.getsockname()
    where = ["127.0.0.2"] * 28 + ["127.0.0.3"] * 2
    held = [socket.create_connection(address, source_address=(one, 0)) for one in where]
    ours = [listening.accept()[0] for _ in held]
    try:
        time.sleep(0.05)
        for used in held[3:10]:
            used.sendall(b"x")
        assert end_surplus(address[1], parsed_networks("127.0.0.2"), most=40) == 0
        assert end_surplus(address[1], (), most=80) == 0, "there is room"
        assert end_surplus(address[1], (), most=40) == 18
        living = [_is_open(one) for one in held]
        assert living[3:10] == [True] * 7
        assert living[28:] == [True] * 2
        assert living.count(True) == 12
    finally:
        for one in (*held, *ours):
            one.close()


def _is_open(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(1) != b""
    except BlockingIOError:
        return True


def test_many_reads_at_once_are_nobodys_business_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever keeps half of the threads without a break is held to a few, until it stops."""
    now = [0.0]
    monkeypatch.setattr(readers, "monotonic", lambda: now[0])
    told: list[str] = []
    inside: list[Callable[[], None]] = []

    def application(_environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        start_response("200 OK", [])
        if inside:
            inside.pop()()
        return [b""]

    shares = readers.Readers(application)

    def read(address: str = "198.51.100.1") -> str:
        shares({"REMOTE_ADDR": address}, lambda status, _headers: told.append(status[:3]))
        return told[-1]

    def nested(depth: int, last: Callable[[], None]) -> None:
        inside.append(last if depth == 1 else lambda: nested(depth - 1, last))
        read()

    def crowded() -> None:
        assert read() == "200"
        now[0] += readers.PATIENCE_SECONDS
        assert read() == "503"
        assert read("203.0.113.1") == "200"

    def few() -> None:
        assert read() == "200", "those before it have been answered"

    nested(readers.READS_MOST, crowded)
    assert shares._held == set()
    assert not shares._under_way
    nested(readers.READS_MOST, few)
    now[0] += readers.PATIENCE_SECONDS
    nested(readers.READS_MOST, few)


def test_reads_of_this_machine_are_not_counted() -> None:
    told: list[str] = []
    shares = readers.Readers(lambda _environ, answer: answer("200 OK", []) or [b""], factor=0)
    for address in ("127.0.0.1", "::1"):
        shares({"REMOTE_ADDR": address}, lambda status, _headers: told.append(status[:3]))
    assert told == ["200", "200"]
    assert not shares._under_way
