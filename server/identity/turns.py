"""One after the other: what is done to one person, or by one in two windows, in one moment.

Whoever locks several rows takes the person first, of a resident the account before its devices;
then nobody waits in a circle.
"""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from server.identity.models import Resident, Staff
from server.platform.db import ask
from server.platform.errors import Problem

_HELD = (
    select(Resident.id)
    .where(Resident.id == bindparam("number"))
    .with_for_update(read=True, key_share=True)
)


def turn_of_staff(session: Session, staff_id: int | None) -> Staff:
    """Somebody of the offices as they are now; others who ask wait for the caller's transaction.

    Who only writes rows that refer to the person waits for nobody.
    """
    mine = {"key_share": True}
    return session.get_one(Staff, staff_id, with_for_update=mine, populate_existing=True)


def turn_of_resident(session: Session, resident_id: int) -> Resident | None:
    """The same of a resident; ``None`` for one who was forgotten."""
    return session.get(Resident, resident_id, with_for_update=True, populate_existing=True)


def require_known(session: Session, owner: str) -> None:
    """Let nobody forget a resident before the caller's transaction ends.

    ``owner`` is the key under which something is to be written: of somebody forgotten it would be
    found by whoever gets that key next. Raises ``sign_in_required`` (401) for who was forgotten
    already; keys of others than residents are passed over.
    """
    kind, _, number = owner.partition(":")
    if kind == "r" and ask(session, _HELD, number=int(number)).first() is None:
        raise Problem("sign_in_required", 401)
