"""A warm process of one thread that forks once for every photo: decode child and finder child.

Over its standard input, a Unix socket, arrive descriptors of other sockets, one a photo. The fork
talks to the web process over that socket alone; the parent never reads a stranger's byte. It keeps
the socket to say how a fork was killed, and by closing it that the fork is gone; it leaves as soon
as its standard input is closed.
"""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import select
import signal
import socket
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from server.photos.confinement import leave_the_machine
from server.photos.decoding.limits import MAX_BYTES
from server.photos.decoding.refusal import Refusal
from server.photos.protocol import BrokenTalk, receive, send

_POLL_SECONDS = 0.02
_TOO_COSTLY = frozenset({signal.SIGXCPU})
_CRASHES = frozenset({signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGFPE, signal.SIGILL})


@dataclass(frozen=True)
class Trade:
    """What a child does: a job a fork, under limits fit for the bytes, within ``wall_seconds``."""

    run: Callable[[dict[str, Any], bytes], tuple[dict[str, Any], list[bytes]]]
    narrow: Callable[[bytes], None]
    wall_seconds: float


@dataclass
class _Fork:
    """A running fork: the parent's copy of its socket, and when it must be over (monotonic s)."""

    talk: socket.socket
    deadline: float
    overdue: bool = False


def serve(trade: Trade, warm_up: Callable[[], None]) -> None:
    """Load by ``warm_up`` what forks need, then serve until the web process closes standard input.

    Forks can load no module and open no file any more.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=0)
    deaths = _deaths()
    warm_up()
    leave_the_machine()
    gc.collect()
    gc.freeze()
    forks: dict[int, _Fork] = {}
    try:
        while _serve_once(trade, control, deaths, forks):
            _reap(forks)
    finally:
        for pid in forks:
            os.kill(pid, signal.SIGKILL)


def _deaths() -> socket.socket:
    """A socket with something to read whenever a fork has ended."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    theirs.setblocking(False)
    signal.set_wakeup_fd(theirs.detach(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    return ours


def _serve_once(
    trade: Trade, control: socket.socket, deaths: socket.socket, forks: dict[int, _Fork]
) -> bool:
    ready, _, _ = select.select([control, deaths], [], [], _POLL_SECONDS if forks else None)
    if deaths in ready:
        deaths.recv(4096)
    if control not in ready:
        return True
    try:
        word, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    except OSError:
        return False
    for descriptor in descriptors:
        talk = socket.socket(fileno=descriptor)
        pid = os.fork()
        if pid == 0:
            control.close()
            for other in forks.values():
                other.talk.close()
            _work(trade, talk)
        forks[pid] = _Fork(talk, time.monotonic() + trade.wall_seconds)
    return bool(word)


def _work(trade: Trade, talk: socket.socket) -> NoReturn:
    """One photo, in the fork; a status other than 0 makes the parent speak in its place."""
    status = 1
    try:
        header, (data,) = receive(talk, MAX_BYTES)
        trade.narrow(data)
        try:
            answer, files = trade.run(header, data)
        except Refusal as refusal:
            answer, files = {"refused": refusal.code, "params": refusal.params}, []
        send(talk, answer | {"cost": _cost()}, files)
        status = 0
    except (BrokenTalk, OSError, MemoryError):
        pass
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(status)


def _cost() -> dict[str, int]:
    """What this fork has used: processor milliseconds and the peak of its memory in KiB."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "cpu_ms": round((used.ru_utime + used.ru_stime) * 1000),
        "peak_kib": used.ru_maxrss,
    }


def _reap(forks: dict[int, _Fork]) -> None:
    """Bury forks that ended, tell the other side about those that were killed."""
    now = time.monotonic()
    for pid, fork in list(forks.items()):
        if not fork.overdue and now > fork.deadline:
            fork.overdue = True
            os.kill(pid, signal.SIGKILL)
        ended, status = os.waitpid(pid, os.WNOHANG)
        if not ended:
            continue
        del forks[pid]
        code = os.waitstatus_to_exitcode(status)
        if code:
            with contextlib.suppress(OSError):
                send(fork.talk, _obituary(code, fork.overdue))
        fork.talk.close()


def _obituary(code: int, overdue: bool) -> dict[str, object]:
    """Why a fork gave no answer: its file's fault, or (``lost``) somebody else's."""
    if overdue or -code in _TOO_COSTLY:
        return {"refused": "photo_too_complex", "params": {}}
    if -code in _CRASHES or code > 0:
        return {"refused": "photo_damaged", "params": {}}
    return {"lost": True}
