"""Counting on the map: the same cases at every scale, and a crowd not counted at each look."""

from __future__ import annotations

from typing import Any

import pytest

from server.reports import clusters
from tests.support.story import Story
from tests.support.world import EAST, World

WORLD = "-180,-85,180,85"


def _map(world: World, zoom: int, bbox: str = WORLD, **query: Any) -> list[dict[str, Any]]:
    asked = {"bbox": bbox, "zoom": zoom, **query}
    answer = world.anonymous.get("public/map", query_string=asked)
    assert answer.status_code == 200, answer.text
    return [feature["properties"] for feature in answer.get_json()["features"]]


def _count(features: list[dict[str, Any]]) -> int:
    return sum(feature.get("count", 1) for feature in features)


def test_every_scale_holds_the_same_cases(world: World) -> None:
    for offset in (0.0, 0.004, 0.02):
        place = {"lat": EAST["lat"] + offset / 4, "lon": EAST["lon"], "source": "fix"}
        Story(world, place=place).accepted()
    Story(world, tile="T8").accepted("E03")
    Story(world)
    for zoom in (5, 9, 12, 14, 15, 18):
        assert _count(_map(world, zoom)) == 4, zoom
        assert _count(_map(world, zoom, tile="T8")) == 1, zoom
        assert _count(_map(world, zoom, group="closed")) == 0, zoom
    world.clock.advance(hours=24 * 8)
    fresh = Story(world).accepted()
    (only,) = _map(world, 12, days=7)
    assert only["number"] == fresh.number
    assert _count(_map(world, 12, street="990101001")) == 5
    assert _count(_map(world, 12, street="990101002")) == 0


def test_what_is_many_is_kept_a_moment(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def now() -> float:
        return moment

    moment = 1000.0
    monkeypatch.setattr(clusters, "monotonic", now)
    monkeypatch.setattr(clusters, "KEPT_FROM_CASES", 2)
    Story(world).accepted()
    assert _count(_map(world, 9)) == 1
    Story(world).accepted()
    assert _count(_map(world, 9)) == 2, "one case alone is counted anew"
    Story(world).accepted()
    assert _count(_map(world, 9)) == 2
    assert _count(_map(world, 9, bbox="-179.9,-84.9,179.9,84.9")) == 2, "the same tiles"
    assert _count(_map(world, 9, tile="T1")) == 3, "asked otherwise"
    assert _count(_map(world, 15)) == 3, "near the ground nothing is kept"
    moment += clusters.KEPT_S
    assert _count(_map(world, 9)) == 3
