"""What follows from a closing that turned out to be false (虚假办结, domain: E8)."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.cases.engine import Move
from server.cases.models import CaseRecord
from server.cases.proof.models import SpotCheck
from server.cases.states import RecordKind, RecordStatus
from server.city.policy import Policy


def confirm_false_closure(move: Move) -> None:
    """Write down whose closing was false, and end the spot check that found it.

    Part of ``mark_false_closure``. From here on the organisation is ``under_full_check``.
    """
    key = move.records.open(
        RecordKind.FALSE_CLOSURE,
        organisation_id=move.case.responsible_org_id,
        staff_id=move.actor.staff_id,
        handler=move.case.handler_id,
    )
    move.records.close(key, RecordStatus.CONFIRMED, by=move.actor.staff_id)
    pending = select(SpotCheck).where(
        SpotCheck.case_id == move.case.id, SpotCheck.finding.is_(None)
    )
    for check in move.session.scalars(pending):
        check.finding, check.found_at, check.found_by_id = "false", move.now, move.actor.staff_id


def under_full_check(session: Session, organisation_id: int | None, rules: Policy) -> bool:
    """Whether an organisation closed falsely, and fewer than 20 checks (by default) passed since.

    Counted from records, so that reopening or merging cases shortens nothing.
    """
    if organisation_id is None:
        return False
    latest = session.scalar(
        select(func.max(CaseRecord.id))
        .where(CaseRecord.organisation_id == organisation_id)
        .where(CaseRecord.kind == RecordKind.FALSE_CLOSURE)
    )
    if latest is None:
        return False
    since = select(CaseRecord.opened_at).where(CaseRecord.id == latest).scalar_subquery()
    passed = (
        select(CaseRecord.id)
        .where(CaseRecord.organisation_id == organisation_id)
        .where(CaseRecord.kind == RecordKind.CHECK, CaseRecord.status == RecordStatus.CONFIRMED)
        .where(CaseRecord.closed_at > since)
        .limit(rules.proof_full_check)
        .subquery()
    )
    count = session.scalar(select(func.count()).select_from(passed))
    return (count or 0) < rules.proof_full_check
