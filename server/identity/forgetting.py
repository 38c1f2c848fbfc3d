"""Letting go of residents: devices and accounts that nothing refers to any more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from server.identity.models import OneTimeCode, Resident, SignIn, WechatLink


def family_of(session: Session, resident_id: int) -> list[int]:
    """A resident's account and all devices that joined it; the device alone without an account."""
    account = session.scalar(select(Resident.account_id).where(Resident.id == resident_id))
    root = account or resident_id
    found = select(Resident.id).where(or_(Resident.id == root, Resident.account_id == root))
    return sorted(session.scalars(found))


def known_before(session: Session, resident_id: int, moment: datetime) -> bool:
    """Whether the resident with this id was there before ``moment`` (UTC)."""
    found = select(Resident.id).where(Resident.id == resident_id, Resident.created_at <= moment)
    return session.scalar(found) is not None


def lock_out(session: Session, ids: Collection[int]) -> None:
    """End the sessions of residents and forget the codes on their way."""
    indexes = select(Resident.phone_index).where(Resident.id.in_(ids))
    session.execute(
        delete(OneTimeCode)
        .where(OneTimeCode.phone_index.in_(indexes))
        .execution_options(synchronize_session=False)
    )
    session.execute(
        delete(SignIn)
        .where(SignIn.resident_id.in_(ids))
        .execution_options(synchronize_session=False)
    )


def remove_residents(session: Session, ids: Collection[int]) -> None:
    """Delete residents with their sessions, numbers and keys; in the caller's unit of work."""
    session.execute(delete(WechatLink).where(WechatLink.resident_id.in_(ids)))
    session.execute(delete(SignIn).where(SignIn.resident_id.in_(ids)))
    session.execute(update(Resident).where(Resident.account_id.in_(ids)).values(account_id=None))
    session.execute(
        delete(Resident).where(Resident.id.in_(ids)).execution_options(synchronize_session=False)
    )
