"""The HTTP that providers speak: JSON answers, short time-outs, no second try of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
import urllib3

from server.notifications.channels.messages import NotAccepted

CONNECT_SECONDS = 3.0
READ_SECONDS = 5.0
_ANSWER_BYTES_MOST = 64_000
_pool = urllib3.PoolManager(maxsize=2)


def call(method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> dict[str, Any]:
    """The JSON object a provider answers, whatever its status.

    Raises ``NotAccepted`` when none came in time: the provider may have taken the message or not.
    """
    try:
        answer = _pool.request(
            method,
            url,
            headers=dict(headers),
            body=body,
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
            retries=False,
            redirect=False,
            preload_content=False,
        )
        try:
            content = answer.read(_ANSWER_BYTES_MOST)
        finally:
            answer.release_conn()
        found = orjson.loads(content)
    except urllib3.exceptions.HTTPError as error:
        raise NotAccepted(type(error).__name__) from None  # its words may hold the address
    except orjson.JSONDecodeError:
        raise NotAccepted(f"HTTP {answer.status} without JSON") from None
    if not isinstance(found, dict):
        raise NotAccepted(f"HTTP {answer.status} with other JSON")
    return found
