"""Who is to be told about an event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from server.cases.models import Case, CaseRecord, JournalEvent
from server.cases.states import RecordKind, State
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
    data: dict[str, Any]
    urgent: bool
    intake_org_id: int
    responsible_org_id: int | None
    recused_org_id: int | None
    district_area_id: int
    person_id: int | None
    patrol_leader_id: int | None

    @property
    def holder_org_id(self) -> int:
        """The organisation that has to act, or whose clock ran last."""
        return self.responsible_org_id or self.intake_org_id

    @property
    def record(self) -> dict[str, Any]:
        """What changed in records beside the state, their details included."""
        changed: dict[str, Any] = {}
        for columns in self.data.get("records", {}).values():
            changed |= columns | columns.get("details", {})
        return changed

    @property
    def records(self) -> frozenset[str]:
        """Keys (``return/2``) of the records beside the state that the event touched."""
        return frozenset(self.data.get("records", ()))


_TOLD = (
    select(
        JournalEvent.case_id,
        JournalEvent.seq,
        JournalEvent.action,
        JournalEvent.to_state,
        JournalEvent.actor,
        JournalEvent.data,
        Case.urgent,
        Case.intake_org_id,
        Case.responsible_org_id,
        Case.recused_org_id,
        Case.district_area_id,
        Case.person_id,
        Case.patrol_leader_id,
    )
    .join(Case, Case.id == JournalEvent.case_id)
    .where(JournalEvent.case_id == bindparam("case"), JournalEvent.seq == bindparam("number"))
)


def told_event(session: Session, case_id: int, seq: int) -> Told:
    """The event ``seq`` of a case; one query."""
    return Told._make(ask(session, _TOLD, case=case_id, number=seq).one())


def _with_role(roles: tuple[str, ...], where: ColumnElement[bool]) -> Select[Any]:
    return (
        select(Staff.id)
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .join(Organisation, Organisation.id == Staff.organisation_id)
        .where(StaffRole.role.in_(roles), Staff.active.is_(True), where)
        .where(Staff.organisation_id != bindparam("recused"))
        .distinct()
        .order_by(Staff.id)
    )


_IN_OFFICE = Staff.organisation_id.in_(bindparam("places", expanding=True))
_IN_AREA = Organisation.area_id.in_(bindparam("places", expanding=True))
_NO_OFFICE = 0
_HANDLERS = _with_role(("handler",), _IN_OFFICE)
_STAFF: dict[Audience, tuple[Select[Any], str]] = {
    Audience.INTAKE: (_with_role(("intake_clerk",), _IN_OFFICE), "intake_org_id"),
    Audience.DISPATCHERS: (_with_role(("dispatcher",), _IN_OFFICE), "intake_org_id"),
    Audience.ORGANISATION: (_HANDLERS, "responsible_org_id"),
    Audience.HOLDER_HEAD: (
        _with_role(("organisation_head", "street_head"), _IN_OFFICE),
        "holder_org_id",
    ),
    Audience.STREET: (_with_role(("street_lead", "street_head"), _IN_OFFICE), "intake_org_id"),
    Audience.CHECKERS: (_with_role(("checker",), _IN_AREA), "district_area_id"),
    Audience.SUPERVISORS: (_with_role(("supervisor",), _IN_AREA), "district_area_id"),
    Audience.CENTRE_LEADERS: (_with_role(("centre_leader",), _IN_AREA), "district_area_id"),
}
_ONE_PERSON = {Audience.PERSON: "person_id", Audience.PATROL_LEADER: "patrol_leader_id"}
_HOLDERS = {
    State.SUBMITTED: Audience.INTAKE,
    State.VERIFYING: Audience.GRID_WORKER,
    State.TO_DISPATCH: Audience.DISPATCHERS,
}
_PARTIES = {
    Audience.RETURNER: (RecordKind.RETURN,),
    Audience.CO_HANDLERS: (RecordKind.CO_HANDLING,),
    Audience.CALLED: (RecordKind.WHISTLE_CALL,),
}
_REQUESTS = (RecordKind.VOID, RecordKind.FORCE_CLOSE, RecordKind.SUPERVISION)


def recipients(session: Session, audience: Audience, event: Told) -> list[str]:
    """Owner keys of everybody in an audience; nobody of a recused organisation."""
    if audience is Audience.HOLDERS:
        audience = _HOLDERS.get(State(event.to_state), Audience.ORGANISATION)
    if audience is Audience.REPORTERS:
        return _reporters(session, event.case_id)
    if audience is Audience.DUTY:
        return [f"o:{event.holder_org_id}"]
    if audience in _ONE_PERSON:
        return _people([getattr(event, _ONE_PERSON[audience])])
    if audience is Audience.GRID_WORKER:
        asked = _records(session, event, (RecordKind.VERIFICATION,))
        return _people(record.staff_id for record in asked if record.closed_at is None)
    if audience is Audience.ASKERS:
        return _people(record.staff_id for record in _touched(session, event, _REQUESTS))
    if audience in _PARTIES:
        touched = _touched(session, event, _PARTIES[audience])
        statement, places = _HANDLERS, [record.organisation_id for record in touched]
    else:
        statement, place = _STAFF[audience]
        places = [getattr(event, place)]
    recused = event.recused_org_id or _NO_OFFICE
    return _people(ask(session, statement, places=places, recused=recused).scalars())


def _people(staff_ids: Iterable[int | None]) -> list[str]:
    return [f"s:{number}" for number in staff_ids if number is not None]


def _touched(session: Session, event: Told, kinds: Iterable[RecordKind]) -> list[CaseRecord]:
    """The records of some kinds that the event opened or changed."""
    if not event.records:
        return []
    found = _records(session, event, kinds)
    return [record for record in found if f"{record.kind}/{record.number}" in event.records]


def _records(session: Session, event: Told, kinds: Iterable[RecordKind]) -> list[CaseRecord]:
    """Every record of some kinds beside the case."""
    of_case = select(CaseRecord).where(CaseRecord.case_id == event.case_id)
    return list(session.scalars(of_case.where(CaseRecord.kind.in_(kinds)).order_by(CaseRecord.id)))


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
