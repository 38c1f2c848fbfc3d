"""Point to area on small made-up shapes: edges, holes, overlaps, gaps, the tree, threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from server.geography.atlas import Atlas
from server.geography.index import AreaIndex
from server.geography.levels import Level
from server.geography.measure import metres_per_degree
from tests.geography.oracle import OraclePolygon, expected
from tests.geography.shapes import at, atlas, ring, square

CITY, DISTRICT, STREET, COMMUNITY = Level.CITY, Level.DISTRICT, Level.STREET, Level.COMMUNITY
BASE = [("2204", CITY, None, square(0, 0, 9, 9)), ("220402", DISTRICT, "2204", square(0, 0, 9, 9))]


def street(
    code: str, x: float, y: float, width: float = 1, height: float = 1
) -> tuple[str, Level, str, dict[str, object]]:
    return code, STREET, "220402", square(x, y, width, height)


def placed(where: Atlas, x: float, y: float) -> list[str] | None:
    placement = where.place(*at(x, y))
    return [ref.code for ref in placement.areas] if placement else None


def test_chain_runs_from_the_city_down() -> None:
    where = atlas(*BASE, street("A", 0, 0), ("A1", COMMUNITY, "A", square(0, 0, 0.5, 1)))
    assert placed(where, 0.2, 0.5) == ["2204", "220402", "A", "A1"]
    assert placed(where, 0.7, 0.5) == ["2204", "220402", "A"]


def test_edges_and_corners_belong_and_ties_go_to_the_lower_code() -> None:
    where = atlas(*BASE, street("B", 0, 0), street("A", 1, 0), street("C", 0, 1))
    equal = atlas(*BASE, street("B", 0, 0), ("A", STREET, "220402", square(0, 0)))
    assert placed(equal, 0.5, 0.5) == ["2204", "220402", "A"]
    for x, y in ((0, 0), (0, 0.5), (0.5, 0), (2, 0), (1, 2), (0, 2), (1, 1), (1, 0.5), (0.5, 1)):
        assert placed(where, x, y) is not None, (x, y)
    assert placed(where, 0, 0.3) == ["2204", "220402", "B"]


def test_the_smallest_of_overlapping_streets_wins() -> None:
    where = atlas(*BASE, street("A", 0, 0, 3, 3), street("B", 2, 2, 2, 1))
    assert placed(where, 2.5, 2.5) == ["2204", "220402", "B"]
    assert placed(where, 1, 1) == ["2204", "220402", "A"]
    assert placed(where, 2, 2) == ["2204", "220402", "B"]


def test_an_area_with_the_shape_of_its_only_child_gives_way_to_it() -> None:
    where = atlas(*BASE, street("A", 0, 0), ("A1", COMMUNITY, "A", square(0, 0)))
    assert placed(where, 0.5, 0.5) == ["2204", "220402", "A", "A1"]
    assert placed(where, 1, 1) == ["2204", "220402", "A", "A1"]


def test_holes_and_several_parts() -> None:
    ringed = {"type": "Polygon", "coordinates": [ring(0, 0, 3, 3), ring(1, 1)]}
    parts = {"type": "MultiPolygon", "coordinates": [[ring(5, 5)], [ring(7, 7)]]}
    where = atlas(*BASE, ("A", STREET, "220402", ringed), ("B", STREET, "220402", parts))
    assert placed(where, 1.5, 1.5) is None
    assert placed(where, 1, 1.5) == ["2204", "220402", "A"]
    assert placed(where, 5.5, 5.5) == placed(where, 7.5, 7.5) == ["2204", "220402", "B"]
    assert placed(where, 6.5, 6.5) is None


def test_a_gap_takes_the_nearest_street_within_a_hundred_metres() -> None:
    where = atlas(
        *BASE, street("A", 0, 0), ("A1", COMMUNITY, "A", square(0, 0)), street("B", 1.1, 0)
    )
    lat, _ = at(0, 0.5)
    step_m = metres_per_degree(lat)[1] * 0.01
    nearest = where.place(*at(1 + 20 / step_m, 0.5))
    assert nearest is not None
    assert (nearest.street.code, nearest.areas[-1].code) == ("A", "A")
    assert nearest.gap_m == pytest.approx(20, abs=0.01)
    assert placed(where, 1.1 - 20 / step_m, 0.5) == ["2204", "220402", "B"]
    assert placed(where, 2.1 + 99.99 / step_m, 0.5) == ["2204", "220402", "B"]
    assert placed(where, 2.1 + 100.01 / step_m, 0.5) is None


def test_equally_near_streets_go_by_size_then_code() -> None:
    where = atlas(*BASE, street("A", 1.05, 0, 2, 1), street("C", 0, 0), street("B", 0, 1))
    assert placed(where, -0.05, 1) == ["2204", "220402", "B"]


def test_a_city_without_streets_places_nothing() -> None:
    assert placed(atlas(*BASE), 1, 1) is None
    assert atlas().place(42.0, 125.0) is None


@pytest.mark.parametrize("place", [(90.0, 0.0), (-90.0, 180.0), (0.0, -180.0)])
def test_the_ends_of_the_earth(place: tuple[float, float]) -> None:
    assert atlas(*BASE, street("A", 0, 0)).place(*place) is None


corner = st.integers(0, 6)
rectangles = st.lists(st.tuples(corner, corner, st.integers(1, 4), st.integers(1, 4)), max_size=6)


@given(rectangles, st.integers(0, 40), st.integers(0, 40))
def test_agrees_with_the_oracle_on_touching_rectangles(
    drawn: list[tuple[int, int, int, int]], x: int, y: int
) -> None:
    """Positions on a quarter grid hit corners and edges of whole-step rectangles all the time."""
    named = {f"{n:02}": square(*sides) for n, sides in enumerate(drawn)}
    where = atlas(*BASE, *((code, STREET, "220402", drawn) for code, drawn in named.items()))
    lat, lon = at(x / 4, y / 4)
    oracle = expected([OraclePolygon.of(*item) for item in named.items()], lon, lat)
    placement = where.place(lat, lon)
    found = placement.areas[-1].code if placement and placement.gap_m == 0 else None
    assert found == oracle


def test_many_threads_get_the_same_answers() -> None:
    index = AreaIndex([shape(square(x, y)) for x in range(20) for y in range(20)])
    places = [at(x / 3, y / 3) for x in range(60) for y in range(60)]
    alone = [index.covering(*place) for place in places]
    with ThreadPoolExecutor(8) as pool:
        for answers in pool.map(lambda _: [index.covering(*place) for place in places], range(8)):
            assert answers == alone
