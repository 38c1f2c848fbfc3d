"""Places to choose from without a map."""

from __future__ import annotations

from dataclasses import dataclass

from server.geography.service import AreaRef, areas_of

_ABOVE_STREETS = frozenset({"city", "district"})


@dataclass(frozen=True)
class StreetChoice:
    """A street or town and what lies directly in it."""

    ref: AreaRef
    parts: tuple[AreaRef, ...]


def street_choices() -> list[StreetChoice]:
    """Every street with its communities, in the order of their codes."""
    level = areas_of(None)[1]
    while level and level[0].ref.level in _ABOVE_STREETS:
        level = [below for node in level for below in areas_of(node.ref.code)[1]]
    return [
        StreetChoice(node.ref, tuple(part.ref for part in areas_of(node.ref.code)[1]))
        for node in level
    ]
