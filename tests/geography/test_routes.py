"""Places over HTTP, each answer held against the OpenAPI document by the client."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from shapely.geometry import shape

from server.geography.datum import Datum, Point
from server.geography.importer import ImportOptions, import_collection
from server.geography.levels import Level
from tests.geography.shapes import at, collection, feature, square
from tests.support.client import CheckedClient
from tests.support.refusals import refused


@pytest.fixture(autouse=True)
def _areas(app: Flask) -> None:
    rows = [
        (Level.CITY, feature("220400", "某市", square(0, 0, 9, 9))),
        (Level.STREET, feature("220402001", "甲", square(0, 0)), feature("B", "乙", square(1, 0))),
        (Level.COMMUNITY, feature("220402001001", "社区", square(0, 0, 1, 0.5))),
    ]
    with app.app_context():
        for level, *features in rows:
            options = ImportOptions(level, label="示例边界")
            import_collection("test", collection(*features), options)


def test_locate(client: CheckedClient) -> None:
    lat, lon = at(0.5, 0.25)
    answer = client.get("/api/v1/locate", query_string={"lat": lat, "lon": lon})
    assert answer.status_code == 200
    assert answer.json == {
        "areas": [
            {"code": "220400", "name": "某市", "level": "city"},
            {"code": "220402001", "name": "甲", "level": "street"},
            {"code": "220402001001", "name": "社区", "level": "community"},
        ],
        "gap_m": 0.0,
    }
    shown = Point(lat, lon).to(Datum.GCJ02)
    query = {"lat": shown.lat, "lon": shown.lon, "datum": "gcj02"}
    assert client.get("/api/v1/locate", query_string=query).json == answer.json


def test_locate_in_a_gap_and_outside(client: CheckedClient) -> None:
    lat, lon = at(0.5, 1.0005)
    answer = client.get("/api/v1/locate", query_string={"lat": lat, "lon": lon}).get_json()
    assert answer["areas"][-1]["name"] == "甲"
    assert answer["gap_m"] == pytest.approx(0.0005 * 1110, abs=0.1)
    lat, lon = at(5, 5)
    answer = client.get("/api/v1/locate", query_string={"lat": lat, "lon": lon})
    assert answer.status_code == 422
    assert answer.get_json()["code"] == "out_of_area"
    assert "100" in answer.get_json()["detail"]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"lat": "42"},
        {"lat": "north", "lon": "125"},
        {"lat": "nan", "lon": "125"},
        {"lat": "inf", "lon": "125"},
        {"lat": "125", "lon": "42"},
        {"lat": "42", "lon": "181"},
        {"lat": "42", "lon": "125", "datum": "mars"},
    ],
)
def test_locate_refuses_nonsense(client: CheckedClient, query: dict[str, str]) -> None:
    answer = client.get("/api/v1/locate", query_string=query)
    assert answer.status_code == 422
    assert answer.get_json()["code"] == "invalid"


def test_areas(client: CheckedClient) -> None:
    def names(**query: str) -> list[tuple[str, str | None]]:
        answer = client.get("/api/v1/areas", query_string=query)
        return [(area["name"], area["parent"]) for area in answer.get_json()["areas"]]

    assert names() == [("某市", None), ("乙", None)]
    assert names(parent="220400") == [("甲", "220400")]
    assert names(parent="220402001000") == [("社区", "220402001")]
    assert names(parent="220402001001") == []
    first: dict[str, Any] = client.get("/api/v1/areas").get_json()["areas"][0]
    assert (first["level"], first["label"]) == ("city", "示例边界")
    assert shape(square(0, 0, 9, 9)).contains(shape(_point(first)))
    missing = client.get("/api/v1/areas", query_string={"parent": "999"})
    refused(missing, 404, "area_not_found")


def _point(area: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [area["lon"], area["lat"]]}


def test_map(client: CheckedClient) -> None:
    answer = client.get("/api/v1/areas.geojson?level=street")
    assert answer.status_code == 200
    drawn = answer.get_json()["features"]
    assert [item["properties"] for item in drawn] == [
        {"code": "220402001", "name": "甲", "level": "street", "label": "示例边界"},
        {"code": "B", "name": "乙", "level": "street", "label": "示例边界"},
    ]
    for item, x in zip(drawn, (0, 1), strict=True):
        assert shape(item["geometry"]).equals_exact(shape(square(x, 0)), 1e-5, normalize=True)
    assert client.get("/api/v1/areas.geojson").data == answer.data
    assert client.get("/api/v1/areas.geojson?level=grid").get_json()["features"] == []
    assert client.get("/api/v1/areas.geojson?level=planet").status_code == 422


def test_map_is_sent_once(client: CheckedClient, app: Flask) -> None:
    first = client.get("/api/v1/areas.geojson?level=street")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/api/v1/areas.geojson?level=street", headers=tag).status_code == 304
    assert client.get("/api/v1/areas.geojson?level=city", headers=tag).status_code == 200
    with app.app_context():
        more = collection(feature("220402003", "丙", square(2, 0)))
        import_collection("test", more, ImportOptions(Level.STREET))
    changed = client.get("/api/v1/areas.geojson?level=street", headers=tag)
    assert changed.status_code == 200
    assert len(changed.get_json()["features"]) == 3
