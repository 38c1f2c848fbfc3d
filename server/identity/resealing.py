"""Sealing numbers, openids and second factors anew, with the newest data key."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.identity import factor_codes, phones, wechat
from server.identity.models import Resident, SecondFactor, WechatLink
from server.identity.queries import phone_of
from server.platform.sealing import sealed_before


def reseal_phones(session: Session, limit: int) -> int:
    """Seal and index up to ``limit`` numbers anew; how many there were."""
    found = select(Resident).where(
        Resident.phone_sealed.is_not(None), sealed_before(Resident.phone_sealed)
    )
    rows = session.scalars(found.order_by(Resident.id).limit(limit).with_for_update()).all()
    for row in rows:
        phone = phone_of(row)
        if phone is not None:
            row.phone_index = phones.index(phone)
            row.phone_sealed = phones.seal(phone, phones.account_place(row.phone_index))
    session.flush()
    return len(rows)


def reseal_links(session: Session, limit: int) -> int:
    """The same for sign-ins by WeChat."""
    found = select(WechatLink).where(sealed_before(WechatLink.openid_sealed))
    rows = session.scalars(
        found.order_by(WechatLink.resident_id).limit(limit).with_for_update()
    ).all()
    for row in rows:
        wechat.reseal(row)
    session.flush()
    return len(rows)


def reseal_second_factors(session: Session, limit: int) -> int:
    """The same for the secrets of authenticator apps, those not yet in force too."""
    secret, proposed = SecondFactor.secret_sealed, SecondFactor.proposed_sealed
    found = select(SecondFactor).where(or_(sealed_before(secret), sealed_before(proposed)))
    rows = session.scalars(
        found.order_by(SecondFactor.staff_id).limit(limit).with_for_update()
    ).all()
    for row in rows:
        row.secret_sealed = _resealed(row.secret_sealed, row.staff_id)
        row.proposed_sealed = _resealed(row.proposed_sealed, row.staff_id)
    session.flush()
    return len(rows)


def _resealed(token: bytes | None, staff_id: int) -> bytes | None:
    if token is None:
        return None
    return factor_codes.sealed(factor_codes.unsealed(token, staff_id), staff_id)
