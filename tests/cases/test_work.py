"""Dispatching and working on a case, where it is easy to get wrong."""

from __future__ import annotations

import pytest

from tests.support.refusals import refused
from tests.support.story import DONE, Story
from tests.support.world import World

FINISH = {"words": DONE, "close_type": "rectified"}


def test_dispatching_beside_the_list_needs_a_reason(world: World) -> None:
    story = Story(world).accepted()
    dispatcher = world.staff("east_dispatcher")
    beside = {"organisation": "municipal"}
    refused(dispatcher.act(story.number, "dispatch", beside), 422, "dispatch_reason", "reason")
    unknown = {"organisation": "nobody", "reason": "x"}
    refused(dispatcher.act(story.number, "dispatch", unknown), 422, "invalid", "organisation")
    done = dispatcher.do(story.number, "dispatch", organisation="municipal", reason="道路旁")
    assert done["organisation"]["code"] == "municipal"
    assert "道路旁" not in story.reporter.view(story.number).text


@pytest.mark.parametrize("code", ["sponsor"])
def test_whom_a_case_is_never_dispatched_to(world: World, code: str) -> None:
    story = Story(world).accepted()
    to = {"organisation": code, "reason": "x"}
    refused(world.staff("east_dispatcher").act(story.number, "dispatch", to), 422, "invalid")


def test_a_dispatch_is_recalled_by_who_made_it_within_ten_minutes(world: World) -> None:
    story = Story(world).dispatched()
    refused(world.staff("east_dispatcher2").act(story.number, "recall_dispatch"), 403, "forbidden")
    world.clock.advance(minutes=10)
    back = world.staff("east_dispatcher").do(story.number, "recall_dispatch")
    assert (back["state"], back["organisation"]) == ("to_dispatch", None)
    mains = [clock for clock in back["clocks"] if clock["kind"] == "main"]
    assert [clock["discarded"] for clock in mains] == [True]
    assert not any(clock["overdue"] for clock in mains)
    dispatches = [clock for clock in back["clocks"] if clock["kind"] == "dispatch"]
    assert [clock["stopped_at"] for clock in dispatches] == [None], "a recall wins no time"
    story.by("east_dispatcher", "dispatch", organisation="sanitation")
    world.clock.advance(minutes=10, seconds=1)
    refused(world.staff("east_dispatcher").act(story.number, "recall_dispatch"), 409, "too_late")
    story.by("sanitation_handler", "acknowledge")
    late = world.staff("east_dispatcher").act(story.number, "recall_dispatch")
    refused(late, 409, "action_not_allowed")


def test_only_a_colleague_can_be_made_the_person(world: World) -> None:
    story = Story(world).handling()
    handler = world.staff("sanitation_handler")
    for name in ("municipal_handler", "east_clerk"):
        other = {"person": world.staff_ids[name]}
        refused(handler.act(story.number, "assign_person", other), 422, "invalid", "person")
    named = handler.do(story.number, "assign_person", person=world.staff_ids["sanitation_handler2"])
    assert named["person"] == "褚处置丙"
    assert "褚处置丙" not in story.reporter.view(story.number).text


def test_what_a_finish_needs(world: World) -> None:
    story = Story(world).handling()
    handler = world.staff("sanitation_handler")
    photo = handler.photo()
    without = {**FINISH, "photos": []}
    refused(handler.act(story.number, "finish", without), 422, "invalid", "photos")
    short = {**FINISH, "words": "清了   清了", "photos": [photo]}
    refused(handler.act(story.number, "finish", short), 422, "invalid", "words")
    forced = {**FINISH, "close_type": "forced", "photos": [photo]}
    refused(handler.act(story.number, "finish", forced), 422, "invalid", "close_type")
    foreign = {**FINISH, "photos": [world.staff("sanitation_handler2").photo()]}
    missing = refused(handler.act(story.number, "finish", foreign), 409, "photos_missing")
    assert missing["missing"] == [foreign["photos"][0]["sha256"]]
    twice = {**FINISH, "photos": [photo, photo]}
    assert handler.act(story.number, "finish", twice).status_code in (200, 422)


def test_a_photo_proves_one_finish_only(world: World) -> None:
    first, second = Story(world).handling(), Story(world).handling()
    handler = world.staff("sanitation_handler")
    photo = handler.photo()
    handler.do(first.number, "finish", photos=[photo], **FINISH)
    used = handler.act(second.number, "finish", {**FINISH, "photos": [photo]})
    body = refused(used, 422, "photo_reused", "photos")
    assert body["reused"] == [photo["sha256"]]
    assert world.version(second.number) == 4


def test_quantities_where_the_category_counts(world: World) -> None:
    story = Story(world).dispatched(organisation="east", category="E02")
    handler = world.staff("east_handler")
    plain = {**FINISH, "photos": [handler.photo()]}
    refused(handler.act(story.number, "finish", plain), 422, "quantity_required", "quantities")
    for wrong in (
        [{"unit": "ton", "value": "1"}],
        [{"unit": "place", "value": "-1"}],
        [{"unit": "place", "value": "NaN"}],
        [{"unit": "place", "value": "Infinity"}],
        [{"unit": "place", "value": "1e400"}],
    ):
        answer = handler.act(story.number, "finish", {**plain, "quantities": wrong})
        assert answer.status_code == 422, (wrong, answer.text)
    counted = [{"unit": "place", "value": "2.5"}]
    done = handler.do(story.number, "finish", **plain, quantities=counted)
    assert done["quantities"] == counted


def test_a_finish_is_recalled_by_the_same_person_within_a_minute(world: World) -> None:
    story = Story(world).handling()
    due = world.staff("sanitation_handler").view(story.number).json["due_at"]
    world.clock.advance(minutes=30)
    story.finished()
    refused(world.staff("sanitation_handler2").act(story.number, "recall_finish"), 403, "forbidden")
    world.clock.advance(seconds=60)
    back = world.staff("sanitation_handler").do(story.number, "recall_finish")
    assert (back["state"], back["due_at"], back["close_type"]) == ("handling", due, None)
    assert [c["stopped_at"] for c in back["clocks"] if c["kind"] == "main"] == [None]
    story.finished()
    world.clock.advance(seconds=61)
    refused(world.staff("sanitation_handler").act(story.number, "recall_finish"), 409, "too_late")
    assert world.findings() == []


def test_finishing_an_assigned_case_acknowledges_it(world: World) -> None:
    story = Story(world).dispatched().finished()
    shown = world.staff("supervisor").view(story.number).json
    assert {c["kind"]: c["stopped_at"] is None for c in shown["clocks"]} == {
        "intake": False,
        "dispatch": False,
        "ack": False,
        "main": False,
        "check": True,
    }


def test_photos_of_a_case_only_are_published(world: World) -> None:
    story, other = Story(world).accepted(), Story(world).accepted()
    clerk = world.staff("east_clerk")
    foreign = {"photo_ids": [photo["id"] for photo in clerk.view(other.number).json["photos"]]}
    refused(clerk.act(story.number, "publish", foreign), 422, "photo_unknown")
    own = {"photo_ids": [photo["id"] for photo in clerk.view(story.number).json["photos"]]}
    page = f"public/cases/{story.number}"
    assert world.anonymous.get(page).json["photos"] == []
    clerk.do(story.number, "publish", **own)
    shown = world.anonymous.get(page).json["photos"]
    assert len(shown) == 1
    assert world.anonymous.get(shown[0]["url"]).status_code == 200
    clerk.do(story.number, "unpublish", **own)
    assert world.anonymous.get(page).json["photos"] == []
    assert world.anonymous.get(shown[0]["url"]).status_code == 404
