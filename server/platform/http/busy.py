"""The answer for whom there is no room now, made without the application."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import orjson

from server.platform.errors import Problem
from server.platform.http.headers import HEADERS
from server.platform.http.problems import CONTENT_TYPE, problem_body
from server.platform.i18n import DEFAULT

_RETRY_SECONDS = 5


def busy(start_response: Callable[..., Any]) -> Iterable[bytes]:
    """``busy`` (503): come back in five seconds."""
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
