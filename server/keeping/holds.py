"""Legal holds: a case of which nothing is forgotten until somebody lifts it again."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from server.cases.queries import case_for
from server.keeping.models import LegalHold
from server.keeping.queries import living_hold
from server.platform import audit, clock
from server.platform.actor import Actor
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem


def holds_of(actor: Actor, number: str) -> list[LegalHold]:
    """All holds of a case, the latest first. Raises ``not_found`` for what one may not see."""
    case = case_for(actor, number)
    found = select(LegalHold).where(LegalHold.case_id == case.id).order_by(LegalHold.id.desc())
    return list(db.session.scalars(found))


def hold(actor: Actor, number: str, reason: str) -> None:
    """Hold a case. Raises ``Problem``: ``not_found`` (404), ``held_already`` (409)."""
    try:
        with unit_of_work() as session:
            case = case_for(actor, number)
            session.add(
                LegalHold(
                    case_id=case.id,
                    reason=reason,
                    set_by_id=actor.staff_id,
                    set_at=clock.now(),
                )
            )
            session.flush()
            audit.record(session, actor, "hold.set", f"case:{case.number}", {"reason": reason})
    except IntegrityError as error:
        raise Problem("held_already", 409) from error


def lift(actor: Actor, number: str, reason: str) -> None:
    """Lift a hold; what is due goes with the next purge.

    Raises ``Problem``: ``not_found`` (404), ``not_held`` (409).
    """
    with unit_of_work() as session:
        case = case_for(actor, number)
        living = living_hold(session, case.id, lock=True)
        if living is None:
            raise Problem("not_held", 409)
        living.lifted_by_id = actor.staff_id
        living.lifted_at = clock.now()
        living.lift_reason = reason
        audit.record(session, actor, "hold.lifted", f"case:{case.number}", {"reason": reason})
