"""Which cases a ledger is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self


@dataclass(frozen=True)
class Wanted:
    """The filter of a ledger; what is ``None`` does not matter.

    ``area`` is a code of any level, ``since`` and ``until`` are days of the city on which the
    problem was reported, both included; ``state`` is a state or a group of states (``open``,
    ``closed``, ``refused``, ``merged``); ``category`` and ``organisation`` (who is responsible) are
    codes; ``place`` words of the address, ``recurrent`` whether it came again after a close.
    """

    area: str | None = None
    since: date | None = None
    until: date | None = None
    state: str | None = None
    category: str | None = None
    organisation: str | None = None
    place: str | None = None
    recurrent: bool | None = None

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """Read what ``stored`` wrote."""
        days = {
            name: date.fromisoformat(stored[name])
            for name in ("since", "until")
            if stored.get(name)
        }
        return cls(**{**stored, **days})

    def stored(self) -> dict[str, Any]:
        """The filter as JSON, without what does not matter."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
            if value is not None
        }
