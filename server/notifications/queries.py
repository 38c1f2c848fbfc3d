"""Who is to be told about an event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from server.cases.models import Case, JournalEvent
from server.identity.models import Organisation, Staff, StaffRole
from server.notifications.rules import Audience
from server.platform.db import db
from server.reports.models import Report


@dataclass(frozen=True)
class Told:
    """An event together with what of its case decides who is told."""

    case_id: int
    seq: int
    action: str
    to_state: str
    actor: str
    intake_org_id: int
    responsible_org_id: int | None
    recused_org_id: int | None
    district_area_id: int
    patrol_leader_id: int | None


def told_event(session: Session, case_id: int, seq: int) -> Told:
    """The event ``seq`` of a case; one query."""
    event, case = session.execute(
        select(JournalEvent, Case)
        .join(Case, Case.id == JournalEvent.case_id)
        .where(JournalEvent.case_id == case_id, JournalEvent.seq == seq)
    ).one()
    return Told(
        case_id=case_id,
        seq=seq,
        action=event.action,
        to_state=event.to_state,
        actor=event.actor,
        intake_org_id=case.intake_org_id,
        responsible_org_id=case.responsible_org_id,
        recused_org_id=case.recused_org_id,
        district_area_id=case.district_area_id,
        patrol_leader_id=case.patrol_leader_id,
    )


def recipients(session: Session, audience: Audience, event: Told) -> list[str]:
    """Owner keys of everybody in an audience; nobody of a recused organisation."""
    match audience:
        case Audience.REPORTERS:
            return _reporters(session, event.case_id)
        case Audience.PATROL_LEADER:
            leader = event.patrol_leader_id
            return [] if leader is None else [f"s:{leader}"]
        case Audience.INTAKE:
            found = _with_role("intake_clerk").where(Staff.organisation_id == event.intake_org_id)
        case Audience.DISPATCHERS:
            found = _with_role("dispatcher").where(Staff.organisation_id == event.intake_org_id)
        case Audience.ORGANISATION:
            found = _with_role("handler").where(Staff.organisation_id == event.responsible_org_id)
        case Audience.CHECKERS:
            found = _with_role("checker").where(Organisation.area_id == event.district_area_id)
        case Audience.SUPERVISORS:
            found = _with_role("supervisor").where(Organisation.area_id == event.district_area_id)
    if event.recused_org_id is not None:
        found = found.where(Staff.organisation_id != event.recused_org_id)
    return [f"s:{number}" for number in session.scalars(found)]


def _with_role(role: str) -> Select[int]:
    return (
        select(Staff.id)
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .join(Organisation, Organisation.id == Staff.organisation_id)
        .where(StaffRole.role == role, Staff.active.is_(True))
    )


def _reporters(session: Session, case_id: int) -> list[str]:
    """Everybody whose report hangs on the case, or did before it was merged away."""
    owners = session.scalars(
        select(Report.owner)
        .where(or_(Report.root_case_id == case_id, Report.case_id == case_id))
        .where(Report.withdrawn_at.is_(None), Report.owner.like("r:%"))
        .distinct()
    )
    return list(owners)


def numbers_of(case_ids: Iterable[int]) -> dict[int, str]:
    """The numbers of cases by their ids; one query."""
    rows = db.session.execute(select(Case.id, Case.number).where(Case.id.in_(list(case_ids))))
    return {row.id: row.number for row in rows}
