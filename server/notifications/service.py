"""Reading the inbox."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, update

from server.notifications.models import Notice
from server.notifications.queries import numbers_of
from server.notifications.rules import WATCHED
from server.platform import clock
from server.platform.actor import Actor
from server.platform.db import db, unit_of_work
from server.platform.i18n import t

_SHOWN = 100


def unread(actor: Actor) -> int:
    """How many notices of the actor are unread."""
    if not actor.owners:
        return 0
    count = db.session.scalar(
        select(func.count()).where(Notice.owner.in_(actor.owners), Notice.read_at.is_(None))
    )
    return count or 0


def inbox(actor: Actor, locale: str) -> dict[str, Any]:
    """The latest notices in the reader's language; three queries however many."""
    rows = list(
        db.session.execute(
            select(Notice)
            .where(Notice.owner.in_(actor.owners))
            .order_by(Notice.id.desc())
            .limit(_SHOWN)
        ).scalars()
    )
    numbers = numbers_of({row.case_id for row in rows})
    return {
        "items": [
            {
                "id": row.id,
                "at": row.created_at,
                "title": t(f"notice.{row.template}.title", locale),
                "body": t(f"notice.{row.template}.body", locale, number=numbers[row.case_id]),
                "case_number": numbers[row.case_id],
                "public": row.template.startswith(WATCHED),
                "read": row.read_at is not None,
            }
            for row in rows
        ],
        "unread": unread(actor),
    }


def mark_read(actor: Actor, ids: Sequence[int] | None) -> None:
    """Mark the actor's notices read: those named, or all."""
    mine = update(Notice).where(Notice.owner.in_(actor.owners), Notice.read_at.is_(None))
    if ids is not None:
        mine = mine.where(Notice.id.in_(ids))
    with unit_of_work() as session:
        session.execute(
            mine.values(read_at=clock.now()).execution_options(synchronize_session=False)
        )
