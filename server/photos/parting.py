"""Photos of a case that becomes two."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.photos.models import PRIVATE, CasePhoto
from server.platform.errors import Problem

_BEFORE = ("near", "far")


def leave_for(
    session: Session, case_id: int, photo_ids: Collection[int], new_case_id: int, seq: int
) -> set[uuid.UUID | None]:
    """Move some of a case's first photos to another case; the reports they came with.

    Raises ``Problem("split_photos", 422)`` for photos that are not the case's own private first
    ones, or when none would be left.
    """
    rows = session.execute(
        select(CasePhoto.id, CasePhoto.report_id)
        .where(CasePhoto.case_id == case_id, CasePhoto.role.in_(_BEFORE))
        .where(CasePhoto.visibility == PRIVATE)
    ).all()
    own = {row.id: row.report_id for row in rows}
    chosen = set(photo_ids)
    if not chosen < own.keys():
        raise Problem("split_photos", 422, fields={"photo_ids": ["choice"]})
    session.execute(
        update(CasePhoto)
        .where(CasePhoto.id.in_(chosen))
        .values(case_id=new_case_id, event_seq=seq)
        .execution_options(synchronize_session=False)
    )
    return {own[number] for number in chosen}


def belong_to(session: Session, case_id: int, old_report: uuid.UUID, new_report: uuid.UUID) -> None:
    """The photos of a report that moved to a case belong to the report's copy there."""
    session.execute(
        update(CasePhoto)
        .where(CasePhoto.case_id == case_id, CasePhoto.report_id == old_report)
        .values(report_id=new_report)
        .execution_options(synchronize_session=False)
    )
