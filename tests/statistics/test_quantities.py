"""Quantities: each in its unit, by configured group, planned apart from done."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from server.catalog.models import Category
from server.catalog.service import forget_cached
from server.platform.db import unit_of_work
from tests.support.world import Person, World

GROUP = "三乱"


@pytest.fixture(autouse=True)
def counted(world: World) -> None:
    """Two categories count places and square metres; both are in a group, one in another too."""
    with world.app.app_context():
        with unit_of_work() as session:
            for code, groups in (("E01", [GROUP, "四清"]), ("E02", [GROUP])):
                session.execute(
                    update(Category)
                    .where(Category.code == code)
                    .values(units=["place", "sqm"], groups=groups)
                )
        forget_cached()


def _mend(
    world: World, done: dict[str, str], planned: dict[str, str] | None = None, code: str = "E02"
) -> str:
    resident = world.resident()
    number = str(resident.report().get_json()["case_number"])
    world.staff("east_clerk").do(number, "accept", **world.condition(code))
    extra = {"planned": _listed(planned)} if planned else {}
    world.staff("east_dispatcher").do(
        number, "dispatch", organisation="municipal", reason="忙", **extra
    )
    if done:
        handler = world.staff("municipal_handler")
        photos, words = [handler.photo()], "已经全部拆除清理干净。"
        handler.do(
            number,
            "finish",
            photos=photos,
            words=words,
            close_type="rectified",
            quantities=_listed(done),
        )
        world.checker_of(number).do(number, "check_pass", judged_from_photos=True)
        resident.do(number, "confirm")
    return number


def _listed(amounts: dict[str, str]) -> list[dict[str, str]]:
    return [{"unit": unit, "value": value} for unit, value in amounts.items()]


def _sums(person: Person, **query: str) -> dict[str, Any]:
    answer = person.get("statistics/quantities", query_string=query)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def _words(amounts: list[dict[str, str]]) -> str:
    return " ".join(amount["words"] for amount in amounts)


def test_two_measures_add_up_each_in_its_unit(world: World) -> None:
    _mend(world, {"place": "900", "sqm": "5000"}, {"place": "1000", "sqm": "6500"})
    _mend(world, {"place": "19", "sqm": "600"})
    _mend(world, {}, {"sqm": "1000"})
    found = _sums(world.staff("supervisor"))
    (group,) = [row for row in found["groups"] if row["name"] == GROUP]
    assert _words(group["done"]) == "919处 5600平方米"
    assert _words(group["planned"]) == "1000处 7500平方米"
    assert (group["cases"], found["total"]) == (2, 2)
    assert world.findings() == [], "plans are in the journal"
    assert _sums(world.staff("west_clerk"))["groups"] == []


@pytest.mark.one_database
def test_the_day_decides_what_counts(world: World) -> None:
    _mend(world, {"place": "1"})
    clerk = world.staff("east_clerk")
    assert _sums(clerk)["since"] == "2026-01-01"
    assert _sums(clerk, since="2026-11-23")["total"] == 1
    assert _sums(clerk, since="2026-11-24") == {
        "since": "2026-11-24", "total": 0, "tiles": [], "groups": [],
    }  # fmt: skip


def test_a_reclassified_case_moves_one_count(world: World) -> None:
    number = _mend(world, {}, {"place": "3"}, code="E01")
    supervisor = world.staff("supervisor")
    planned = {row["name"]: _words(row["planned"]) for row in _sums(supervisor)["groups"]}
    assert planned == {GROUP: "3处", "四清": "3处"}
    supervisor.do(number, "reclassify", **world.condition("E02"), reason="看错了")
    found = _sums(supervisor)
    planned = {row["name"]: _words(row["planned"]) for row in found["groups"]}
    assert planned == {GROUP: "3处"}
    assert [row["code"] for row in found["tiles"]] == ["T2"]


@pytest.mark.one_database
def test_a_plan_in_another_unit_is_refused(world: World) -> None:
    number = world.resident().report().get_json()["case_number"]
    world.staff("east_clerk").do(number, "accept", **world.condition("E02"))
    for unit, value in (("ton", "1"), ("sqm", "-1"), ("sqm", "x")):
        planned = [{"unit": unit, "value": value}]
        data = {"organisation": "municipal", "reason": "忙", "planned": planned}
        answer = world.staff("east_dispatcher").act(number, "dispatch", data)
        assert answer.status_code == 422
        assert any(name.startswith("planned") for name in answer.get_json()["errors"])
