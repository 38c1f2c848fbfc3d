"""What an import would change for who works with the map: outlines, and cases of other streets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
import shapely
from shapely.geometry.base import BaseGeometry

from server.cases.holding import OpenCase, open_cases_within
from server.geography.atlas import AreaRef, Atlas, Node, Outline
from server.geography.atlases import current_atlas
from server.geography.importer import Plan
from server.geography.maps import drawn_simple
from server.geography.planner import Draft
from server.platform.db import db

_FRAME = 0.002  # degrees around what changes: streets reach 100 m into a gap
_Drawn = tuple[str, str, BaseGeometry]


@dataclass(frozen=True)
class Move:
    """An open case that another street would get today; the case itself stays where it is.

    ``to`` is ``None`` where no street would be near.
    """

    number: str
    old: str
    new: str | None


@dataclass(frozen=True)
class Preview:
    """GeoJSON of the areas whose shape changes, before and after, and the cases concerned."""

    before: dict[str, Any]
    after: dict[str, Any]
    moves: list[Move]


def preview(plan: Plan) -> Preview:
    """What a plan would change. A fixed number of queries."""
    present = current_atlas()
    reshaped = [draft for draft in plan.drafts if draft.boundary is not None]
    old = [(draft, _outline_of(present, draft)) for draft in reshaped]
    before = [(draft.code, draft.name, held.shape) for draft, held in old if held is not None]
    after = [(draft.code, draft.name, draft.boundary.shape) for draft in reshaped if draft.boundary]
    return Preview(_collection(before), _collection(after), _moves(plan, present, before + after))


def _outline_of(atlas: Atlas, draft: Draft) -> Outline | None:
    node = atlas.find(draft.code)
    return node.outline if node else None


def _moves(plan: Plan, present: Atlas, changed: list[_Drawn]) -> list[Move]:
    """Only cases within the frame of what changes can move."""
    if not changed:
        return []
    west, south, east, north = shapely.total_bounds([shape for *_, shape in changed])
    future = Atlas(present.edition, _nodes_after(plan, present))
    frame = (south - _FRAME, west - _FRAME, north + _FRAME, east + _FRAME)
    cases = open_cases_within(db.session(), *map(float, frame))
    return list(_compared(cases, present, future))


def _compared(cases: Iterable[OpenCase], present: Atlas, future: Atlas) -> Iterator[Move]:
    for case in cases:
        now, then = (atlas.place(case.lat, case.lon) for atlas in (present, future))
        codes = tuple(placement.street.code if placement else None for placement in (now, then))
        street = present.chain(case.street_area_id)[-1]
        if codes[0] != codes[1] and street.code != codes[1]:
            yield Move(case.number, street.name, then.street.name if then else None)


def _nodes_after(plan: Plan, present: Atlas) -> Iterator[Node]:
    """The present areas with the drafts in their places; new areas have numbers below zero."""
    ids = plan.open_ids
    for number, draft in enumerate(plan.drafts, start=1):
        ids.setdefault(draft.stem, -number)
    drafted = {ids[draft.stem]: draft for draft in plan.drafts}
    for node in present.nodes():
        if node.ref.id in drafted:
            yield _node(drafted.pop(node.ref.id), ids, node)
        else:
            yield node
    for draft in drafted.values():
        yield _node(draft, ids, None)


def _node(draft: Draft, ids: dict[str, int], present: Node | None) -> Node:
    ref = AreaRef(ids[draft.stem], draft.code, draft.name, draft.level, draft.kind)
    shape = draft.boundary
    outline = present.outline if present else None
    if shape is not None:
        outline = Outline(shape.shape, shape.area_m2, shape.inside.lat, shape.inside.lon, "")
    return Node(ref, ids[draft.parent] if draft.parent else None, True, outline)


def _collection(drawn: list[_Drawn]) -> dict[str, Any]:
    shapes = np.array([shape for *_, shape in drawn], dtype=object)
    features = [
        {
            "type": "Feature",
            "geometry": orjson.Fragment(shapely.to_geojson(shape)),
            "properties": {"code": code, "name": name},
        }
        for (code, name, _), shape in zip(drawn, drawn_simple(shapes), strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}
