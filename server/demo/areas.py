"""The area tree of a demo city, from its ``areas.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely import Polygon, unary_union
from shapely.geometry import mapping

from server.demo.mosaic import XY, Frame, around, cells


@dataclass(frozen=True, slots=True)
class DemoArea:
    """A node of the tree with its invented shape in WGS-84."""

    code: str
    name: str
    level: str
    parent: str | None
    shape: Polygon

    def feature(self, label: str) -> dict[str, Any]:
        """The area as a GeoJSON feature."""
        return {
            "type": "Feature",
            "properties": {
                "code": self.code,
                "name": self.name,
                "level": self.level,
                "parent": self.parent,
                "label": label,
            },
            "geometry": mapping(self.shape),
        }


@dataclass(frozen=True, slots=True)
class _Leaf:
    code: str
    name: str
    community: str
    site: XY


def read_areas(path: Path) -> tuple[str, list[DemoArea]]:
    """Shape the tree that ``path`` describes: its label, and the areas from the top down.

    A community's code is its street's first nine digits and a running number; a grid's is the
    community's code and a running number.

    Raises ``ValueError`` when the description leads to an area in several pieces.
    """
    plan: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    leaves: list[_Leaf] = []
    communities: list[tuple[str, str, str]] = []
    for street in plan["streets"]:
        for code, name, site in _communities(street, plan["seed"]):
            communities.append((code, name, street["code"]))
            reach = street["spread_km"] * 0.42
            sites = around(site, street["grids"], reach, plan["seed"])
            leaves += [
                _Leaf(f"{code}{n:03}", plan["grid_name"].format(n=n), code, at)
                for n, at in enumerate(sites, 1)
            ]
    frame = Frame(plan["centre"]["lat"], plan["centre"]["lon"])
    shapes = cells(frame, [leaf.site for leaf in leaves], plan["radius_km"], plan["seed"])
    grids = [
        DemoArea(leaf.code, leaf.name, "grid", leaf.community, shape)
        for leaf, shape in zip(leaves, shapes, strict=True)
    ]
    middle = [
        DemoArea(code, name, "community", street, _union(grids, code))
        for code, name, street in communities
    ]
    top = plan["top"]
    streets = [
        DemoArea(
            street["code"],
            street["name"],
            "street",
            top[-1]["code"],
            _union(middle, street["code"]),
        )
        for street in plan["streets"]
    ]
    whole = _one_piece(unary_union([street.shape for street in streets]), top[-1]["code"])
    parents = [None, *(area["code"] for area in top)]
    tops = [
        DemoArea(area["code"], area["name"], area["level"], parent, whole)
        for area, parent in zip(top, parents, strict=False)
    ]
    return plan["label"], [*tops, *streets, *middle, *grids]


def _communities(street: dict[str, Any], seed: int) -> Iterator[tuple[str, str, XY]]:
    entries = street["communities"]
    spread = around(tuple(street["at"]), len(entries), street["spread_km"], seed)
    for n, (entry, at) in enumerate(zip(entries, spread, strict=True), 1):
        name, place = (entry, at) if isinstance(entry, str) else (entry["name"], entry["at"])
        yield f"{street['code'][:9]}{n:03}", name, (float(place[0]), float(place[1]))


def _union(areas: list[DemoArea], parent: str) -> Polygon:
    return _one_piece(unary_union([a.shape for a in areas if a.parent == parent]), parent)


def _one_piece(shape: object, code: str) -> Polygon:
    if not isinstance(shape, Polygon):
        raise ValueError(f"area {code} falls into pieces")
    return shape
