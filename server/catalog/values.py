"""The category table as a value: what the rest of the program reads and computes with."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

LEAD_TYPES = frozenset(
    {
        "street", "enforcement", "sanitation", "landscape", "municipal", "drainage", "water",
        "gas", "cable", "housing", "ecology", "police", "fire", "owner", "property", "operator",
    }
)  # fmt: skip
NOBODY = "none"
LEADS = (*sorted(LEAD_TYPES), NOBODY)
"""What the lead of a category may be."""
KINDS = ("event", "component", "rural", "outside")
QUANTITIES = ("piece", "place", "sqm", "meter", "ton", "cubic", "board", "item")
"""What a close-out counts; each has words ``unit.<code>``."""
DETAILS: Mapping[str, tuple[str, ...]] = {
    "location_type": ("stairwell", "wall", "pole", "ground"),
    "ad_phone": (),
}
"""What a category may ask besides, with what may be answered; without choices, a telephone number.

Each has words ``detail.<code>`` and ``detail.<code>.<choice>``. Offices alone read them (A44).
"""
TILE_ICONS = (
    "trash-2", "package", "megaphone", "store", "bike", "car", "hammer", "cable", "cone", "lamp",
    "lightbulb", "trees", "droplets", "wind", "flame", "door-open", "construction", "hard-hat",
    "house", "building-2", "boxes", "triangle-alert", "circle-help",
)  # fmt: skip
"""Icons of the sprite that fit a tile."""


@dataclass(frozen=True, slots=True)
class TileView:
    """A tile: its code, Lucide icon, and the category a clerk is offered first."""

    code: str
    icon: str
    category_code: str | None


@dataclass(frozen=True, slots=True)
class ConditionView:
    """A 立案条件; ``limit`` is counted in ``unit``, both ``None`` for what is only passed on."""

    id: int
    no: int
    text: str
    limit: float | None
    unit: str | None
    close_standard: str
    urgent: bool
    rule_version: int


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A category with its conditions in order; ``names`` by locale.

    ``retired`` are conditions that only cases of earlier days still have.
    """

    id: int
    code_scheme: str
    code: str
    names: Mapping[str, str]
    tile: str
    kind: str
    lead_type: str
    co_leads: tuple[str, ...]
    minor: bool
    groups: tuple[str, ...]
    units: tuple[str, ...]
    details: tuple[str, ...]
    label: str
    conditions: tuple[ConditionView, ...]
    retired: tuple[ConditionView, ...] = ()
    active: bool = True

    def name(self, locale: str) -> str:
        """The name in ``locale``, in Chinese where nobody has translated it."""
        return self.names.get(locale) or self.names["zh-CN"]


@dataclass(frozen=True, slots=True)
class Charge:
    """A line of the responsibility list; no area means everywhere in the city."""

    lead_type: str
    area_id: int | None
    organisation_id: int
    effective_from: datetime
    version: int


class Catalogue:
    """The category table, immutable and safe to share.

    What is retired is found by id only: cases that have it keep their limits and standards.
    """

    def __init__(
        self,
        tiles: Sequence[TileView],
        categories: Iterable[CategoryView],
        urgent_words: Iterable[tuple[str, str]],
        charges: Iterable[Charge],
    ) -> None:
        """Index the parts; ``urgent_words`` are pairs of a word and a tile or ``""``."""
        self.tiles = tuple(tiles)
        self._by_id = {category.id: category for category in categories}
        self.categories = tuple(item for item in self._by_id.values() if item.active)
        self._by_code = {category.code: category for category in self.categories}
        self._conditions = {
            condition.id: (category, condition)
            for category in self._by_id.values()
            for condition in (*category.conditions, *category.retired)
        }
        self._urgent_words = tuple((_plain(word), tile) for word, tile in urgent_words)
        self._charges: dict[tuple[str, int | None], list[Charge]] = {}
        for charge in sorted(charges, key=lambda item: (item.effective_from, item.version)):
            self._charges.setdefault((charge.lead_type, charge.area_id), []).append(charge)

    def category(self, key: int | str) -> CategoryView | None:
        """The category with this id, or the one in use with this code."""
        return self._by_id.get(key) if isinstance(key, int) else self._by_code.get(key)

    def condition(self, condition_id: int) -> tuple[CategoryView, ConditionView] | None:
        """A condition together with the category it belongs to."""
        return self._conditions.get(condition_id)

    def suggested_category(self, tile: str) -> CategoryView | None:
        """What a clerk is offered first for a report under ``tile``."""
        code = next((item.category_code for item in self.tiles if item.code == tile), None)
        return self._by_code.get(code) if code else None

    def has_tile(self, code: str) -> bool:
        """Whether residents may choose ``code``."""
        return any(item.code == code for item in self.tiles)

    def is_urgent(self, tile: str, words: str) -> bool:
        """Whether a report sounds like a danger: open manhole, gas, live wire, collapse."""
        text = _plain(words)
        return any(word in text and only in ("", tile) for word, only in self._urgent_words)

    def lead(self, lead_type: str, area_ids: Sequence[int], at: datetime) -> int | None:
        """The organisation that leads for ``lead_type`` where ``area_ids`` (city first) nest.

        The smallest area with an entry in force at ``at`` decides, the city's default comes last.
        """
        for area_id in (*reversed(area_ids), None):
            for charge in reversed(self._charges.get((lead_type, area_id), ())):
                if charge.effective_from <= at:
                    return charge.organisation_id
        return None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
