"""Reports of a case that becomes two: the reporters follow both with what they have."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy.orm import Session

from server.photos.service import belong_to
from server.platform.db import insert_row
from server.platform.runtime import current
from server.reports.models import CONTACT, Report


def copy(session: Session, reports: Iterable[Report], case_id: int) -> None:
    """Give a new case its own reports, which the same session, key or query code opens."""
    for report in reports:
        number = uuid.uuid4()
        columns = {column.name: getattr(report, column.name) for column in Report.__table__.columns}
        columns |= {
            "id": number,
            "case_id": case_id,
            "root_case_id": case_id,
            "contact_sealed": _sealed_again(report, number),
            "answer": None,
        }
        insert_row(session, Report, columns)
        belong_to(session, case_id, report.id, number)


def _sealed_again(report: Report, number: uuid.UUID) -> bytes | None:
    """A contact is sealed for one report only."""
    if report.contact_sealed is None:
        return None
    keys = current().keys
    opened = keys.unseal(CONTACT, report.contact_sealed, report.id.bytes)
    return keys.seal(CONTACT, opened, number.bytes)
