"""The catalogue in service, and the questions that routing asks it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from server.catalog.queries import read_catalogue
from server.catalog.values import NOBODY, Catalogue, CategoryView
from server.platform import clock
from server.platform.db import db
from server.platform.runtime import Runtime, current

_KEPT_SECONDS = 5.0

_cache: WeakKeyDictionary[Runtime, tuple[float, Catalogue]] = WeakKeyDictionary()


def catalogue() -> Catalogue:
    """The categories, tiles and responsibilities in force, read again after a few seconds."""
    runtime = current()
    kept = _cache.get(runtime)
    if kept is not None and time.monotonic() - kept[0] < _KEPT_SECONDS:
        return kept[1]
    fresh = read_catalogue(db.session())
    _cache[runtime] = (time.monotonic(), fresh)
    return fresh


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


def holes(area_chains: Sequence[Sequence[int]]) -> list[tuple[str, Sequence[int]]]:
    """Lead types without an organisation: each with the chain of areas where it is missing.

    Give the chain (city first) of every street to know that every category can be dispatched.
    """
    known, now = catalogue(), clock.now()
    needed = sorted({item.lead_type for item in known.categories} - {NOBODY})
    return [
        (lead_type, chain)
        for chain in area_chains
        for lead_type in needed
        if known.lead(lead_type, chain, now) is None
    ]
