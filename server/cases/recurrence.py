"""复发: the same category again, near by and soon after a case was closed (K19, A44)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.cases.models import Case
from server.cases.states import State
from server.city.service import policy
from server.geography.datum import Point
from server.geography.measure import distance_m, metres_per_degree

_DECIDES = frozenset({"accepted_at", "category_id", "lat", "lon"})
_LOOKED_AT = 50


def is_decided_by(changes: Mapping[str, Any]) -> bool:
    """Whether changes of a case row may make it a recurrence, or none any more."""
    return not _DECIDES.isdisjoint(changes)


def earlier_case(
    session: Session, category_id: int, lat: float, lon: float, since: datetime
) -> int | None:
    """The id of the case that was closed last before ``since``, of the category and near by.

    ``since`` is aware, the place WGS-84; how near and how soon is the city's. What was open when
    the new one was reported is a second report of the same, not a recurrence. One query.
    """
    city, here = policy(), Point(lat, lon)
    north, east = metres_per_degree(lat)
    tall, wide = city.recurrence_radius_m / north, city.recurrence_radius_m / east
    found = session.execute(
        select(Case.id, Case.lat, Case.lon)
        .where(Case.lat.between(lat - tall, lat + tall), Case.lon.between(lon - wide, lon + wide))
        .where(Case.category_id == category_id, Case.state == State.CLOSED)
        .where(Case.closed_at <= since)
        .where(Case.closed_at >= since - timedelta(days=city.recurrence_days))
        .order_by(Case.closed_at.desc(), Case.id.desc())
        .limit(_LOOKED_AT)
    )
    for row in found:
        if distance_m(here, Point(row.lat, row.lon)) <= city.recurrence_radius_m:
            return int(row.id)
    return None
