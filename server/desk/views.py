"""Hand-overs as an office reads them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from server.cases.listing import items_by_id
from server.desk.models import Handover, HandoverItem
from server.identity.models import Staff
from server.platform.actor import Actor
from server.platform.db import db

_SHOWN = 10
_AUTHOR, _TAKER = aliased(Staff), aliased(Staff)


def handovers_for(actor: Actor) -> list[dict[str, Any]]:
    """The latest hand-overs of the actor's office, the newest first.

    Cases that the actor may not see (any more) are left out. A constant number of queries.
    """
    rows = db.session.execute(
        select(Handover, _AUTHOR.name.label("author"), _TAKER.name.label("taker"))
        .join(_AUTHOR, _AUTHOR.id == Handover.staff_id)
        .outerjoin(_TAKER, _TAKER.id == Handover.taken_by_id)
        .where(Handover.organisation_id == actor.organisation_id)
        .order_by(Handover.made_at.desc(), Handover.id.desc())
        .limit(_SHOWN)
    ).all()
    matters = _matters(actor, [row.Handover.id for row in rows])
    return [
        {
            "id": row.Handover.id,
            "note": row.Handover.note,
            "made_at": row.Handover.made_at,
            "by": row.author,
            "mine": row.Handover.staff_id == actor.staff_id,
            "taken_at": row.Handover.taken_at,
            "taken_by": row.taker,
            "items": matters[row.Handover.id],
        }
        for row in rows
    ]


def _matters(actor: Actor, handover_ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    items = db.session.scalars(
        select(HandoverItem)
        .where(HandoverItem.handover_id.in_(handover_ids))
        .order_by(HandoverItem.handover_id, HandoverItem.position)
    ).all()
    cases = items_by_id(actor, {item.case_id for item in items})
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for item in items:
        if item.case_id in cases:
            found[item.handover_id].append({"case": cases[item.case_id], "remark": item.remark})
    return found
