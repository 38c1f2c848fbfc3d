"""Sealing the numbers and openids of residents anew, with the newest data key."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.identity import phones, wechat
from server.identity.models import Resident, WechatLink
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
