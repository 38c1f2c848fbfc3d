"""One version, one winner; one key, one effect and one answer."""

from __future__ import annotations

import uuid
from functools import partial

from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.together import at_once
from tests.support.world import World


def test_two_officers_on_one_version(world: World) -> None:
    story = Story(world)
    version = world.version(story.number)
    clerks = [world.staff("east_clerk"), world.staff("east_clerk2")]
    for clerk in clerks:
        assert clerk.view(story.number).status_code == 200
    data = world.condition()
    calls = [partial(c.act, story.number, "accept", data, version=version) for c in clerks]
    answers = at_once(calls)
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    refused(max(answers, key=lambda answer: answer.status_code), 412, "stale_version")
    assert world.version(story.number) == version + 1
    assert world.findings() == []


def test_the_version_must_be_said_and_be_the_present_one(world: World) -> None:
    story, clerk = Story(world), world.staff("east_clerk")
    path = f"cases/{story.number}/actions/add_note"
    key = {"Idempotency-Key": uuid.uuid4().hex}
    refused(clerk.post(path, {"note": "x"}, headers=key), 428, "version_required")
    for tag in ('"2"', '"0"', "1", '"x"', "*"):
        answer = clerk.post(path, {"note": "x"}, headers={**key, "If-Match": tag})
        refused(answer, 412, "stale_version")
    version = {"If-Match": '"1"'}
    refused(clerk.post(path, {"note": "x"}, headers=version), 428, "idempotency_key_required")
    accepted = clerk.post(path, {"note": "x"}, headers={**key, "If-Match": 'W/"1-gzip"'})
    assert accepted.status_code == 200
    assert accepted.headers["ETag"] == '"2"'
    assert clerk.view(story.number).headers["ETag"] == '"2"'


def test_a_lost_answer_is_given_again(world: World) -> None:
    story, clerk, key = Story(world), world.staff("east_clerk"), uuid.uuid4().hex
    first = clerk.act(story.number, "accept", world.condition(), version=1, key=key)
    world.staff("east_dispatcher").do(story.number, "dispatch", organisation="sanitation")
    again = clerk.act(story.number, "accept", world.condition(), version=1, key=key)
    assert again.status_code == 200
    assert (again.data, again.headers["ETag"]) == (first.data, first.headers["ETag"])
    assert world.version(story.number) == 3


def test_an_answer_survives_losing_sight_of_the_case(world: World) -> None:
    story, clerk, key = Story(world), world.staff("east_clerk"), uuid.uuid4().hex
    data = {"area": "990101002", "reason": "在西街道"}
    first = clerk.act(story.number, "transfer_intake", data, version=1, key=key)
    assert first.json == {
        "number": story.number,
        "version": 2,
        "state": "submitted",
        "allowed_actions": [],
        "forms": {},
    }
    assert clerk.view(story.number).status_code == 404
    again = clerk.act(story.number, "transfer_intake", data, version=1, key=key)
    assert again.data == first.data


def test_a_key_is_for_one_thing(world: World) -> None:
    one, two = Story(world), Story(world)
    clerk, key = world.staff("east_clerk"), uuid.uuid4().hex
    assert clerk.act(one.number, "add_note", {"note": "甲"}, key=key).status_code == 200
    refused(clerk.act(one.number, "add_note", {"note": "乙"}, key=key), 422, "key_reused")
    refused(clerk.act(two.number, "add_note", {"note": "甲"}, key=key), 422, "key_reused")
    refused(clerk.act(one.number, "accept", world.condition(), key=key), 422, "key_reused")
    other = world.staff("east_clerk2").act(one.number, "add_note", {"note": "乙"}, key=key)
    assert other.status_code == 200
    assert world.version(one.number) == 3
    assert world.version(two.number) == 1


def test_one_key_sent_many_times_at_once(world: World) -> None:
    story, key = Story(world), uuid.uuid4().hex
    clerk = world.staff("east_clerk")
    clerk.view(story.number)
    same = partial(clerk.act, story.number, "accept", world.condition(), version=1, key=key)
    answers = at_once([same] * 6)
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.data for answer in answers}) == 1
    assert world.version(story.number) == 2


def test_one_key_on_two_cases_at_once(world: World) -> None:
    clerk, key = world.staff("east_clerk"), uuid.uuid4().hex
    stories = [Story(world), Story(world)]
    clerk.view(stories[0].number)
    calls = [
        partial(clerk.act, story.number, "add_note", {"note": "x"}, version=1, key=key)
        for story in stories
    ]
    answers = at_once(calls)
    assert sorted(answer.status_code for answer in answers) == [200, 422]
    assert sorted(world.version(story.number) for story in stories) == [1, 2]
    assert world.findings() == []


def test_a_resident_may_repeat_too(world: World) -> None:
    story, key = Story(world).confirming(), uuid.uuid4().hex
    version = world.version(story.number)
    first = story.reporter.act(story.number, "confirm", {}, version=version, key=key)
    again = story.reporter.act(story.number, "confirm", {}, version=version, key=key)
    assert (first.status_code, first.data) == (again.status_code, again.data)
    refused(story.reporter.act(story.number, "confirm", {}), 409, "action_not_allowed")
