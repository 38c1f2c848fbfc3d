"""Queues: lists by time left, with a cursor, and the same as points on a map."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from server.cases.models import Case
from server.cases.paging import LatestFirst, SoonestFirst
from server.cases.queries import QUEUES, queues_of, visible_to
from server.cases.states import GROUPS, State
from server.cases.views import item_columns, items
from server.platform.actor import Actor
from server.platform.db import db
from server.platform.errors import Problem

_MAP_MOST = 4000
_ENDED_TOO = ("to_publish", "closed", "all")
_LATEST_FIRST, _SOONEST_FIRST = LatestFirst(), SoonestFirst()


def queue_counts(actor: Actor) -> list[dict[str, Any]]:
    """The actor's queues with their sizes; one query."""
    names = queues_of(actor)
    if not names:
        return []
    counts = db.session.execute(
        select(*(func.count().filter(QUEUES[name]) for name in names))
        .select_from(Case)
        .where(visible_to(actor))
    ).one()
    return [{"queue": name, "count": count} for name, count in zip(names, counts, strict=True)]


def _in_queue(actor: Actor, queue: str) -> ColumnElement[bool]:
    if queue not in queues_of(actor):
        raise Problem("forbidden", 403)
    return and_(visible_to(actor), QUEUES[queue])


def page(
    actor: Actor, *, queue: str, limit: int, cursor: str | None, words: str, tile: str | None
) -> dict[str, Any]:
    """One page of a queue: the urgent first, then soonest due; what has ended, latest first.

    Three queries however many rows. Raises ``Problem``: ``forbidden`` for a queue the actor does
    not have, ``invalid`` for a broken cursor.
    """
    order = _LATEST_FIRST if queue in _ENDED_TOO else _SOONEST_FIRST
    query = item_columns().where(_in_queue(actor, queue)).order_by(*order.columns)
    if cursor:
        query = query.where(order.after(cursor))
    if words:
        like = f"%{_escaped(words)}%"
        query = query.where(
            or_(Case.number.ilike(like, escape="\\"), Case.address.ilike(like, escape="\\"))
        )
    if tile:
        query = query.where(Case.tile == tile)
    rows = db.session.execute(query.limit(limit + 1)).all()
    following = order.cursor(rows[limit - 1]) if len(rows) > limit else None
    return {"items": items(actor, rows[:limit]), "next": following}


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def points(actor: Actor, queue: str) -> dict[str, Any]:
    """The queue as GeoJSON points (WGS-84), at most 4,000, soonest due first."""
    rows = db.session.execute(
        select(Case.number, Case.tile, Case.state, Case.due_at, Case.lat, Case.lon)
        .where(_in_queue(actor, queue))
        .order_by(Case.due_at, Case.id)
        .limit(_MAP_MOST)
    )
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [lon, lat]},
                "properties": {
                    "number": number,
                    "tile": tile,
                    "state": state,
                    "group": GROUPS[State(state)],
                    "due_at": due_at,
                },
            }
            for number, tile, state, due_at, lat, lon in rows
        ],
    }
