"""Sealing contacts anew, with the newest data key."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.platform.runtime import current
from server.platform.sealing import sealed_before
from server.reports.models import CONTACT, Report


def reseal_contacts(session: Session, limit: int) -> int:
    """Seal up to ``limit`` contacts anew; how many there were."""
    keys = current().keys
    found = select(Report).where(
        Report.contact_sealed.is_not(None), sealed_before(Report.contact_sealed)
    )
    rows = session.scalars(found.order_by(Report.id).limit(limit).with_for_update()).all()
    for row in rows:
        opened = keys.unseal(CONTACT, row.contact_sealed or b"", row.id.bytes)
        row.contact_sealed = keys.seal(CONTACT, opened, row.id.bytes)
    session.flush()
    return len(rows)
