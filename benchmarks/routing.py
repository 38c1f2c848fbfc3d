"""Routing a point to its areas: medians of microseconds, CPU and wall, of one call in one thread.

The map is invented: 30 × 30 streets whose winding edges are shared, 9 communities in each, some
500 vertices a street as real ones have. With the real street offices of Beijing beside the project
they are measured too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from math import sin
from pathlib import Path
from random import Random
from statistics import median

import shapely
from shapely.affinity import scale, translate

from benchmarks.figures import Figure
from server.geography.atlas import AreaRef, Atlas, Node, Outline
from server.geography.datum import Datum, Point
from server.geography.features import read_path
from server.geography.levels import Level
from server.geography.measure import area_m2

AIM_US = 50.0
BEIJING = Path(__file__).parents[2] / "shared" / "data" / "geo" / "beijing_subdistricts_wgs84"
SIDE, STEP = 30, 0.01
WEST, SOUTH = 125.0, 42.0
BATCHES, BATCH = 15, 2_000

Place = tuple[float, float]


def measure() -> Iterator[Figure]:
    """One figure for each kind of place asked for."""
    random = Random(8)
    whole = SIDE * STEP
    places = [
        (SOUTH + random.random() * whole, WEST + random.random() * whole) for _ in range(BATCH)
    ]
    invented = _invented()
    yield _time("anywhere in a made city", lambda place: invented.place(*place), places)
    far = [(lat + 1.0, lon) for lat, lon in places]
    yield _time("far outside of it", lambda place: invented.place(*place), far)
    yield _time(
        "GCJ-02 to WGS-84", lambda place: Point(*place, Datum.GCJ02).to(Datum.WGS84), places
    )
    if BEIJING.is_dir():
        beijing = _beijing()
        spots = [(random.uniform(39.5, 40.9), random.uniform(115.6, 117.3)) for _ in range(BATCH)]
        inside = [place for place in spots if beijing.place(*place)]
        yield _time("within 343 streets", lambda place: beijing.place(*place), inside)
        yield _time("around 343 streets", lambda place: beijing.place(*place), spots)


def _time(name: str, call: Callable[[Place], object], places: list[Place]) -> Figure:
    cpu, wall = [], []
    for _ in range(BATCHES):
        cpu_start, wall_start = time.process_time(), time.perf_counter()
        for place in places:
            call(place)
        cpu.append((time.process_time() - cpu_start) / len(places) * 1e3)
        wall.append((time.perf_counter() - wall_start) / len(places) * 1e3)
    spent = median(cpu)
    aim = f"≤ {AIM_US:.0f} µs CPU"
    return Figure(f"route: {name}", median(wall), spent, aim=aim, met=spent * 1e3 <= AIM_US)


def _invented() -> Atlas:
    nodes: list[Node] = []
    for row in range(SIDE):
        for column in range(SIDE):
            code = f"{row:02}{column:02}"
            street = _street(row, column)
            nodes.append(_node(len(nodes) + 1, code, Level.STREET, None, street))
            parent = nodes[-1].ref.id
            for part in range(9):
                third = scale(street, 1 / 3, 1 / 3)
                moved = translate(third, (part % 3 - 1) * STEP / 3, (part // 3 - 1) * STEP / 3)
                nodes.append(_node(len(nodes) + 1, f"{code}{part}", Level.COMMUNITY, parent, moved))
    return Atlas(1, nodes)


def _street(row: int, column: int) -> shapely.Polygon:
    along = [number / 125 for number in range(125)]
    south = [_bent(column + t, row, 0, 1) for t in along]
    east = [_bent(column + 1, row + t, 1, 0) for t in along]
    north = [_bent(column + 1 - t, row + 1, 0, 1) for t in along]
    west = [_bent(column, row + 1 - t, 1, 0) for t in along]
    return shapely.Polygon(south + east + north + west)


def _bent(x: float, y: float, across: float, up: float) -> Place:
    bend = 0.08 * sin(6.283185307 * (x + y)) + 0.03 * sin(43.9822971503 * (x + y))
    return WEST + STEP * (x + across * bend), SOUTH + STEP * (y + up * bend)


def _beijing() -> Atlas:
    found = [item for item in read_path(BEIJING, Datum.WGS84) if item.boundary]
    return Atlas(
        1,
        [
            _node(number, item.code, Level.STREET, None, item.boundary.shape)
            for number, item in enumerate(found, start=1)
            if item.boundary
        ],
    )


def _node(
    number: int,
    code: str,
    level: Level,
    parent: int | None,
    shape: shapely.geometry.base.BaseGeometry,
) -> Node:
    outline = Outline(shape, area_m2(shape), 0.0, 0.0, "")
    return Node(AreaRef(number, code, code, level), parent, True, outline)
