"""Reading the inbox."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select, update

from server.notifications.models import Notice
from server.notifications.queries import lists_numbered, numbers_of
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
    """The latest notices in the reader's language; four queries however many."""
    rows = list(
        db.session.execute(
            select(Notice)
            .where(Notice.owner.in_(actor.owners))
            .order_by(Notice.id.desc())
            .limit(_SHOWN)
        ).scalars()
    )
    cases = numbers_of({row.case_id for row in rows if row.case_id is not None})
    lists = _lists_named({row.list_id for row in rows if row.list_id is not None}, locale)
    return {
        "items": [
            {
                "id": row.id,
                "at": row.created_at,
                "title": t(f"notice.{row.template}.title", locale),
                "body": t(
                    f"notice.{row.template}.body",
                    locale,
                    number=lists[row.list_id] if row.list_id else cases.get(row.case_id or 0, ""),
                ),
                "case_number": cases.get(row.case_id or 0),
                "list_id": row.list_id,
                "public": row.template.startswith(WATCHED),
                "read": row.read_at is not None,
            }
            for row in rows
        ],
        "unread": unread(actor),
    }


def _lists_named(list_ids: Collection[int], locale: str) -> dict[int, str]:
    return {
        number: t("list.number", locale, year=year, serial=serial)
        for number, (year, serial) in lists_numbered(list_ids).items()
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
