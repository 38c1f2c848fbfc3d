"""Queues: lists by time left, with a cursor, and the same as points on a map."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import aliased

from server.cases.alike import box_around
from server.cases.models import Case
from server.cases.news import mark
from server.cases.paging import LatestFirst, SoonestFirst
from server.cases.queries import inside, visible_to
from server.cases.queues import QUEUES, queue_for, queues_of
from server.cases.search import COLUMNS, Search
from server.cases.states import GROUPS, State
from server.cases.views import item_columns, items
from server.geography.datum import Point
from server.geography.measure import metres_per_degree
from server.identity.models import Organisation
from server.platform import clock
from server.platform.actor import Actor
from server.platform.db import db

_SUGGESTED = aliased(Organisation)
_MAP_MOST = 4000
_SEARCHED = (*COLUMNS, Case.address, Case.street_area_id, Case.submitted_at)
_LATEST_FIRST, _SOONEST_FIRST = LatestFirst(), SoonestFirst()
_SOONEST_THEN_ENDED = SoonestFirst(with_ended=True)
_ENDED_TOO = ("to_publish", "closed", "all")
_MAY_HAVE_ENDED = (*_ENDED_TOO, "requests_to_decide")


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed by: words, tile, area (a code), a circle (WGS-84, metres)."""

    words: str = ""
    tile: str | None = None
    area: str | None = None
    near: Point | None = None
    radius_m: float = 0.0

    def conditions(self) -> list[ColumnElement[bool]]:
        """The conditions, words aside. Raises ``Problem("invalid", 422)`` for an unknown area."""
        found: list[ColumnElement[bool]] = []
        if self.tile:
            found.append(Case.tile == self.tile)
        if self.area:
            found.append(inside(self.area))
        if self.near:
            found += _around(self.near, self.radius_m)
        return found


def _around(near: Point, radius_m: float) -> list[ColumnElement[bool]]:
    north, east = metres_per_degree(near.lat)
    south_north, west_east = (Case.lat - near.lat) * north, (Case.lon - near.lon) * east
    distance = south_north * south_north + west_east * west_east
    return [box_around(near.lat, near.lon, radius_m), distance <= radius_m**2]


def queue_counts(actor: Actor) -> list[dict[str, Any]]:
    """The actor's queues with their sizes; two queries."""
    names = queues_of(actor)
    if not names:
        return []
    now, visible = clock.now(), visible_to(actor)
    conditions = {name: QUEUES[name].holds(actor, now) for name in names}
    passed = [name for name in names if not QUEUES[name].apart]
    apart = [name for name in names if QUEUES[name].apart]
    counts: dict[str, int] = {}
    if passed:
        columns = (func.count().filter(conditions[name]) for name in passed)
        row = db.session.execute(select(*columns).select_from(Case).where(visible)).one()
        counts |= zip(passed, row, strict=True)
    if apart:
        sizes = (
            select(func.count(Case.id))
            .where(conditions[name], _held_back(visible))
            .scalar_subquery()
            for name in apart
        )
        counts |= zip(apart, db.session.execute(select(*sizes)).one(), strict=True)
    return [{"queue": name, "count": counts[name]} for name in names]


def _in_queue(actor: Actor, queue: str, *, named: bool = False) -> ColumnElement[bool]:
    """The cases of a queue; with ``named`` another condition says which few cases they are."""
    found = queue_for(actor, queue)
    visible = visible_to(actor)
    return and_(
        found.holds(actor, clock.now()), _held_back(visible) if named or found.apart else visible
    )


def _held_back(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The same condition, for no index to begin with: another one leads to far fewer cases."""
    return condition.is_(true())


def _order(queue: str, sort: str | None) -> LatestFirst | SoonestFirst:
    if (sort or ("latest" if queue in _ENDED_TOO else "due")) == "latest":
        return _LATEST_FIRST
    return _SOONEST_THEN_ENDED if queue in _MAY_HAVE_ENDED else _SOONEST_FIRST


def page(
    actor: Actor,
    *,
    queue: str,
    limit: int,
    cursor: str | None = None,
    filters: Filters | None = None,
    sort: str | None = None,
    since: datetime | None = None,
) -> dict[str, Any]:
    """One page of a queue: the urgent first, then soonest due; what has ended, latest first.

    ``sort`` is ``due`` or ``latest`` where the queue's own order is not wanted. With words, a page
    may be shorter than ``limit`` though more follows. What is news after ``since`` (aware) is
    marked. A constant number of queries however many
    rows. Raises ``Problem``: ``forbidden`` for a queue the actor does not have, ``invalid`` for a
    broken cursor or an unknown area.
    """
    filters = filters or Filters()
    order = _order(queue, sort)
    search = Search(filters.words) if filters.words else None
    named = bool(search and search.named)
    query = (
        item_columns()
        .add_columns(_SUGGESTED.code.label("suggested_code"), _SUGGESTED.name.label("suggested"))
        .outerjoin(_SUGGESTED, _SUGGESTED.id == Case.suggested_org_id)
        .where(_in_queue(actor, queue, named=named), *filters.conditions())
    )
    if search:
        query = query.add_columns(*COLUMNS).where(search.condition)
    if cursor:
        query = query.where(order.after(cursor))
    rows = db.session.execute(query.order_by(*order.columns).limit(limit + 1)).all()
    following = order.cursor(rows[limit - 1]) if len(rows) > limit else None
    shown = search.really(rows[:limit]) if search else rows[:limit]
    listed = items(actor, shown)
    for row, item in zip(shown, listed, strict=True):
        office = {"code": row.suggested_code, "name": row.suggested}
        item["suggested_organisation"] = office if row.suggested_code else None
    if since is not None:
        mark(actor, queue, shown, listed, since)
    return {"items": listed, "next": following}


def seen_ids(actor: Actor, numbers: Collection[str]) -> dict[str, int]:
    """The ids of the cases with these numbers that the actor may see; one query."""
    rows = db.session.execute(
        select(Case.number, Case.id).where(Case.number.in_(numbers), visible_to(actor))
    )
    return {row.number: row.id for row in rows}


def items_by_id(actor: Actor, ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """List items of the cases among ``ids`` that the actor may see; three queries."""
    rows = db.session.execute(item_columns().where(Case.id.in_(ids), visible_to(actor))).all()
    return dict(zip((row.id for row in rows), items(actor, rows), strict=True))


def points(actor: Actor, queue: str, filters: Filters | None = None) -> dict[str, Any]:
    """The queue, narrowed as its list is, as GeoJSON points (WGS-84).

    At most 4,000, soonest due first. Raises ``Problem`` as ``page`` does.
    """
    filters = filters or Filters()
    search = Search(filters.words) if filters.words else None
    query = (
        select(Case.id, Case.number, Case.tile, Case.state, Case.due_at, Case.lat, Case.lon)
        .where(_in_queue(actor, queue, named=bool(search and search.named)))
        .where(*filters.conditions())
        .order_by(Case.due_at, Case.id)
        .limit(_MAP_MOST)
    )
    if search:
        query = query.add_columns(*_SEARCHED).where(search.condition)
    rows: Sequence[Any] = db.session.execute(query).all()
    if search:
        rows = search.really(rows)
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
                "properties": {
                    "number": row.number,
                    "tile": row.tile,
                    "state": row.state,
                    "group": GROUPS[State(row.state)],
                    "due_at": row.due_at,
                },
            }
            for row in rows
        ],
    }
