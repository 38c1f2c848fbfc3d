"""Text messages with one-time codes: queued sealed in the outbox, then sent."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime

import orjson
from sqlalchemy.orm import Session

from server.notifications.channels.configured import local_gateway
from server.notifications.channels.messages import ShortMessage, SmsProvider
from server.platform import clock, outbox
from server.platform.runtime import current

__all__ = ["TOPIC", "deliver", "local_gateway", "queue"]

TOPIC = "sms.send"
_PURPOSE = "sms"


def queue(
    session: Session,
    phone: str,
    words: str,
    params: Mapping[str, str],
    *,
    reference: str,
    until: datetime,
) -> None:
    """Send a code after the caller's transaction; not any more once ``until`` has passed.

    ``params`` fill the frame that the provider knows, ``words`` are the whole.
    """
    message = orjson.dumps([phone, words, params, until])
    sealed = current().keys.seal(_PURPOSE, message, reference.encode())
    outbox.put(
        session, TOPIC, {"reference": reference, "sealed": base64.b64encode(sealed).decode()}
    )


def deliver(provider: SmsProvider, payload: outbox.Payload) -> None:
    """Open a queued message and hand it over."""
    reference: str = payload["reference"]
    sealed = base64.b64decode(payload["sealed"])
    message = current().keys.unseal(_PURPOSE, sealed, reference.encode())
    phone, words, params, until = orjson.loads(message)
    if datetime.fromisoformat(until) > clock.now():
        provider.send(ShortMessage(phone, "code", params, words, reference))
