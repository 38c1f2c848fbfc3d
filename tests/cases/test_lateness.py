"""What might hide that a case was late, or put it on somebody else (ADR 0028)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.support.refusals import refused
from tests.support.story import DONE, Story
from tests.support.world import World

MORE = {"amount": 2, "grounds": "需要调用吊车"}


def main_due(world: World, number: str) -> Any:
    return next(c.due_at for c in reversed(world.clocks(number)) if c.kind == "main")


def suspended(world: World, story: Story, until: str = "2026-12-10") -> None:
    handler = world.staff("sanitation_handler")
    why = {"suspension_reason": "season", "grounds": "冻土", "until": until}
    handler.do(story.number, "request_suspension", **why, photos=[handler.photo()])
    story.by("leader", "approve_suspension")


def force_closed(world: World, story: Story) -> None:
    leader = world.staff("leader")
    leader.do(story.number, "request_force_close", photos=[leader.photo()], grounds="已拆迁")
    story.by("leader2", "approve_force_close")


def test_what_is_late_stays_late_under_a_slower_kind(world: World) -> None:
    story = Story(world).handling()
    slower = {**world.condition("E03", 1), "reason": "其实是道路破损"}
    world.clock.advance(hours=6, minutes=1)
    before = main_due(world, story.number)
    assert world.clock() > before
    after = story.by("supervisor", "reclassify", **slower)
    assert (after["category"]["code"], after["overdue"]) == ("E03", True)
    assert main_due(world, story.number) == before


def test_a_reclassified_case_keeps_the_time_it_stood_still(world: World) -> None:
    story = Story(world).handling()
    suspended(world, story)
    world.clock.set(world.local_midnight("2026-12-10"))
    world.timers()
    before = main_due(world, story.number)
    story.by("supervisor", "reclassify", **world.condition("E01", 1), reason="原样")
    assert main_due(world, story.number) == before
    story.by("supervisor", "reclassify", **world.condition("E03", 1), reason="其实是道路破损")
    assert main_due(world, story.number) == world.due(
        world.local_midnight("2026-12-10"), 5, "working_day"
    )


def test_an_extension_in_reserve_undoes_no_lateness(world: World) -> None:
    """Asked for at the beginning, left lying, approved once the case is late."""
    story = Story(world).handling()
    story.by("sanitation_handler", "request_extension", **MORE)
    world.clock.advance(hours=6, minutes=30)  # late, and the decision should have been made
    refused(world.staff("east_lead").act(story.number, "approve_extension"), 409, "too_late")
    story.by("east_lead", "refuse_extension", reason="已超时")
    fair = Story(world).handling()
    world.clock.advance(days=1, hours=-1)
    due = main_due(world, fair.number)
    world.clock.set(due - timedelta(minutes=5))
    fair.by("sanitation_handler", "request_extension", **MORE)
    world.clock.advance(minutes=30)
    fair.by("east_lead", "approve_extension")
    assert main_due(world, fair.number) > due, "who decides in time does not make anybody late"


def test_who_stood_still_in_time_is_not_late_when_closed_by_force(world: World) -> None:
    story = Story(world).handling()
    suspended(world, story)
    world.clock.advance(days=5)
    force_closed(world, story)
    assert "late" not in world.staff("supervisor").view(story.number).json["marks"]
    late = Story(world).handling()
    world.clock.advance(days=3)
    suspended(world, late)
    force_closed(world, late)
    assert "late" in world.staff("supervisor").view(late.number).json["marks"]


def test_a_keeper_does_not_make_a_case_minor(world: World) -> None:
    story = Story(world).accepted("E03")
    keeper = world.staff("east_keeper")
    form = {"photos": [keeper.photo()], "words": DONE, **world.condition("E01", 1)}
    refused(keeper.act(story.number, "repair_now", form), 422, "not_minor", "category")


def test_the_third_failed_check_is_supervised_at_the_highest_level(world: World) -> None:
    story = Story(world).handling()
    for _ in range(3):
        world.clock.advance(minutes=15)
        story.finished().checked("check_fail", reason="没有清理")
        world.timers()
        levels = [item.details["level"] for item in world.records(story.number, "supervision")]
    assert levels == [3]


def test_a_finish_taken_back_keeps_its_checker(world: World) -> None:
    """Who finishes again and again must not draw until a friend is drawn."""
    story = Story(world).handling()
    drawn = set()
    for _ in range(6):
        story.finished()
        drawn.add(world.column(story.number, "checker_id"))
        story.by("sanitation_handler", "recall_finish")
    assert len(drawn) == 1


def test_an_old_case_brings_its_time_into_the_young_one(world: World) -> None:
    """Else an office that is late waits for somebody to report the same again."""
    old = Story(world)
    before = world.column(old.number, "due_at")
    world.clock.advance(days=1)
    young = Story(world)
    world.staff("east_clerk").do(old.number, "merge", master=young.number)
    seen = world.staff("supervisor").view(young.number).json
    assert (world.column(young.number, "due_at"), seen["overdue"]) == (before, True)
    world.timers()
    assert world.records(young.number, "supervision") != []
    younger = Story(world)
    due = world.column(young.number, "due_at")
    world.staff("east_clerk").do(younger.number, "merge", master=young.number)
    assert world.column(young.number, "due_at") == due
    assert world.findings() == []


def test_saying_the_same_kind_twice_makes_nothing_less_urgent(world: World) -> None:
    story = Story(world, tile="T8", words="井盖没了,很危险")
    for _ in range(2):
        story.by("east_clerk", "reclassify", **world.condition("E03", 1), reason="道路")
        assert world.column(story.number, "urgent") is True
    story.accepted("E03", 1)
    assert world.column(story.number, "urgent") is True
