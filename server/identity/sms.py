"""Short messages: queued sealed in the outbox, sent by a gateway."""

from __future__ import annotations

import base64
import os
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import orjson
from sqlalchemy.orm import Session

from server.platform import clock, outbox
from server.platform.runtime import current

TOPIC = "sms.send"
_PURPOSE = "sms"


class SmsGateway(Protocol):
    """Whatever can bring words to a phone."""

    def send(self, phone: str, words: str, reference: str) -> None:
        """Send once for each ``reference``; raises any exception when it could not."""


class LocalGateway:
    """Writes messages into a file only its owner can read, one JSON object a line."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, phone: str, words: str, reference: str) -> None:
        entry = {"at": clock.now(), "phone": phone, "words": words, "reference": reference}
        line = orjson.dumps(entry, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE)
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, line)
        finally:
            os.close(descriptor)

    def last(self, count: int) -> list[dict[str, Any]]:
        """The newest messages, newest first."""
        if not self._path.exists():
            return []
        lines = self._path.read_bytes().splitlines()[-count:]
        return [orjson.loads(line) for line in reversed(lines)]


def local_gateway() -> LocalGateway:
    """The gateway of this installation."""
    return LocalGateway(current().settings.data_dir / "sms.jsonl")


def queue(session: Session, phone: str, words: str, *, reference: str, until: datetime) -> None:
    """Send ``words`` after the caller's transaction; not any more once ``until`` has passed."""
    message = orjson.dumps([phone, words, until])
    sealed = current().keys.seal(_PURPOSE, message, reference.encode())
    outbox.put(
        session, TOPIC, {"reference": reference, "sealed": base64.b64encode(sealed).decode()}
    )


def deliver(gateway: SmsGateway, payload: outbox.Payload) -> None:
    """Open a queued message and hand it to the gateway."""
    reference: str = payload["reference"]
    sealed = base64.b64decode(payload["sealed"])
    message = current().keys.unseal(_PURPOSE, sealed, reference.encode())
    phone, words, until = orjson.loads(message)
    if datetime.fromisoformat(until) > clock.now():
        gateway.send(phone, words, reference)
