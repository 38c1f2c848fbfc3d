"""Slow senders never take every thread: reading goes on while phones or attackers take their time.

Whoever sends a body holds a thread of the server until the last byte is there. A few threads of
each worker are kept for requests without one; beyond that a sender is asked to come back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import BoundedSemaphore
from typing import Any

import orjson

from server.platform.errors import Problem
from server.platform.http.headers import HEADERS
from server.platform.http.problems import CONTENT_TYPE, problem_body
from server.platform.i18n import DEFAULT

SENDERS_MOST = 28
"""Requests with a body that one worker takes at once."""

_RETRY_SECONDS = 5


class Senders:
    """WSGI middleware that takes so many bodies at once, and no more."""

    def __init__(self, app: Callable[..., Iterable[bytes]], most: int = SENDERS_MOST) -> None:
        self._app = app
        self._places = BoundedSemaphore(most)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Pass the request on; without a place answer ``busy`` (503), the body unread."""
        if environ.get("CONTENT_LENGTH", "0") in ("", "0") and not _is_chunked(environ):
            return self._app(environ, start_response)
        if not self._places.acquire(blocking=False):
            return _busy(start_response)
        try:
            return self._app(environ, start_response)
        finally:
            self._places.release()


def _is_chunked(environ: dict[str, Any]) -> bool:
    return "HTTP_TRANSFER_ENCODING" in environ


def _busy(start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = orjson.dumps(problem_body(Problem("busy", 503), DEFAULT))
    headers = {
        **HEADERS,
        "Content-Type": CONTENT_TYPE,
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        "Retry-After": str(_RETRY_SECONDS),
    }
    start_response("503 Service Unavailable", list(headers.items()))
    return [body]
