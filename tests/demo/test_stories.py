"""The table of cases and the moments at which they happen."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from server.catalog.table import read_table
from server.deadlines.calendar import Calendar, WorkingHours
from server.deadlines.holidays import days_of
from server.deadlines.working_time import WorkingTime
from server.demo.city import CITIES, CityFolder
from server.demo.plots import Plot, read_plots
from server.demo.scenes import KINDS
from server.demo.stories import STORIES, moments, steps_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
SUNDAY = datetime(2026, 10, 4, 3, tzinfo=SHANGHAI)
FOLDER = CityFolder.of(CITIES / "liaoyuan")


@pytest.fixture(scope="module")
def known() -> WorkingTime:
    hours = WorkingHours.parse(FOLDER.facts["policy"]["working_hours"])
    days = {day.date: day.is_working for day in days_of(2026)}
    return WorkingTime(Calendar(SHANGHAI, hours, days))


@pytest.fixture(scope="module")
def plots(known: WorkingTime) -> list[Plot]:
    return read_plots(FOLDER, known, SUNDAY)


@pytest.mark.parametrize("story", STORIES)
def test_everything_happens_in_working_time_and_in_order(known: WorkingTime, story: str) -> None:
    steps = steps_of(story, 4.0, 1)
    times = list(moments(known, SUNDAY, 2.5, steps))
    assert len(times) == len(steps) + 1
    assert times == sorted(times)
    assert times[-1] < SUNDAY
    for moment in times[1:]:
        local = moment.astimezone(SHANGHAI)
        assert known.calendar.is_working(local.date())
        assert 8 * 60 <= local.hour * 60 + local.minute <= 18 * 60


def test_the_last_step_is_as_long_ago_as_asked(known: WorkingTime) -> None:
    times = list(moments(known, SUNDAY, 2.5, steps_of("fixed", 4.0, 0)))
    passed = known.elapsed(times[-1], SUNDAY, "working_hour").total_seconds() / 3600
    assert passed == pytest.approx(2.5, abs=0.01)


def test_a_timeout_comes_after_three_days(known: WorkingTime) -> None:
    steps = steps_of("timeout", 2.0, 0)
    times = list(moments(known, SUNDAY, 1.0, steps))
    checked = [step.action for step in steps].index("check_pass") + 1
    assert (times[-1] - times[checked]).total_seconds() > 72 * 3600


def test_joiners_join_when_it_is_public_and_are_asked_too() -> None:
    actions = [(step.action, step.who) for step in steps_of("closed", 1.0, 2)]
    assert actions.index(("publish", "clerk")) < actions.index(("join", "joiner0"))
    asked = [who for action, who in actions if action == "confirm"]
    assert asked == ["reporter", "joiner0", "joiner1"]


def test_the_table_of_cases_fits_the_city(plots: list[Plot]) -> None:
    assert len(plots) >= 60
    table = {
        category.code: (category, {condition.no for condition in conditions})
        for category, conditions in read_table(FOLDER.path / "categories.csv")
    }
    with (FOLDER.path / "residents.csv").open(encoding="utf-8") as file:
        residents = len(list(csv.DictReader(file)))
    for plot in plots:
        row = plot.row
        category, numbers = table[row["category"]]
        assert category.tile == row["tile"], row
        assert int(row["condition"]) in numbers, row
        assert row["scene"] in KINDS, row
        assert row["words"], row
        assert row["address"], row
        people = [row["reporter"], *row["joiners"].split()]
        assert all(1 <= int(number) <= residents for number in people if number), row
        assert len(set(people)) == len(people), row
        units = {item.split(":")[0] for item in row["quantities"].split()}
        assert units <= set(category.units), row
        if any(step.action == "finish" for step in plot.steps):
            assert len(row["finish"]) >= 10, row
            assert units or not category.units, row


def test_no_photograph_is_used_twice(plots: list[Plot]) -> None:
    shots = Counter(
        shot for plot in plots for n in range(len(plot.times)) for shot in plot.shots(n)
    )
    assert max(shots.values()) == 1
