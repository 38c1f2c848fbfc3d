"""The responsibility list: later rows take over from their moment, the past stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.support.admin import audited, edit, read
from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.world import World, template, world

__all__ = ["template", "world"]

PATH = "catalog/responsibilities"


def enter(world: World, **line: Any) -> Any:
    form = {"lead": "sanitation", "area": None, "organisation": "municipal", "since": None} | line
    return edit(world, "POST", PATH, form, read(world, PATH)["version"])


def suggested(world: World) -> str:
    story = Story(world).accepted()
    shown: str = (
        world.staff("east_dispatcher")
        .view(story.number)
        .get_json()["suggested_organisation"]["code"]
    )
    return shown


def test_a_later_row_takes_over_from_its_moment(world: World) -> None:
    tomorrow = world.clock() + timedelta(days=1)
    assert enter(world, since=tomorrow.isoformat()).status_code == 201
    listed = [item for item in read(world, PATH)["items"] if item["lead"] == "sanitation"]
    assert [
        (item["organisation"]["code"], item["standing"], item["version"]) for item in listed
    ] == [
        ("sanitation", "present", 1),
        ("municipal", "future", 2),
    ]
    assert suggested(world) == "sanitation"
    world.clock.advance(days=1, minutes=1)
    assert suggested(world) == "municipal"
    standing = {
        item["version"]: item["standing"]
        for item in read(world, PATH)["items"]
        if item["lead"] == "sanitation"
    }
    assert standing == {1: "past", 2: "present"}
    assert enter(world, area="990101001", organisation="east").status_code == 201
    assert suggested(world) == "east"
    assert [data["organisation"] for _, _, data in audited(world, "responsibility.added")] == [
        "municipal",
        "east",
    ]


@pytest.mark.one_database
def test_what_cannot_be_entered(world: World) -> None:
    yesterday = (world.clock() - timedelta(days=1)).isoformat()
    for line, code in (
        ({"since": yesterday}, "since_in_past"),
        ({"organisation": "sanitation"}, "charge_unchanged"),
        ({"organisation": "nobody"}, "organisation_unknown"),
        ({"area": "999999999"}, "area_unknown"),
        ({"lead": "none"}, "invalid"),
        ({"since": "2027-01-01T00:00:00"}, "invalid"),
    ):
        answer = enter(world, **line)
        refused(answer, 422, code)
    form = {"lead": "water", "area": None, "organisation": "municipal", "since": None}
    stale = edit(world, "POST", PATH, form, 0)
    refused(stale, 412, "edited_meanwhile")


@pytest.mark.one_database
def test_holes_are_named_street_by_street(world: World) -> None:
    assert read(world, PATH)["holes"] == []
    version = read(world, "catalog")["version"]
    new = {"code": "E80", "name": "供水管破裂", "tile": "T8", "kind": "event", "lead": "water"}
    assert edit(world, "POST", "catalog/categories", new, version).status_code == 201
    holes = [(hole["lead"], hole["street"]["name"]) for hole in read(world, PATH)["holes"]]
    assert holes == [("water", "东街道"), ("water", "西街道")]
    assert enter(world, lead="water", area="990101001").status_code == 201
    assert [hole["street"]["name"] for hole in read(world, PATH)["holes"]] == ["西街道"]
    later = datetime(2026, 12, 1, tzinfo=UTC).isoformat()
    assert enter(world, lead="water", since=later).status_code == 201
    assert [hole["street"]["name"] for hole in read(world, PATH)["holes"]] == ["西街道"]
