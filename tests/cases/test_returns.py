"""Returning a case: it always has an organisation, and every hour an owner."""

from __future__ import annotations

from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.world import World

ASKED = {"return_reason": "duty", "basis": "不属于环卫职责", "organisation": "municipal"}


def test_a_return_keeps_organisation_and_clock_until_it_is_decided(world: World) -> None:
    story = Story(world).handling()
    before = world.staff("supervisor").view(story.number).json
    asked = story.by("sanitation_handler", "request_return", **ASKED)
    assert (asked["state"], asked["organisation"]["code"]) == ("handling", "sanitation")
    assert (asked["due_at"], asked["clock"]) == (before["due_at"], "main")
    request = asked["records"][0]
    assert (request["kind"], request["status"], request["proposed"]) == (
        *("return", "open", "municipal"),
    )
    assert request["due_at"] == "2026-11-23T03:00:00Z", "two working hours"
    world.clock.advance(minutes=30)
    given = story.by("east_dispatcher", "approve_return", organisation="municipal")
    assert (given["state"], given["organisation"]["code"]) == ("assigned", "municipal")
    assert given["due_at"] == "2026-11-23T07:30:00Z", "four working hours from now, over noon"
    assert [(h["organisation"]["code"], h["hours"]) for h in given["holders"]] == [
        ("sanitation", 0.5),
        ("municipal", 0.0),
    ]
    assert world.staff("sanitation_handler").view(story.number).status_code == 404
    told = [event["action"] for event in story.reporter.view(story.number).json["timeline"]]
    assert told[-1] == "approve_return"
    assert "不属于环卫职责" not in story.reporter.view(story.number).text


def test_silence_approves_nothing(world: World) -> None:
    story = Story(world).handling()
    story.by("sanitation_handler", "request_return", **ASKED)
    world.clock.advance(hours=2, minutes=1)
    world.timers()
    assert [record.status for record in world.records(story.number, "return")] == ["escalated"]
    approve = world.staff("east_dispatcher").act(
        story.number, "approve_return", {"organisation": "municipal"}
    )
    refused(approve, 403, "supervisor_decides")
    story.by("supervisor", "refuse_return", reason="属于环卫")
    assert world.column(story.number, "responsible_org_id") is not None
    assert world.column(story.number, "refused_returns") == 1


def test_a_return_comes_soon_and_never_after_it_was_settled(world: World) -> None:
    late = Story(world).handling()
    world.clock.advance(hours=7)  # 09:00 to 16:00: five working hours
    answer = world.staff("sanitation_handler").act(late.number, "request_return", ASKED)
    refused(answer, 409, "too_late")
    late.by("supervisor", "settle", organisation="sanitation", reason="联席会议确定")
    answer = world.staff("sanitation_handler").act(late.number, "request_return", ASKED)
    refused(answer, 409, "assignment_final")
    assert world.staff("supervisor").view(late.number).json["marks"] == ["settled"]


def test_three_returns_then_the_supervisor_settles(world: World) -> None:
    story = Story(world).dispatched()
    for holder, following in (
        ("sanitation_handler", "municipal"),
        ("municipal_handler", "east"),
        ("east_handler", "sanitation"),
    ):
        story.by(holder, "request_return", **(ASKED | {"organisation": following}))
        story.by("east_dispatcher", "approve_return", organisation=following)
    again = world.staff("sanitation_handler").act(story.number, "request_return", ASKED)
    refused(again, 409, "returns_used_up")
    settled = story.by("supervisor", "settle", organisation="municipal", reason="会议确定")
    assert (settled["state"], settled["organisation"]["code"]) == ("assigned", "municipal")
    assert world.findings() == []


def test_who_returns_may_not_get_it_back_by_the_approval(world: World) -> None:
    story = Story(world).dispatched()
    story.by("sanitation_handler", "request_return", **ASKED)
    same = {"organisation": "sanitation", "reason": "再看看"}
    answer = world.staff("east_dispatcher").act(story.number, "approve_return", same)
    refused(answer, 422, "same_organisation", "organisation")
