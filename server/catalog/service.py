"""The catalogue in service, and the questions that routing asks it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from server.catalog.editions import edition
from server.catalog.queries import read_catalogue
from server.catalog.values import Catalogue, CategoryView
from server.platform import clock
from server.platform.db import db
from server.platform.runtime import Runtime, current

_CHECKED_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class _Kept:
    """The catalogue of an edition, and when (monotonic) that edition was last the present one."""

    edition: int
    checked_at: float
    catalogue: Catalogue


_cache: WeakKeyDictionary[Runtime, _Kept] = WeakKeyDictionary()


def catalogue() -> Catalogue:
    """The categories, tiles and responsibilities in force, half a second old at most.

    After that time one lookup tells whether any process has changed the tables meanwhile.
    """
    runtime, now = current(), time.monotonic()
    kept = _cache.get(runtime)
    if kept is not None and now - kept.checked_at < _CHECKED_SECONDS:
        return kept.catalogue
    session = db.session()
    number = edition(session)
    unchanged = kept is not None and kept.edition == number
    known = kept.catalogue if kept and unchanged else read_catalogue(session)
    _cache[runtime] = _Kept(number, now, known)
    return known


def forget_cached() -> None:
    """Make a change of the tables visible at once in this process."""
    _cache.pop(current(), None)


def suggest_lead(category: CategoryView, area_ids: Sequence[int]) -> int | None:
    """The id of the organisation that should lead; ``area_ids`` of the place, city first.

    ``None`` for matters that are nobody's here, or when the list has a hole.
    """
    return catalogue().lead(category.lead_type, area_ids, clock.now())


def suggest_co_leads(category: CategoryView, area_ids: Sequence[int]) -> list[int]:
    """The ids of the organisations that help, in the order of the category table."""
    known, now = catalogue(), clock.now()
    found = (known.lead(lead_type, area_ids, now) for lead_type in category.co_leads)
    return [organisation_id for organisation_id in found if organisation_id is not None]
