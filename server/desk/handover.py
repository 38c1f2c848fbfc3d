"""Shift hand-over: what one shift of an office leaves to the next, and that it was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update

from server.cases.listing import page, queue_counts, seen_ids
from server.desk.models import Handover, HandoverItem
from server.platform import clock
from server.platform.actor import Actor
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem, not_found

MATTERS_MOST = 50
_PRESSING = (
    *("supervised", "called", "returns_to_decide", "requests_to_decide", "to_decide"),
    *("about_to_be_late", "mine"),
)
_OF_EACH = 20


def matters(actor: Actor) -> list[dict[str, Any]]:
    """What the actor's office may want to hand over: list items, each with the queue it is in.

    A constant number of queries however many cases.
    """
    waiting = {one["queue"] for one in queue_counts(actor) if one["count"]}
    found: dict[str, dict[str, Any]] = {}
    for queue in _PRESSING:
        if queue in waiting:
            for item in page(actor, queue=queue, limit=_OF_EACH)["items"]:
                found.setdefault(item["number"], {"case": item, "queue": queue})
    return list(found.values())[:MATTERS_MOST]


def hand_over(actor: Actor, data: Mapping[str, Any]) -> None:
    """Write a hand-over: ``note``, and ``items`` of ``number`` and ``remark``.

    Raises ``Problem("invalid", 422)`` for a case that the actor may not see.
    """
    ids = seen_ids(actor, [item["number"] for item in data["items"]])
    if any(item["number"] not in ids for item in data["items"]):
        raise Problem("invalid", 422, fields={"items": ["choice"]})
    with unit_of_work() as session:
        made = Handover(
            organisation_id=actor.organisation_id,
            staff_id=actor.staff_id,
            note=data["note"],
            made_at=clock.now(),
        )
        session.add(made)
        session.flush()
        session.add_all(
            HandoverItem(
                handover_id=made.id,
                position=position,
                case_id=ids[item["number"]],
                remark=item["remark"],
            )
            for position, item in enumerate(data["items"])
        )


def take(actor: Actor, handover_id: int) -> None:
    """Take over what a colleague left.

    Raises ``Problem``: ``not_found`` for another office's, ``own_handover`` (403) for one's own,
    ``taken_already`` (409).
    """
    found = db.session.get(Handover, handover_id)
    if found is None or found.organisation_id != actor.organisation_id:
        raise not_found()
    if found.staff_id == actor.staff_id:
        raise Problem("own_handover", 403)
    with unit_of_work() as session:
        taken = session.execute(
            update(Handover)
            .where(Handover.id == handover_id, Handover.taken_at.is_(None))
            .values(taken_by_id=actor.staff_id, taken_at=clock.now())
            .returning(Handover.id)
            .execution_options(synchronize_session=False)
        ).first()
    if taken is None:
        raise Problem("taken_already", 409)
