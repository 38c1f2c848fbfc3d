"""The calendar in the database, and the command that reckons with it."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.city import service as city
from server.city.models import City
from server.deadlines import service
from server.deadlines.holidays import UnpublishedYearError, days_of
from server.deadlines.models import CalendarDay
from server.deadlines.working_time import UnknownYear
from server.platform.db import db, unit_of_work
from server.platform.i18n import LOCALES, t

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YEAR = datetime(2027, 1, 4, 9)  # noqa: DTZ001 - a wall clock time, as people type it


def seed(*years: int) -> None:
    with unit_of_work() as session:
        for year in years:
            service.seed_year(session, year)
    service.forget_cached()


def test_a_year_is_seeded_once(app: Flask) -> None:
    with app.app_context():
        with unit_of_work() as session:
            assert service.seed_year(session, 2026) == 365
        with unit_of_work() as session:
            assert service.seed_year(session, 2026) == 0
        assert service.calendar().known_years == {2026}


def test_staff_decide_over_what_was_published(app: Flask) -> None:
    with app.app_context():
        with unit_of_work() as session:
            service.set_day(session, date(2026, 3, 3), is_working=False, name="停电检修")
        seed(2026)
        row = db.session.get_one(CalendarDay, date(2026, 3, 3))
        assert (row.is_working, row.name, row.source) == (False, "停电检修", "staff")
        assert service.calendar().known_years == {2026}
        assert not service.calendar().is_working(date(2026, 3, 3))


def test_a_change_is_seen_and_counted(app: Flask) -> None:
    with app.app_context():
        seed(2026)
        start = datetime(2026, 3, 2, 17, tzinfo=SHANGHAI)
        before = service.due(start, 4, "working_hour")
        version = service.calendar().version
        with unit_of_work() as session:
            service.set_day(session, date(2026, 3, 3), is_working=False)
        service.forget_cached()
        after = service.due(start, 4, "working_hour")
        assert (before.at.astimezone(SHANGHAI).day, after.at.astimezone(SHANGHAI).day) == (3, 4)
        assert service.calendar().version != version
        assert db.session.scalar(select(func.max(CalendarDay.revision))) == 2


def test_the_hours_of_the_city_count(app: Flask) -> None:
    with app.app_context():
        with unit_of_work() as session:
            policy = {"working_hours": [["10:00", "16:00"]]}
            session.add(City(code="1", name="城", notice="", profile={}, policy=policy))
        city.forget_cached()
        due = service.due(datetime(2026, 3, 2, 9, tzinfo=SHANGHAI), 1, "working_day")
        assert due.at == datetime(2026, 3, 2, 16, tzinfo=SHANGHAI)


def test_a_naive_start_is_the_wall_clock_of_the_city(app: Flask) -> None:
    with app.app_context():
        seed(2026)
        due = service.due(NEW_YEAR, 4, "working_hour")
        assert due.at == datetime(2027, 1, 4, 15, tzinfo=SHANGHAI)
        assert due.warning == UnknownYear(2027)


def test_an_unpublished_year_is_said_to_be_one(app: Flask) -> None:
    with pytest.raises(UnpublishedYearError):
        list(days_of(2100))
    result = app.test_cli_runner().invoke(args=["calendar", "seed", "2026", "2100"])
    assert result.exit_code == 1
    assert "365" in result.output
    assert "2100" in result.output


@pytest.mark.parametrize(
    ("start", "limit", "unit", "lines"),
    [
        ("2025-09-26T17:00", "4", "working_hour", ["2025-09-28T11:00:00+08:00"]),
        ("2025-09-26T09:00:00Z", "4", "working_hour", ["2025-09-28T11:00:00+08:00"]),
        ("2025-09-27T23:00", "2", "urgent_hour", ["2025-09-28T01:00:00+08:00"]),
        ("2025-09-26T15:00+08:00", "0.5", "working_day", ["2025-09-28T09:00:00+08:00"]),
        (
            "2027-01-04T09:00",
            "4",
            "working_hour",
            [t("deadline.calendar_year_unknown", year=2027), "2027-01-04T15:00:00+08:00"],
        ),
    ],
)
def test_the_command_prints_the_due_time_last(
    app: Flask, start: str, limit: str, unit: str, lines: list[str]
) -> None:
    with app.app_context():
        seed(2025, 2026)
    arguments = ["clock", "due", "--start", start, "--limit", limit, "--type", unit]
    result = app.test_cli_runner().invoke(args=arguments)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == lines


@pytest.mark.parametrize("start", ["tomorrow", "2026-13-01"])
def test_the_command_refuses_what_is_no_moment(app: Flask, start: str) -> None:
    arguments = ["clock", "due", "--start", start, "--limit", "1", "--type", "urgent_day"]
    result = app.test_cli_runner().invoke(args=arguments)
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_holidays_have_words_in_every_language() -> None:
    names = {day.name for year in range(2015, 2027) for day in days_of(year)} - {""}
    assert "spring_festival" in names
    assert all(t(f"holiday.{name}", locale) for name in names for locale in LOCALES)
