"""Small areas for tests: squares on a grid of 0.01 degrees near 42.9 N, 125.1 E."""

from __future__ import annotations

from typing import Any

from shapely.geometry import shape

from server.geography.atlas import AreaRef, Atlas, Node, Outline
from server.geography.levels import Level
from server.geography.measure import area_m2

WEST, SOUTH, STEP = 125.0, 42.0, 0.01


def ring(x: float, y: float, width: float = 1, height: float = 1) -> list[list[float]]:
    """A closed rectangle; ``x`` and ``y`` of its south-west corner and its sides, in steps."""
    corners = ((0, 0), (width, 0), (width, height), (0, height), (0, 0))
    return [[WEST + STEP * (x + dx), SOUTH + STEP * (y + dy)] for dx, dy in corners]


def square(x: float, y: float, width: float = 1, height: float = 1) -> dict[str, Any]:
    """The rectangle as a GeoJSON polygon."""
    return {"type": "Polygon", "coordinates": [ring(x, y, width, height)]}


def at(x: float, y: float) -> tuple[float, float]:
    """Latitude and longitude of a position in steps."""
    return SOUTH + STEP * y, WEST + STEP * x


def feature(code: object, name: object, geometry: object, **more: object) -> dict[str, Any]:
    """A GeoJSON feature."""
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name, **more},
        "geometry": geometry,
    }


def collection(*features: object) -> dict[str, Any]:
    """A GeoJSON feature collection."""
    return {"type": "FeatureCollection", "features": list(features)}


def atlas(*areas: tuple[str, Level, str | None, dict[str, Any] | None]) -> Atlas:
    """An atlas without a database, from code, level, code of the area above, and geometry."""
    ids = {code: number for number, (code, *_) in enumerate(areas, start=1)}
    return Atlas(
        1,
        [
            Node(
                AreaRef(ids[code], code, f"区{code}", level),
                ids[parent] if parent else None,
                True,
                _outline(geometry) if geometry else None,
            )
            for code, level, parent, geometry in areas
        ],
    )


def _outline(geometry: dict[str, Any]) -> Outline:
    drawn = shape(geometry)
    inside = drawn.representative_point()
    return Outline(drawn, area_m2(drawn), inside.y, inside.x, "示例边界")
