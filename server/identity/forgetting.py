"""Letting go of residents: devices and accounts that nothing refers to any more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from server.identity.models import OneTimeCode, Resident, SignIn, WechatLink
from server.identity.turns import turn_of_resident


def family_to_forget(session: Session, resident_id: int) -> list[int]:
    """A resident's account and all devices that joined it; the device alone without an account.

    Empty for who was forgotten. Until the caller's transaction ends nothing is written for them
    and no device joins. The codes on their way are forgotten first: who redeems one has it first.
    """
    account = session.scalar(select(Resident.account_id).where(Resident.id == resident_id))
    root = account or resident_id
    indexes = select(Resident.phone_index).where(Resident.id == root)
    session.execute(
        delete(OneTimeCode)
        .where(OneTimeCode.phone_index.in_(indexes))
        .execution_options(synchronize_session=False)
    )
    if turn_of_resident(session, root) is None:
        return []
    devices = select(Resident.id).where(Resident.account_id == root).order_by(Resident.id)
    return sorted((root, *session.scalars(devices.with_for_update())))


def known_before(session: Session, resident_id: int, moment: datetime) -> bool:
    """Whether the resident with this id was there before ``moment`` (UTC)."""
    found = select(Resident.id).where(Resident.id == resident_id, Resident.created_at <= moment)
    return session.scalar(found) is not None


def end_sessions(session: Session, ids: Collection[int]) -> None:
    """End the sessions of residents."""
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
