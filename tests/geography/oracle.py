"""Which polygon a position is in, decided independently of GEOS: ray casting in exact fractions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import cos, hypot, radians, sin
from typing import Any

Ring = list[tuple[float, float]]
_RADIUS = 6371008.8


@dataclass(frozen=True)
class OraclePolygon:
    """A GeoJSON geometry: polygons of rings of (longitude, latitude) in degrees."""

    code: str
    polygons: list[list[Ring]]
    box: tuple[float, float, float, float]
    area: float

    @classmethod
    def of(cls, code: str, geometry: dict[str, Any]) -> OraclePolygon:
        parts = geometry["coordinates"]
        if geometry["type"] == "Polygon":
            parts = [parts]
        polygons = [[[(p[0], p[1]) for p in ring] for ring in part] for part in parts]
        places = [place for part in polygons for ring in part for place in ring]
        xs, ys = [x for x, _ in places], [y for _, y in places]
        area = sum(_ring_area(part[0]) - sum(map(_ring_area, part[1:])) for part in polygons)
        return cls(code, polygons, (min(xs), min(ys), max(xs), max(ys)), area)

    def edges(self) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
        for part in self.polygons:
            for ring in part:
                yield from pairwise(ring)

    def covers(self, x: float, y: float) -> bool:
        """Whether the position is inside or exactly on an edge."""
        west, south, east, north = self.box
        if not (west <= x <= east and south <= y <= north):
            return False
        return any(_covers(part, x, y) for part in self.polygons)

    def metres_to(self, x: float, y: float) -> float:
        """Metres from a position outside to the nearest edge, on a sphere touched at it."""
        north = radians(_RADIUS)
        east = north * cos(radians(y))
        return min(
            _to_segment(
                (a[0] - x) * east, (a[1] - y) * north, (b[0] - x) * east, (b[1] - y) * north
            )
            for a, b in self.edges()
        )


def expected(polygons: Iterable[OraclePolygon], x: float, y: float) -> str | None:
    """The code of the smallest polygon that covers the position, then the lowest code."""
    covering = [(polygon.area, polygon.code) for polygon in polygons if polygon.covers(x, y)]
    return min(covering)[1] if covering else None


def nearest(
    polygons: Iterable[OraclePolygon], x: float, y: float, metres: float
) -> list[tuple[float, str]]:
    """Distance and code of the polygons up to about ``metres`` away, nearest first."""
    reach = 2 * metres / 111_000 / cos(radians(y))
    found = (
        (polygon.metres_to(x, y), polygon.code)
        for polygon in polygons
        if polygon.box[0] - reach <= x <= polygon.box[2] + reach
        and polygon.box[1] - reach <= y <= polygon.box[3] + reach
    )
    return sorted(pair for pair in found if pair[0] <= metres)


def _covers(rings: list[Ring], x: float, y: float) -> bool:
    """Even-odd rule with a ray to the east; a position on any edge belongs."""
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 < y and y2 < y) or (y1 > y and y2 > y):
                continue
            side = _side(x1, y1, x2, y2, x, y)
            if side == 0 and min(x1, x2) <= x <= max(x1, x2):
                return True
            if (y1 > y) != (y2 > y) and (side > 0) == (y2 > y1):
                inside = not inside
    return inside


def _side(x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> int:
    """Exactly where the position is: 1 left of the edge, -1 right of it, 0 on its line."""
    ax, ay, bx, by, px, py = map(Fraction, (x1, y1, x2, y2, x, y))
    cross = (bx - ax) * (py - ay) - (by - ay) * (px - ax)
    return (cross > 0) - (cross < 0)


def _ring_area(ring: Ring) -> float:
    """Square metres on a sphere, unsigned (Chamberlain and Duquette, JPL 07-03, 2007)."""
    total = sum(
        radians(x2 - x1) * (2 + sin(radians(y1)) + sin(radians(y2)))
        for (x1, y1), (x2, y2) in pairwise(ring)
    )
    return abs(total) * _RADIUS * _RADIUS / 2


def _to_segment(x1: float, y1: float, x2: float, y2: float) -> float:
    """The distance from the origin to a segment."""
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else max(0.0, min(1.0, -(x1 * dx + y1 * dy) / length))
    return hypot(x1 + along * dx, y1 + along * dy)
