"""Metres and square metres from WGS-84 degrees.

Formulas: J. P. Snyder, *Map Projections: A Working Manual* (USGS 1395, 1987): 3-12 for the
equal-area ordinate, 4-18 and 4-19 for the radii of curvature; ellipsoid WGS-84 (NIMA TR8350.2).
"""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from server.geography.datum import Datum, Point

_A = 6378137.0
_F = 1 / 298.257223563
_E2 = _F * (2 - _F)
_E = sqrt(_E2)
_MEAN_RADIUS = 6371008.8


def distance_m(one: Point, other: Point) -> float:
    """Metres between two positions, whatever their datums, on a sphere (error below 0.6 %)."""
    a, b = one.to(Datum.WGS84), other.to(Datum.WGS84)
    phi, psi = radians(a.lat), radians(b.lat)
    half = sin((psi - phi) / 2) ** 2
    half += cos(phi) * cos(psi) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * _MEAN_RADIUS * asin(sqrt(min(1.0, half)))


def metres_per_degree(lat: float) -> tuple[float, float]:
    """Metres per degree north and per degree east at ``lat`` (WGS-84 degrees)."""
    phi = radians(lat)
    root = 1 - _E2 * sin(phi) ** 2
    north = _A * (1 - _E2) / root**1.5
    east = _A / sqrt(root) * cos(phi)
    return radians(north), radians(east)


def metres_from(lat: float, lon: float, shape: BaseGeometry) -> float:
    """Metres from a position to the nearest point of ``shape``, all in WGS-84 degrees.

    Measured on the plane that touches the ellipsoid at the position: exact to a millimetre for
    the hundred metres it is made for.
    """
    north, east = metres_per_degree(lat)
    local = shapely.transform(shape, lambda at: (at - (lon, lat)) * (east, north))
    return float(shapely.distance(local, shapely.Point(0, 0)))


def area_m2(shape: BaseGeometry) -> float:
    """Square metres of a shape in WGS-84 degrees, by the cylindrical equal-area projection."""
    return float(shapely.area(shapely.transform(shape, _equal_area)))


def _equal_area(at: NDArray[np.float64]) -> NDArray[np.float64]:
    lon, sine = np.radians(at[:, 0]), np.sin(np.radians(at[:, 1]))
    q = (1 - _E2) * (sine / (1 - _E2 * sine**2) + np.arctanh(_E * sine) / _E)
    return np.column_stack((_A * lon, _A * q / 2))
