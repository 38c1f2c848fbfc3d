"""The vectors every office can check by hand, and the laws all of them follow."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.deadlines.calendar import Calendar, WorkingHours
from server.deadlines.holidays import days_of
from server.deadlines.working_time import Unit, UnknownYear, WorkingTime

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = WorkingHours.parse([["08:00", "12:00"], ["14:00", "18:00"]])


@cache
def working_time() -> WorkingTime:
    days = {day.date: day.is_working for year in (2024, 2025, 2026) for day in days_of(year)}
    return WorkingTime(Calendar(SHANGHAI, HOURS, days))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "limit", "unit", "due"),
    [
        ("2025-09-26 17:00", 4, "working_hour", "2025-09-28 11:00"),
        ("2025-09-26 15:00", 1, "working_day", "2025-09-28 15:00"),
        ("2025-09-30 17:00", 4, "working_hour", "2025-10-09 11:00"),
        ("2025-09-30 15:00", 2, "working_day", "2025-10-10 15:00"),
        ("2025-09-26 12:30", 2, "working_hour", "2025-09-26 16:00"),
        ("2025-09-27 10:00", 4, "working_hour", "2025-09-28 12:00"),
        ("2025-10-10 17:30", 1, "working_hour", "2025-10-11 08:30"),
        ("2025-09-27 23:00", 2, "urgent_hour", "2025-09-28 01:00"),
        ("2025-09-26 15:00", 2, "urgent_day", "2025-09-28 15:00"),
        ("2025-12-31 17:00", 4, "working_hour", "2026-01-04 11:00"),
        ("2025-09-26 07:00", 1, "working_hour", "2025-09-26 09:00"),
        ("2025-09-26 23:00", 0.5, "working_day", "2025-09-28 12:00"),
        ("2025-09-27 10:00", 0, "working_hour", "2025-09-27 10:00"),
    ],
)
def test_due(start: str, limit: float, unit: str, due: str) -> None:
    result = working_time().due(local(start), limit, unit)
    assert result.at == local(due)
    assert result.warning is None


def test_an_unknown_year_is_monday_to_friday_with_a_warning() -> None:
    due = working_time().due(local("2027-01-04 09:00"), 4, "working_hour")
    assert due.at == local("2027-01-04 15:00")
    assert due.warning == UnknownYear(2027)


def test_a_limit_that_runs_into_an_unknown_year_warns() -> None:
    due = working_time().due(local("2026-12-31 17:00"), 4, "working_hour")
    assert due.at == local("2027-01-01 11:00")
    assert due.warning == UnknownYear(2027)


def test_continuous_units_need_no_calendar() -> None:
    assert working_time().due(local("2027-01-04 09:00"), 4, "urgent_hour").warning is None


def test_a_listed_day_counts_even_when_its_year_is_unknown() -> None:
    calendar = Calendar(SHANGHAI, HOURS, {date(2027, 1, 1): False})
    due = WorkingTime(calendar).due(local("2026-12-31 17:00"), 4, "working_hour")
    assert due.at == local("2027-01-04 11:00")
    assert due.warning == UnknownYear(2026)


def test_other_hours_make_another_day() -> None:
    hours = WorkingHours.parse([["09:00", "16:30"]])
    time = WorkingTime(Calendar(SHANGHAI, hours, {}))
    due = time.due(local("2025-09-22 10:00"), 1, "working_day")
    assert due.at == local("2025-09-23 10:00")


def test_due_is_utc() -> None:
    assert working_time().due(local("2025-09-26 12:30"), 2, "working_hour").at.tzinfo is UTC


def test_a_pause_gives_back_the_working_time_that_was_left() -> None:
    time = working_time()
    left = time.remaining(local("2025-09-26 15:00"), local("2025-09-26 20:00"), 1, "working_day")
    assert left == timedelta(hours=5)
    assert time.due(local("2025-10-03 10:00"), left, "working_day").at == local("2025-10-09 15:00")


@pytest.mark.parametrize(
    ("start", "limit", "unit"),
    [
        (local("2025-09-26 12:00").replace(tzinfo=None), 1, "working_hour"),
        (local("2025-09-26 12:00"), -1, "working_hour"),
        (local("2025-09-26 12:00"), 1, "fortnight"),
    ],
)
def test_nonsense_is_refused(start: datetime, limit: int, unit: str) -> None:
    with pytest.raises(ValueError, match=r"time zone|negative|fortnight"):
        working_time().due(start, limit, unit)


@pytest.mark.parametrize(
    "spans",
    [
        [],
        [["12:00", "08:00"]],
        [["08:00", "12:00"], ["11:00", "18:00"]],
        [["08:00", "25:00"]],
        [["08:00", "8pm"]],
        [["08:00", "12:0"]],
    ],
)
def test_hours_that_are_not_a_day_are_refused(spans: list[list[str]]) -> None:
    with pytest.raises(ValueError, match=r"span|time of day"):
        WorkingHours.parse(spans)


def test_hours_may_end_at_midnight() -> None:
    assert WorkingHours.parse([["00:00", "24:00"]]).length == timedelta(days=1)


# The range holds 调休 weekends, long holidays, two year ends and, from 2027, an unknown year.
moments = st.integers(0, 1275 * 24 * 60 * 60 * 1000).map(
    lambda ms: local("2024-01-01 00:00") + timedelta(milliseconds=ms)
)
units = st.sampled_from(list(Unit))
limits = st.decimals(0, 60, allow_nan=False, places=3)


@given(moments, limits, units)
def test_adding_a_limit_then_measuring_gives_the_limit(
    start: datetime, limit: float, unit: Unit
) -> None:
    time = working_time()
    due = time.due(start, limit, unit).at
    assert time.elapsed(start, due, unit) == time.length(limit, unit)
    assert time.remaining(start, due, limit, unit) == timedelta(0)


@given(moments, moments, limits, units)
def test_order_is_kept(first: datetime, second: datetime, limit: float, unit: Unit) -> None:
    first, second = sorted([first, second])
    time = working_time()
    assert time.due(first, limit, unit).at <= time.due(second, limit, unit).at


@given(moments, limits, limits, units)
def test_more_is_never_sooner(start: datetime, one: float, other: float, unit: Unit) -> None:
    less, more = sorted([one, other])
    time = working_time()
    assert start <= time.due(start, less, unit).at <= time.due(start, more, unit).at


@given(moments, moments, moments, units)
def test_measures_add_up(a: datetime, b: datetime, c: datetime, unit: Unit) -> None:
    time = working_time()
    assert time.elapsed(a, b, unit) + time.elapsed(b, c, unit) == time.elapsed(a, c, unit)


@given(moments, limits, moments, moments, units)
def test_a_pause_adds_nothing(
    start: datetime, limit: float, pause: datetime, resume: datetime, unit: Unit
) -> None:
    start, pause, resume = sorted([start, pause, resume])
    time = working_time()
    left = time.remaining(start, pause, limit, unit)
    if left > timedelta(0):
        due = time.due(resume, left, unit).at
        worked = time.elapsed(start, pause, unit) + time.elapsed(resume, due, unit)
        assert worked == time.length(limit, unit)


@given(moments, st.decimals("0.01", 60, allow_nan=False, places=3))
def test_a_due_time_lies_inside_working_hours(start: datetime, limit: float) -> None:
    due = working_time().due(start, limit, "working_hour").at.astimezone(SHANGHAI)
    minute = due.hour * 60 + due.minute
    assert working_time().calendar.is_working(due.date())
    assert any(begin <= minute <= end for begin, end in HOURS.spans)
