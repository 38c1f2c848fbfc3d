"""The files that offices really have: taken, or refused in words that tell what to do."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from math import cos, log, radians, sin, sqrt, tan
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from shapely.geometry import shape

from server.geography import service
from server.geography.boundary import read_boundary
from server.geography.datum import Datum, Point
from server.geography.features import read_collection, read_path
from server.geography.importer import ImportOptions, import_collection
from server.geography.levels import Level, level_of_code
from server.geography.report import Note, Report
from server.platform.db import db
from server.platform.i18n import LOCALES, t
from tests.geography.shapes import SOUTH, STEP, WEST, at, collection, feature, ring, square

WHOLE = read_boundary(square(0, 0), Datum.WGS84).digest
PAGE = Path(__file__).parents[2] / "static/office/admin/areas/text.js"
Properties = dict[str, object]


def street(properties: Properties | None = None, geometry: object = None) -> dict[str, Any]:
    said = {"code": "220402001", "name": "东吉街道"} if properties is None else properties
    return {"type": "Feature", "properties": said, "geometry": geometry or square(0, 0)}


def refusals(told: object) -> list[tuple[str, str]]:
    """Code and sentence of whatever is refused of a file."""
    found = read_collection("x", told, Datum.WGS84)
    refused = [item.refusal for item in found if item.refusal]
    return [(item.code, Note(item.code, item.params).words("zh-CN")) for item in refused]


def metres(lat: float, lon: float) -> list[float]:
    """EPSG:3857."""
    return [6378137 * radians(lon), 6378137 * log(tan(radians(45 + lat / 2)))]


def three_degrees(lat: float, lon: float) -> list[float]:
    """CGCS2000 / 3-degree Gauss-Kruger zone 42, east and north, to a few metres."""
    phi, east = radians(lat), radians(lon - 126) * cos(radians(lat))
    radius = 6378137 / sqrt(1 - 0.00669438 * sin(phi) ** 2)
    return [42_500_000 + radius * east, 6367449 * phi - 16038.5 * sin(2 * phi)]


# --- properties ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "properties",
    [
        {"名称": "东吉街道", "代码": "220402001"},
        {"街道名称": "东吉街道", "行政区划代码": 220402001},
        {"街道": "东吉街道", "行政区划代码": " 220402 001 "},
        {"街道": "东吉街道", "行政区划代码": "２２０４０２００１"},
        {"XZQMC": "东吉街道", "XZQDM": "220402001"},
        {"乡镇名称": "东吉\u200b街道\n", "区划代码 ": 220402001.0},
        {"name": "", "名称": "\ufeff东吉街道", "code": None, "街道代码": "220402001"},
    ],
)
def test_properties_in_chinese(properties: Properties) -> None:
    (item,) = read_collection("x", collection(street(properties)), Datum.WGS84)
    assert (item.refusal, item.code, item.name) == (None, "220402001", "东吉街道")


def test_a_community_is_not_taken_for_its_street() -> None:
    said: Properties = {"街道": "东吉街道", "街道代码": "220402001", "社区": "一社区"}
    said |= {"社区代码": "220402001001", "行政区划代码": "220402", "上级代码": 220402001}
    (item,) = read_collection("x", collection(street(said)), Datum.WGS84)
    assert (item.code, item.name, item.parent) == ("220402001001", "一社区", "220402001")


@pytest.mark.parametrize(
    ("properties", "code", "words"),
    [
        ({"FID": 1, "MC": "甲"}, "code_missing", "现有属性：FID、MC"),
        ({}, "code_missing", "–"),
        ({"代码": "1.10105E+11", "名称": "甲"}, "code_invalid", "1.10105E+11"),
        ({"代码": "1", "MC\u202e" + "长" * 99: "甲"}, "name_missing", "MC" + "长" * 18 + "…"),
        ({"代码": "1", "名称": "��ֵ�"}, "garbled", "UTF-8"),
        ({"代码": "1", "名称": 7}, "name_invalid", "“7”"),
    ],
)
def test_what_is_missing_is_told_with_what_is_there(
    properties: Properties, code: str, words: str
) -> None:
    ((found, sentence),) = refusals(collection(street(properties)))
    assert (found, words in sentence) == (code, True), sentence


# --- coordinates ---------------------------------------------------------------------------------


@pytest.mark.parametrize("project", [metres, three_degrees])
def test_projected_metres_are_called_so(project: Callable[[float, float], list[float]]) -> None:
    drawn = {"type": "Polygon", "coordinates": [[project(lat, lon) for lon, lat in ring(0, 0)]]}
    ((code, sentence),) = refusals(collection(street(None, drawn)))
    assert code == "coordinates_in_metres"
    assert "EPSG:4326" in sentence


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", False),
        ("urn:ogc:def:crs:EPSG::4326", False),
        ("EPSG:4490", False),
        ("urn:ogc:def:crs:EPSG::4214", True),
        ("EPSG:3857", True),
        ("EPSG:4526", True),
    ],
)
def test_a_file_says_its_coordinate_system(name: str, refused: bool) -> None:
    """Degrees of Beijing 1954 look like ours, and are a hundred metres off."""
    crs = {"crs": {"type": "name", "properties": {"name": name}}}
    for told in (collection(street()) | crs, street() | crs):
        found = refusals(told)
        assert [code for code, _ in found] == (["crs_foreign"] if refused else [])
        assert not refused or name in found[0][1]


@pytest.mark.parametrize("crs", [None, {}, {"type": "link"}, {"properties": {"name": 5}}, "x"])
def test_a_coordinate_system_that_says_nothing(crs: object) -> None:
    assert refusals(collection(street()) | {"crs": crs}) == []


# --- geometry ------------------------------------------------------------------------------------


def test_polygons_in_a_collection_count_and_what_has_no_area_does_not() -> None:
    line = {"type": "LineString", "coordinates": ring(0, 0)}
    label = {"type": "Point", "coordinates": [WEST, SOUTH]}
    both = {"type": "GeometryCollection", "geometries": [label, square(0, 0), line]}
    assert read_boundary(both, Datum.WGS84).digest == WHOLE
    islands = {"type": "GeometryCollection", "geometries": [square(0, 0), square(5, 5), None]}
    assert len(read_boundary(islands, Datum.WGS84).shape.geoms) == 2  # type: ignore[attr-defined]
    for nothing in ([label], [], None, [both]):
        told = {"type": "GeometryCollection", "geometries": nothing}
        assert [code for code, _ in refusals(collection(street(None, told)))] == ["not_a_polygon"]


@pytest.mark.parametrize("last", [[], [[WEST + 1e-9, SOUTH]]])
@pytest.mark.parametrize("datum", list(Datum))
def test_a_ring_whose_end_is_missing_is_closed(last: list[list[float]], datum: Datum) -> None:
    shown = [Point(lat, lon).to(datum) for lon, lat in ring(0, 0)[:4] + last]
    drawn = [[place.lon, place.lat] for place in shown]
    boundary = read_boundary({"type": "Polygon", "coordinates": [drawn]}, datum)
    assert boundary.repaired_percent == pytest.approx(0, abs=1e-6)
    assert boundary.shape.hausdorff_distance(shape(square(0, 0))) < 1e-8


def test_half_a_ring_is_not_closed() -> None:
    corner = [[WEST, SOUTH + STEP * n / 9] for n in range(10)]
    half = corner + [[WEST + STEP * n / 9, SOUTH + STEP] for n in range(1, 10)]
    ((code, _),) = refusals(collection(street(None, {"type": "Polygon", "coordinates": [half]})))
    assert code == "ring_not_closed"


def test_a_hundred_thousand_vertices(full: bool) -> None:
    count = 100_000 if full else 10_000
    turns = [n * 2 * 3.141592653589793 / count for n in range(count)]
    drawn = [[WEST + cos(turn) / 10, SOUTH + sin(turn) / 10, 55.5] for turn in turns]
    boundary = read_boundary({"type": "Polygon", "coordinates": [drawn]}, Datum.WGS84)
    assert boundary.shape.geom_type == "Polygon"
    assert boundary.area_m2 == pytest.approx(2.89e8, rel=0.01)


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_files_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "街道.geojson"
    told = json.dumps(collection(street({"代码": "1", "名称": "喆㙍街道"})), ensure_ascii=False)
    path.write_bytes(told.encode(encoding))
    (item,) = read_path(path, Datum.WGS84)
    assert (item.refusal, item.name) == (None, "喆㙍街道")


READ = """
import { readFileSync } from "node:fs";
const { textOf } = await import(process.argv[1]);
const files = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(files.map((bytes) => textOf(new Uint8Array(bytes).buffer))));
"""


def test_the_administrators_page_reads_the_same(node: str) -> None:
    words = '{"名称": "喆㙍街道"}'
    files = [words.encode(name) for name in ("utf-8", "utf-8-sig", "gb18030", "utf-16")]
    files += [b"\xff\xfe" + words.encode("utf-16-le"), b"\xfe\xff" + words.encode("utf-16-be"), b""]
    answer = subprocess.run(
        [node, "--input-type=module", "--eval", READ, PAGE.as_uri()],
        input=json.dumps([list(content) for content in files]),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert json.loads(answer.stdout) == [words] * 6 + [""]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" + bytes(range(256)),
        b'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"/>',
        b"\x00\x00\x27\x0a" + bytes(96),
        b"\xff\xfea",
        b'{"type": "FeatureCollection", "features": [\xff\xff]}',
    ],
)
def test_files_of_other_programs_are_told_how_to_export(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "streets.shp"
    path.write_bytes(content)
    (item,) = read_path(path, Datum.WGS84)
    assert item.refusal is not None
    sentence = Note(item.refusal.code, item.refusal.params).words("zh-CN")
    assert "GeoJSON" in sentence
    assert "Shapefile" in sentence


# --- beside the others ---------------------------------------------------------------------------


@pytest.fixture
def town(app: Flask) -> Iterator[None]:
    """A district with two streets side by side."""
    with app.app_context():
        put(Level.DISTRICT, feature("220402", "某区", square(0, 0, 4, 4)))
        west, east = square(0, 0, 2, 4), square(2, 0, 2, 4)
        put(Level.STREET, feature("220402001", "甲", west), feature("220402002", "乙", east))
        yield


def put(level: Level, *features: object, **options: Any) -> Report:
    return import_collection("x", collection(*features), ImportOptions(level, **options))


def remarked(report: Report) -> list[tuple[str, str, str]]:
    return [
        (note.code, str(note.params.get("name")), str(note.params.get("percent")))
        for row in report.rows
        for note in row.notes
        if note.code in ("outside_parent", "overlaps")
    ]


@pytest.mark.usefixtures("town")
@pytest.mark.one_database
def test_a_shape_that_lies_elsewhere_is_remarked_upon() -> None:
    """As all do that were drawn on a map of another datum."""
    fits = put(Level.COMMUNITY, feature("220402001001", "一", square(0, 0)))
    assert remarked(fits) == []
    half = put(Level.COMMUNITY, feature("220402001002", "二", square(1.5, 0)))
    assert remarked(half) == [("outside_parent", "甲", "50")]
    assert codes(2.2, 0.5) == ["220402", "220402001", "220402001002"]
    shifted = put(Level.STREET, feature("220402001", "甲", square(0.5, 0.1, 2, 4)))
    assert remarked(shifted) == [("overlaps", "乙", "24")]
    same = put(Level.STREET, feature("220402001", "甲", square(0.5, 0.1, 2, 4)))
    assert remarked(same) == []


@pytest.mark.usefixtures("town")
@pytest.mark.one_database
def test_small_overlaps_gaps_and_nested_grids_are_usual() -> None:
    both = (
        feature("220402001", "甲", square(0, 0, 2.02, 4)),
        feature("220402002", "乙", square(2.1, 0, 1.9, 4)),
    )
    assert remarked(put(Level.STREET, *both)) == []
    grids = feature("G1", "网格", square(0, 0, 1, 1)), feature("G2", "楼", square(0, 0, 1, 1))
    assert remarked(put(Level.GRID, *grids, parent="220402001")) == []


@pytest.mark.usefixtures("town")
@pytest.mark.one_database
def test_two_of_one_import_are_compared_too() -> None:
    two = feature("220402003", "丙", square(0, 5)), feature("220402004", "丁", square(0, 5))
    found = remarked(put(Level.STREET, *two, dry_run=True))
    assert [row for row in found if row[0] == "overlaps"] == [
        ("overlaps", "丁", "100"),
        ("overlaps", "丙", "100"),
    ]


@pytest.mark.usefixtures("town")
@pytest.mark.one_database
def test_districts_chosen_as_streets_are_remarked_upon() -> None:
    report = put(Level.STREET, feature("220403", "某县", square(6, 6)), dry_run=True)
    words = [note.words("zh-CN") for note in report.rows[0].notes]
    assert "从代码看应是区县，请确认级别没有选错" in words
    assert report.rows[0].outcome == "created"


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("220400", Level.CITY),
        ("220402", Level.DISTRICT),
        ("220402001", Level.STREET),
        ("220402001000", Level.STREET),
        ("220402001001", Level.COMMUNITY),
        ("G1", None),
        ("220402001001001", None),
    ],
)
def test_levels_of_codes(code: str, level: Level | None) -> None:
    assert level_of_code(code) is level


@pytest.mark.parametrize("locale", LOCALES)
def test_every_sentence_can_be_filled(locale: str) -> None:
    params = {"keys": "a", "value": "b", "crs": "c", "name": "d", "percent": "5", "level": "city"}
    for code in ("code_missing", "code_invalid", "crs_foreign", "outside_parent", "overlaps"):
        assert "{" not in Note(code, params).words(locale)
    assert t("area_import.coordinates_in_metres", locale)


def codes(x: float, y: float) -> list[str]:
    lat, lon = at(x, y)
    db.session.rollback()
    return [ref.code for ref in service.locate(Point(lat, lon)).areas]
