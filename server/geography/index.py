"""Which shapes cover a position: exact, and the same answer every time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from server.geography.measure import metres_from, metres_per_degree


class AreaIndex:
    """Shapes in WGS-84 degrees, asked by position; answers are numbers in the sequence given.

    A position on an edge or a corner is covered. GEOS decides with extended precision, so the
    rounding of a coordinate never loses a position between two shapes that share an edge. Safe
    for threads: what GEOS would build on first use is built here.
    """

    def __init__(self, shapes: Sequence[BaseGeometry]) -> None:
        self._shapes = np.array(shapes, dtype=object)
        shapely.prepare(self._shapes)
        for shape in self._shapes:
            inside = shapely.point_on_surface(shape)
            shapely.intersects_xy(shape, inside.x, inside.y)
        self._tree = shapely.STRtree(self._shapes)
        self._tree.query(shapely.Point(0, 0))

    def covering(self, lat: float, lon: float) -> list[int]:
        """The shapes that cover a position, in ascending order."""
        near = self._tree.query(shapely.Point(lon, lat))
        hit: list[int] = near[shapely.intersects_xy(self._shapes[near], lon, lat)].tolist()
        hit.sort()
        return hit

    def within(self, lat: float, lon: float, metres: float) -> list[tuple[float, int]]:
        """Distance in metres and number of the shapes at most ``metres`` away, nearest first."""
        north, east = (metres / one_degree for one_degree in metres_per_degree(lat))
        frame = shapely.box(lon - east, lat - north, lon + east, lat + north)
        near = self._tree.query(frame).tolist()
        found = ((metres_from(lat, lon, self._shapes[number]), number) for number in near)
        return sorted(pair for pair in found if pair[0] <= metres)
