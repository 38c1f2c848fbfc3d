"""The calendar as administrators see it, day by day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from server.city.service import city
from server.deadlines import service
from server.deadlines.calendar import Calendar
from server.deadlines.holidays import SOURCE
from server.deadlines.models import CalendarDay
from server.platform import clock
from server.platform.db import db
from server.platform.i18n import t

_SATURDAY = 5
_NEXT_YEAR_COUNTS_FROM_MONTH = 10
KINDS = ("workday", "weekend", "holiday", "makeup")


def year_view(year: int, locale: str) -> dict[str, Any]:
    """Every day of a year with the hours of a working day; unlisted days as they are reckoned.

    ``version`` is the revision of the days, ``policy_version`` that of the hours.
    """
    number = service.revision(db.session())
    calendar, here = service.calendar(), city()
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = db.session.scalars(select(CalendarDay).where(CalendarDay.day.between(first, last)))
    listed = {row.day: row for row in rows}
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    return {
        "version": number,
        "policy_version": here.policy_version,
        "year": year,
        "known": len(listed) == len(days),
        "unknown_years": unknown_years(calendar, clock.now()),
        "hours": here.policy.working_hours,
        "time_zone": here.policy.time_zone,
        "days": [_day(day, listed.get(day), calendar, locale) for day in days],
    }


def unknown_years(calendar: Calendar, now: datetime) -> list[int]:
    """The years that somebody should confirm: this one, and from October the next.

    The State Council publishes a year's holidays in the last months of the year before.
    """
    today = now.astimezone(calendar.zone)
    years = [today.year]
    if today.month >= _NEXT_YEAR_COUNTS_FROM_MONTH:
        years.append(today.year + 1)
    return [year for year in years if year not in calendar.known_years]


def _day(day: date, row: CalendarDay | None, calendar: Calendar, locale: str) -> dict[str, Any]:
    working = row.is_working if row is not None else calendar.is_working(day)
    name = row.name if row is not None else ""
    published = row is not None and row.source == SOURCE
    return {
        "day": day.isoformat(),
        "working": working,
        "kind": _kind(day, working, name),
        "name": t(f"holiday.{name}", locale) if published and name else name,
        "set_by": row.source if row is not None else None,
    }


def _kind(day: date, working: bool, name: str) -> str:
    at_weekend = day.weekday() >= _SATURDAY
    if working:
        return "makeup" if at_weekend else "workday"
    return "weekend" if at_weekend and not name else "holiday"
