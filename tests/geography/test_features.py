"""Reading files of any maker, friendly and hostile: a reason for each row, never a traceback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.geography.boundary import RefusalError, read_boundary
from server.geography.datum import Datum, Point
from server.geography.features import Candidate, read_collection, read_path
from server.geography.levels import Level, clean_code, enclosing, stem
from tests.geography.shapes import SOUTH, STEP, WEST, collection, feature, ring, square


def read(*features: object, datum: Datum = Datum.WGS84) -> list[Candidate]:
    return list(read_collection("test", collection(*features), datum))


def refusal(geometry: object, datum: Datum = Datum.WGS84) -> str:
    with pytest.raises(RefusalError) as caught:
        read_boundary(geometry, datum)
    return caught.value.code


def polygon(*rings: object) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


@pytest.mark.parametrize(
    "properties",
    [
        {"code": 220402003000, "name": "东吉街道", "parentCode": 220402000000},
        {"code": "220402003000", "Name": " 东吉街道 ", "parent_code": "220402000000"},
        {"adcode": 220402003000.0, "NAME": "东吉街道", "parent": {"adcode": 220402000000}},
        {"Code": "220402003000", "fullname": "东吉街道", "parent": "220402000000", "id": 7},
    ],
)
def test_names_of_properties_vary(properties: dict[str, object]) -> None:
    (item,) = read({"type": "Feature", "properties": properties, "geometry": square(0, 0)})
    assert item.refusal is None
    assert (item.code, item.name, item.parent) == ("220402003000", "东吉街道", "220402000000")


@pytest.mark.parametrize(("number", "code"), [("220402", "220402"), (220402, "220402"), (3, "")])
def test_the_id_of_a_feature_is_a_code_only_if_it_looks_official(number: object, code: str) -> None:
    properties = {"name": "龙山区"}
    (item,) = read(
        {"type": "Feature", "id": number, "properties": properties, "geometry": square(0, 0)}
    )
    assert item.code == code
    assert item.refusal is None or item.refusal.code == "code_missing"


@pytest.mark.parametrize("code", [None, "", "  ", True, 1.5, float("nan"), [], {}, "x" * 33, "a b"])
def test_codes_that_are_none(code: object) -> None:
    assert clean_code(code) is None
    (item,) = read(feature(code, "甲", square(0, 0)))
    assert item.refusal is not None
    empty = code is None or not str(code).strip()
    assert item.refusal.code == ("code_missing" if empty else "code_invalid")


@pytest.mark.parametrize("name", [None, "", " \n", 5, "长" * 61, "a\u202eb", "a\x00b", "\u200b"])
def test_names_that_are_none(name: object) -> None:
    (item,) = read(feature("1", name, square(0, 0)))
    assert item.refusal is not None
    empty = name is None or not str(name).strip()
    assert item.refusal.code == ("name_missing" if empty else "name_invalid")


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        (None, "not_a_polygon"),
        ("Polygon", "not_a_polygon"),
        ({"type": "Point", "coordinates": [125, 42]}, "not_a_polygon"),
        ({"type": "GeometryCollection", "geometries": []}, "not_a_polygon"),
        ({"type": "Polygon"}, "no_area"),
        ({"type": "Polygon", "coordinates": []}, "no_area"),
        ({"type": "MultiPolygon", "coordinates": []}, "no_area"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "no_area"),
        ({"type": "MultiPolygon", "coordinates": "abc"}, "no_area"),
        (polygon(ring(0, 0)[:2]), "ring_too_short"),
        (polygon("ring"), "ring_too_short"),
        (polygon([ring(0, 0)[0], ring(0, 0)[1], ring(0, 0)[0]]), "ring_too_short"),
        (polygon([[WEST + n * STEP, SOUTH + n % 2 * STEP] for n in range(9)]), "ring_not_closed"),
        (polygon([[WEST, SOUTH]] * 4), "no_area"),
        (polygon([["125", "42"], *ring(0, 0)[1:]]), "bad_coordinate"),
        (polygon([[True, 42], *ring(0, 0)[1:]]), "bad_coordinate"),
        (polygon([[125], *ring(0, 0)[1:]]), "bad_coordinate"),
        (polygon([None, *ring(0, 0)[1:]]), "bad_coordinate"),
        (polygon([[float("nan"), 42], *ring(0, 0)[1:]]), "bad_coordinate"),
        (polygon([[float("inf"), 42], *ring(0, 0)[1:]]), "bad_coordinate"),
        (polygon([[10**400, 42], *ring(0, 0)[1:]]), "bad_coordinate"),
        (polygon([[1e300, 42], *ring(0, 0)[1:]]), "bad_coordinate"),
        (polygon([[lat, lon] for lon, lat in ring(0, 0)]), "coordinates_swapped"),
        (polygon([[lon - 110, lat] for lon, lat in ring(0, 0)]), "out_of_china"),
        (polygon([[0, 0], [200, 0], [200, 200], [0, 0]]), "out_of_china"),
    ],
)
def test_hostile_geometry(geometry: object, code: str) -> None:
    assert refusal(geometry) == code
    assert refusal(geometry, Datum.BD09) == code


def test_invalid_shapes_are_repaired_when_little_changes() -> None:
    whole = ring(0, 0, 10, 10)
    spike = [*whole[:2], [WEST + 0.2, SOUTH], whole[1], *whole[2:]]
    boundary = read_boundary(polygon(spike), Datum.WGS84)
    assert boundary.repaired_percent == pytest.approx(0)
    assert boundary.digest == read_boundary(polygon(whole), Datum.WGS84).digest
    twice = {"type": "MultiPolygon", "coordinates": [[whole], [ring(9.95, 0, 1, 1)]]}
    overlapping = read_boundary(twice, Datum.WGS84)
    assert overlapping.repaired_percent == pytest.approx(0.05 / 101 * 100)
    assert overlapping.shape.is_valid


def test_invalid_shapes_are_refused_when_much_changes() -> None:
    corners = ring(0, 0)
    bow_tie = [corners[0], corners[2], corners[1], corners[3], corners[0]]
    lopsided = [corners[0], [WEST + 3 * STEP, SOUTH + 2 * STEP], corners[1], corners[3], corners[0]]
    flat = [[WEST + n * STEP, SOUTH] for n in (0, 1, 2, 0)]
    assert refusal(polygon(flat)) == refusal(polygon(bow_tie)) == "no_area"
    assert refusal(polygon(lopsided)) == "repair_changes_area"
    twice = {"type": "MultiPolygon", "coordinates": [[corners], [corners]]}
    assert refusal(twice) == "repair_changes_area"


def test_a_height_is_dropped_and_rings_may_begin_anywhere() -> None:
    flat = ring(0, 0)
    turned = [*flat[2:-1], *flat[:2], flat[2]]
    raised = [[*position, 120.5] for position in reversed(turned)]
    digest = read_boundary(polygon(flat), Datum.WGS84).digest
    assert read_boundary(polygon(raised), Datum.WGS84).digest == digest
    single = {"type": "MultiPolygon", "coordinates": [[flat]]}
    assert read_boundary(single, Datum.WGS84).digest == digest


@pytest.mark.parametrize("datum", list(Datum))
def test_shapes_are_kept_in_wgs84(datum: Datum) -> None:
    places = [Point(lat, lon).to(datum) for lon, lat in ring(0, 0)]
    shown = polygon([[place.lon, place.lat] for place in places])
    bounds = read_boundary(shown, datum).shape.bounds
    assert bounds == pytest.approx((WEST, SOUTH, WEST + STEP, SOUTH + STEP), abs=1e-9)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_json"),
        (b"\xff\xfe\x00", "not_json"),
        (b'{"type": "FeatureCollection", "features": [NaN]}', "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"[]", "not_a_feature_collection"),
        (b'"FeatureCollection"', "not_a_feature_collection"),
        (b'{"type": "Topology"}', "not_a_feature_collection"),
        (b'{"type": "FeatureCollection"}', "no_features"),
        (b'{"type": "FeatureCollection", "features": []}', "no_features"),
        (b'{"type": "FeatureCollection", "features": [null]}', "not_a_feature"),
        (b'{"type": "FeatureCollection", "features": [{"type": "Feature"}]}', "code_missing"),
        (b'{"type": "Feature", "properties": 5, "id": null}', "code_missing"),
    ],
)
def test_hostile_files(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "areas.geojson"
    path.write_bytes(content)
    (item,) = read_path(path, Datum.WGS84)
    assert item.refusal is not None
    assert (item.source, item.refusal.code) == ("areas.geojson", code)


def test_a_folder_is_read_in_order_and_without_other_files(tmp_path: Path) -> None:
    for name, code in (("b.geojson", "2"), ("a.json", "1")):
        (tmp_path / name).write_text(json.dumps(collection(feature(code, "甲", square(0, 0)))))
    (tmp_path / "LICENSE").write_text("MIT")
    (tmp_path / "below").mkdir()
    assert [(item.source, item.code) for item in read_path(tmp_path, Datum.WGS84)] == [
        ("a.json", "1"),
        ("b.geojson", "2"),
    ]
    (empty,) = read_path(tmp_path / "below", Datum.WGS84)
    assert empty.refusal is not None
    assert empty.refusal.code == "no_features"
    (missing,) = read_path(tmp_path / "absent.geojson", Datum.WGS84)
    assert missing.refusal is not None
    assert missing.refusal.code == "file_unreadable"


def test_a_code_given_twice_is_refused_each_time(tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    rows = [("220402", "甲"), ("220402000000", "乙"), ("220403", "甲")]
    features = [feature(code, name, square(n, 0)) for n, (code, name) in enumerate(rows)]
    path.write_text(json.dumps(collection(*features)))
    found = read_path(path, Datum.WGS84)
    assert [item.refusal and item.refusal.code for item in found] == [
        "code_repeated",
        "code_repeated",
        None,
    ]


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "features", "properties", "geometry", "coordinates", "code"])
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=25,
)


@given(json_values)
def test_anything_at_all_gives_reasons(value: object) -> None:
    for content in (value, collection(value), collection(feature("1", "甲", value))):
        assert all(item.refusal for item in read_collection("x", content, Datum.GCJ02))
    for kind in ("Polygon", "MultiPolygon"):
        read_collection(
            "x", collection(feature("1", "甲", {"type": kind, "coordinates": value})), Datum.WGS84
        )


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("110105000000", "110105"),
        ("110105001000", "110105001"),
        ("110105001002", "110105001002"),
        ("110105", "110105"),
        ("110100", "1101"),
        ("110000000000", "11"),
        ("110105000", "110105"),
        ("2204", "2204"),
        ("220402003001001", "220402003001001"),
        ("G-100", "G-100"),
        ("000000", "00"),
    ],
)
def test_stems(code: str, short: str) -> None:
    assert stem(code) == short


def test_enclosing_codes_and_levels() -> None:
    known = {"22", "2204", "220402", "220403"}
    assert list(enclosing("220402003", known)) == ["220402", "2204", "22"]
    assert list(enclosing("22", known)) == []
    assert Level.STREET.above is Level.DISTRICT
    assert Level.CITY.above is None
