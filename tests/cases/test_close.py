"""Checking, confirming, refusing, rating and reopening."""

from __future__ import annotations

from functools import partial

from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.together import at_once
from tests.support.world import Person, World

STILL = {"words": "还有垃圾"}


def with_joined(world: World) -> tuple[Story, list[Person]]:
    """A case to confirm that three people reported."""
    story = Story(world).accepted()
    others = [world.resident("second"), world.resident("third")]
    for other in others:
        story.join(other)
    story.by("east_dispatcher", "dispatch", organisation="sanitation")
    story.finished().passed()
    return story, [story.reporter, *others]


def test_a_check_needs_a_basis_and_does_not_see_who_handled(world: World) -> None:
    story = Story(world).fixed()
    checker = world.checker_of(story.number)
    refused(checker.act(story.number, "check_pass"), 422, "check_basis", "photos")
    seen = checker.view(story.number)
    assert "陈处置乙" not in seen.text
    assert seen.json["person"] is None
    passed = checker.do(story.number, "check_pass", photos=[checker.photo()])
    assert passed["state"] == "confirming"


def test_a_failed_check_opens_half_a_round_of_two_hours_at_least(world: World) -> None:
    story = Story(world).fixed()
    assert story.checked("check_fail", reason="角落还有")["state"] == "handling"
    assert story.reporter.view(story.number).json["due_at"] == "2026-11-23T03:00:00Z"
    assert "角落还有" not in story.reporter.view(story.number).text
    story.finished()
    story.checked("check_fail", reason="仍有")
    rounds = world.staff("supervisor").view(story.number).json["clocks"]
    assert [c["number"] for c in rounds if c["kind"] == "main"] == [1, 2, 3]


def test_everybody_is_asked_and_the_last_answer_closes(world: World) -> None:
    story, reporters = with_joined(world)
    for reporter in reporters[:2]:
        assert reporter.do(story.number, "confirm")["state"] == "confirming"
        refused(reporter.act(story.number, "confirm"), 409, "answered_already")
        assert reporter.view(story.number).json["allowed_actions"] == ["add_evidence"]
    assert reporters[2].do(story.number, "confirm")["state"] == "closed"


def test_silence_closes_and_counts_as_nothing(world: World) -> None:
    story, reporters = with_joined(world)
    reporters[0].do(story.number, "confirm")
    world.clock.advance(hours=72)
    assert world.timers() == 1
    assert world.timers() == 0
    closed = reporters[1].view(story.number).json
    assert (closed["state"], closed["rating"]) == ("closed", None)
    assert "rate" in closed["allowed_actions"]


def test_the_first_refusal_wins(world: World) -> None:
    story, reporters = with_joined(world)
    reporters[0].do(story.number, "confirm")
    back = reporters[1].do(story.number, "refuse", **STILL)
    assert back["state"] == "handling"
    refused(reporters[2].act(story.number, "refuse", STILL), 409, "action_not_allowed")
    story.finished().passed()
    asked_again = reporters[0].view(story.number).json["allowed_actions"]
    assert {"confirm", "refuse"} <= set(asked_again)


def test_confirming_and_refusing_at_once(world: World) -> None:
    story, reporters = with_joined(world)
    version = world.version(story.number)
    calls = [
        partial(reporters[0].act, story.number, "refuse", STILL, version=version),
        partial(reporters[1].act, story.number, "confirm", {}, version=version),
    ]
    assert sorted(answer.status_code for answer in at_once(calls)) == [200, 412]
    assert world.findings() == []


def test_the_second_refusal_goes_to_the_supervisor(world: World) -> None:
    story = Story(world).disputed()
    asked = story.reporter.view(story.number).json
    assert asked["state"] == "confirming"
    assert not {"confirm", "refuse"} & set(asked["allowed_actions"])
    refused(story.reporter.act(story.number, "confirm"), 409, "supervisor_decides")
    world.clock.advance(hours=200)
    assert world.timers() == 0
    supervisor = world.staff("supervisor")
    assert supervisor.get("cases?queue=to_decide").json["items"][0]["number"] == story.number
    upheld = supervisor.do(story.number, "uphold_refusal", words="请再清一次")
    assert (upheld["state"], upheld["disputed"]) == ("handling", False)
    assert "请再清一次" in story.reporter.view(story.number).text
    story.finished().passed()
    story.reporter.do(story.number, "refuse", words="不满意")
    over = supervisor.do(story.number, "overrule_refusal", words="现场已经清理")
    assert over["state"] == "closed"
    assert story.reporter.view(story.number).json["closed_at"] is not None


def test_nothing_to_decide_without_a_second_refusal(world: World) -> None:
    story = Story(world).confirming()
    supervisor = world.staff("supervisor")
    for action in ("uphold_refusal", "overrule_refusal"):
        answer = supervisor.act(story.number, action, {"words": "x"})
        refused(answer, 409, "action_not_allowed")


def test_rating_once_within_seven_days(world: World) -> None:
    story = Story(world).closed()
    rating = {"solved": "yes", "score": "satisfied", "words": "谢谢"}
    world.clock.advance(days=7)
    rated = story.reporter.do(story.number, "rate", **rating)
    assert rated["rating"]["score"] == "satisfied"
    refused(story.reporter.act(story.number, "rate", rating), 409, "rated_already")
    late = Story(world).closed()
    world.clock.advance(days=7, seconds=1)
    refused(late.reporter.act(late.number, "rate", rating), 409, "too_late")


def test_reopening_with_a_photo_within_fifteen_days(world: World) -> None:
    story = Story(world).closed()
    again = {"words": "又有了"}
    refused(story.reporter.act(story.number, "reopen", again), 422, "photo_required", "photos")
    world.clock.advance(days=15)
    photo = story.reporter.photo()
    opened = story.reporter.do(story.number, "reopen", **again, photos=[photo])
    assert (opened["state"], opened["closed_at"]) == ("handling", None)
    assert [e["to_state"] for e in opened["timeline"]].count("closed") == 1
    late = Story(world).closed()
    world.clock.advance(days=15, seconds=1)
    answer = late.reporter.act(late.number, "reopen", {**again, "photos": [late.reporter.photo()]})
    refused(answer, 409, "too_late")
    assert world.staff("supervisor").do(late.number, "reopen", **again)["state"] == "handling"


def test_a_patrol_case_closes_with_its_check(world: World) -> None:
    leader = world.staff("patrol")
    answer = leader.report(patrol=world.condition("E03", 1))
    number = answer.json["case_number"]
    assert leader.view(number).json["state"] == "to_dispatch"
    assert leader.view(number).json["allowed_actions"] == []
    world.staff("east_dispatcher").do(number, "dispatch", organisation="municipal")
    handler = world.staff("municipal_handler")
    done = {"photos": [handler.photo()], "words": "路面已经修复平整了。", "close_type": "rectified"}
    handler.do(number, "finish", **done)
    passed = world.checker_of(number).do(number, "check_pass", judged_from_photos=True)
    assert passed["state"] == "closed"
    assert world.findings() == []


def test_who_may_enter_a_patrol_case(world: World) -> None:
    patrol = world.condition("E03", 1)
    for name in ("east_clerk", "centre_clerk"):
        refused(world.staff(name).report(patrol=patrol), 403, "forbidden")
    assert world.staff("supervisor").report(patrol=patrol).status_code == 201
    refused(world.resident().report(patrol=patrol), 403, "forbidden")
    without = world.staff("patrol").report(patrol=patrol, photos=[])
    refused(without, 422, "photo_required", "photos")
