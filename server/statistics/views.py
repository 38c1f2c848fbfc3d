"""Ledgers and exports as the API and the pages show them."""

from __future__ import annotations

from typing import Any

from server.photos.urls import Audience, photo_url
from server.platform import clock
from server.platform.actor import Actor
from server.platform.db import db
from server.statistics.models import Export
from server.statistics.policy import Wanted
from server.statistics.queries import Line, Picture, condition_of, count, lines


def ledger(
    actor: Actor, wanted: Wanted, *, limit: int, cursor: str | None = None
) -> dict[str, Any]:
    """A page of a ledger; the same number of queries however many lines.

    ``cursor`` is the ``next`` of the page before. Raises ``Problem("invalid", 422)``.
    """
    condition = condition_of(actor, wanted)
    told, before = (int(part) for part in cursor.split(".")) if cursor else (0, None)
    session = db.session()
    found = lines(session, actor, condition, now=clock.now(), before=before, limit=limit + 1)
    shown = found[:limit]
    return {
        "items": [_line(line, no) for no, line in enumerate(shown, start=told + 1)],
        "total": count(session, condition),
        "next": f"{told + limit}.{shown[-1].id}" if len(found) > limit else None,
    }


def _line(line: Line, no: int) -> dict[str, Any]:
    return {
        "no": no,
        "number": line.number,
        "place": line.place,
        "problem": line.problem,
        "before_url": _thumb(line.before),
        "after_url": _thumb(line.after),
        "organisation": line.organisation,
        "person": line.person,
        "due_at": line.due_at,
        "state": line.state,
        "late": line.late,
        "recurrent": line.recurrent,
        "done_at": line.done_at,
        "checker": line.checker,
    }


def _thumb(pictures: tuple[Picture, ...]) -> str | None:
    if not pictures:
        return None
    return photo_url(pictures[0].id, pictures[0].revision, "thumb", Audience.VIEWER)


def export(row: Export) -> dict[str, Any]:
    """An export as its owner sees it."""
    return {
        "id": str(row.id),
        "state": row.state,
        "done": row.done,
        "total": row.total,
        "asked_at": row.asked_at,
        "ended_at": row.ended_at,
        "fault": row.fault,
        "filter": row.wanted,
    }
