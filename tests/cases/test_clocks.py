"""Clocks of cases as the API shows them: working time, pauses, rounds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from server.cases.models import Clock
from server.platform.db import db
from tests.support.story import Story
from tests.support.world import World

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(text: str) -> datetime:
    """A wall-clock time of the city as a moment."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def clock_of(world: World, number: str, kind: str) -> dict[str, Any]:
    """The latest clock of a kind on a case."""
    clocks = world.staff("supervisor").view(number).json["clocks"]
    return [clock for clock in clocks if clock["kind"] == kind][-1]


def due(clock: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(clock["due_at"])


VECTORS = (
    ("2025-09-26 15:00", "E02", 1, "2025-09-28 15:00"),
    ("2025-09-26 17:00", "E01", 1, "2025-09-28 11:00"),
    ("2025-09-27 10:00", "E01", 1, "2025-09-28 12:00"),
    ("2025-09-30 17:00", "E01", 1, "2025-10-09 11:00"),
    ("2025-11-14 15:00", "E04", 1, "2025-11-16 15:00"),
    ("2025-11-15 23:00", "E03", 2, "2025-11-16 01:00"),
    ("2027-01-04 09:00", "E01", 1, "2027-01-04 15:00"),
)


def test_main_runs_from_dispatch(world: World) -> None:
    for dispatched, category, condition, expected in VECTORS:
        world.clock.set(local(dispatched))
        story = Story(world).dispatched("municipal", category=category, condition=condition)
        main = clock_of(world, story.number, "main")
        assert due(main) == local(expected)
        world.clock.advance(minutes=7)
        story.by("municipal_handler", "acknowledge")
        assert due(clock_of(world, story.number, "main")) == local(expected)


def test_a_pause_keeps_what_is_left_in_working_time(world: World) -> None:
    world.clock.set(local("2026-11-20 17:00"))
    story = Story(world)
    assert due(clock_of(world, story.number, "intake")) == local("2026-11-23 11:00")
    world.clock.set(local("2026-11-20 17:30"))
    story.by("east_clerk", "request_info", question="在哪里?")
    shown = world.staff("supervisor").view(story.number).json
    assert (shown["clock"], clock_of(world, story.number, "intake")["paused"]) == ("info", True)
    world.clock.set(local("2026-11-22 20:00"))
    story.reporter.do(story.number, "supplement", words="路口")
    intake = clock_of(world, story.number, "intake")
    assert (due(intake), intake["paused"]) == (local("2026-11-23 11:30"), False)


def test_a_paused_clock_is_never_overdue_and_an_overdue_one_stays_so(world: World) -> None:
    story = Story(world)
    world.clock.advance(hours=30)
    before = due(clock_of(world, story.number, "intake"))
    assert before < world.clock()
    story.by("east_clerk", "request_info", question="在哪里?")
    assert clock_of(world, story.number, "intake")["overdue"] is False
    world.clock.advance(hours=40)
    story.reporter.do(story.number, "supplement", words="路口")
    intake = clock_of(world, story.number, "intake")
    assert (due(intake), intake["overdue"]) == (before, True)


def test_an_urgent_case_is_acknowledged_in_a_quarter_of_an_hour(world: World) -> None:
    world.clock.set(local("2026-11-21 23:00"))
    story = Story(world, tile="T8", words="井盖没了,很危险")
    assert world.staff("supervisor").view(story.number).json["urgent"] is True
    story.accepted(category="E03", condition=2)
    story.by("east_dispatcher", "dispatch", organisation="municipal")
    assert due(clock_of(world, story.number, "ack")) == local("2026-11-21 23:15")


def test_words_of_danger(world: World) -> None:
    for tile, words, urgent in (
        ("T8", "井盖丢了", True),
        ("T1", "井盖旁边有垃圾", False),
        ("T1", "闻到燃气味", True),
        ("T1", "A LIVE WIRE on the road", True),
        ("T1", "垃圾", False),
    ):
        story = Story(world, tile=tile, words=words)
        seen = world.staff("east_clerk").view(story.number).json
        assert seen["urgent"] is urgent, words


def test_stopping_before_or_after_due(world: World) -> None:
    story = Story(world).handling()
    world.clock.advance(hours=9)
    assert clock_of(world, story.number, "main")["overdue"] is True
    story.finished()
    world.clock.advance(days=30)
    assert clock_of(world, story.number, "main")["overdue"] is True
    early = Story(world).fixed()
    world.clock.advance(days=30)
    assert clock_of(world, early.number, "main")["overdue"] is False
    assert clock_of(world, early.number, "check")["overdue"] is True


def test_a_clock_says_which_rule_it_followed(world: World) -> None:
    Story(world).dispatched()
    with world.app.app_context():
        rules = dict(db.session.execute(select(Clock.kind, Clock.rule)).all())
        db.session.remove()
    assert rules == {
        "intake": "policy.intake@1",
        "dispatch": "policy.dispatch@1",
        "main": "test/E01/1@1",
        "ack": "policy.ack@1",
    }
