"""Letting go of residents: devices and accounts that nothing refers to any more."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from server.identity.models import Resident, SignIn


def family_of(session: Session, resident_id: int) -> list[int]:
    """A resident's account and all devices that joined it; the device alone without an account."""
    account = session.scalar(select(Resident.account_id).where(Resident.id == resident_id))
    root = account or resident_id
    found = select(Resident.id).where(or_(Resident.id == root, Resident.account_id == root))
    return sorted(session.scalars(found))


def remove_residents(session: Session, ids: Collection[int]) -> None:
    """Delete residents with their sessions, numbers and keys; in the caller's unit of work."""
    session.execute(delete(SignIn).where(SignIn.resident_id.in_(ids)))
    session.execute(update(Resident).where(Resident.account_id.in_(ids)).values(account_id=None))
    session.execute(
        delete(Resident).where(Resident.id.in_(ids)).execution_options(synchronize_session=False)
    )
