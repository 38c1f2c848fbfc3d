"""Two at once at an officer's desk: views, templates, lists, holds, exports."""

from __future__ import annotations

from functools import partial
from typing import Any

from server.inspection.models import CommunityItem
from server.statistics.models import Export
from server.statistics.service import claim
from tests.attacks.pairs import Pair, all_succeed, both, count, lines, one_is_told, windows
from tests.support.story import Story
from tests.support.together import in_step
from tests.support.world import Person, World

_QUERY = {"queue": "to_accept"}


def _view(who: Person, name: str) -> int:
    answer = who.post("views", {"name": name, "query": _QUERY})
    assert answer.status_code == 201, answer.text
    return int(next(one["id"] for one in answer.get_json()["items"] if one["name"] == name))


def _same_name(world: World) -> None:
    one, other = windows(world, "east_clerk")
    body = {"name": "两次", "query": _QUERY}
    one_is_told(
        world,
        "201",
        "409 view_name_taken",
        partial(one.post, "views", body),
        partial(other.post, "views", body),
    )


def _renamed_alike(world: World) -> None:
    one, other = windows(world, "east_clerk2")
    calls = [
        partial(who.ask, "PUT", f"views/{_view(who, name)}", json={"name": "同名", "query": _QUERY})
        for who, name in ((one, "甲"), (other, "乙"))
    ]
    one_is_told(world, "200", "409 view_name_taken", *calls)


def _one_place_left(world: World) -> None:
    one, other = windows(world, "west_clerk")
    for number in range(29):
        _view(one, f"第{number}个")
    calls = [
        partial(who.post, "views", {"name": name, "query": _QUERY})
        for who, name in ((one, "甲"), (other, "乙"))
    ]
    one_is_told(world, "201", "409 too_many_views", *calls)


def _chosen_and_removed(world: World) -> None:
    one, other = windows(world, "west_dispatcher")
    view = _view(one, "一个")
    chosen, removed = both(
        world,
        partial(one.ask, "PUT", "views/default", json={"id": view}),
        partial(other.ask, "DELETE", f"views/{view}"),
    )
    assert (chosen, removed) in {("200", "204"), ("404 not_found", "204")}
    assert one.get("views").get_json() == {"items": [], "default": None}


def _changed_and_removed(world: World) -> None:
    one, other = windows(world, "west_dispatcher")
    view = _view(one, "另一个")
    body = {"name": "改名", "query": _QUERY}
    changed, removed = both(
        world,
        partial(one.ask, "PUT", f"views/{view}", json=body),
        partial(other.ask, "DELETE", f"views/{view}"),
    )
    assert (changed, removed) in {("200", "204"), ("404 not_found", "204")}


def _template(world: World) -> None:
    body: dict[str, Any] = {
        "code": "twice",
        "title": "一",
        "words": "请补充。",
        "words_ko": "보충해주십시오.",
    }
    body |= {"audience": "public", "organisation": None}
    calls = [partial(who.post, "templates", body) for who in windows(world, "admin")]
    one_is_told(world, "201", "409 template_code_taken", *calls)


def _lists_issued(world: World) -> None:
    body: dict[str, Any] = {"organisation": "sanitation", "title": "整改", "due": "2026-11-27"}
    body["items"] = [{"place": "东一路", "words": "垃圾"}]
    people = [*windows(world, "supervisor"), *windows(world, "leader"), *windows(world, "leader2")]
    all_succeed(world, *(partial(who.post, "rectification-lists", body) for who in people))
    listed = people[0].get("rectification-lists").get_json()["items"]
    assert len({one["number"] for one in listed}) == len(listed) == 6


def _item_marked(world: World) -> None:
    one, other = windows(world, "supervisor")
    body: dict[str, Any] = {"organisation": "municipal", "title": "整改", "due": "2026-11-27"}
    made = one.post("rectification-lists", body | {"items": [{"place": "东", "words": "坑"}]})
    path = f"rectification-lists/{made.get_json()['id']}"
    item = made.get_json()["items"][0]["id"]
    before = lines(world, "list.marked")
    calls = [
        partial(who.ask, "PUT", f"{path}/items/{item}", json={"done": True}) for who in (one, other)
    ]
    all_succeed(world, *calls)
    assert lines(world, "list.marked") == before + 1
    receivers = windows(world, "municipal_handler")
    all_succeed(world, *(partial(who.post, f"{path}/receipt", {}) for who in receivers))
    assert lines(world, "list.received") == 1


