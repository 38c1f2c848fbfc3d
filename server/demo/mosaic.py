"""Invented boundaries that behave like real ones: winding, shared, without gap or overlap.

Only the smallest areas are shaped; everything above them is a union. Their cells are the
Voronoi cells of given sites. The borders are noded once, and each straight piece between two
nodes is bent once, so that both neighbours get the very same vertices.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, radians, sin

import numpy as np
from shapely import (
    LineString,
    MultiPoint,
    Point,
    Polygon,
    STRtree,
    polygonize,
    unary_union,
    voronoi_polygons,
)
from shapely.geometry.base import BaseGeometry

XY = tuple[float, float]

_KM_A_DEGREE = 111.32
_DECIMALS = 6
_FINEST_KM = 0.09
_SNAP_KM = 1e-4
_LONGEST_KM = 0.8
_BEND_KM = 0.075


@dataclass(frozen=True, slots=True)
class Frame:
    """A flat map, kilometres east and north of a WGS-84 point."""

    lat: float
    lon: float

    def to_lon_lat(self, point: XY) -> XY:
        """WGS-84 longitude and latitude, rounded to about a decimetre."""
        lon = self.lon + point[0] / (_KM_A_DEGREE * cos(radians(self.lat)))
        return round(lon, _DECIMALS), round(self.lat + point[1] / _KM_A_DEGREE, _DECIMALS)


def cells(frame: Frame, sites: Sequence[XY], radius_km: float, seed: int) -> list[Polygon]:
    """Shape one area around each site, together filling a rough disc of ``radius_km``.

    The polygons are in WGS-84, in the order of ``sites``; the same arguments give the same shapes.

    Raises ``ValueError`` when sites lie so close together that bent borders would cross.
    """
    outline = _outline(radius_km, seed)
    straight = _straight_cells(sites, outline)
    borders = unary_union([cell.exterior for cell in straight], grid_size=_SNAP_KM)
    bent = [
        LineString([frame.to_lon_lat(point) for point in _bent(a, b, seed)])
        for a, b in _pieces(borders)
    ]
    faces = [face for face in polygonize(bent).geoms if isinstance(face, Polygon)]
    tree = STRtree(faces)
    found = [tree.query(Point(frame.to_lon_lat(site)), predicate="within") for site in sites]
    if any(len(hits) != 1 for hits in found) or len({int(hits[0]) for hits in found}) != len(sites):
        raise ValueError("sites lie too close together for winding borders")
    return [faces[int(hits[0])] for hits in found]


def around(centre: XY, count: int, radius_km: float, seed: int) -> list[XY]:
    """Spread ``count`` points around a centre: evenly, but not so that it shows."""
    if count == 1:
        return [centre]
    chance = np.random.default_rng([seed, count, *_key(centre)])
    start = chance.uniform(0, 2 * pi)
    angles = [start + 2 * pi * (n + chance.uniform(-0.17, 0.17)) / count for n in range(count)]
    return [
        (
            centre[0] + radius_km * float(reach) * cos(angle),
            centre[1] + radius_km * float(reach) * sin(angle),
        )
        for angle, reach in zip(angles, chance.uniform(0.8, 1.15, count), strict=True)
    ]


def _outline(radius_km: float, seed: int) -> Polygon:
    chance = np.random.default_rng([seed, 1])
    angles = np.linspace(0, 2 * pi, 40, endpoint=False)
    reach = np.ones(angles.size)
    for wave in range(2, 6):
        reach += chance.uniform(0.03, 0.09) * np.sin(wave * angles + chance.uniform(0, 2 * pi))
    return Polygon(
        [
            (radius_km * r * cos(angle), radius_km * r * sin(angle))
            for angle, r in zip(angles, reach, strict=True)
        ]
    )


def _straight_cells(sites: Sequence[XY], outline: Polygon) -> list[Polygon]:
    envelope = outline.buffer(outline.length)
    parts = voronoi_polygons(MultiPoint(list(sites)), extend_to=envelope)
    clipped = [part.intersection(outline) for part in parts.geoms]
    return [part for part in clipped if isinstance(part, Polygon) and not part.is_empty]


def _pieces(borders: BaseGeometry) -> Iterator[tuple[XY, XY]]:
    for line in getattr(borders, "geoms", (borders,)):
        points = list(line.coords)
        yield from pairwise(points)


def _bent(a: XY, b: XY, seed: int) -> list[XY]:
    """Bend a straight piece by moving midpoints; the way it is walked does not matter."""
    first, last = sorted((a, b))
    chance = np.random.default_rng([seed, *_key(first), *_key(last)])
    line = np.array([first, last])
    while np.hypot(*(line[1] - line[0])) > _FINEST_KM:
        steps = np.diff(line, axis=0)
        lengths = np.hypot(steps[:, :1], steps[:, 1:])
        across = np.stack([-steps[:, 1], steps[:, 0]], axis=1) / np.maximum(lengths, _LONGEST_KM)
        shift = chance.uniform(-_BEND_KM, _BEND_KM, (len(steps), 1))
        middles = line[:-1] + steps / 2 + across * shift
        line = np.insert(line, range(1, len(line)), middles, axis=0)
    return [(float(x), float(y)) for x, y in line]


def _key(point: XY) -> tuple[int, int]:
    return round(point[0] * 1e5) + 10**8, round(point[1] * 1e5) + 10**8
