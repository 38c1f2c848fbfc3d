"""Warnings and supervision: each once, whenever the system looks; and who answers."""

from __future__ import annotations

from typing import Any

from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.world import World


def raised(world: World, number: str) -> list[Any]:
    """The level of every supervision of a case's work."""
    given = world.records(number, "supervision")
    mine = [item.details for item in given if item.details["clock_key"].startswith("main/")]
    return [item["level"] for item in mine]


def warned(world: World, number: str) -> int:
    keys = [item.details["clock_key"] for item in world.records(number, "warning")]
    return sum(key.startswith("main/") for key in keys)


def test_warned_at_three_quarters_then_supervised_level_by_level(world: World) -> None:
    """Four working hours from Monday 09:00: 12:00, 15:00, Tuesday 09:00, 15:00."""
    story = Story(world).handling()
    seen = []
    for minutes in (179, 1, 179, 1, 18 * 60 - 1, 1, 6 * 60 - 1, 1, 7 * 24 * 60):
        world.clock.advance(minutes=minutes)
        world.timers()
        world.timers()
        seen.append((warned(world, story.number), raised(world, story.number)))
    assert seen == [
        *((0, []), (1, []), (1, []), (1, [1]), (1, [1])),
        *((1, [1, 2]), (1, [1, 2]), (1, [1, 2, 3]), (1, [1, 2, 3])),
    ]


def test_levels_that_were_slept_through_come_once_each(world: World) -> None:
    story = Story(world).handling()
    world.clock.advance(days=9)
    world.timers()
    assert raised(world, story.number) == [1, 2, 3]
    assert warned(world, story.number) == 0, "nobody is warned of what has long happened"
    assert world.timers() == 0


def test_late_is_late_without_any_job(world: World) -> None:
    story = Story(world).handling()
    world.clock.advance(hours=6, seconds=1)
    assert world.staff("supervisor").view(story.number).json["overdue"] is True
    assert raised(world, story.number) == []


def test_a_leader_supervises_and_the_head_replies(world: World) -> None:
    story = Story(world).handling()
    order = {"level": "2", "reason": "群众反映强烈"}
    story.by("leader", "supervise", **order)
    refused(
        world.staff("supervisor").act(story.number, "supervise", order), 409, "supervised_already"
    )
    worker = world.staff("sanitation_handler")
    refused(worker.act(story.number, "supervise_reply", {"reply": "好"}), 403, "forbidden")
    answered = story.by("sanitation_head", "supervise_reply", reply="今天完成")
    assert answered["records"][-1]["status"] == "replied"
    world.clock.advance(days=9)
    world.timers()
    assert raised(world, story.number) == [2, 3], "what a leader has said is not said again"


def test_three_complaints_raise_the_third_level(world: World) -> None:
    story = Story(world).disputed()
    story.by("supervisor", "uphold_refusal", words="继续处置")
    story.finished().passed()
    story.reporter.do(story.number, "confirm")
    photo = story.reporter.photo()
    story.reporter.do(story.number, "reopen", words="又有了", photos=[photo])
    world.timers()
    assert raised(world, story.number) == [3]


def test_an_office_that_lets_intake_rest_is_supervised_too(world: World) -> None:
    story = Story(world)
    world.clock.advance(hours=6, minutes=1)
    world.timers()
    given = world.records(story.number, "supervision")
    assert [world.organisation_codes[item.organisation_id or 0] for item in given] == ["east"]
    story.by("east_head", "supervise_reply", reply="马上受理")


def test_appealing_against_a_delay_takes_two(world: World) -> None:
    story = Story(world).handling()
    world.clock.advance(days=2)
    story.finished().passed()
    story.reporter.do(story.number, "confirm")
    assert "late" in story.by("sanitation_handler", "late_appeal", reason="暴雪封路")["marks"]
    story.by("supervisor", "decide_late_appeal", decision="grant", reason="属实")
    second = world.staff("supervisor").act(
        story.number, "decide_late_appeal", {"decision": "grant", "reason": "属实"}
    )
    refused(second, 403, "another_person")
    done = story.by("leader", "decide_late_appeal", decision="grant", reason="同意")
    assert {"late", "exempt"} <= set(done["marks"]), "the fact stays"
    again = world.staff("sanitation_handler").act(story.number, "late_appeal", {"reason": "再说"})
    refused(again, 409, "appealed_already")
    intime = Story(world).closed()
    answer = world.staff("sanitation_handler").act(intime.number, "late_appeal", {"reason": "无"})
    refused(answer, 409, "not_late")
