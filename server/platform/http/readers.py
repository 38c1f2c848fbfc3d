"""One address never keeps everybody else from reading.

Requests without a body have no rate: people behind one address are many. But the server answers
one after the other, and who asks on hundreds of connections at once lets all others wait behind
them. So an address that has kept half of the threads busy for a while, without a break, is held to
a few until it asks for less; what it asks beyond is refused at the cost of nothing. This machine
itself is nobody: whoever measures it, or a proxy on it that nobody has named, stands for many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from threading import Lock
from time import monotonic
from typing import Any

from server.platform.http.busy import busy
from server.platform.http.peer import is_loopback, network_of

READS_MOST = 16
"""Requests of one address under way in a worker; fewer are nobody's business."""

READS_HELD = 4
"""So many are left to an address that had more than that for ``PATIENCE_SECONDS``."""

PATIENCE_SECONDS = 2.0


class Readers:
    """WSGI middleware; ``factor`` times the usual number may be under way at once."""

    def __init__(self, app: Callable[..., Iterable[bytes]], factor: int = 1) -> None:
        self._app = app
        self._most = READS_MOST * factor
        self._lock = Lock()
        self._under_way: Counter[str] = Counter()
        self._crowding: dict[str, float] = {}
        self._held: set[str] = set()

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Pass the request on, or answer ``busy`` (503)."""
        address = network_of(environ.get("REMOTE_ADDR", ""))
        if is_loopback(address):
            return self._app(environ, start_response)
        if not self._enter(address):
            return busy(start_response)
        try:
            return self._app(environ, start_response)
        finally:
            self._leave(address)

    def _enter(self, address: str) -> bool:
        with self._lock:
            asked = self._under_way[address]
            if asked >= self._most:
                since = self._crowding.setdefault(address, monotonic())
                if monotonic() - since >= PATIENCE_SECONDS:
                    self._held.add(address)
            if address in self._held and asked >= READS_HELD:
                return False
            self._under_way[address] += 1
            return True

    def _leave(self, address: str) -> None:
        with self._lock:
            self._under_way[address] -= 1
            left = self._under_way[address]
            if left < self._most:
                self._crowding.pop(address, None)
            if left < READS_HELD // 2:
                self._held.discard(address)
            if not left:
                del self._under_way[address]
