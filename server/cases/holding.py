"""How much an organisation has in its hands."""

from __future__ import annotations

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from server.cases.models import Case
from server.cases.states import OPEN


def open_cases_of(session: Session, organisation_id: int) -> int:
    """The open cases that an organisation took in or is responsible for."""
    theirs = or_(Case.intake_org_id == organisation_id, Case.responsible_org_id == organisation_id)
    return session.scalar(select(func.count()).where(theirs, Case.state.in_(tuple(OPEN)))) or 0
