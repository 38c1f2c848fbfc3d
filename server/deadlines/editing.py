"""Keeping the calendar and the hours of the city; clocks that run keep the due time they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.city.editing import replace_entries
from server.deadlines import service
from server.deadlines.calendar import WorkingHours
from server.deadlines.holidays import UnpublishedYearError
from server.deadlines.models import CalendarDay
from server.platform import audit
from server.platform.actor import Actor
from server.platform.db import unit_of_work
from server.platform.errors import Problem

_WORKED_WEEKDAYS = 5


@dataclass(frozen=True, slots=True)
class SetDay:
    """What staff decide about one local date; ``name`` says why, in their own words."""

    day: date
    is_working: bool
    name: str


def set_days(who: Actor, expected: int, year: int, days: Sequence[SetDay]) -> None:
    """Let staff decide about days of ``year``, whatever was published.

    ``expected`` is the revision they saw. Raises ``Problem`` ``invalid`` (422) for a day of
    another year, ``edited_meanwhile`` (412).
    """
    if any(item.day.year != year for item in days):
        raise Problem("invalid", 422, fields={"days": ["range"]})
    with _change(expected) as session:
        for item in days:
            service.set_day(session, item.day, is_working=item.is_working, name=item.name)
        told = "; ".join(
            f"{item.day} {'working' if item.is_working else 'off'} {item.name}".strip()
            for item in days
        )
        audit.record(session, who, "calendar.days_set", f"calendar:{year}", {"days": told})


def confirm_year(who: Actor, expected: int, year: int) -> None:
    """Make a year known: what nobody set is taken as published, else as Monday to Friday.

    Raises ``Problem`` ``edited_meanwhile`` (412).
    """
    with _change(expected) as session:
        try:
            service.seed_year(session, year)
        except UnpublishedYearError:
            listed = select(CalendarDay.day).where(
                CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
            )
            present = set(session.scalars(listed))
            number = service.next_revision(session)
            session.add_all(_as_usual(year, present, number))
            session.flush()
        audit.record(session, who, "calendar.confirmed", f"calendar:{year}")


def set_hours(who: Actor, policy_version: int, spans: Sequence[Sequence[str]]) -> None:
    """Set the local hours of every working day, as entry ``working_hours`` of the policy.

    Raises ``Problem`` ``invalid`` (422) for spans that do not describe a day, ``edited_meanwhile``
    (412) when ``policy_version`` is not the present one.
    """
    try:
        WorkingHours.parse(spans)
    except ValueError as error:
        raise Problem("invalid", 422, fields={"spans": ["hours_order"]}) from error
    replace_entries(who, policy_version, {"working_hours": [list(span) for span in spans]})
    service.forget_cached()


@contextmanager
def _change(expected: int) -> Iterator[Session]:
    with unit_of_work() as session:
        if service.next_revision(session) != expected + 1:
            raise Problem("edited_meanwhile", 412)
        yield session
    service.forget_cached()


def _as_usual(year: int, present: set[date], number: int) -> Iterable[CalendarDay]:
    day = date(year, 1, 1)
    while day.year == year:
        if day not in present:
            yield CalendarDay(
                day=day,
                is_working=day.weekday() < _WORKED_WEEKDAYS,
                source=service.STAFF_SOURCE,
                revision=number,
            )
        day += timedelta(days=1)
