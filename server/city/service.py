"""The city in service, half a second old at most in every process."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from sqlalchemy import select

from server.city.models import City
from server.city.policy import Policy
from server.platform.db import db
from server.platform.runtime import Runtime, current

_KEPT_SECONDS = 0.5


@dataclass(frozen=True)
class CityView:
    """What the rest of the program knows of its city."""

    code: str
    name: str
    notice: str
    profile: dict[str, Any]
    policy: Policy
    policy_version: int = 1

    @property
    def grid_kinds(self) -> dict[str, dict[str, str]]:
        """What areas below the communities may be, such as buildings: names by locale, by code."""
        return {kind["code"]: kind["names"] for kind in self.profile.get("grid_kinds", [])}


_NOWHERE = CityView("", "", "", {}, Policy())
_cache: WeakKeyDictionary[Runtime, tuple[float, CityView]] = WeakKeyDictionary()


def city() -> CityView:
    """The city row as a value; an installation without one has default policies."""
    runtime = current()
    kept = _cache.get(runtime)
    if kept is not None and time.monotonic() - kept[0] < _KEPT_SECONDS:
        return kept[1]
    row = db.session.execute(select(City).order_by(City.id).limit(1)).scalar_one_or_none()
    view = _NOWHERE if row is None else _view(row)
    _cache[runtime] = (time.monotonic(), view)
    return view


def _view(row: City) -> CityView:
    known = Policy.of(row.policy)
    return CityView(row.code, row.name, row.notice, row.profile, known, row.version)


def policy() -> Policy:
    """The policies of the city."""
    return city().policy


def time_zone() -> ZoneInfo:
    """The time zone that people of the city live in."""
    return ZoneInfo(policy().time_zone)


def policy_rule(name: str) -> str:
    """How a clock names the entry of the policy that it follows: with the policy's version."""
    return f"policy.{name}@{city().policy_version}"


def forget_cached() -> None:
    """Make a change of the city row visible at once in this process."""
    _cache.pop(current(), None)
