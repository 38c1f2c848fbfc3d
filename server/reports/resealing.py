"""Sealing contacts anew, with the newest data key."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.platform.keys import PREFIX_BYTES
from server.platform.runtime import current
from server.reports.models import CONTACT, Report


def reseal_contacts(session: Session, limit: int) -> int:
    """Seal up to ``limit`` contacts anew; how many there were."""
    keys = current().keys
    found = select(Report).where(
        Report.contact_sealed.is_not(None),
        func.substr(Report.contact_sealed, 1, PREFIX_BYTES) != keys.prefix,
    )
    rows = session.scalars(found.order_by(Report.id).limit(limit).with_for_update()).all()
    for row in rows:
        opened = keys.unseal(CONTACT, row.contact_sealed or b"", row.id.bytes)
        row.contact_sealed = keys.seal(CONTACT, opened, row.id.bytes)
    session.flush()
    return len(rows)
