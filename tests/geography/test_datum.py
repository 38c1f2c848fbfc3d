"""Datum conversion: published vectors, round trips, and no conversion twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from shapely import box

from server.geography.datum import Datum, Point, in_china
from server.geography.measure import distance_m, metres_from, metres_per_degree

WGS, GCJ, BD = Datum.WGS84, Datum.GCJ02, Datum.BD09

# From the design notes: latitude and longitude in WGS-84, the same in GCJ-02, the shift in metres.
CITIES = [
    (39.9087, 116.3975, 39.910103, 116.403744, 556),
    (31.6900, 113.3826, 31.688126, 113.388818, 625),
    (42.8880, 125.1436, 42.890520, 125.149997, 592),
    (42.9068, 129.5131, 42.909253, 129.520018, 627),
]

in_china_wgs = st.builds(
    Point, st.floats(0.8293, 55.8271), st.floats(72.004, 137.8347), st.just(WGS)
)


@pytest.mark.parametrize(("lat", "lon", "gcj_lat", "gcj_lon", "metres"), CITIES)
def test_cities(lat: float, lon: float, gcj_lat: float, gcj_lon: float, metres: int) -> None:
    shown = Point(lat, lon).to(GCJ)
    assert (shown.lat, shown.lon) == pytest.approx((gcj_lat, gcj_lon), abs=5.1e-7)
    assert distance_m(Point(lat, lon), Point(shown.lat, shown.lon)) == pytest.approx(metres, abs=2)


def test_published_vectors(shared_data: Path) -> None:
    folder = shared_data / "geo" / "coord_vectors"
    evil = json.loads((folder / "eviltransform_vectors.json").read_text())
    for lat, lon, gcj_lat, gcj_lon in evil["wgs84_to_gcj02"]:
        shown = Point(lat, lon).to(GCJ)
        assert (shown.lat, shown.lon) == pytest.approx((gcj_lat, gcj_lon), abs=1e-6)
        back = Point(gcj_lat, gcj_lon, GCJ).to(WGS)
        assert distance_m(back, Point(lat, lon)) < 0.1
    for lat, lon in evil["outside_china_identity"]:
        for datum in Datum:
            assert Point(lat, lon).to(datum) == Point(lat, lon, datum)
    for lat, lon, other_lat, other_lon, metres in evil["distance_m"]:
        measured = distance_m(Point(lat, lon), Point(other_lat, other_lon))
        assert measured == pytest.approx(metres, rel=2e-3)

    wander = json.loads((folder / "coordtransform_vectors.json").read_text())
    lon, lat = wander["input"]
    for name, source, target, tolerance in (
        ("wgs84togcj02", WGS, GCJ, 1e-9),
        ("gcj02tobd09", GCJ, BD, 1e-9),
        ("bd09togcj02", BD, GCJ, 1e-6),
        ("gcj02towgs84_one_pass", GCJ, WGS, 5e-5),
    ):
        there = Point(lat, lon, source).to(target)
        assert (there.lon, there.lat) == pytest.approx(tuple(wander[name]), abs=tolerance), name


def test_bd09_of_eviltransform_uses_another_constant(shared_data: Path) -> None:
    """Its BD-09 step has pi where coordtransform, and 百度's own answers, have pi * 3000 / 180.

    Both cannot hold; the two differ by up to 40 m, and we follow the second.
    """
    path = shared_data / "geo" / "coord_vectors" / "eviltransform_vectors.json"
    for lat, lon, wgs_lat, wgs_lon in json.loads(path.read_text())["bd09_to_wgs84"]:
        assert distance_m(Point(lat, lon, BD), Point(wgs_lat, wgs_lon)) < 45


def test_station_of_beijing_in_bd09() -> None:
    """北京站 as 百度 and 高德 show it, both rounded to about a metre."""
    shown = Point(39.90851, 116.43351, BD).to(GCJ)
    assert (shown.lat, shown.lon) == pytest.approx((39.90245, 116.42703), abs=1e-5)


@given(in_china_wgs, st.sampled_from([GCJ, BD]))
@example(Point(0.8293, 72.004), BD)
@example(Point(55.8271, 137.8347), BD)
def test_round_trip_from_wgs84(point: Point, datum: Datum) -> None:
    assert distance_m(point.to(datum).to(WGS), point) < 0.1
    assert 0 < distance_m(point, Point(point.to(datum).lat, point.to(datum).lon)) < 3000


@given(st.floats(4, 53), st.floats(74, 135), st.sampled_from(Datum), st.sampled_from(Datum))
def test_round_trip_from_any(lat: float, lon: float, source: Datum, target: Datum) -> None:
    point = Point(lat, lon, source)
    assert distance_m(point.to(target).to(source), point) < 0.1


@given(st.floats(-90, 90), st.floats(-180, 180), st.sampled_from(Datum), st.sampled_from(Datum))
def test_identity_outside_china(lat: float, lon: float, source: Datum, target: Datum) -> None:
    if not in_china(lat, lon, margin=0.05):
        assert Point(lat, lon, source).to(target) == Point(lat, lon, target)


@given(in_china_wgs, st.sampled_from(Datum))
def test_nothing_is_converted_twice(point: Point, datum: Datum) -> None:
    once = point.to(datum)
    assert once.to(datum) is once
    assert once.datum is datum


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(90.1, 0), (0, 180.1), (float("nan"), 0), (0, float("inf")), (116.4, 39.9)],
)
def test_not_on_the_globe(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match=r"globe|finite"):
        Point(lat, lon)


def test_metres() -> None:
    """Lengths of a degree at 45 degrees: 111 131.8 m and 78 846.8 m (NIMA TR8350.2)."""
    assert metres_per_degree(45) == pytest.approx((111131.8, 78846.8), abs=0.1)
    assert metres_from(45.0, 7.0, box(7.001, 44, 8, 46)) == pytest.approx(78.85, abs=0.01)
    assert metres_from(45.0, 7.0, box(6, 44, 8, 46)) == 0
