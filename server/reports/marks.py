"""What moves of the case change on its reports; always inside the mover's unit of work."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from server.reports.models import Report


def withdraw(session: Session, reports: Collection[uuid.UUID], at: datetime) -> None:
    """The reporters took their reports back."""
    _mark(session, reports, withdrawn_at=at)


def answer(session: Session, reports: Collection[uuid.UUID], said: str | None) -> None:
    """What the reporters said when asked to confirm; ``None`` when they are asked anew."""
    _mark(session, reports, answer=said)


def rate(
    session: Session, reports: Collection[uuid.UUID], at: datetime, solved: str, score: str
) -> None:
    """What the reporters thought of the result."""
    _mark(session, reports, rated_at=at, rated_solved=solved, rated_score=score)


def follow(session: Session, case_ids: Collection[int], root_id: int) -> None:
    """The reports that followed ``case_ids`` go on with another case."""
    session.execute(
        update(Report)
        .where(Report.root_case_id.in_(case_ids))
        .values(root_case_id=root_id)
        .execution_options(synchronize_session=False)
    )


def return_home(session: Session, case_id: int) -> None:
    """The reports of a case follow it again, after it was merged away."""
    session.execute(
        update(Report)
        .where(Report.case_id == case_id)
        .values(root_case_id=case_id)
        .execution_options(synchronize_session=False)
    )


def _mark(session: Session, reports: Collection[uuid.UUID], **columns: Any) -> None:
    if reports:
        session.execute(
            update(Report)
            .where(Report.id.in_(reports))
            .values(**columns)
            .execution_options(synchronize_session=False)
        )
