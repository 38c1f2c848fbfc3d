"""Limits, categories and tiles as administrators change them: for what begins afterwards."""

from __future__ import annotations

import json
from typing import Any

import pytest

from server.catalog.values import QUANTITIES, TILE_ICONS
from server.platform.i18n import LOCALES, t
from tests.support.admin import audited, edit, read, rules
from tests.support.databases import ROOT
from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.world import World, template, world

__all__ = ["template", "world"]

HOUR = 3600


def category(world: World, code: str) -> dict[str, Any]:
    found = (item for item in read(world, "catalog")["categories"] if item["code"] == code)
    return next(found)


def form_of(seen: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What was seen of a category or condition, as it is sent back."""
    kept = {"id", "no", "rule_version", "earlier", "code", "code_scheme", "conditions"}
    return {name: value for name, value in seen.items() if name not in kept} | changes


def change_condition(world: World, code: str, **changes: Any) -> dict[str, Any]:
    seen = category(world, code)["conditions"][0]
    version = read(world, "catalog")["version"]
    path = f"catalog/conditions/{seen['id']}"
    answer = edit(world, "PUT", path, form_of(seen, **changes), version)
    assert answer.status_code == 200, answer.text
    return category(world, code)["conditions"][0]


def test_a_new_limit_is_for_the_next_clock(world: World) -> None:
    running = Story(world).dispatched()
    before = rules(world, running.number, "main")
    assert [rule for rule, _, _ in before] == ["test/E01/1@1"]
    seen = change_condition(world, "E01", limit=2)
    assert (seen["limit"], seen["rule_version"]) == (2, 2)
    assert [(rule["rule_version"], rule["limit"]) for rule in seen["earlier"]] == [(1, 4)]
    assert rules(world, running.number, "main") == before
    running.by("sanitation_handler", "acknowledge")
    assert rules(world, running.number, "main") == before
    after = rules(world, Story(world).dispatched().number, "main")
    now = world.clock().timestamp()
    assert after == [("test/E01/1@2", now + 2 * HOUR, "working_hour")]
    assert before[0][1] > after[0][1]
    seen = change_condition(world, "E01", text="散落的垃圾", urgent=True)
    assert seen["rule_version"] == 2
    seen = change_condition(world, "E01", close_standard="清理干净")
    assert seen["rule_version"] == 3
    entries = audited(world, "condition.changed")
    admin = f"s:{world.staff_ids['admin']}"
    assert [(actor, data) for actor, _, data in entries] == [
        (admin, {"limit": ["4 working_hour", "2 working_hour"], "version": 2}),
        (admin, {"text": ["散落", "散落的垃圾"], "urgent": [False, True], "version": 2}),
        (admin, {"close_standard": ["清理", "清理干净"], "version": 3}),
    ]


@pytest.mark.one_database
def test_what_is_retired_stays_with_the_cases_that_have_it(world: World) -> None:
    old = Story(world).fixed()
    fresh = Story(world)
    seen = category(world, "E01")
    version = read(world, "catalog")["version"]
    retired = form_of(seen, active=False)
    assert edit(world, "PUT", "catalog/categories/E01", retired, version).status_code == 200
    offered = world.staff("east_clerk").get("categories").get_json()["items"]
    assert "E01" not in [item["code"] for item in offered]
    assert read(world, "catalog")["tiles"][0]["category"] is None
    answer = world.staff("east_clerk").act(fresh.number, "accept", world.condition())
    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, ["category"])
    old.checked("check_fail", reason="还有垃圾")
    now = world.clock().timestamp()
    assert rules(world, old.number, "main")[-1] == ("test/E01/1@1", now + 2 * HOUR, "working_hour")
    assert world.staff("supervisor").view(old.number).get_json()["category"]["name"] == "垃圾"


@pytest.mark.one_database
def test_a_retired_condition_is_offered_no_more(world: World) -> None:
    change_condition(world, "E03", active=False)
    offered = world.staff("east_clerk").get("categories").get_json()["items"]
    roads = next(item for item in offered if item["code"] == "E03")
    assert [condition["no"] for condition in roads["conditions"]] == [2]
    story = Story(world)
    answer = world.staff("east_clerk").act(story.number, "accept", world.condition("E03", 1))
    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, ["condition"])


def test_a_category_of_the_citys_own(world: World) -> None:
    version = read(world, "catalog")["version"]
    new = {"code": "E90-01", "name": "小片荒", "tile": "T1", "kind": "event", "lead": "street"}
    assert edit(world, "POST", "catalog/categories", new, version).status_code == 201
    again = edit(world, "POST", "catalog/categories", new, version + 1)
    assert again.get_json()["code"] == "category_code_taken"
    rule = {"text": "闲置地块", "limit": 10, "unit": "working_day", "close_standard": "清理"}
    path = "catalog/categories/E90-01/conditions"
    for body, field in (
        (rule | {"limit": None}, "limit"),
        (rule | {"unit": None}, "unit"),
        (rule | {"unit": "week"}, "unit"),
        (rule | {"limit": 0}, "limit"),
    ):
        answer = edit(world, "POST", path, body, version + 1)
        assert (answer.status_code, list(answer.get_json()["errors"])) == (422, [field])
    assert edit(world, "POST", path, rule, version + 1).status_code == 201
    stale = edit(world, "POST", path, rule, version + 1)
    refused(stale, 412, "edited_meanwhile")
    made = category(world, "E90-01")
    assert (made["code_scheme"], [item["no"] for item in made["conditions"]]) == ("local", [1])
    offered = world.staff("east_clerk").get("categories").get_json()["items"]
    assert offered[-1]["code"] == "E90-01"
    wrong = edit(world, "PUT", "catalog/categories/E90-01", form_of(made, tile="T99"), version + 2)
    assert list(wrong.get_json()["errors"]) == ["tile"]
    assert (
        edit(world, "PUT", "catalog/categories/E00", form_of(made), version + 2).status_code == 404
    )
    assert [subject for _, subject, _ in audited(world, "category.added")] == ["category:E90-01"]


@pytest.mark.one_database
def test_tiles_in_another_order(world: World) -> None:
    seen = read(world, "catalog")
    items = [
        {name: tile[name] for name in ("code", "icon", "category")}
        for tile in reversed(seen["tiles"])
    ]
    items[0] |= {"icon": "house", "category": "E02"}
    for wrong in (items[1:], [items[0] | {"category": "E99"}, *items[1:]]):
        answer = edit(world, "PUT", "catalog/tiles", {"items": wrong}, seen["version"])
        assert answer.status_code == 422, answer.text
    unknown = [items[0] | {"icon": "rocket"}, *items[1:]]
    answer = edit(world, "PUT", "catalog/tiles", {"items": unknown}, seen["version"])
    assert answer.status_code == 422
    answer = edit(world, "PUT", "catalog/tiles", {"items": items}, seen["version"])
    assert answer.status_code == 200
    shown = world.anonymous.get("config").get_json()["tiles"]
    assert [tile["code"] for tile in shown] == [item["code"] for item in items]
    assert shown[0]["icon"] == "house"
    assert len(audited(world, "tiles.changed")) == 1


def test_what_may_be_chosen_has_its_words_and_pictures() -> None:
    drawn = json.loads((ROOT / "static" / "icons.json").read_text("utf-8"))["everybody"]
    assert set(TILE_ICONS) <= set(drawn)
    assert all(t(f"unit.{unit}", locale) for unit in QUANTITIES for locale in LOCALES)
