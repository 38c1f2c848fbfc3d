"""The entries of the policy that a city may set itself, and which values make sense."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from server.city.policy import Policy

UNITS = ("working_hour", "working_day", "urgent_hour", "urgent_day")
_ELSEWHERE = {"time_zone", "working_hours"}  # hours are set with the calendar, the zone never
_CHOICES = {"intake_mode": ("street", "centre")}
_LONGEST_LIMIT = 400.0
_BY_ENDING: Mapping[str, tuple[str, float, float]] = {
    "hours": ("hours", 1, 720),
    "days": ("days", 1, 730),
    "months": ("months", 1, 120),
    "minutes": ("minutes", 1, 1440),
    "seconds": ("seconds", 10, 3600),
    "m": ("metres", 5, 2000),
    "share": ("share", 0.05, 1),
}
_RANGES: Mapping[str, tuple[float, float]] = {
    "extension_max": (0, 2),  # of the lifecycle table: loops are bounded
    "returns_max": (1, 3),
    "suspension_days_max": (30, 366),
    "keep_notice_months": (6, 120),  # 网络安全法 art. 21: logs for at least six months
    "keep_audit_months": (6, 120),
    "staff_idle_minutes": (5, 240),
    "staff_session_hours": (1, 24),
    "password_least": (10, 64),  # 等保 asks for ten, OWASP ASVS recommends fifteen
    "password_classes": (1, 4),
    "password_change_days": (0, 730),
    "password_history": (0, 12),
}
_COUNT = ("count", 1.0, 100.0)
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d\Z")


class UnfitError(ValueError):
    """A value is none for its entry; the message is a code ``field.<code>``."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry and its values.

    ``kind`` is ``limit`` (amount and unit), ``window`` (two local times of day), ``yes_no``,
    ``choice``, or what a number counts: ``hours``, ``days``, ``months``, ``minutes``,
    ``seconds``, ``metres``, ``share``, ``count``. Numbers lie from ``least`` to ``most``.
    """

    name: str
    kind: str
    default: Any
    least: float | None = None
    most: float | None = None
    whole: bool = False
    choices: tuple[str, ...] = ()

    def checked(self, value: object) -> Any:
        """``value`` as the policy document keeps it. Raises ``UnfitError``."""
        match self.kind:
            case "limit":
                return self._limit(value)
            case "window":
                return _window(value)
            case "yes_no":
                if not isinstance(value, bool):
                    raise UnfitError("invalid")
                return value
            case "choice":
                if value not in self.choices:
                    raise UnfitError("choice")
                return value
        return self._number(value)

    def _limit(self, value: object) -> list[object]:
        match value:
            case [amount, unit]:
                if unit not in UNITS:
                    raise UnfitError("choice")
                return [self._number(amount), unit]
        raise UnfitError("invalid")

    def _number(self, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise UnfitError("invalid")
        if self.whole and value != int(value):
            raise UnfitError("invalid")
        if self.least is None or self.most is None or not self.least <= value <= self.most:
            raise UnfitError("range")
        return int(value) if self.whole else value


def entries() -> dict[str, Entry]:
    """Every entry by name, in the order of the policy; what kind it is follows from its default."""
    shown = (item for item in fields(Policy) if item.name not in _ELSEWHERE)
    return {item.name: _entry(item.name, item.default) for item in shown}


def _entry(name: str, default: Any) -> Entry:
    if isinstance(default, bool):
        return Entry(name, "yes_no", default)
    if isinstance(default, str):
        return Entry(name, "choice", default, choices=_CHOICES[name])
    if isinstance(default, tuple) and isinstance(default[0], str):
        return Entry(name, "window", list(default))
    if isinstance(default, tuple):
        return Entry(name, "limit", list(default), 0.25, _LONGEST_LIMIT, choices=UNITS)
    kind, least, most = _BY_ENDING.get(name.rpartition("_")[2], _COUNT)
    least, most = _RANGES.get(name, (least, most))
    return Entry(name, kind, default, least, most, whole=isinstance(default, int))


def _window(value: object) -> list[str]:
    match value:
        case [str(start), str(end)] if _TIME.match(start) and _TIME.match(end):
            if start >= end:
                raise UnfitError("window_order")
            return [start, end]
    raise UnfitError("invalid")
