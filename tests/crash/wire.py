"""Plain HTTP to a server that may die in the middle of a request."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from typing import Any

PATIENCE_SECONDS = 60


class Lost(Exception):
    """No answer came, so nobody knows whether the server did it."""


@dataclass(frozen=True)
class Answer:
    """What the server said; ``body`` is its JSON, or raw bytes of anything else."""

    status: int
    body: Any


def ask(
    port: int,
    method: str,
    path: str,
    body: bytes | dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Answer:
    """One request on a connection of its own. Raises ``Lost``."""
    sent = dict(headers or {})
    if isinstance(body, dict):
        body = json.dumps(body).encode()
        sent["Content-Type"] = "application/json"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        data = response.read()
    except (OSError, http.client.HTTPException) as error:
        raise Lost(f"{method} {path}: {error!r}") from error
    finally:
        connection.close()
    is_json = "json" in response.headers.get("Content-Type", "")
    return Answer(response.status, json.loads(data) if is_json else data)
