"""Sealing numbers and openids for messages anew, with the newest data key."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.identity import phones
from server.notifications.access import own_phone, phone_place, seal_openid, unseal_openid
from server.notifications.models import NoticePreference
from server.platform.sealing import sealed_before


def reseal_preferences(session: Session, limit: int) -> int:
    """Seal what up to ``limit`` people gave anew; how many there were."""
    columns = (NoticePreference.phone_sealed, NoticePreference.openid_sealed)
    found = select(NoticePreference).where(or_(*map(sealed_before, columns)))
    rows = session.scalars(
        found.order_by(NoticePreference.owner).limit(limit).with_for_update()
    ).all()
    for row in rows:
        phone = own_phone(row)
        if phone is not None:
            row.phone_sealed = phones.seal(phone, phone_place(row.owner))
        if row.openid_sealed is not None:
            row.openid_sealed = seal_openid(unseal_openid(row), row.owner)
    session.flush()
    return len(rows)
