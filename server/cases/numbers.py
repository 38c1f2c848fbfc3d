"""Case numbers: district, local date, and a suffix that cannot be counted or misread."""

from __future__ import annotations

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_SUFFIX = 4
_DISTRICT = 6


def new_number(area_code: str, now: datetime, zone: str) -> str:
    """A number such as ``220402-20261122-4F7K``; the caller makes sure that it is free."""
    day = now.astimezone(ZoneInfo(zone)).strftime("%Y%m%d")
    suffix = "".join(secrets.choice(ALPHABET) for _ in range(_SUFFIX))
    return f"{area_code[:_DISTRICT]}-{day}-{suffix}"
