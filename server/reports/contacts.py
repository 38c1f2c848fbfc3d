"""The number that a reporter left with a report: sealed, and theirs to correct."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.platform.runtime import current
from server.reports.models import CONTACT, Report


def opened(report: Report) -> dict[str, str]:
    """Name and phone in full, for the reporter; empty without a contact."""
    if report.contact_sealed is None:
        return {}
    plain = current().keys.unseal(CONTACT, report.contact_sealed, report.id.bytes)
    contact: dict[str, str] = orjson.loads(plain)
    return contact


def correct(session: Session, owners: Collection[str], report_id: UUID, phone: str | None) -> bool:
    """Put ``phone`` in the contact of a report of ``owners``, or take it out; whether there is."""
    report = session.scalar(
        select(Report).where(Report.id == report_id, Report.owner.in_(owners)).with_for_update()
    )
    if report is None:
        return False
    contact = opened(report)
    contact.pop("phone", None)
    if phone is not None:
        contact["phone"] = phone
    report.contact_sealed = (
        current().keys.seal(CONTACT, orjson.dumps(contact), report.id.bytes) if contact else None
    )
    return True
