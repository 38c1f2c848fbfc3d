"""Starting the children that work on photos, and talking to them."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import weakref
from pathlib import Path
from typing import Any

from server.photos.decoding.limits import MAX_BYTES
from server.photos.protocol import BrokenTalk, receive, send

_FILE = Path(__file__).with_name("child.py")
_PASSED_ON = {"LD_LIBRARY_PATH"}
_ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    # one heap for all threads, and in large pages: a fork begins without memory of its own, and
    # getting it in small pages costs a tenth of the whole decoding
    "MALLOC_ARENA_MAX": "1",
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1",
    # a fork may start no thread
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


class Lost(Exception):
    """The child, or a fork of it, was ended by somebody else before it could answer."""


class Child:
    """A running child and the socket over which it is handed photos.

    ``module`` of ``server.photos`` is what it runs; each answer is waited for ``patience`` seconds.
    """

    def __init__(self, module: str, patience: float) -> None:
        self.owner = os.getpid()
        self.patience = patience
        self.control, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 -- a fixed command of our own
                [sys.executable, "-I", str(_FILE), module],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env=_ENVIRONMENT
                | {name: os.environ[name] for name in _PASSED_ON & os.environ.keys()},
                cwd="/",
            )

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def settle(self) -> None:
        """Give a child that is just dying the moment it takes to be seen as dead."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=0.1)

    def open_talk(self) -> socket.socket:
        """A socket to a new fork. Raises ``OSError`` when the child is gone."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self.control, [b"p"], [theirs.fileno()])
            except BaseException:
                ours.close()
                raise
        ours.settimeout(self.patience)
        return ours

    def close(self) -> None:
        """End the child and everything it started; a copy inherited by a fork is left alone."""
        self.control.close()
        if self.owner != os.getpid():
            return
        try:
            self.process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Keeper:
    """Has one child: starts it when first needed and again whenever it has died.

    May be used by many threads; a fork of this process gets a child of its own.
    """

    def __init__(self, module: str, patience: float) -> None:
        self._module, self._patience = module, patience
        self._lock = threading.Lock()
        self._children: list[Child] = []
        weakref.finalize(self, _close_all, self._children)

    def child(self) -> Child:
        """The running child."""
        with self._lock:
            if self._children:
                child = self._children[0]
                if child.owner == os.getpid() and child.is_alive():
                    return child
                _close_all(self._children)
            child = Child(self._module, self._patience)
            self._children.append(child)
            return child

    def close(self) -> None:
        """End the child; the next use starts another."""
        with self._lock:
            _close_all(self._children)


def _close_all(children: list[Child]) -> None:
    while children:
        children.pop().close()


def talk(child: Child, question: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Ask once; when this returns, the fork is gone and its memory free.

    Raises ``Lost`` when there was nobody to answer, ``TimeoutError`` when it took too long.
    """
    try:
        with child.open_talk() as line:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                send(line, question, [data])
            header, files = receive(line, MAX_BYTES)
            line.recv(1)
    except TimeoutError:
        raise
    except (BrokenTalk, OSError) as error:
        raise Lost from error
    if "lost" in header:
        raise Lost
    return header, files
