"""How many cases wait at segments, sites and areas: open, late, and come again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import shapely
from sqlalchemy import Row

from server.geography.index import AreaIndex
from server.geography.service import ancestors, areas_below
from server.platform import clock
from server.responsibility.book import COMMUNITY, SEGMENT, SITE_KINDS, Book, SiteEntry
from server.responsibility.queries import cases_around

AREA = "area"
_RECURRENCE = timedelta(days=30)
Target = tuple[str, int]


@dataclass
class Figures:
    """What waits at a target."""

    open: int = 0
    overdue: int = 0
    _recent: Counter[int | None] = field(default_factory=Counter)

    def add(self, row: Row[Any], now: datetime) -> None:
        """Count a case."""
        self.open += row.is_open
        if row.is_open and row.due_at is not None and not row.due_paused:
            self.overdue += now > row.due_at
        if row.is_recent:
            self._recent[row.category_id] += 1

    @property
    def recurred(self) -> int:
        """How many accepted cases of the last 30 days followed another one of their category."""
        return sum(times - 1 for times in self._recent.values())


def figures_of(book: Book, targets: Sequence[Target], without: int | None) -> dict[Target, Figures]:
    """The figures of some targets, in one query however many there are.

    A target is a segment, point or compound, or else an area with all below it. Cases about the
    organisation ``without`` are left out.
    """
    found = {target: Figures() for target in targets}
    sites = [item for item in book.sites if (item.kind, item.id) in found]
    reaches = [site.reach for site in sites]
    area_ids = {number for kind, number in targets if kind not in (SEGMENT, *SITE_KINDS)}
    rows = cases_around(
        {number for kind, number in targets if kind == SEGMENT},
        areas_below(area_ids) if area_ids else set(),
        shapely.total_bounds(reaches).tolist() if reaches else None,
        clock.now() - _RECURRENCE,
        without,
    )
    index = AreaIndex(reaches)
    now = clock.now()
    for row in rows:
        for target in _places(row, sites, index) & found.keys():
            found[target].add(row, now)
    return found


def _places(row: Row[Any], sites: Sequence[SiteEntry], index: AreaIndex) -> set[Target]:
    """Every target that a case may be at."""
    inside = (sites[number] for number in index.covering(row.lat, row.lon))
    return {
        (SEGMENT, row.segment_id),
        *((site.kind, site.id) for site in inside),
        *((kind, area.id) for area in ancestors(row.area_id) for kind in (COMMUNITY, AREA)),
    }
