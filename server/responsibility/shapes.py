"""Shapes of segments, sites and task forces: from untrusted GeoJSON, and around them in metres."""

from __future__ import annotations

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from server.geography.boundary import RefusalError, read_boundary
from server.geography.datum import Datum, in_china
from server.geography.measure import metres_per_degree
from server.platform.errors import Problem

_POSITIONS_MOST = 2000
_POSITION = (list, tuple)


def read_polygon(geometry: object) -> BaseGeometry:
    """The valid shape of a GeoJSON Polygon or MultiPolygon in WGS-84.

    Raises ``Problem`` ``shape_refused`` when it is none, lies elsewhere or crosses itself.
    """
    try:
        return read_boundary(geometry, Datum.WGS84).shape
    except RefusalError as refusal:
        raise _refused() from refusal


def read_line_or_polygon(geometry: object) -> BaseGeometry:
    """The shape of a GeoJSON LineString, Polygon or MultiPolygon in WGS-84.

    Raises as ``read_polygon`` does.
    """
    if not isinstance(geometry, dict) or geometry.get("type") != "LineString":
        return read_polygon(geometry)
    places = geometry.get("coordinates")
    if not isinstance(places, list) or not 2 <= len(places) <= _POSITIONS_MOST:
        raise _refused()
    line = shapely.LineString([_position(place) for place in places])
    if not line.length:
        raise _refused()
    return line


def widened(shape: BaseGeometry, metres: float) -> BaseGeometry:
    """The shape with everything at most ``metres`` away from it, round ends included.

    On the plane that touches the ellipsoid at its middle: good to a centimetre for shapes of a
    few kilometres.
    """
    if not metres:
        return shape
    middle = shape.centroid
    north, east = metres_per_degree(middle.y)
    scale, origin = (east, north), (middle.x, middle.y)
    flat = shapely.transform(shape, lambda at: (at - origin) * scale)
    return shapely.transform(flat.buffer(metres, quad_segs=16), lambda at: at / scale + origin)


def square(lat: float, lon: float, side_m: float) -> BaseGeometry:
    """A square of ``side_m`` metres around a position in WGS-84 degrees."""
    north, east = (side_m / 2 / one_degree for one_degree in metres_per_degree(lat))
    return shapely.box(lon - east, lat - north, lon + east, lat + north)


def geojson(shape: BaseGeometry) -> dict[str, object]:
    """The shape as a GeoJSON geometry."""
    return dict(mapping(shape))


def wkb(shape: BaseGeometry) -> bytes:
    """The shape as it is stored."""
    return bytes(shapely.to_wkb(shape, byte_order=1))


def _position(place: object) -> tuple[float, float]:
    if not isinstance(place, _POSITION) or not 2 <= len(place) <= 4:
        raise _refused()
    lon, lat = place[0], place[1]
    for value in (lon, lat):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _refused()
    if not in_china(lat, lon):
        raise _refused()
    return float(lon), float(lat)


def _refused() -> Problem:
    return Problem("shape_refused", 422, fields={"geometry": ["invalid"]})
