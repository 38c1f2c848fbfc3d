"""Invented boundaries: no gap, no overlap, the same every time."""

from __future__ import annotations

from itertools import combinations

import pytest
from shapely import unary_union

from server.demo.areas import DemoArea, read_areas
from server.demo.city import CITIES
from server.demo.mosaic import Frame, cells

LEVELS = ("city", "district", "street", "community", "grid")


@pytest.fixture(scope="module")
def areas() -> list[DemoArea]:
    label, found = read_areas(CITIES / "liaoyuan" / "areas.json")
    assert label == "示例边界"
    return found


def of(areas: list[DemoArea], level: str) -> list[DemoArea]:
    return [area for area in areas if area.level == level]


def test_the_tree_is_whole(areas: list[DemoArea]) -> None:
    counts = [len(of(areas, level)) for level in LEVELS]
    assert counts[:3] == [1, 1, 10]
    assert counts[3] >= 30
    assert counts[4] >= 2 * counts[3]
    codes = {area.code for area in areas}
    assert len(codes) == len(areas)
    assert all(area.parent in codes for area in areas if area.level != "city")
    assert {len(area.code) for area in areas} == {12, 15}
    assert all(area.shape.is_valid and not area.shape.interiors for area in of(areas, "grid"))


def test_children_are_exactly_their_parent(areas: list[DemoArea]) -> None:
    for parent in areas:
        children = [area.shape for area in areas if area.parent == parent.code]
        if children:
            assert unary_union(children).equals(parent.shape), parent.name


@pytest.mark.parametrize("level", LEVELS)
def test_areas_of_a_level_do_not_overlap(areas: list[DemoArea], level: str) -> None:
    for one, other in combinations(of(areas, level), 2):
        assert one.shape.intersection(other.shape).area == 0, (one.name, other.name)


def test_neighbours_share_their_vertices(areas: list[DemoArea]) -> None:
    streets = of(areas, "street")
    borders = 0
    for one, other in combinations(streets, 2):
        shared = one.shape.boundary.intersection(other.shape.boundary)
        if shared.length == 0:
            continue
        borders += 1
        ours = set(one.shape.exterior.coords)
        vertices = {point for line in getattr(shared, "geoms", [shared]) for point in line.coords}
        assert vertices <= ours & set(other.shape.exterior.coords)
        assert len(vertices) > 8
    assert borders > 12


def test_the_same_plan_gives_the_same_shapes(areas: list[DemoArea]) -> None:
    _, again = read_areas(CITIES / "liaoyuan" / "areas.json")
    assert [area.shape.wkb for area in again] == [area.shape.wkb for area in areas]


def test_sites_too_close_for_winding_borders_are_refused() -> None:
    with pytest.raises(ValueError, match="too close"):
        cells(Frame(30, 110), [(0, 0), (0.001, 0), (0.5, 0.5)], 1.0, 1)
