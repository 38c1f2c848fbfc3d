"""Slow senders never take every thread: reading goes on while phones or attackers take their time.

Whoever sends a body holds a thread of the server until the last byte is there. A few threads of
each worker are kept for requests without one; beyond that a sender is asked to come back. One
address, unless it is this machine's, cannot take all of the places, and ``stalled`` ends those who
stop in the middle.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from threading import Lock
from typing import Any, Protocol

from flask import Flask

from server.platform.http.busy import busy
from server.platform.http.peer import is_loopback, network_of
from server.platform.http.proxies import PEER
from server.platform.http.readers import Readers

SENDERS = "suishoupai_senders"
SENDERS_MOST = 28
"""Requests with a body that one worker takes at once."""

SHARED_MOST = 14
"""Once so many are taken, an address gets ``OWN_LEAST`` at most: what one sends alone fills neither
the places nor the line of photos to be decoded."""

OWN_LEAST = 2
PIECE = 16 * 1024
"""Bytes of a body that are waited for at a time."""


class Readable(Protocol):
    """What a server gives as ``wsgi.input``."""

    def read(self, size: int = -1, /) -> bytes:
        """So many bytes, fewer only at the end."""


class Body:
    """``wsgi.input``, read in pieces, of which it is known since when one is waited for."""

    def __init__(self, source: Readable, peer: str, announced: int | None) -> None:
        self._source = source
        self._left = announced
        self.peer = peer
        self.waits_since: float | None = None
        """``time.monotonic()``; ``None`` while the program works with what has come."""

    def read(self, size: int = -1) -> bytes:
        """So many bytes, or all; fewer only at the end.

        Raises ``OSError`` when it ends before what was announced: half a form is none.
        """
        found = bytearray()
        while size < 0 or len(found) < size:
            wanted = PIECE if size < 0 else min(PIECE, size - len(found))
            piece = self._wait(wanted)
            found += piece
            if len(piece) < wanted:
                break
        return bytes(found)

    def _wait(self, size: int) -> bytes:
        self.waits_since = time.monotonic()
        try:
            piece = self._source.read(size)
        finally:
            self.waits_since = None
        if self._left is not None:
            self._left -= len(piece)
            if len(piece) < size and self._left > 0:
                raise OSError("the body was cut off")
        return piece


class Senders:
    """WSGI middleware that takes so many bodies at once, and no more; ``reads`` answers requests
    without one."""

    def __init__(
        self,
        app: Callable[..., Iterable[bytes]],
        reads: Callable[..., Iterable[bytes]] | None = None,
    ) -> None:
        self._app = app
        self._reads = reads or app
        self._lock = Lock()
        self._taken: Counter[str] = Counter()
        self._bodies: set[Body] = set()

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Pass the request on; without a place answer ``busy`` (503), the body unread."""
        if environ.get("CONTENT_LENGTH", "0") in ("", "0") and not _is_chunked(environ):
            return self._reads(environ, start_response)
        address = network_of(environ.get("REMOTE_ADDR", ""))
        near, _ = environ.get(PEER, ("", ""))
        body = Body(environ["wsgi.input"], near, _announced(environ))
        if not self._take(address, body):
            return busy(start_response)
        try:
            environ["wsgi.input"] = body
            return self._app(environ, start_response)
        finally:
            self._give_back(address, body)

    def waiting(self, seconds: float) -> Iterator[Body]:
        """The bodies of which a piece has been waited for so long."""
        now = time.monotonic()
        with self._lock:
            bodies = list(self._bodies)
        for body in bodies:
            since = body.waits_since
            if since is not None and now - since >= seconds:
                yield body

    def _take(self, address: str, body: Body) -> bool:
        with self._lock:
            taken = len(self._bodies)
            has_share = self._taken[address] >= OWN_LEAST and not is_loopback(address)
            if (has_share and taken >= SHARED_MOST) or taken >= SENDERS_MOST:
                return False
            self._taken[address] += 1
            self._bodies.add(body)
            return True

    def _give_back(self, address: str, body: Body) -> None:
        with self._lock:
            self._bodies.discard(body)
            self._taken[address] -= 1
            if not self._taken[address]:
                del self._taken[address]


def init_senders(app: Flask, factor: int) -> None:
    """Put the middleware around an application; ``app.extensions[SENDERS]`` is it.

    One address may read on ``factor`` times the usual number of connections at once.
    """
    app.extensions[SENDERS] = Senders(app.wsgi_app, Readers(app.wsgi_app, factor))
    app.wsgi_app = app.extensions[SENDERS]  # type: ignore[method-assign]


def _is_chunked(environ: dict[str, Any]) -> bool:
    return "HTTP_TRANSFER_ENCODING" in environ


def _announced(environ: dict[str, Any]) -> int | None:
    """The length that stands in front; with chunks it does not count (RFC 9112, 6.3)."""
    text = environ.get("CONTENT_LENGTH", "")
    return int(text) if text.isascii() and text.isdigit() and not _is_chunked(environ) else None
