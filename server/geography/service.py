"""What the rest of the system asks about places. Every function needs an application context."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from server.geography.atlas import NEAREST_STREET_M, AreaRef, Node, Placement
from server.geography.atlases import current_atlas
from server.geography.datum import Datum, Point
from server.geography.editions import next_edition
from server.geography.levels import Level, stem
from server.geography.maps import AreaMap, area_map
from server.geography.models import Area
from server.geography.queries import latest_areas, latest_edition, open_boundaries
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem

__all__ = ["AreaRef", "Datum", "Level", "Placement", "Point"]


def locate(point: Point) -> Placement:
    """The areas a position belongs to, from the city down to the smallest that covers it.

    Of overlapping areas the smallest counts, then the lower code. In a gap it is the nearest
    street within 100 m. Raises ``Problem`` ``out_of_area`` where there is none.
    """
    wgs = point.to(Datum.WGS84)
    placement = current_atlas().place(wgs.lat, wgs.lon)
    if placement is None:
        raise Problem("out_of_area", 422, radius_m=round(NEAREST_STREET_M))
    return placement


def place_by_code(area_code: str) -> tuple[Placement, Point]:
    """A place chosen by name and not on a map: its placement, and a position inside the area.

    Raises ``Problem`` ``area_unknown`` for no current area, ``area_too_wide`` above the streets,
    and ``area_without_shape`` where only the name of the area is known.
    """
    atlas = current_atlas()
    node = atlas.find(area_code)
    if node is None:
        raise Problem("area_unknown", 422, area=area_code)
    placement = atlas.placement(node.ref.id)
    if placement is None:
        raise Problem("area_too_wide", 422, area=node.ref.name)
    if node.outline is None:
        raise Problem("area_without_shape", 422, area=node.ref.name)
    return placement, Point(node.outline.lat, node.outline.lon)


def areas_of(parent: str | None) -> tuple[Node | None, list[Node]]:
    """The area of a code and the current areas directly below it, by code; without a code the top.

    Raises ``Problem`` ``area_not_found`` when the code is of no current area.
    """
    atlas = current_atlas()
    node = atlas.find(parent) if parent is not None else None
    if parent is not None and node is None:
        raise Problem("area_not_found", 404, area=parent)
    return node, atlas.children(node)


def area_tree() -> list[tuple[Node, int]]:
    """The current areas above the grids from the top down, each with its depth."""
    atlas = current_atlas()

    def walk(parent: Node | None, depth: int) -> Iterator[tuple[Node, int]]:
        for node in atlas.children(parent):
            if node.ref.level is not Level.GRID:
                yield node, depth
                yield from walk(node, depth + 1)

    return list(walk(None, 0))


def area_by_code(code: str) -> AreaRef | None:
    """The current area of a code, in any of the lengths of official codes."""
    node = current_atlas().find(code)
    return node.ref if node else None


def ancestors(area_id: int) -> tuple[AreaRef, ...]:
    """The areas from the city down to the given one, itself included, even when it is closed.

    Raises ``KeyError`` for an id that never was.
    """
    return current_atlas().chain(area_id)


def place_of(area_id: int) -> str:
    """An area by its names from the community down, since grids of all communities are named alike.

    Above the communities it is the name alone. Raises ``KeyError`` for an id that never was.
    """
    chain = ancestors(area_id)
    below = [area.name for area in chain if area.level.rank >= Level.COMMUNITY.rank]
    return " ".join(below) or chain[-1].name


def areas_named(piece: str) -> list[AreaRef]:
    """The areas, closed ones too, whose name contains ``piece`` (case-folded)."""
    return current_atlas().named(piece)


def areas_below(area_ids: Collection[int]) -> set[int]:
    """The ids of these areas and of all areas inside them in the tree."""
    return current_atlas().below(area_ids)


def areas_at(level: Level) -> list[AreaRef]:
    """The current areas of a level, by code."""
    return [node.ref for node in current_atlas().at_level(level)]


def chains_of_streets() -> list[tuple[AreaRef, ...]]:
    """Every current street with what it lies in, from the city down to the street itself."""
    atlas = current_atlas()
    return [atlas.chain(node.ref.id) for node in atlas.at_level(Level.STREET)]


def map_of(level: Level) -> AreaMap:
    """The current areas of a level as GeoJSON for a map."""
    return area_map(current_atlas(), level)


def close_area(code: str, moment: datetime) -> None:
    """End an area and its boundary at ``moment`` (aware); cases keep referring to it.

    Raises ``Problem`` ``area_not_found``, ``area_has_children`` while an open area is below it,
    and ``areas_changed`` when an import came in between.
    """
    base = latest_edition(db.session())
    areas = latest_areas(db.session())
    area = areas.get(stem(code))
    if area is None or area.valid_to is not None:
        raise Problem("area_not_found", 404, area=code)
    if any(other.parent_id == area.id and other.valid_to is None for other in areas.values()):
        raise Problem("area_has_children", 409, area=area.name)
    with unit_of_work() as session:
        next_edition(session, base, area.code, 1)
        session.get_one(Area, area.id).valid_to = moment
        boundary = open_boundaries(session).get(area.id)
        if boundary:
            boundary.valid_to = moment
