"""The value that time limits are computed from: a city's hours and its days.

A ``Calendar`` is immutable and knows nothing of the database, so that the arithmetic in
``working_time`` can be tested and cached as plain functions of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The same spans on every working day, in minutes after local midnight, in order."""

    spans: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        """Refuse spans that are empty, overlap, run backwards or leave the day.

        Raises ``ValueError``: the spans do not describe one working day.
        """
        if not self.spans:
            raise ValueError("a working day needs at least one span")
        edges = [minute for span in self.spans for minute in span]
        ordered = all(a < b for a, b in pairwise(edges))
        if not ordered or edges[0] < 0 or edges[-1] > MINUTES_A_DAY:
            raise ValueError(f"spans must be in order and inside one day: {self.spans}")

    @classmethod
    def parse(cls, spans: Sequence[Sequence[str]]) -> WorkingHours:
        """Read spans such as ``[["08:00", "12:00"], ["14:00", "18:00"]]`` (local wall clock).

        Raises ``ValueError``: a time is not HH:MM, or the spans do not describe one working day.
        """
        return cls(tuple((_minutes(start), _minutes(end)) for start, end in spans))

    @property
    def length(self) -> timedelta:
        """How much a working day holds: what the unit ``working_day`` is worth."""
        return timedelta(minutes=sum(end - start for start, end in self.spans))


def _minutes(text: str) -> int:
    hours, _, minutes = text.partition(":")
    if not (hours.isdigit() and minutes.isdigit() and len(minutes) == 2 and int(minutes) < 60):
        raise ValueError(f"not a time of day as HH:MM: {text!r}")
    return int(hours) * 60 + int(minutes)


@dataclass(frozen=True, eq=False)
class Calendar:
    """Working hours, the time zone they are meant in, and which dates are worked.

    A year is known when every one of its days is listed. Any other year is taken as
    Monday to Friday, whatever single days of it are listed counting as they say.
    """

    zone: ZoneInfo
    hours: WorkingHours
    days: Mapping[date, bool]
    version: str = ""
    known_years: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        """Derive the years whose days are all listed."""
        counts: dict[int, int] = {}
        for day in self.days:
            counts[day.year] = counts.get(day.year, 0) + 1
        known = frozenset(year for year, count in counts.items() if count == _length_of(year))
        object.__setattr__(self, "known_years", known)

    def is_working(self, day: date) -> bool:
        """Say whether ``day`` is worked: as listed, otherwise Monday to Friday."""
        listed = self.days.get(day)
        return day.weekday() < 5 if listed is None else listed


def _length_of(year: int) -> int:
    return (date(year, 12, 31) - date(year, 1, 1)).days + 1
