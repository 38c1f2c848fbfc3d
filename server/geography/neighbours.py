"""How the shapes of an import lie to the others: signs of a wrong datum, level or code.

They are remarks, no refusals: an exclave lies outside the area it belongs to, and small overlaps
are everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from server.geography.levels import Level
from server.geography.models import Area, AreaBoundary
from server.geography.planner import Draft
from server.geography.report import Note

_LEAST_PERCENT = 5.0


@dataclass(frozen=True)
class _Piece:
    """An area as it will be; ``shape`` is missing where only the name is known."""

    stem: str
    name: str
    level: Level
    parent: str | None
    shape: BaseGeometry | None


def remarks(
    drafts: Iterable[Draft], areas: Iterable[Area], boundaries: Mapping[int, AreaBoundary]
) -> dict[str, tuple[Note, ...]]:
    """What is odd about the new shapes of ``drafts``, by stem.

    ``areas`` and their open ``boundaries`` by id are what is there already.
    """
    new = [draft for draft in drafts if draft.boundary is not None]
    if not new:
        return {}
    pieces = _pieces_after(drafts, areas, boundaries)
    pieces_new = [pieces[draft.stem] for draft in new]
    found = dict(_overlaps(pieces_new, list(pieces.values())))
    return {
        piece.stem: tuple(filter(None, (_outside(piece, pieces), found.get(piece.stem))))
        for piece in pieces_new
    }


def _pieces_after(
    drafts: Iterable[Draft], areas: Iterable[Area], boundaries: Mapping[int, AreaBoundary]
) -> dict[str, _Piece]:
    current = [area for area in areas if area.valid_to is None]
    stems = {area.id: area.stem for area in current}
    rows = [boundaries.get(area.id) for area in current]
    shapes = shapely.from_wkb([row.wkb if row else None for row in rows])
    pieces = {
        area.stem: _Piece(
            area.stem, area.name, Level(area.level), stems.get(area.parent_id or 0), shape
        )
        for area, shape in zip(current, shapes, strict=True)
    }
    for draft in drafts:
        held = pieces.get(draft.stem)
        shape = draft.boundary.shape if draft.boundary else held.shape if held else None
        pieces[draft.stem] = _Piece(draft.stem, draft.name, draft.level, draft.parent, shape)
    return pieces


def _outside(piece: _Piece, pieces: Mapping[str, _Piece]) -> Note | None:
    """Much of an area lies outside of the one above it."""
    above = pieces.get(piece.parent or "")
    if above is None or above.shape is None or piece.shape is None:
        return None
    percent = 100 - _percent(piece.shape, above.shape)
    return _note("outside_parent", above.name, percent)


def _overlaps(new: list[_Piece], pieces: list[_Piece]) -> Iterator[tuple[str, Note]]:
    """Much of an area is also another one's of the same level, of which the largest part counts.

    Grids may lie in grids.
    """
    others = [
        piece
        for piece in pieces
        if piece.shape is not None and piece.level == new[0].level and piece.level is not Level.GRID
    ]
    tree = shapely.STRtree([piece.shape for piece in others if piece.shape is not None])
    for piece in new:
        shape = piece.shape
        if shape is None:
            continue
        near = [others[number] for number in tree.query(shape)]
        shared = [(_percent(shape, other.shape), other) for other in near if other is not piece]
        if shared:
            percent, other = max(shared, key=lambda pair: pair[0])
            note = _note("overlaps", other.name, percent)
            if note:
                yield piece.stem, note


def _percent(shape: BaseGeometry, other: BaseGeometry | None) -> float:
    """How much of ``shape`` is in ``other``."""
    shared: np.float64 = shapely.area(shapely.intersection(shape, other))
    return float(shared / shape.area * 100)


def _note(code: str, name: str, percent: float) -> Note | None:
    if percent < _LEAST_PERCENT:
        return None
    return Note(code, {"name": name, "percent": f"{percent:.0f}"})
