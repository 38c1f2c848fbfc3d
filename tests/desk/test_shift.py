"""Saved views, what is news since the last visit, and shift hand-over."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from tests.support.queries import Queries
from tests.support.refusals import refused
from tests.support.world import Person, World


def _reported(world: World, **changes: Any) -> str:
    number: str = world.resident().report(**changes).get_json()["case_number"]
    return number


def _views(who: Person) -> dict[str, Any]:
    found: dict[str, Any] = who.get("views").get_json()
    return found


def _keep(who: Person, name: str, **more: Any) -> Any:
    query = {"queue": "to_accept", "tile": "T1", "sort": "latest"}
    return who.post("views", {"name": name, "query": query, **more})


@pytest.mark.one_database
def test_views_are_ones_own_or_the_offices(world: World) -> None:
    clerk, colleague = world.staff("east_clerk"), world.staff("east_clerk2")
    west = world.staff("west_clerk")
    assert _keep(clerk, "垃圾").status_code == 201
    kept = _keep(clerk, "本街道垃圾", shared=True).get_json()["items"]
    mine, shared = sorted(kept, key=lambda one: bool(one["shared"]))
    assert mine["query"] == {"queue": "to_accept", "tile": "T1", "sort": "latest"}
    assert [(one["name"], one["mine"]) for one in _views(colleague)["items"]] == [
        ("本街道垃圾", False)
    ]
    assert _views(west)["items"] == []
    twice = _keep(clerk, "垃圾")
    refused(twice, 409, "view_name_taken")
    for who in (colleague, west):
        body = {"name": "别人的", "query": {"queue": "all"}}
        assert who.ask("PUT", f"views/{shared['id']}", json=body).status_code == 404
        assert who.ask("DELETE", f"views/{shared['id']}").status_code == 404
    changed = clerk.ask(
        "PUT", f"views/{mine['id']}", json={"name": "全部", "query": {"queue": "all"}}
    ).get_json()
    assert {"全部", "本街道垃圾"} == {one["name"] for one in changed["items"]}
    unknown = clerk.post("views", {"name": "坏", "query": {"queue": "all", "secret": "1"}})
    assert unknown.status_code == 422


@pytest.mark.one_database
def test_a_desk_opens_with_its_default_view(world: World) -> None:
    clerk, colleague = world.staff("east_clerk"), world.staff("east_clerk2")
    (shared,) = _keep(clerk, "本街道", shared=True).get_json()["items"]
    chosen = colleague.ask("PUT", "views/default", json={"id": shared["id"]}).get_json()
    assert chosen["default"] == shared["id"]
    assert _views(clerk)["default"] is None
    west = world.staff("west_clerk")
    assert west.ask("PUT", "views/default", json={"id": shared["id"]}).status_code == 404
    body = {"name": "本街道", "shared": False, "query": shared["query"]}
    clerk.ask("PUT", f"views/{shared['id']}", json=body)
    assert _views(colleague)["default"] is None, "it is shared no more"
    assert clerk.ask("DELETE", f"views/{shared['id']}").status_code == 204
    assert _views(clerk)["items"] == []
    assert colleague.ask("PUT", "views/default", json={"id": None}).status_code == 200


def _visit(who: Person, queue: str) -> dict[str, Any]:
    answer = who.post(f"queues/{queue}/visits", {})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def _marks(who: Person, queue: str, since: str) -> dict[str, str | None]:
    query = {"queue": queue, "since": since}
    items = who.get("cases", query_string=query).get_json()["items"]
    return {item["number"]: item["news"] for item in items}


def test_news_is_what_others_did_since_the_last_visit(world: World) -> None:
    clerk, old, touched = world.staff("east_clerk"), _reported(world), _reported(world)
    first = _visit(clerk, "to_accept")
    assert (first["new"], first["changed"]) == (0, 0), "at first nothing is news"
    world.clock.advance(minutes=10)
    assert _visit(clerk, "to_accept")["since"] == first["since"], "the same visit goes on"
    world.clock.advance(minutes=40)
    fresh = _reported(world)
    world.staff("east_clerk2").do(touched, "add_note", note="问过居委会")
    clerk.do(old, "add_note", note="自己的备注")
    world.clock.advance(minutes=1)
    told = _visit(clerk, "to_accept")
    assert (told["new"], told["changed"]) == (1, 1)
    expected = {old: None, touched: "changed", fresh: "new"}
    assert _marks(clerk, "to_accept", told["since"]) == expected
    world.clock.advance(minutes=20)
    assert _marks(clerk, "to_accept", _visit(clerk, "to_accept")["since"]) == expected
    world.clock.advance(minutes=31)
    assert _visit(clerk, "to_accept")["new"] == 0
    assert _visit(world.staff("east_clerk2"), "to_accept")["new"] == 0
    assert _visit(clerk, "all")["new"] is None, "what is read and not worked is not counted"


@pytest.mark.one_database
def test_a_case_is_new_where_it_arrives(world: World) -> None:
    """What was reported long ago is new to the dispatcher once it is accepted."""
    number, dispatcher = _reported(world), world.staff("east_dispatcher")
    _visit(dispatcher, "to_dispatch")
    world.clock.advance(minutes=45)
    world.staff("east_clerk").do(number, "accept", **world.condition())
    world.clock.advance(minutes=1)
    told = _visit(dispatcher, "to_dispatch")
    assert (told["new"], told["changed"]) == (1, 0)
    assert _marks(dispatcher, "to_dispatch", told["since"]) == {number: "new"}
    early = dispatcher.get("cases?queue=to_dispatch&since=0001-01-01T00:00:00%2B14:00")
    assert early.status_code == 422
    for queue in ("to_accept", "nothing"):
        assert dispatcher.post(f"queues/{queue}/visits", {}).status_code == 403


@pytest.mark.one_database
def test_a_shift_hands_over_and_the_next_takes_over(world: World) -> None:
    clerk, colleague = world.staff("east_clerk"), world.staff("east_clerk2")
    late, calm = _reported(world), None
    world.clock.advance(minutes=181)
    calm = _reported(world)
    matters = clerk.get("handovers/matters").get_json()["items"]
    assert [(one["case"]["number"], one["queue"]) for one in matters] == [
        (late, "about_to_be_late")
    ]
    items = [{"number": late, "remark": "已电话联系"}, {"number": calm}]
    answer = clerk.post("handovers", {"note": "夜里有雨，注意井盖。", "items": items})
    assert answer.status_code == 201, answer.text
    (made,) = colleague.get("handovers").get_json()["items"]
    assert (made["by"], made["mine"], made["taken_by"]) == ("赵受理甲", False, None)
    left = [(one["case"]["number"], one["remark"]) for one in made["items"]]
    assert left == [(late, "已电话联系"), (calm, "")]
    take = f"handovers/{made['id']}/take"
    own = clerk.post(take, {})
    refused(own, 403, "own_handover")
    for outsider in ("west_clerk", "sanitation_handler"):
        assert world.staff(outsider).get("handovers").get_json()["items"] == []
        assert world.staff(outsider).post(take, {}).status_code == 404
    (taken,) = colleague.post(take, {}).get_json()["items"]
    assert taken["taken_by"] == "钱受理乙"
    again = world.staff("east_dispatcher").post(take, {})
    refused(again, 409, "taken_already")
    west = {"note": "看不见的案件", "items": [{"number": late}]}
    assert world.staff("west_clerk").post("handovers", west).status_code == 422


@pytest.mark.one_database
def test_queries_do_not_grow_with_cases(
    world: World, query_count: Callable[[], AbstractContextManager[Queries]]
) -> None:
    """Search, marks and hand-overs cost as many questions for three cases as for nine."""
    clerk = world.staff("east_clerk")

    def asked() -> list[int]:
        counts = []
        for path in (
            "cases?queue=all&q=垃圾 东街道",
            "cases?queue=to_accept&since=2026-11-22T00:00:00Z",
            "handovers",
            "handovers/matters",
        ):
            clerk.get(path)
            with query_count() as queries:
                assert clerk.get(path).status_code == 200
            counts.append(queries.count)
        return counts

    def left(numbers: list[str]) -> None:
        items = [{"number": number} for number in numbers]
        assert clerk.post("handovers", {"note": "请接班", "items": items}).status_code == 201

    first = [_reported(world) for _ in range(3)]
    left(first[:1])
    world.clock.advance(minutes=200)
    world.drain()
    few = asked()
    world.clock.advance(minutes=-200)
    more = [_reported(world) for _ in range(6)]
    left(first + more)
    world.clock.advance(minutes=200)
    world.drain()
    assert asked() == few
    assert max(few) <= 16
