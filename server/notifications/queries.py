"""Who is to be told about an event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from server.cases.models import Case, JournalEvent
from server.identity.models import Organisation, Staff, StaffRole
from server.notifications.rules import Audience
from server.platform.db import ask, db
from server.reports.models import Report


class Told(NamedTuple):
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


_TOLD = (
    select(
        JournalEvent.case_id,
        JournalEvent.seq,
        JournalEvent.action,
        JournalEvent.to_state,
        JournalEvent.actor,
        Case.intake_org_id,
        Case.responsible_org_id,
        Case.recused_org_id,
        Case.district_area_id,
        Case.patrol_leader_id,
    )
    .join(Case, Case.id == JournalEvent.case_id)
    .where(JournalEvent.case_id == bindparam("case"), JournalEvent.seq == bindparam("number"))
)


def told_event(session: Session, case_id: int, seq: int) -> Told:
    """The event ``seq`` of a case; one query."""
    return Told._make(ask(session, _TOLD, case=case_id, number=seq).one())


def _with_role(role: str, where: ColumnElement[bool]) -> Select[Any]:
    return (
        select(Staff.id)
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .join(Organisation, Organisation.id == Staff.organisation_id)
        .where(StaffRole.role == role, Staff.active.is_(True), where)
        .where(Staff.organisation_id != bindparam("recused"))
    )


_IN_OFFICE = Staff.organisation_id == bindparam("place")
_IN_AREA = Organisation.area_id == bindparam("place")
_NO_OFFICE = 0
_STAFF: dict[Audience, tuple[Select[Any], str]] = {
    Audience.INTAKE: (_with_role("intake_clerk", _IN_OFFICE), "intake_org_id"),
    Audience.DISPATCHERS: (_with_role("dispatcher", _IN_OFFICE), "intake_org_id"),
    Audience.ORGANISATION: (_with_role("handler", _IN_OFFICE), "responsible_org_id"),
    Audience.CHECKERS: (_with_role("checker", _IN_AREA), "district_area_id"),
    Audience.SUPERVISORS: (_with_role("supervisor", _IN_AREA), "district_area_id"),
}


def recipients(session: Session, audience: Audience, event: Told) -> list[str]:
    """Owner keys of everybody in an audience; nobody of a recused organisation."""
    if audience is Audience.REPORTERS:
        return _reporters(session, event.case_id)
    if audience is Audience.PATROL_LEADER:
        leader = event.patrol_leader_id
        return [] if leader is None else [f"s:{leader}"]
    statement, place = _STAFF[audience]
    recused = event.recused_org_id or _NO_OFFICE
    found = ask(session, statement, place=getattr(event, place), recused=recused).scalars()
    return [f"s:{number}" for number in found]


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
