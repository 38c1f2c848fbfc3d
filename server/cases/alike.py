"""Cases that may be the same problem: near by, open, and for clerks also recent."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import aliased

from server.cases.gallery import cover, thumbs_of
from server.cases.models import Case
from server.cases.queries import known_to, open_cases, visible_to
from server.city.service import policy
from server.geography.datum import Point
from server.geography.measure import distance_m
from server.platform.actor import Actor
from server.platform.db import db

_METRES_A_DEGREE = 111_320.0
_LOOKED_AT = 50
_OFFERED = 5
MOVED_MOST_M = 40.0
"""How far the public place of a case is from the true one at most, in metres."""

_PLACE = aliased(Case)

Near = tuple[float, Case]


def edges_around(lat: float, lon: float, radius_m: float) -> tuple[float, float, float, float]:
    """South, west, north and east of the box around a circle (WGS-84, metres)."""
    north = radius_m / _METRES_A_DEGREE
    east = north / max(0.01, math.cos(math.radians(lat)))
    return lat - north, lon - east, lat + north, lon + east


def box_around(lat: float, lon: float, radius_m: float) -> ColumnElement[bool]:
    """Cases in the box around a circle (WGS-84, metres).

    Asked apart, so that the place decides which index is used, and not the state.
    """
    south, west, north, east = edges_around(lat, lon, radius_m)
    inside = select(_PLACE.id).where(
        _PLACE.lat.between(south, north), _PLACE.lon.between(west, east)
    )
    return Case.id.in_(inside)


def _exactly(case: Case) -> tuple[float, float]:
    return case.lat, case.lon


def open_near(
    lat: float,
    lon: float,
    condition: ColumnElement[bool],
    place: Callable[[Case], tuple[float, float]] = _exactly,
) -> list[Near]:
    """Open cases within the city's radius, with their distance in metres, nearest first.

    ``place`` is where a case counts as being, at most ``MOVED_MOST_M`` from where it is.
    """
    radius = policy().similar_radius_m
    box = box_around(lat, lon, radius + MOVED_MOST_M)
    query = select(Case).where(open_cases(), box, condition)
    here = Point(lat, lon)
    found = [
        (distance_m(here, Point(*place(case))), case)
        for case in db.session.execute(query.limit(_LOOKED_AT)).scalars()
    ]
    return sorted(
        (item for item in found if item[0] <= radius), key=lambda item: (item[0], item[1].id)
    )


def merge_candidates(actor: Actor, case: Case) -> list[dict[str, Any]]:
    """What a clerk is offered to merge with: the district's open cases of the last days near by.

    Of another street's cases the public ones, as the public sees them.
    """
    span = timedelta(hours=policy().similar_hours)
    found = open_near(
        case.lat,
        case.lon,
        and_(
            Case.id != case.id,
            Case.district_area_id + 0 == case.district_area_id,  # the place has the better index
            Case.recused_org_id.is_not_distinct_from(case.recused_org_id),
            Case.submitted_at >= case.submitted_at - span,
            Case.submitted_at <= case.submitted_at + span,
            known_to(actor),
        ),
    )
    near = Case.id.in_([case.id for _, case in found[:_OFFERED]])
    return offered(found, db.session.scalars(select(Case.id).where(near, visible_to(actor))))


def offered(found: Sequence[Near], opened: Iterable[int] = ()) -> list[dict[str, Any]]:
    """The first few as the API shows them; private photos of the cases ``opened`` only."""
    first = found[:_OFFERED]
    private = set(opened)
    public = {case.id for _, case in first} - private
    photos = thumbs_of(public, public=True) | thumbs_of(private)
    return [
        {
            "number": case.number,
            "tile": case.tile,
            "state": case.state,
            "distance_m": round(distance),
            "submitted_at": case.submitted_at,
            "thumb_url": cover(photos.get(case.id, []), "near", "far"),
        }
        for distance, case in first
    ]
