"""The street offices of Beijing against an oracle that shares no code with the index."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
import shapely

from server.geography.atlas import AreaRef, Atlas, Node, Outline
from server.geography.datum import Datum
from server.geography.features import Candidate, read_path
from server.geography.levels import Level
from tests.geography.oracle import OraclePolygon, expected, nearest

SQUARE_METRE_DEG2 = 1e-10


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "geo" / "beijing_subdistricts_wgs84"


@pytest.fixture(scope="module")
def candidates(folder: Path) -> list[Candidate]:
    return read_path(folder, Datum.WGS84)


@pytest.fixture(scope="module")
def streets(candidates: list[Candidate]) -> Atlas:
    return Atlas(1, [_node(number, item) for number, item in enumerate(candidates)])


@pytest.fixture(scope="module")
def oracle(folder: Path) -> list[OraclePolygon]:
    return [
        OraclePolygon.of(str(feature["properties"]["code"]), feature["geometry"])
        for path in sorted(folder.glob("*-all.geojson"))
        for feature in json.loads(path.read_text())["features"]
    ]


def _node(number: int, item: Candidate) -> Node:
    assert item.boundary is not None, item
    ref = AreaRef(number, item.code, item.name, Level.STREET)
    inside = item.boundary.inside
    outline = Outline(item.boundary.shape, item.boundary.area_m2, inside.lat, inside.lon, "")
    return Node(ref, None, True, outline)


def check(streets: Atlas, oracle: list[OraclePolygon], lon: float, lat: float) -> None:
    """Inside, both name the same street; outside, the nearest within 100 m, or none."""
    placement = streets.place(lat, lon)
    want = expected(oracle, lon, lat)
    if want is not None:
        assert placement is not None, (lat, lon, want)
        assert (placement.street.code, placement.gap_m) == (want, 0.0), (lat, lon)
        return
    near = nearest(oracle, lon, lat, 101)
    if placement is None:
        assert not near or near[0][0] > 99.5, (lat, lon, near)
        return
    metres, _ = near[0]
    assert placement.gap_m == pytest.approx(metres, rel=0.005, abs=1e-6), (lat, lon)
    ties = {code for away, code in near if away <= metres * 1.01 + 1e-6}
    assert placement.street.code in ties, (lat, lon)


def test_all_offices_are_read(candidates: list[Candidate]) -> None:
    assert len(candidates) == len({item.code for item in candidates}) == 343
    twice = sorted(item.code for item in candidates if item.name == "八里庄街道")
    assert len(twice) == 2


def test_areas_agree_with_the_sphere(
    candidates: list[Candidate], oracle: list[OraclePolygon]
) -> None:
    sizes = {item.code: item.boundary.area_m2 for item in candidates if item.boundary}
    for polygon in oracle:
        assert sizes[polygon.code] == pytest.approx(polygon.area, rel=0.005)


def test_random_positions(streets: Atlas, oracle: list[OraclePolygon], full: bool) -> None:
    random = Random(20261122)
    wests, souths, easts, norths = zip(*(polygon.box for polygon in oracle), strict=True)
    west, south, east, north = min(wests), min(souths), max(easts), max(norths)
    for _ in range(20_000 if full else 2_000):
        check(streets, oracle, random.uniform(west, east), random.uniform(south, north))


def test_every_vertex_and_edge_midpoint(
    streets: Atlas, oracle: list[OraclePolygon], full: bool
) -> None:
    for polygon in Random(20).sample(oracle, 20 if full else 8):
        for (x1, y1), (x2, y2) in polygon.edges():
            check(streets, oracle, x1, y1)
            check(streets, oracle, (x1 + x2) / 2, (y1 + y2) / 2)


def test_overlaps_go_to_the_smaller(
    streets: Atlas, oracle: list[OraclePolygon], candidates: list[Candidate]
) -> None:
    shapes = [item.boundary.shape for item in candidates if item.boundary]
    pairs = shapely.STRtree(shapes).query(shapes, predicate="intersects").T
    shared = [shapes[one].intersection(shapes[other]) for one, other in pairs if one < other]
    overlaps = [overlap for overlap in shared if overlap.area > SQUARE_METRE_DEG2]
    assert len(overlaps) == 63
    for overlap in overlaps:
        inside = overlap.representative_point()
        covering = [polygon for polygon in oracle if polygon.covers(inside.x, inside.y)]
        assert len(covering) >= 2
        check(streets, oracle, inside.x, inside.y)
