"""The gateway of a demo: messages go into a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import orjson

from server.notifications.channels.messages import ShortMessage
from server.platform import clock


class LocalGateway:
    """Writes messages into a file only its owner can read, one JSON object a line."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, message: ShortMessage) -> str:
        """As ``SmsProvider.send``; the id is the reference."""
        entry = {
            "at": clock.now(),
            "phone": message.phone,
            "words": message.words,
            "reference": message.reference,
        }
        line = orjson.dumps(entry, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE)
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, line)
        finally:
            os.close(descriptor)
        return message.reference

    def last(self, count: int) -> list[dict[str, Any]]:
        """The newest messages, newest first."""
        if not self._path.exists():
            return []
        lines = self._path.read_bytes().splitlines()[-count:]
        return [orjson.loads(line) for line in reversed(lines)]
