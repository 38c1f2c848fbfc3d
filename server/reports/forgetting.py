"""Cutting the link between a report and the person who sent it; what was reported stays."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.platform.masking import masked
from server.reports.models import CaseWatch, Report

_NO_FINGERPRINT = bytes(32)
NOBODY = "n:"


def unlink(session: Session, ids: Collection[UUID]) -> None:
    """Make reports nobody's: no owner, contact, query code, numbers in words, nor the point sent.

    A member of staff who typed a report for somebody stays named.
    """
    for report in session.scalars(select(Report).where(Report.id.in_(ids)).with_for_update()):
        nobody = f"{NOBODY}{report.id.hex}"
        report.owner = nobody
        if not report.filer.startswith("s:"):
            report.filer = nobody
        report.words, report.address = masked(report.words), masked(report.address)
        report.fingerprint = _NO_FINGERPRINT
        report.code_digest = report.contact_sealed = None
        report.sent_lat = report.sent_lon = report.accuracy_m = None
    session.flush()


def forget_watches(session: Session, owners: Collection[str]) -> None:
    """Delete which cases residents wanted to be told of."""
    session.execute(delete(CaseWatch).where(CaseWatch.owner.in_(owners)))
