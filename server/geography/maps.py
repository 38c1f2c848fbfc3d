"""Areas as GeoJSON for maps: shapes made simple without opening cracks between neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray

from server.geography.atlas import Atlas
from server.geography.levels import Level

_FINENESS = 2000
_DECIMALS = 5


@dataclass(frozen=True)
class AreaMap:
    """A FeatureCollection as JSON, and a tag that changes whenever it does."""

    tag: str
    json: bytes


_drawn: WeakKeyDictionary[Atlas, dict[Level, AreaMap]] = WeakKeyDictionary()


def area_map(atlas: Atlas, level: Level) -> AreaMap:
    """The areas of a level in WGS-84, for showing and not for deciding.

    Edges are simplified by a two-thousandth of the map's breadth, which a screen does not show,
    shared ones alike on both sides; coordinates are rounded to about a metre. Made once per atlas
    and level.
    """
    drawn = _drawn.setdefault(atlas, {})
    if level not in drawn:
        json = orjson.dumps(_collection(atlas, level))
        drawn[level] = AreaMap(sha256(json).hexdigest()[:16], json)
    return drawn[level]


def _collection(atlas: Atlas, level: Level) -> dict[str, Any]:
    nodes = [(node, node.outline) for node in atlas.at_level(level) if node.outline]
    shapes = np.array([outline.shape for _, outline in nodes], dtype=object)
    features = [
        {
            "type": "Feature",
            "geometry": orjson.Fragment(shapely.to_geojson(shape)),
            "properties": {
                "code": node.ref.code,
                "name": node.ref.name,
                "level": node.ref.level,
                "label": outline.label,
            },
        }
        for (node, outline), shape in zip(nodes, drawn_simple(shapes), strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def drawn_simple(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Shapes that cover an area together, made as simple as a screen shows them."""
    simple = shapely.coverage_simplify(shapes, _breadth(shapes) / _FINENESS)
    rounded: NDArray[np.object_] = shapely.transform(simple, lambda at: at.round(_DECIMALS))
    return rounded


def _breadth(shapes: NDArray[np.object_]) -> float:
    """The longer side, in degrees, of what the shapes cover; 0 without any."""
    if not len(shapes):
        return 0.0
    west, south, east, north = shapely.total_bounds(shapes)
    return float(max(east - west, north - south))
