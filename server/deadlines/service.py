"""The calendar of the city in service, and changes to its days."""

from __future__ import annotations

import time
from datetime import date, datetime
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from server.city.service import policy
from server.deadlines.calendar import Calendar, WorkingHours
from server.deadlines.holidays import SOURCE, days_of
from server.deadlines.models import CalendarDay
from server.deadlines.working_time import Due, Limit, WorkingTime
from server.platform.db import db, write_alone
from server.platform.runtime import Runtime, current

STAFF_SOURCE = "staff"

_CHECKED_SECONDS = 0.5

_cache: WeakKeyDictionary[Runtime, tuple[float, WorkingTime]] = WeakKeyDictionary()


def working_time() -> WorkingTime:
    """The arithmetic of limits on the city's calendar, half a second old at most.

    After that time one indexed lookup tells whether any process has changed days or hours.
    """
    runtime = current()
    kept = _cache.get(runtime)
    if kept is not None and time.monotonic() - kept[0] < _CHECKED_SECONDS:
        return kept[1]
    fresh = _read(kept[1] if kept else None)
    _cache[runtime] = (time.monotonic(), fresh)
    return fresh


def forget_cached() -> None:
    """Make a change of days or hours visible at once in this process."""
    _cache.pop(current(), None)


def _read(known: WorkingTime | None) -> WorkingTime:
    hours, zone = policy().working_hours, policy().time_zone
    spans = ",".join("-".join(span) for span in hours)
    version = f"{revision(db.session())}/{zone}/{spans}"
    if known is not None and known.calendar.version == version:
        return known
    rows = db.session.execute(select(CalendarDay.day, CalendarDay.is_working))
    days = {row.day: row.is_working for row in rows}
    return WorkingTime(Calendar(ZoneInfo(zone), WorkingHours.parse(hours), days, version))


def calendar() -> Calendar:
    """The calendar of the city; its ``version`` changes with days, hours and zone."""
    return working_time().calendar


def due(start: datetime, limit: Limit, unit: str) -> Due:
    """The moment at which ``limit`` is used up; a naive ``start`` is the city's wall clock.

    Raises ``ValueError`` for an unknown unit or a negative limit.
    """
    known = working_time()
    if start.tzinfo is None:
        start = start.replace(tzinfo=known.calendar.zone)
    return known.due(start, limit, unit)


def seed_year(session: Session, year: int) -> int:
    """Add the published days of ``year`` that have no row yet, and say how many.

    Days that staff entered stay as they are. Raises ``UnpublishedYearError`` when nothing has
    been published for the year.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    present = set(
        session.scalars(select(CalendarDay.day).where(CalendarDay.day.between(first, last)))
    )
    missing = [day for day in days_of(year) if day.date not in present]
    if missing:
        number = next_revision(session)
        session.execute(
            insert(CalendarDay),
            [
                {
                    "day": day.date,
                    "is_working": day.is_working,
                    "name": day.name,
                    "source": SOURCE,
                    "revision": number,
                }
                for day in missing
            ],
        )
    return len(missing)


def set_day(session: Session, day: date, *, is_working: bool, name: str = "") -> None:
    """Let staff decide about one day, whatever was published.

    Clocks that already run keep the due time they were given.
    """
    row = session.get(CalendarDay, day)
    if row is None:
        row = CalendarDay(day=day)
        session.add(row)
    row.is_working = is_working
    row.name = name
    row.source = STAFF_SOURCE
    row.revision = next_revision(session)


def revision(session: Session) -> int:
    """The number of the latest change of the days; 0 before the first."""
    return session.scalar(select(func.max(CalendarDay.revision))) or 0


def next_revision(session: Session) -> int:
    """The number of the change that the caller's transaction makes; others wait for its end."""
    write_alone(session, CalendarDay)
    return revision(session) + 1
