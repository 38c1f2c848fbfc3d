"""Who checks: drawn, blind, independent, and never a reason for a case to wait for ever."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from server.cases.proof.choice import draw
from server.identity.models import Deputy, Staff
from server.platform.db import unit_of_work
from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.world import World

LOOKED = {"judged_from_photos": True}
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def test_the_half_met_least_recently_is_drawn_from() -> None:
    met = {person: NOON + timedelta(hours=person) for person in (1, 2, 3)}
    assert {draw([1, 2], met) for _ in range(50)} == {1}
    drawn = Counter(draw([1, 2, 3, 4, 5], met) for _ in range(400))
    assert set(drawn) == {1, 4, 5}, "those never met, and who was met longest ago"
    assert min(drawn.values()) > 60
    assert {draw([1, 2, 3], {}) for _ in range(100)} == {1, 2, 3}
    assert draw([3], met) == 3


def test_checkers_take_turns_with_a_handler(world: World) -> None:
    drawn = []
    for _ in range(4):
        drawn.append(world.checker_of(Story(world).fixed().number).name)
        world.clock.advance(minutes=1)
    assert drawn[0] != drawn[1] != drawn[2] != drawn[3]


def test_only_who_was_drawn_checks_until_the_time_is_over(world: World) -> None:
    story = Story(world).fixed()
    drawn = world.checker_of(story.number)
    other = next(
        person for name in ("checker", "checker2") if (person := world.staff(name)) is not drawn
    )
    supervisor = world.staff("supervisor")
    assert story.number in drawn.get("cases?queue=to_check").text
    refused(other.act(story.number, "check_pass", LOOKED), 404, "not_found")
    refused(supervisor.act(story.number, "check_pass", LOOKED), 403, "forbidden")
    world.clock.advance(days=2)
    assert story.number in other.get("cases?queue=to_check").text
    seen = other.view(story.number)
    assert "陈处置乙" not in seen.text
    assert "check_pass" in supervisor.view(story.number).get_json()["allowed_actions"]
    assert other.do(story.number, "check_pass", **LOOKED)["state"] == "confirming"


def test_a_deputy_is_drawn_for_who_is_on_leave(world: World) -> None:
    now, ids = world.clock(), world.staff_ids
    with world.app.app_context(), unit_of_work() as session:
        organisation = session.get_one(Staff, ids["checker"]).organisation_id
        session.add(
            Deputy(
                organisation_id=organisation,
                absent_id=ids["checker"],
                deputy_id=ids["checker2"],
                since=now,
                until=now + timedelta(days=3),
                entered_by_id=ids["checker"],
                entered_at=now,
            )
        )
    for _ in range(3):
        assert world.checker_of(Story(world).fixed().number).name == "checker2"


def test_with_nobody_to_draw_the_supervisor_checks(world: World) -> None:
    story = Story(world).handling()
    with world.app.app_context(), unit_of_work() as session:
        checkers = Staff.username.in_(("checker", "checker2"))
        session.execute(update(Staff).where(checkers).values(active=False))
    story.finished()
    assert world.column(story.number, "checker_id") is None
    supervisor = world.staff("supervisor")
    assert story.number in supervisor.get("cases?queue=to_check").text
    assert supervisor.do(story.number, "check_pass", **LOOKED)["state"] == "confirming"


def test_a_recalled_finish_is_drawn_anew(world: World) -> None:
    story = Story(world).fixed()
    story.by("sanitation_handler", "recall_finish")
    assert world.column(story.number, "checker_id") is None
    story.finished()
    assert story.checked("check_fail", reason="还有")["state"] == "handling"
    assert world.findings() == []
