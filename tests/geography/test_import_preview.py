"""An administrator looks at what an import would change, and then does it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from server.platform.audit import AuditEntry
from server.platform.db import db
from tests.support import world as town
from tests.support.queries import Queries
from tests.support.refusals import refused
from tests.support.town import EDGES, MIDDLE, NORTH, SOUTH
from tests.support.world import EAST, World

template, world = town.template, town.world


def street(code: str, name: str, west: float, east: float) -> dict[str, Any]:
    ring = [[west, SOUTH], [east, SOUTH], [east, NORTH], [west, NORTH], [west, SOUTH]]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def form(*features: dict[str, Any], **changes: Any) -> dict[str, Any]:
    told = {"type": "FeatureCollection", "features": list(features)}
    return {"source": "streets.geojson", "level": "street", "collection": told} | changes


def moved_border() -> dict[str, Any]:
    """West grows over the middle of East; East gets the rest and a new neighbour."""
    new = EAST["lon"] + 0.005
    return form(
        street("990101001", "东街道", new, EDGES[1]),
        street("990101002", "西街道", EDGES[0], new),
        {"type": "Feature", "properties": {"code": "990101003"}, "geometry": None},
    )


def preview(world: World, told: dict[str, Any]) -> TestResponse:
    return world.staff("admin").post("admin/areas/preview", told)


def test_the_preview_tells_and_the_import_does(
    world: World, query_count: Callable[[], AbstractContextManager[Queries]]
) -> None:
    admin = world.staff("admin")
    outside = {"lat": EAST["lat"], "lon": EDGES[1] - 0.001, "accuracy_m": 10, "source": "fix"}
    stays = world.resident().report(place=outside).get_json()["case_number"]
    goes = world.resident().report().get_json()["case_number"]
    community = street("990101001001", "东一社区", EAST["lon"] + 0.005, EDGES[1])
    smaller = form(community, level="community")
    smaller["edition"] = preview(world, smaller).get_json()["edition"]
    assert admin.post("admin/areas/import", smaller).status_code == 200
    preview(world, moved_border())
    with query_count() as few:
        seen = preview(world, moved_border()).get_json()
    assert seen["moves"] == [{"number": goes, "old": "东街道", "new": "西街道"}]
    assert seen["moving"] == 1
    assert stays not in str(seen)
    assert [(row["number"], row["outcome"]) for row in seen["rows"]] == [
        (1, "changed"),
        (2, "changed"),
        (3, "refused"),
    ]
    assert seen["rows"][2]["notes"]
    assert seen["counts"]["changed"] == 2
    assert [len(seen[name]["features"]) for name in ("before", "after")] == [2, 2]
    for _ in range(3):
        world.resident().report()
    with query_count() as many:
        assert preview(world, moved_border()).get_json()["moving"] == 4
    assert many.count == few.count

    told = moved_border() | {"edition": seen["edition"]}
    done = admin.post("admin/areas/import", told)
    assert done.get_json()["edition"] == seen["edition"] + 1
    assert world.staff("east_clerk").view(goes).status_code == 200
    assert world.staff("west_clerk").view(goes).status_code == 404
    later = world.resident().report().get_json()["case_number"]
    assert world.staff("west_clerk").view(later).status_code == 200
    again = admin.post("admin/areas/import", told)
    refused(again, 409, "areas_changed")
    assert preview(world, moved_border()).get_json()["counts"]["unchanged"] == 2
    with world.app.app_context():
        entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert entry is not None
        assert (entry.actor, entry.action) == (admin.actor.owner, "areas_imported")
        assert entry.data == {"source": "streets.geojson", "level": "street", "changed": 2}


@pytest.mark.one_database
def test_new_areas_and_files_that_are_none(world: World) -> None:
    far = form(street("990101009", "北街道", MIDDLE, MIDDLE + 0.001), parent="990101")
    seen = preview(world, far).get_json()
    assert (seen["counts"]["created"], seen["before"]["features"]) == (1, [])
    for told in (form() | {"collection": {"a": 1}}, form(), form() | {"collection": [1, "x"]}):
        assert preview(world, told).get_json()["counts"]["refused"] == 1
    unknown = preview(world, far | {"parent": "1"})
    refused(unknown, 404, "area_not_found")
    assert preview(world, far | {"level": "continent"}).status_code == 422
    assert world.staff("supervisor").post("admin/areas/preview", far).status_code == 403


@pytest.mark.one_database
def test_the_tree_is_listed_from_the_top_down(world: World) -> None:
    items = world.staff("admin").get("admin/areas").get_json()["items"]
    assert [(item["code"], item["depth"]) for item in items] == [
        ("9901", 0),
        ("990101", 1),
        ("990101001", 2),
        ("990101001001", 3),
        ("990101002", 2),
    ]
