"""What providers speak: JSON answers, no second try of our own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from server.notifications.channels.messages import NotAccepted
from server.platform import outgoing


def call(method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> dict[str, Any]:
    """The JSON object a provider answers, whatever its status.

    Raises ``NotAccepted`` when none came in time: the provider may have taken the message or not.
    """
    try:
        answer = outgoing.ask(method, url, headers, body)
        found = orjson.loads(answer.body)
    except outgoing.NoAnswer as error:
        raise NotAccepted(str(error)) from None
    except orjson.JSONDecodeError:
        raise NotAccepted(f"HTTP {answer.status} without JSON") from None
    if not isinstance(found, dict):
        raise NotAccepted(f"HTTP {answer.status} with other JSON")
    return found
