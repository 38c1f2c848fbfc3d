"""Since your last visit: what somebody has not seen of a queue yet."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from server.cases import news
from server.cases.queues import MY_TURN, WORK, queue_for
from server.desk.models import QueueVisit
from server.platform import clock
from server.platform.actor import Actor
from server.platform.db import db, unit_of_work
from server.platform.upsert import insert_into

VISIT_ENDS = timedelta(minutes=30)
"""After so long without a look, the next look is another visit."""
_NOT_TWICE = timedelta(minutes=1)


def visit(actor: Actor, queue: str) -> dict[str, Any]:
    """Note that the actor looks at a queue; since when there is news, and how much.

    Nothing is news at the first visit. What has ended is not counted (``None``): it is read, not
    worked. Raises ``Problem("forbidden", 403)`` for a queue the actor does not have.
    """
    queue_for(actor, queue)
    since = _noted(actor, queue)
    if queue not in (*WORK, MY_TURN):
        return {"since": since, "new": None, "changed": None}
    new, changed = news.count(actor, queue, since)
    return {"since": since, "new": new, "changed": changed}


def _noted(actor: Actor, queue: str) -> datetime:
    now = clock.now()
    last = db.session.get(QueueVisit, (actor.staff_id, queue))
    if last is not None and now - last.seen_at < _NOT_TWICE:
        return last.since
    since = now if last is None else last.seen_at
    if last is not None and now - last.seen_at < VISIT_ENDS:
        since = last.since
    with unit_of_work() as session:
        session.execute(
            insert_into(session, QueueVisit)
            .values(staff_id=actor.staff_id, queue=queue, since=since, seen_at=now)
            .on_conflict_do_update(
                index_elements=["staff_id", "queue"], set_={"since": since, "seen_at": now}
            )
        )
    return since
