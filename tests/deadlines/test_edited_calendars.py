"""The laws of limits hold on any hours and any calendar that staff may make."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from server.deadlines.calendar import Calendar, WorkingHours
from server.deadlines.holidays import days_of
from server.deadlines.working_time import Unit, WorkingTime

SHANGHAI = ZoneInfo("Asia/Shanghai")
PUBLISHED = {day.date: day.is_working for year in (2025, 2026) for day in days_of(year)}
START = datetime(2025, 9, 1, tzinfo=SHANGHAI)
DAYS = 600  # to the spring of 2027, a year that nobody has listed

# Two or four different minutes of a day in order are the edges of one or two spans.
hours = (
    st.sampled_from((2, 4))
    .flatmap(lambda count: st.sets(st.integers(0, 1440), min_size=count, max_size=count))
    .map(lambda edges: sorted(edges))
    .map(lambda edges: WorkingHours(tuple(zip(edges[::2], edges[1::2], strict=True))))
)
edits = st.dictionaries(
    st.integers(0, DAYS).map(lambda n: date(2025, 9, 1) + timedelta(days=n)),
    st.booleans(),
    max_size=40,
)
times = st.builds(
    lambda spans, days: WorkingTime(Calendar(SHANGHAI, spans, PUBLISHED | days)), hours, edits
)
moments = st.integers(0, DAYS * 24 * 60).map(
    lambda n: (START + timedelta(minutes=n)).astimezone(UTC)
)
limits = st.decimals(0, 40, allow_nan=False, places=2)
units = st.sampled_from(list(Unit))


@given(times, moments, moments, limits, units)
def test_adding_then_measuring_gives_the_limit_and_order_is_kept(
    time: WorkingTime, one: datetime, other: datetime, limit: float, unit: Unit
) -> None:
    first, second = sorted([one, other])
    due = time.due(first, limit, unit).at
    assert time.elapsed(first, due, unit) == time.length(limit, unit)
    assert first <= due <= time.due(second, limit, unit).at
    if not unit.is_continuous and limit:
        earlier = due - timedelta(microseconds=1)
        assert time.elapsed(first, earlier, unit) < time.length(limit, unit), "as early as can be"


@given(times, st.lists(moments, min_size=3, max_size=9, unique=True), limits, units)
def test_any_number_of_pauses_adds_nothing(
    time: WorkingTime, turns: list[datetime], limit: float, unit: Unit
) -> None:
    """A clock that is paused and goes on at ``turns`` runs for its limit and not for more."""
    start, *turns = sorted(turns)
    length = time.length(limit, unit)
    left, ran, running_since = length, timedelta(0), start
    for pause, resume in zip(turns[::2], turns[1::2], strict=False):
        due = time.due(running_since, left, unit).at
        if due <= pause:
            break
        left = time.elapsed(pause, due, unit)
        ran += time.elapsed(running_since, pause, unit)
        running_since = resume
    due = time.due(running_since, left, unit).at
    assert ran + time.elapsed(running_since, due, unit) == length


@given(times, moments, limits, units, st.integers(0, DAYS))
def test_a_day_more_is_never_later_and_a_day_less_never_sooner(
    time: WorkingTime, start: datetime, limit: float, unit: Unit, at: int
) -> None:
    calendar, day = time.calendar, date(2025, 9, 1) + timedelta(days=at)
    worked, free = (
        WorkingTime(Calendar(SHANGHAI, calendar.hours, {**calendar.days, day: is_working}))
        for is_working in (True, False)
    )
    assert worked.due(start, limit, unit).at <= free.due(start, limit, unit).at


@given(times, moments, limits, units)
def test_only_what_rests_on_an_unknown_year_warns(
    time: WorkingTime, start: datetime, limit: float, unit: Unit
) -> None:
    due = time.due(start, limit, unit)
    last = due.at.astimezone(SHANGHAI).year
    if unit.is_continuous:
        assert due.warning is None
    elif last > 2026 and limit:
        assert due.warning is not None
        assert due.warning.year == 2027
    elif last <= 2026:
        assert due.warning is None
