"""Cases as anybody sees them: after acceptance, with approved photos only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy import case as choose
from sqlalchemy.orm import InstrumentedAttribute

from server.cases.alike import MOVED_MOST_M, box_around, edges_around, offered, open_near
from server.cases.gallery import cover, photos_of, shown, thumbs_of
from server.cases.models import Case
from server.cases.queries import is_public, promised_at, public_cases
from server.cases.states import GROUPS, State
from server.cases.timeline import public_timeline
from server.cases.views import is_overdue
from server.geography.service import Level, ancestors, area_by_code
from server.photos.alike import cases_alike
from server.photos.models import PUBLIC, CasePhoto
from server.platform import clock
from server.platform.db import db
from server.platform.errors import Problem, not_found
from server.reports.models import Report

_HOME_TILES = frozenset({"T2", "T6", "T7"})
ROUNDED_DEGREES = 0.0005
_UNSURE_TILE = "T13"


def rounded(tile: str, lat: float, lon: float) -> tuple[float, float]:
    """The public position: to about 50 m for tiles that happen in people's compounds (F1)."""
    if tile not in _HOME_TILES:
        return lat, lon
    return (
        round(round(lat / ROUNDED_DEGREES) * ROUNDED_DEGREES, 6),
        round(round(lon / ROUNDED_DEGREES) * ROUNDED_DEGREES, 6),
    )


def shown_axis(axis: InstrumentedAttribute[float]) -> ColumnElement[float]:
    """``rounded`` of one axis, for queries: what is asked by place is asked of the public place,
    or boxes small enough would find the true one."""
    steps = func.round(axis / ROUNDED_DEGREES) * ROUNDED_DEGREES
    return choose((Case.tile.in_(_HOME_TILES), steps), else_=axis)


def shown_within(south: float, west: float, north: float, east: float) -> ColumnElement[bool]:
    """Cases whose public place is in a box of WGS-84 degrees."""
    return and_(
        shown_axis(Case.lat).between(south, north),
        shown_axis(Case.lon).between(west, east),
    )


def _group(group: str) -> ColumnElement[bool]:
    states = [state for state, name in GROUPS.items() if name == group]
    return Case.state.in_(states)


@dataclass(frozen=True)
class Wanted:
    """What the list and the map of public cases are narrowed by.

    ``days``: sent within so many times 24 hours; ``street``: the code of a street; ``pairs``: only
    what was solved and can be shown before and after.
    """

    tile: str | None = None
    group: str | None = None
    days: int | None = None
    street: str | None = None
    pairs: bool = False

    def conditions(self) -> list[ColumnElement[bool]]:
        """The conditions. Raises ``Problem("invalid", 422)`` for what is no street."""
        found: list[ColumnElement[bool]] = []
        if self.tile:
            found.append(Case.tile == self.tile)
        if self.group:
            found.append(_group(self.group))
        if self.days:
            found.append(Case.submitted_at >= clock.now() - timedelta(days=self.days))
        if self.street:
            area = area_by_code(self.street)
            if area is None or area.level is not Level.STREET:
                raise Problem("invalid", 422, fields={"street": ["choice"]})
            found.append(Case.street_area_id == area.id)
        if self.pairs:
            found += [Case.state == State.CLOSED, _has_public("near", "far"), _has_public("after")]
        return found


def _has_public(*roles: str) -> ColumnElement[bool]:
    return exists().where(
        CasePhoto.case_id == Case.id, CasePhoto.visibility == PUBLIC, CasePhoto.role.in_(roles)
    )


def page(
    wanted: Wanted,
    *,
    near: tuple[float, float, float] | None,
    cursor: int | None,
    limit: int,
) -> dict[str, Any]:
    """Public cases, latest first; ``near`` is latitude, longitude (WGS-84) and metres."""
    query = select(Case).where(public_cases(), *wanted.conditions()).order_by(Case.id.desc())
    if near is not None:
        lat, lon, radius_m = near
        query = query.where(
            box_around(lat, lon, radius_m + MOVED_MOST_M),
            shown_within(*edges_around(lat, lon, radius_m)),
        )
    if cursor is not None:
        query = query.where(Case.id < cursor)
    cases = list(db.session.execute(query.limit(limit + 1)).scalars())
    shown_cases = cases[:limit]
    photos = thumbs_of((case.id for case in shown_cases), public=True)
    following = str(shown_cases[-1].id) if len(cases) > limit else None
    return {
        "items": [item_of(case, photos.get(case.id, [])) for case in shown_cases],
        "next": following,
    }


def item_of(case: Case, photos: list[dict[str, Any]]) -> dict[str, Any]:
    """A public case in a list; ``photos`` are its approved ones."""
    lat, lon = rounded(case.tile, case.lat, case.lon)
    street = ancestors(case.street_area_id)[-1]
    return {
        "number": case.number,
        "state": case.state,
        "group": GROUPS[State(case.state)],
        "tile": case.tile,
        "street": {"code": street.code, "name": street.name},
        "submitted_at": case.submitted_at,
        "closed_at": case.closed_at,
        "close_type": case.close_type,
        "lat": lat,
        "lon": lon,
        "thumb_url": cover(photos, "near", "far", "evidence"),
        "after_thumb_url": cover(photos, "after") if case.closed_at else None,
    }


def public_view(number: str) -> dict[str, Any]:
    """The public page of a case.

    Raises ``Problem("not_found", 404)`` for a case that is not public.
    """
    case = db.session.execute(select(Case).where(Case.number == number)).scalar_one_or_none()
    if case is not None and case.master_id is not None:
        case = db.session.get(Case, case.master_id)
    if case is None or not is_public(case):
        raise not_found()
    photos = photos_of([case.id], public=True).get(case.id, [])
    reporters = db.session.scalar(
        select(func.count()).where(Report.root_case_id == case.id, Report.withdrawn_at.is_(None))
    )
    return item_of(case, photos) | {
        "areas": [
            {"code": area.code, "name": area.name, "level": area.level}
            for area in ancestors(case.street_area_id)
        ],
        "photos": [shown(photo) for photo in photos],
        "timeline": public_timeline(case),
        "due_at": promised_at(case),
        "overdue": is_overdue(case.due_at, case.due_paused, clock.now()),
        "reporters": reporters,
    }


def similar(
    lat: float, lon: float, tile: str | None, owners: tuple[str, ...], photo: str | None
) -> list[dict[str, Any]]:
    """Open public cases near a point (WGS-84) that may be the same problem.

    Those whose photos look like ``photo`` come first, then the nearest.
    """
    near = open_near(lat, lon, public_cases(), lambda case: rounded(case.tile, case.lat, case.lon))
    alike = frozenset[int]()
    if photo:
        alike = cases_alike(db.session(), owners, photo, [case.id for _, case in near])
    likely = [
        (distance, case)
        for distance, case in near
        if not tile or tile in (case.tile, _UNSURE_TILE) or case.id in alike
    ]
    likely.sort(key=lambda item: item[1].id not in alike)
    return offered(likely)
