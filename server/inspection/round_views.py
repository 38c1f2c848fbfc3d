"""Rounds as their leaders see them."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import Row

from server.cases.gallery import cover, thumbs_of
from server.cases.views import is_overdue
from server.catalog.service import catalogue
from server.catalog.values import CategoryView
from server.city.service import policy
from server.inspection import queries
from server.inspection.round_figures import span_of
from server.platform import clock
from server.platform.actor import Actor


def round_view(actor: Actor, round_id: uuid.UUID) -> dict[str, Any]:
    """A round with the cases found on it. Raises ``Problem("not_found", 404)``."""
    return _with_issues(actor, queries.round_for(actor, round_id))


def current_view(actor: Actor) -> dict[str, Any]:
    """The actor's round that has not ended, to go on with after the phone was off.

    ``window`` is when a morning check must begin, in the city's local time.
    """
    row = queries.open_round(actor)
    return {
        "round": None if row is None else _with_issues(actor, row),
        "window": list(policy().patrol_window),
    }


def month_rounds(actor: Actor, leader_id: int | None, month: str | None) -> list[dict[str, Any]]:
    """The rounds of one leader in a month, latest first; without a leader the actor's own."""
    since, until = span_of(month)
    rows = queries.rounds_between(actor, leader_id or actor.staff_id, since, until)
    return [_item(row) for row in rows]


def named(category: CategoryView, locale: str) -> dict[str, str]:
    """A category by code and name."""
    return {"code": category.code, "name": category.name(locale)}


def _item(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "kind": row.kind,
        "leader": {"id": row.leader_id, "name": row.leader},
        "route": row.route,
        "area": {"code": row.area_code, "name": row.area_name} if row.area_code else None,
        "started_at": row.started_at,
        "ended_at": row.ended_at,
        "off_window": row.off_window,
        "issues": row.issues,
    }


def _with_issues(actor: Actor, row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    found = queries.issues_of(actor, row.id)
    photos = thumbs_of([issue.id for issue in found])
    known, now = catalogue(), clock.now()
    cases = []
    for issue in found:
        category = known.category(issue.category_id)
        cases.append(
            {
                "number": issue.number,
                "state": issue.state,
                "tile": issue.tile,
                "category": category and named(category, actor.locale),
                "address": issue.address,
                "found_at": issue.sent_at,
                "due_at": issue.due_at,
                "overdue": is_overdue(issue.due_at, issue.due_paused, now),
                "thumb_url": cover(photos.get(issue.id, []), "near", "far"),
            }
        )
    return _item(row) | {"cases": cases}
