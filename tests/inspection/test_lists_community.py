"""Community lists: items of one's own, and the cases that come of them (A33)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.refusals import refused
from tests.support.world import EAST, Person, World


@pytest.fixture
def clerk(world: World) -> Person:
    return world.staff("east_clerk")


@pytest.fixture
def listed(clerk: Person) -> int:
    answer = clerk.post("community-lists", {"title": "东街道环境整治"})
    assert answer.status_code == 201, answer.text
    return int(answer.get_json()["id"])


def _add(person: Person, list_id: int, **changes: Any) -> dict[str, Any]:
    body = {"words": "楼道堆物", "category": "E02", "address": "东一路 8 号", **changes}
    answer = person.post(f"community-lists/{list_id}/items", body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.get_json()
    return made


def _items(person: Person, list_id: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = person.get(f"community-lists/{list_id}").get_json()["items"]
    return found


@pytest.mark.one_database
def test_an_item_keeps_what_was_written(clerk: Person, listed: int) -> None:
    item = _add(clerk, listed, owner="王楼长", due="2026-11-25", place=EAST, photo=clerk.photo())
    assert (item["words"], item["category"], item["owner"]) == ("楼道堆物", "堆物", "王楼长")
    assert (item["due"], item["overdue"], item["done"]) == ("2026-11-25", False, False)
    assert (item["lat"], item["case_number"], item["state"]) == (EAST["lat"], None, None)
    assert clerk.get(item["photo_url"]).mimetype == "image/jpeg"
    path = f"community-lists/{listed}/items/{item['id']}"
    assert clerk.ask("PUT", path, json={"done": True}).get_json()["done"]
    (summary,) = clerk.get("community-lists").get_json()["items"]
    assert (summary["count"], summary["done"], summary["area"]) == (1, 1, "东街道")


def test_one_tap_makes_one_case_and_the_item_follows_it(
    world: World, clerk: Person, listed: int
) -> None:
    item = _add(clerk, listed, place=EAST, photo=clerk.photo())
    path = f"community-lists/{listed}/items/{item['id']}"
    colleague = world.staff("east_clerk2")
    made = colleague.post(f"{path}/case", {})
    assert made.status_code == 201, made.text
    number = made.get_json()["case_number"]
    assert clerk.post(f"{path}/case", {}).get_json()["case_number"] == number
    case = clerk.view(number).get_json()
    assert (case["state"], case["tile"], case["address"]) == ("submitted", "T2", "东一路 8 号")
    assert case["reports"][0]["words"] == "楼道堆物"
    assert case["reports"][0]["source"] == "community"
    assert len(case["photos"]) == 1
    assert clerk.ask("PUT", path, json={"done": True}).get_json()["code"] == "item_has_case"

    clerk.do(number, "accept", **world.condition("E02"))
    assert _items(clerk, listed)[0]["state"] == "to_dispatch"
    master = world.resident().report().get_json()["case_number"]
    clerk.do(number, "merge", master=master)
    follows = _items(clerk, listed)[0]
    assert (follows["case_number"], follows["state"]) == (master, "submitted")


@pytest.mark.one_database
def test_without_a_point_it_is_somewhere_in_the_area(clerk: Person, listed: int) -> None:
    item = _add(clerk, listed, category=None)
    made = clerk.post(f"community-lists/{listed}/items/{item['id']}/case", {}).get_json()
    case = clerk.view(made["case_number"]).get_json()
    assert (case["street"]["name"], case["tile"]) == ("东街道", "T13")


def test_deleting_an_item_never_deletes_its_case(clerk: Person, listed: int) -> None:
    item = _add(clerk, listed)
    path = f"community-lists/{listed}/items/{item['id']}"
    number = clerk.post(f"{path}/case", {}).get_json()["case_number"]
    assert clerk.ask("DELETE", path).status_code == 204
    assert _items(clerk, listed) == []
    assert clerk.ask("DELETE", path).status_code == 404
    assert clerk.view(number).get_json()["state"] == "submitted"


@pytest.mark.one_database
def test_whose_list_it_is(world: World, clerk: Person, listed: int) -> None:
    item = _add(clerk, listed, photo=clerk.photo())
    path = f"community-lists/{listed}"
    for name in ("west_clerk", "sanitation_handler", "property_handler", "sponsor_handler"):
        other = world.staff(name)
        for below in ("", f"/items/{item['id']}/photo"):
            assert other.get(path + below).status_code == 404, name
        assert other.post(f"{path}/items", {"words": "x"}).status_code == 404, name
    supervisor = world.staff("supervisor")
    assert not supervisor.get(path).get_json()["may_edit"]
    assert supervisor.post(f"{path}/items", {"words": "x"}).status_code == 403
    assert (
        world.staff("sanitation_handler").post("community-lists", {"title": "x"}).status_code == 403
    )
    for wrong in ({"words": " "}, {"words": "x", "category": "E99"}, {"words": "x", "due": "soon"}):
        assert clerk.post(f"{path}/items", wrong).status_code == 422
    unknown = clerk.post(f"{path}/items", {"words": "x", "photo": {"sha256": "0" * 64}})
    refused(unknown, 409, "photos_missing")
