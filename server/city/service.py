"""The city in service, cached per process for a few seconds."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import select

from server.city.models import City
from server.city.policy import Policy
from server.platform.db import db
from server.platform.runtime import Runtime, current

_KEPT_SECONDS = 5.0


@dataclass(frozen=True)
class CityView:
    """What the rest of the program knows of its city."""

    code: str
    name: str
    notice: str
    profile: dict[str, Any]
    policy: Policy


_NOWHERE = CityView("", "", "", {}, Policy())
_cache: WeakKeyDictionary[Runtime, tuple[float, CityView]] = WeakKeyDictionary()


def city() -> CityView:
    """The city row as a value; an installation without one has default policies."""
    runtime = current()
    kept = _cache.get(runtime)
    if kept is not None and time.monotonic() - kept[0] < _KEPT_SECONDS:
        return kept[1]
    row = db.session.execute(select(City).order_by(City.id).limit(1)).scalar_one_or_none()
    view = (
        _NOWHERE
        if row is None
        else CityView(row.code, row.name, row.notice, row.profile, Policy.of(row.policy))
    )
    _cache[runtime] = (time.monotonic(), view)
    return view


def policy() -> Policy:
    """The policies of the city."""
    return city().policy


def forget_cached() -> None:
    """Make a change of the city row visible at once in this process."""
    _cache.pop(current(), None)