def _item(who: Person, list_id: int) -> int:
    body = {"words": "楼道堆物", "category": "E02", "address": "东一路 8 号"}
    answer = who.post(f"community-lists/{list_id}/items", body)
    assert answer.status_code == 201, answer.text
    return int(answer.get_json()["id"])


def _community_item(world: World) -> None:
    one, other = windows(world, "east_clerk")
    list_id = one.post("community-lists", {"title": "整治"}).get_json()["id"]
    path = f"community-lists/{list_id}/items"
    item = _item(one, list_id)
    calls = [partial(who.ask, "DELETE", f"{path}/{item}") for who in (one, other)]
    one_is_told(world, "204", "404 not_found", *calls)
    assert lines(world, "list.item_removed") == 1
    item = _item(one, list_id)
    marked, removed = both(
        world,
        partial(one.ask, "PUT", f"{path}/{item}", json={"done": True}),
        partial(other.ask, "DELETE", f"{path}/{item}"),
    )
    assert (marked, removed) in {("200", "204"), ("404 not_found", "204")}
    item = _item(one, list_id)
    calls = [partial(who.post, f"{path}/{item}/case", {}) for who in (one, other)]
    assert set(both(world, *calls)) == {"201"}
    (listed,) = one.get(f"community-lists/{list_id}").get_json()["items"]
    assert listed["case_number"]
    item = _item(one, list_id)
    made, removed = both(
        world,
        partial(one.post, f"{path}/{item}/case", {}),
        partial(other.ask, "DELETE", f"{path}/{item}"),
    )
    assert (made, removed) in {("201", "204"), ("404 not_found", "204")}
    assert count(world, CommunityItem, id=item) == 0


def _hold(world: World) -> None:
    number = world.resident().report().get_json()["case_number"]
    people = windows(world, "supervisor")
    for what, done, refusal, line in (
        ("hold", "201", "409 held_already", "hold.set"),
        ("hold/lift", "200", "409 not_held", "hold.lifted"),
    ):
        calls = [partial(p.post, f"cases/{number}/{what}", {"reason": "诉讼"}) for p in people]
        one_is_told(world, done, refusal, *calls)
        assert lines(world, line, f"case:{number}") == 1


def _exports(world: World) -> None:
    one, other = windows(world, "east_clerk")
    for _ in range(2):
        assert one.post("exports", {}).status_code in (201, 202)
    calls = [partial(who.post, "exports", {}) for who in (one, other)]
    assert sorted(code[:3] for code in both(world, *calls)) == ["202", "429"]
    assert count(world, Export) == lines(world, "ledger.export") == 3

    def writer() -> bool:
        with world.app.app_context():
            return claim() is not None

    assert sorted(in_step(world.app, [writer, writer])) == [False, True]


def _handover(world: World) -> None:
    clerk = world.staff("east_clerk")
    made = clerk.post("handovers", {"note": "交班", "items": []}).get_json()
    number = made["items"][0]["id"]
    calls = [partial(p.post, f"handovers/{number}/take", {}) for p in windows(world, "east_clerk2")]
    one_is_told(world, "200", "409 taken_already", *calls)
    visitors = windows(world, "east_dispatcher")
    all_succeed(world, *(partial(who.post, "queues/to_dispatch/visits", {}) for who in visitors))


def _sample(world: World) -> None:
    Story(world).closed()
    form = {"street": "990101001", "month": "2026-11"}
    calls = [partial(who.post, "samples", form) for who in windows(world, "leader")]
    one_is_told(world, "201", "409 sample_complete", *calls)
    assert lines(world, "spot_sample_drawn") == 1


PAIRS: dict[str, Pair] = {
    "a view of one name": _same_name,
    "two views renamed alike": _renamed_alike,
    "the last place for a view": _one_place_left,
    "a view chosen and removed": _chosen_and_removed,
    "a view changed and removed": _changed_and_removed,
    "a template of one code": _template,
    "lists issued": _lists_issued,
    "an item marked, a list received": _item_marked,
    "an item of a community list": _community_item,
    "a hold set and lifted": _hold,
    "exports asked for": _exports,
    "a sample drawn": _sample,
    "a hand-over taken, a queue visited": _handover,
}
