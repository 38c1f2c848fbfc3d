"""One action on many cases: each by the rules of one, each by itself."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from tests.support.refusals import refused
from tests.support.world import Person, World


def _reported(world: World, count: int, **changes: Any) -> list[str]:
    return [world.resident().report(**changes).get_json()["case_number"] for _ in range(count)]


def _item(world: World, number: str, **more: Any) -> dict[str, Any]:
    return {"number": number, "version": world.version(number), "key": uuid.uuid4().hex, **more}


def _do(who: Person, action: str, items: list[dict[str, Any]], **data: Any) -> list[dict[str, Any]]:
    answer = who.post("cases/bulk", {"action": action, "items": items, "data": data})
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.get_json()["results"]
    return results


def test_each_case_succeeds_or_is_refused_by_itself(world: World) -> None:
    clerk, numbers = world.staff("east_clerk"), _reported(world, 4)
    clerk.do(numbers[1], "add_note", note="先看看")
    items = [_item(world, number) for number in numbers]
    items[1]["version"] -= 1
    items[2]["data"] = {"condition": 10**6}
    items.append({"number": "990101-20260101-2222", "version": 1, "key": uuid.uuid4().hex})
    results = _do(clerk, "accept", items, **world.condition())
    told = [(one["status"], one.get("code")) for one in results]
    assert told == [
        (200, None),
        (412, "stale_version"),
        (422, "invalid"),
        (200, None),
        (404, "not_found"),
    ]
    assert [one["number"] for one in results] == [item["number"] for item in items]
    assert all(one["detail"] for one in results if one["status"] != 200)
    states = [world.column(number, "state") for number in numbers]
    assert states == ["to_dispatch", "submitted", "submitted", "to_dispatch"]
    assert results[0]["version"] == world.version(numbers[0])
    again = _do(clerk, "accept", items[:1], **world.condition())
    assert again == results[:1], "a retry with the same key has one effect and one answer"
    assert not world.findings()


@pytest.mark.one_database
def test_dispatch_each_to_its_own_and_acknowledge_together(world: World) -> None:
    first, second = numbers = _reported(world, 2)
    clerk, dispatcher = world.staff("east_clerk"), world.staff("east_dispatcher")
    _do(clerk, "accept", [_item(world, number) for number in numbers], **world.condition())
    listed = dispatcher.get("cases?queue=to_dispatch").get_json()["items"]
    assert {one["suggested_organisation"]["code"] for one in listed} == {"sanitation"}
    items = [
        _item(world, first, data={"organisation": "sanitation"}),
        _item(world, second, data={"organisation": "municipal", "reason": "由市政清运。"}),
    ]
    assert [one["status"] for one in _do(dispatcher, "dispatch", items)] == [200, 200]
    handler = world.staff("sanitation_handler")
    results = _do(handler, "acknowledge", [_item(world, number) for number in numbers])
    assert [one["status"] for one in results] == [200, 404], "the other one is of another office"
    assert world.column(first, "state") == "handling"
    person = handler.actor.staff_id
    (given,) = _do(handler, "assign_person", [_item(world, first)], person=person)
    assert given["status"] == 200
    assert world.column(first, "person_id") == person


@pytest.mark.one_database
def test_what_is_not_for_many_is_refused_whole(world: World) -> None:
    clerk, (number,) = world.staff("east_clerk"), _reported(world, 1)
    for action, items in (
        ("reject", [_item(world, number)]),
        ("accept", []),
        ("accept", [_item(world, number)] * 51),
        ("accept", [{"number": number, "version": 1}]),
    ):
        answer = clerk.post("cases/bulk", {"action": action, "items": items, "data": {}})
        refused(answer, 422, "invalid")
    (result,) = _do(world.staff("sanitation_handler"), "accept", [_item(world, number)])
    assert result["status"] == 422, "what is asked is looked at before who asks, as for one"
    assert world.column(number, "state") == "submitted"
