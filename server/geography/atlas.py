"""The areas valid at one moment, in memory, with an index of their shapes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from operator import itemgetter

from shapely.geometry.base import BaseGeometry

from server.geography.index import AreaIndex
from server.geography.levels import Level, stem

NEAREST_STREET_M = 100.0


@dataclass(frozen=True, slots=True)
class AreaRef:
    """What the rest of the system knows of an area; ``kind`` of those below the communities."""

    id: int
    code: str
    name: str
    level: Level
    kind: str | None = None


@dataclass(frozen=True)
class Outline:
    """A shape in WGS-84 degrees, its size, a position inside it, and the words shown with it."""

    shape: BaseGeometry
    area_m2: float
    lat: float
    lon: float
    label: str


@dataclass(frozen=True)
class Node:
    """An area in the tree. ``outline`` is missing where only the name is known."""

    ref: AreaRef
    parent_id: int | None
    current: bool
    outline: Outline | None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a position belongs.

    ``areas`` run from the city down to the smallest; ``street`` is one of them. ``gap_m`` is 0
    inside an area, else the metres to the nearest street. ``edition`` is the state of the map.
    """

    areas: tuple[AreaRef, ...]
    street: AreaRef
    gap_m: float
    edition: int


class Atlas:
    """Answers about places; never changes, so threads share it.

    ``nodes`` are all areas, closed ones too, since old cases name them; only current ones can be
    found by position, code, level or parent.
    """

    def __init__(self, edition: int, nodes: Iterable[Node]) -> None:
        self.edition = edition
        self._nodes = {node.ref.id: node for node in nodes}
        self._chains = {number: self._climb(number) for number in self._nodes}
        self._current = sorted(
            (node for node in self._nodes.values() if node.current), key=lambda node: node.ref.code
        )
        self._by_stem = {stem(node.ref.code): node for node in self._current}
        drawn = sorted(
            (
                (node.outline.area_m2, node.ref.code, node.outline.shape, placement)
                for node in self._current
                if node.outline and (placement := self.placement(node.ref.id))
            ),
            key=itemgetter(0, 1),
        )
        self._placements = [placement for _, _, _, placement in drawn]
        self._index = AreaIndex([shape for _, _, shape, _ in drawn])

    def place(self, lat: float, lon: float) -> Placement | None:
        """Where a position (WGS-84 degrees) belongs, or ``None`` far from every street.

        The smallest area that covers it, then the lower code; but never an area rather than one
        inside it in the tree, which may have the very same shape.
        """
        found = [self._placements[number] for number in self._index.covering(lat, lon)]
        if found:
            above = {ref.id for placement in found for ref in placement.areas[:-1]}
            return next(item for item in found if item.areas[-1].id not in above)
        for metres, number in self._index.within(lat, lon, NEAREST_STREET_M):
            nearest = self._placements[number]
            if nearest.areas[-1] == nearest.street:
                return replace(nearest, gap_m=metres)
        return None

    def placement(self, area_id: int) -> Placement | None:
        """The placement of all that is in an area; ``None`` when no street contains it."""
        chain = self.chain(area_id)
        street = next((ref for ref in chain if ref.level is Level.STREET), None)
        return Placement(chain, street, 0.0, self.edition) if street else None

    def chain(self, area_id: int) -> tuple[AreaRef, ...]:
        """The areas from the city down to the given one. Raises ``KeyError`` for an unknown id."""
        return self._chains[area_id]

    def nodes(self) -> Iterable[Node]:
        """All areas, closed ones too."""
        return self._nodes.values()

    def find(self, code: str) -> Node | None:
        """The current area of a code in any of its lengths."""
        return self._by_stem.get(stem(code))

    def children(self, parent: Node | None) -> list[Node]:
        """The current areas directly below ``parent``, or those with nothing above, by code."""
        parent_id = parent.ref.id if parent else None
        return [node for node in self._current if node.parent_id == parent_id]

    def at_level(self, level: Level) -> list[Node]:
        """The current areas of a level, by code."""
        return [node for node in self._current if node.ref.level is level]

    def named(self, piece: str) -> list[AreaRef]:
        """The areas, closed ones too, whose name contains ``piece`` (case-folded)."""
        return [node.ref for node in self._nodes.values() if piece in node.ref.name.casefold()]

    def below(self, area_ids: Collection[int]) -> set[int]:
        """The ids of these areas and of all areas inside them in the tree."""
        return {
            number
            for number, chain in self._chains.items()
            if any(ref.id in area_ids for ref in chain)
        }

    def _climb(self, number: int) -> tuple[AreaRef, ...]:
        chain: list[AreaRef] = []
        here: int | None = number
        while here is not None:
            node = self._nodes[here]
            chain.append(node.ref)
            here = node.parent_id
        return tuple(reversed(chain))
