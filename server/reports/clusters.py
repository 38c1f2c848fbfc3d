"""Public cases on a map: one by one near the ground, counted in cells from further up.

Counting a whole city is what costs: 0.2 to 0.6 s for a quarter of a million cases (limits.md 1.6).
So boxes are widened to whole map tiles, which neighbours in space and time share, and what counted
many cases is kept for a moment. What counted few is always counted anew.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from math import ceil, floor
from time import monotonic
from typing import Any

from sqlalchemy import ColumnElement, Float, Integer, Row, and_, cast, func, select

from server.cases.models import Case
from server.cases.queries import public_cases
from server.cases.states import GROUPS, State
from server.platform.db import ask, db
from server.platform.runtime import current
from server.reports.public import ROUNDED_DEGREES, Wanted, rounded, shown_axis, shown_within

KEPT_S = 30.0
KEPT_FROM_CASES = 5_000
_KEPT_MOST = 256
_CLUSTER_BELOW_ZOOM = 15
_POINTS_MOST = 4000

_Box = tuple[float, float, float, float]
_Features = list[dict[str, Any]]

_kept: OrderedDict[tuple[Any, ...], tuple[float, _Features]] = OrderedDict()
_lock = threading.Lock()


def points(box: _Box, zoom: int, wanted: Wanted) -> dict[str, Any]:
    """Public cases in a box (west, south, east, north; WGS-84) as GeoJSON.

    Far out they are counted in the cells of a grid, in a box a little wider, and many of them as
    they were up to ``KEPT_S`` ago. Raises ``Problem`` as ``Wanted.conditions`` does.
    """
    if zoom >= _CLUSTER_BELOW_ZOOM:
        features = [_point(*row) for row in _rows(_inside(box, wanted))]
    else:
        features = _counted(_whole_tiles(box, zoom), zoom, wanted)
    return {"type": "FeatureCollection", "features": features}


def _inside(box: _Box, wanted: Wanted) -> ColumnElement[bool]:
    west, south, east, north = box
    return and_(
        public_cases(),
        Case.lat.between(south - ROUNDED_DEGREES, north + ROUNDED_DEGREES),
        Case.lon.between(west - ROUNDED_DEGREES, east + ROUNDED_DEGREES),
        shown_within(south, west, north, east),
        *wanted.conditions(),
    )


def _whole_tiles(box: _Box, zoom: int) -> _Box:
    """The box widened to a grid of 2^zoom columns around the world, and as many rows."""
    wide, high = 360.0 / 2**zoom, 180.0 / 2**zoom
    west, south, east, north = box
    return (
        floor(west / wide) * wide,
        floor(south / high) * high,
        ceil(east / wide) * wide,
        ceil(north / high) * high,
    )


def _counted(box: _Box, zoom: int, wanted: Wanted) -> _Features:
    key = (current().settings.database_url, box, zoom, wanted)
    with _lock:
        at, features = _kept.get(key, (float("-inf"), []))
    if monotonic() - at < KEPT_S:
        return features
    features = _clusters(_inside(box, wanted), zoom)
    if sum(feature["properties"].get("count", 1) for feature in features) >= KEPT_FROM_CASES:
        with _lock:
            _kept[key] = (monotonic(), features)
            _kept.move_to_end(key)
            while len(_kept) > _KEPT_MOST:
                _kept.popitem(last=False)
    return features


def _rows(query: ColumnElement[bool]) -> Sequence[Row[*tuple[Any, ...]]]:
    columns = select(Case.number, Case.tile, Case.state, Case.lat, Case.lon)
    return ask(db.session(), columns.where(query).limit(_POINTS_MOST)).all()


def _point(number: str, tile: str, state: State, lat: float, lon: float) -> dict[str, Any]:
    lat, lon = rounded(tile, lat, lon)
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {"number": number, "tile": tile, "state": state, "group": GROUPS[state]},
    }


def _clusters(query: ColumnElement[bool], zoom: int) -> list[dict[str, Any]]:
    """About eight cells a map tile; a cell with one case shows that case."""
    cells = float(8 * 2**zoom)
    shown_lat, shown_lon = shown_axis(Case.lat), shown_axis(Case.lon)
    cell_lat = cast(func.floor((shown_lat + 90.0) * cells / 180.0), Integer)
    cell_lon = cast(func.floor((shown_lon + 180.0) * cells / 360.0), Integer)
    rows = db.session.execute(
        select(
            func.count(),
            cast(func.avg(shown_lat), Float),
            cast(func.avg(shown_lon), Float),
            func.min(Case.number),
            func.min(Case.tile),
            func.min(Case.state),
        )
        .where(query)
        .group_by(cell_lat, cell_lon)
        .limit(_POINTS_MOST)
    )
    features = []
    for count, lat, lon, number, tile, state in rows:
        if count == 1:
            features.append(_point(number, tile, state, lat, lon))
            continue
        features.append(
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [round(lon, 5), round(lat, 5)]},
                "properties": {"cluster": True, "count": count},
            }
        )
    return features
