"""From an untrusted GeoJSON geometry to a valid boundary in WGS-84."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from math import dist
from typing import NoReturn

import shapely
from shapely.geometry.base import BaseGeometry

from server.geography.datum import Datum, Point, in_china
from server.geography.measure import area_m2

REPAIR_LIMIT_PERCENT = 1.0
_DEGREES_LIMIT = 1000
_FAR = 2
_ROUNDING_DEG = 1e-7
_METRES_LIMIT = 100_000_000
_ARRAY = (list, tuple)
_WITH_AREA = ("Polygon", "MultiPolygon")
_Ring = list[tuple[float, float]]


class RefusalError(Exception):
    """Why something cannot be imported: ``code`` names the sentence ``area_import.<code>``."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Boundary:
    """A valid shape in WGS-84 (degrees, x is longitude) with what follows from it.

    ``wkb`` is little-endian well-known binary and ``digest`` its SHA-256 in hex, equal for equal
    shapes wherever their rings begin. ``inside`` is a position surely inside, for labels and for
    places chosen by name. ``repaired_percent`` is by how much a repair changed the area; ``None``
    when none was needed.
    """

    shape: BaseGeometry
    repaired_percent: float | None
    wkb: bytes
    digest: str
    area_m2: float
    inside: Point


def read_boundary(geometry: object, datum: Datum) -> Boundary:
    """The boundary of a GeoJSON geometry given in ``datum``: of one or several polygons, or of a
    collection of them, whose points and lines do not count.

    Raises ``RefusalError`` for anything that is not one, is outside China, has its coordinates
    swapped, or cannot be repaired without changing its area by over ``REPAIR_LIMIT_PERCENT``.
    """
    rings = [_read_rings(part, datum) for part in _parts(geometry)]
    return _valid(
        shapely.MultiPolygon(
            [(shell, [hole for hole, _ in holes]) for (shell, _), *holes in rings]
        ),
        as_drawn=all(closed for part in rings for _, closed in part),
    )


def _parts(geometry: object) -> list[object]:
    """The polygons of a geometry, each a list of rings."""
    if not isinstance(geometry, dict):
        raise RefusalError("not_a_polygon")
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        members = geometry.get("geometries")
        drawn = [
            member
            for member in (members if isinstance(members, _ARRAY) else [])
            if isinstance(member, dict) and member.get("type") in _WITH_AREA
        ]
        if not drawn:
            raise RefusalError("not_a_polygon")
        return [part for member in drawn for part in _parts(member)]
    if kind not in _WITH_AREA:
        raise RefusalError("not_a_polygon")
    parts = geometry.get("coordinates")
    if kind == "Polygon":
        parts = [parts]
    if not isinstance(parts, _ARRAY) or not parts:
        raise RefusalError("no_area")
    return list(parts)


def _read_rings(part: object, datum: Datum) -> list[tuple[_Ring, bool]]:
    if not isinstance(part, _ARRAY) or not part:
        raise RefusalError("no_area")
    return [_read_ring(ring, datum) for ring in part]


def _read_ring(ring: object, datum: Datum) -> tuple[_Ring, bool]:
    """A closed ring in WGS-84, and whether it was closed as drawn.

    One that only lacks its first position at the end is closed; but not by an edge far longer than
    all others, since then positions must have been lost.
    """
    if not isinstance(ring, _ARRAY) or len(ring) < 3:
        raise RefusalError("ring_too_short")
    places = [_read_position(position) for position in ring]
    closed = places[0] == places[-1]
    if not closed:
        edges = [dist(one, other) for one, other in pairwise(places)]
        if dist(places[-1], places[0]) > _FAR * max(edges):
            raise RefusalError("ring_not_closed")
        if dist(places[-1], places[0]) < _ROUNDING_DEG:
            places[-1] = places[0]
        else:
            places.append(places[0])
    if len(places) < 4:
        raise RefusalError("ring_too_short")
    if datum is not Datum.WGS84:
        points = (Point(lat, lon, datum).to(Datum.WGS84) for lon, lat in places)
        places = [(point.lon, point.lat) for point in points]
    return places, closed


def _read_position(position: object) -> tuple[float, float]:
    """Longitude and latitude, in degrees; a height is dropped."""
    if not isinstance(position, _ARRAY) or not 2 <= len(position) <= 4:
        raise RefusalError("bad_coordinate")
    lon, lat = position[0], position[1]
    for value in (lon, lat):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise RefusalError("bad_coordinate")
        if not -_METRES_LIMIT < value < _METRES_LIMIT:
            raise RefusalError("bad_coordinate")
    if max(abs(lon), abs(lat)) >= _DEGREES_LIMIT:
        raise RefusalError("coordinates_in_metres")
    if not in_china(lat, lon):
        _refuse_place(lat, lon)
    return float(lon), float(lat)


def _refuse_place(lat: float, lon: float) -> NoReturn:
    if in_china(lon, lat):
        raise RefusalError("coordinates_swapped")
    raise RefusalError("out_of_china", lat=f"{lat:.5f}", lon=f"{lon:.5f}")


def _valid(drawn: shapely.MultiPolygon, as_drawn: bool) -> Boundary:
    """The drawn shape itself when valid, else its repair.

    ``as_drawn`` is false where a ring had to be closed, which is a repair too.
    """
    before = sum(_drawn_area(polygon) for polygon in drawn.geoms)
    if before <= 0:
        raise RefusalError("no_area")
    if drawn.is_valid:
        return _measured(drawn, None if as_drawn else 0.0)
    repaired = shapely.make_valid(drawn, method="structure", keep_collapsed=False)
    polygons = [part for part in shapely.get_parts(repaired) if part.geom_type == "Polygon"]
    whole = shapely.MultiPolygon(polygons)
    percent = abs(whole.area - before) / before * 100
    if whole.is_empty or percent > REPAIR_LIMIT_PERCENT:
        raise RefusalError(
            "repair_changes_area", percent=f"{percent:.1f}", limit=f"{REPAIR_LIMIT_PERCENT:g}"
        )
    return _measured(whole, percent)


def _drawn_area(polygon: shapely.Polygon) -> float:
    """What the rings enclose as drawn, holes taken off, however they cross."""
    shell, *holes = (shapely.Polygon(ring).area for ring in (polygon.exterior, *polygon.interiors))
    return shell - sum(holes)


def _measured(whole: shapely.MultiPolygon, repaired_percent: float | None) -> Boundary:
    """A multipolygon of one part becomes the polygon: they are the same shape."""
    shape = shapely.normalize(whole.geoms[0] if len(whole.geoms) == 1 else whole)
    wkb = bytes(shapely.to_wkb(shape, byte_order=1))
    inside = shapely.point_on_surface(shape)
    return Boundary(
        shape,
        repaired_percent,
        wkb,
        sha256(wkb).hexdigest(),
        area_m2(shape),
        Point(inside.y, inside.x),
    )
