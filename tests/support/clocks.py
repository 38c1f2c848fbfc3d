"""A clock that stands still until it is told to move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

# A Monday, 09:00 in Asia/Shanghai: office hours.
START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


class FrozenClock:
    """The present moment as the tests want it, aware UTC."""

    def __init__(self, moment: datetime = START) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **amount: float) -> datetime:
        """Move on by ``timedelta(**amount)`` and return the new moment."""
        self.moment += timedelta(**amount)
        return self.moment

    def set(self, moment: datetime) -> None:
        """Jump to an aware moment."""
        self.moment = moment.astimezone(UTC)
