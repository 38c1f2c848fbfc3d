"""Adding a limit to a moment, and measuring how much of a limit has been used.

Working time is a function W(t): the working microseconds passed since the first of January
of some year. Measuring is ``W(end) - W(start)``; a due time is the *earliest* t with
``W(t) = W(start) + limit``, so a limit that ends with the morning is due at noon and not
after the lunch break. W is tabulated as the ordinals of the working days of each year,
therefore both directions cost a bisection, whatever the distance.

The units and their clocks are those of lifecycle and responsibility list:
``working_hour`` and ``working_day`` run inside the city's hours on working days, a working
day being as long as the city's; ``urgent_hour`` and ``urgent_day`` (24 hours) never stop.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from server.deadlines.calendar import Calendar

Limit: TypeAlias = int | float | Decimal | timedelta
"""A number of units, or a length already measured on the clock of the unit."""

_MICROSECOND = timedelta(microseconds=1)
_MICROSECONDS_A_MINUTE = 60_000_000
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a limit is counted in."""

    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    URGENT_HOUR = "urgent_hour"
    URGENT_DAY = "urgent_day"

    @property
    def is_continuous(self) -> bool:
        """Whether its clock runs through nights and holidays."""
        return self in (Unit.URGENT_HOUR, Unit.URGENT_DAY)


@dataclass(frozen=True, slots=True)
class UnknownYear:
    """A due time rests on Monday to Friday because the calendar has no data for ``year``."""

    year: int
    code = "calendar_year_unknown"


@dataclass(frozen=True, slots=True)
class Due:
    """When a limit ends (aware, UTC), and whether the calendar could really say so."""

    at: datetime
    warning: UnknownYear | None = None


class WorkingTime:
    """The arithmetic of limits on one calendar. Immutable in effect and safe to share."""

    def __init__(self, calendar: Calendar) -> None:
        """Bind to ``calendar``; its years are tabulated when first met."""
        self.calendar = calendar
        self._spans = tuple(
            (start * _MICROSECONDS_A_MINUTE, end * _MICROSECONDS_A_MINUTE)
            for start, end in calendar.hours.spans
        )
        self._day_length = calendar.hours.length // _MICROSECOND
        self._years: dict[int, tuple[int, ...]] = {}

    def length(self, limit: Limit, unit: str) -> timedelta:
        """Turn a number of units into a length on the unit's clock.

        Half a working day of eight hours is four hours. A timedelta is returned as it is.

        Raises ``ValueError``: the unit is unknown, or the limit is negative.
        """
        unit = Unit(unit)
        if not isinstance(limit, timedelta):
            match unit:
                case Unit.WORKING_DAY:
                    whole = self.calendar.hours.length
                case Unit.URGENT_DAY:
                    whole = _DAY
                case _:
                    whole = _HOUR
            limit = _MICROSECOND * round(Decimal(limit) * (whole // _MICROSECOND))
        if limit < timedelta(0):
            raise ValueError("a limit cannot be negative")
        return limit

    def due(self, start: datetime, limit: Limit, unit: str) -> Due:
        """Give the moment at which ``limit`` is used up when the clock starts at ``start``.

        Raises ``ValueError``: ``start`` is naive, the unit is unknown, or the limit is negative.
        """
        length = self.length(limit, unit)
        if Unit(unit).is_continuous:
            return Due(_utc(start) + length)
        local = self._local(start)
        year = local.year
        days_worked, rest = divmod(
            self._worked_since(year, local) + length // _MICROSECOND, self._day_length
        )
        if rest == 0:
            days_worked, rest = days_worked - 1, self._day_length
        if days_worked < 0:
            return Due(_utc(start))
        while days_worked >= len(days := self._working_days(year)):
            days_worked -= len(days)
            year += 1
        midnight = datetime.fromordinal(days[days_worked])
        end = (midnight + self._time_of_day(rest)).replace(tzinfo=self.calendar.zone)
        at = max(_utc(end), _utc(start))
        return Due(at, self._warning(local.year, year))

    def elapsed(self, start: datetime, end: datetime, unit: str) -> timedelta:
        """Measure ``start`` to ``end`` on the clock of ``unit``; negative if ``end`` is earlier.

        Raises ``ValueError``: a time is naive, or the unit is unknown.
        """
        if end < start:
            return -self.elapsed(end, start, unit)
        if Unit(unit).is_continuous:
            return _utc(end) - _utc(start)
        first, last = self._local(start), self._local(end)
        worked = self._worked_since(first.year, last) - self._worked_since(first.year, first)
        return worked * _MICROSECOND

    def remaining(self, start: datetime, now: datetime, limit: Limit, unit: str) -> timedelta:
        """What is left of ``limit`` at ``now``, on the clock of ``unit``; negative when overdue.

        This is what a pause keeps: give it to ``due`` as the limit when the clock goes on.
        """
        return self.length(limit, unit) - self.elapsed(start, now, unit)

    def _local(self, moment: datetime) -> datetime:
        return _aware(moment).astimezone(self.calendar.zone)

    def _worked_since(self, year: int, local: datetime) -> int:
        ordinal = local.toordinal()
        days = self._working_days(local.year)
        index = bisect_left(days, ordinal)
        worked = index * self._day_length
        if index < len(days) and days[index] == ordinal:
            now = (
                (local.hour * 60 + local.minute) * 60 + local.second
            ) * 1_000_000 + local.microsecond
            worked += sum(min(now, end) - start for start, end in self._spans if now > start)
        for earlier in range(year, local.year):
            worked += len(self._working_days(earlier)) * self._day_length
        return worked

    def _time_of_day(self, worked: int) -> timedelta:
        for start, end in self._spans:
            if worked <= end - start:
                return (start + worked) * _MICROSECOND
            worked -= end - start
        raise AssertionError("more than a working day holds")

    def _working_days(self, year: int) -> tuple[int, ...]:
        days = self._years.get(year)
        if days is None:
            first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            is_working = self.calendar.is_working
            days = tuple(n for n in range(first, last + 1) if is_working(date.fromordinal(n)))
            self._years[year] = days
        return days

    def _warning(self, first: int, last: int) -> UnknownYear | None:
        known = self.calendar.known_years
        unknown = next((year for year in range(first, last + 1) if year not in known), None)
        return None if unknown is None else UnknownYear(unknown)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment


def _utc(moment: datetime) -> datetime:
    return _aware(moment).astimezone(UTC)
