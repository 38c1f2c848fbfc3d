"""What happened in a queue since somebody's last visit, their own doing aside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, select

from server.cases.models import Case, JournalEvent
from server.cases.queries import visible_to
from server.cases.queues import queue_for
from server.platform import clock
from server.platform.actor import Actor
from server.platform.db import db

NEW, CHANGED = "new", "changed"


def mark(
    actor: Actor,
    queue: str,
    rows: Sequence[Row[Any]],
    items: Sequence[dict[str, Any]],
    since: datetime,
) -> None:
    """Give each item ``news``: ``new`` in the queue, ``changed``, or ``None``; one query.

    ``items`` are those of ``rows``, in the same order.
    """
    entered = queue_for(actor, queue).entered
    events = db.session.execute(
        select(JournalEvent.case_id, JournalEvent.actor, entered > since)
        .join(Case, Case.id == JournalEvent.case_id)
        .where(JournalEvent.case_id.in_([row.id for row in rows]), JournalEvent.at > since)
    )
    news: dict[int, str | None] = defaultdict(lambda: None)
    for case_id, by, came in events:
        if by != actor.owner:
            news[case_id] = NEW if came else CHANGED
    for row, item in zip(rows, items, strict=True):
        item["news"] = news[row.id]


def count(actor: Actor, queue: str, since: datetime) -> tuple[int, int]:
    """How many cases of a queue are new in it, and how many others changed; one query."""
    found = queue_for(actor, queue)
    came = func.coalesce(found.entered > since, False)
    new, changed = db.session.execute(
        select(func.count().filter(came), func.count().filter(~came))
        .select_from(Case)
        .where(visible_to(actor), found.holds(actor, clock.now()), _touched(actor, since))
    ).one()
    return new, changed


def _touched(actor: Actor, since: datetime) -> ColumnElement[bool]:
    """Cases to which somebody else did something."""
    by_others = and_(JournalEvent.at > since, JournalEvent.actor != actor.owner)
    return and_(Case.updated_at > since, exists().where(JournalEvent.case_id == Case.id, by_others))
