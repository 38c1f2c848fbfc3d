"""Who is to be told about an event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from server.cases.models import Case, CaseRecord, Clock, JournalEvent
from server.cases.states import ClockKind, RecordKind, State
from server.identity.models import Deputy, Organisation, Resident, Staff, StaffRole
from server.identity.permissions import ROLE_PERMISSIONS
from server.inspection.models import RectificationList
from server.notifications.rules import Audience, Rule
from server.platform.db import ask, db
from server.reports.models import CaseWatch, Report


class Told(NamedTuple):
    """An event together with what of its case decides who is told."""

    case_id: int
    seq: int
    action: str
    to_state: str
    actor: str
    at: datetime
    data: dict[str, Any]
    urgent: bool
    intake_org_id: int
    responsible_org_id: int | None
    recused_org_id: int | None
    district_area_id: int
    person_id: int | None
    checker_id: int | None

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
        JournalEvent.at,
        JournalEvent.data,
        Case.urgent,
        Case.intake_org_id,
        Case.responsible_org_id,
        Case.recused_org_id,
        Case.district_area_id,
        Case.person_id,
        Case.checker_id,
    )
    .join(Case, Case.id == JournalEvent.case_id)
    .where(JournalEvent.case_id == bindparam("case"), JournalEvent.seq == bindparam("number"))
)


def told_event(session: Session, case_id: int, seq: int) -> Told:
    """The event ``seq`` of a case; one query."""
    return Told._make(ask(session, _TOLD, case=case_id, number=seq).one())


Find = Callable[[Session, Told], list[str]]
_IN_OFFICE = Staff.organisation_id.in_(bindparam("places", expanding=True))
_IN_AREA = Organisation.area_id.in_(bindparam("places", expanding=True))
_NO_OFFICE = 0
_SIGNING = [role for role, may in ROLE_PERMISSIONS.items() if "list.receive" in may]


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


_HANDLERS = _with_role(("handler",), _IN_OFFICE)


def _at(
    statement: Select[Any], event: Told, session: Session, places: list[int | None]
) -> list[str]:
    recused = event.recused_org_id or _NO_OFFICE
    return _people(ask(session, statement, places=places, recused=recused).scalars())


def _office(place: str, *roles: str) -> Find:
    """People with one of some roles in an office of the case."""
    statement = _with_role(roles, _IN_OFFICE)
    return lambda session, event: _at(statement, event, session, [getattr(event, place)])


def _district(role: str) -> Find:
    """People with a role in an office of the case's district."""
    statement = _with_role((role,), _IN_AREA)
    return lambda session, event: _at(statement, event, session, [event.district_area_id])


def _handlers_of(kind: RecordKind) -> Find:
    """Whoever works for the organisations of the records of a kind that the event touched."""
    return lambda session, event: _at(
        _HANDLERS,
        event,
        session,
        [record.organisation_id for record in _touched(session, event, (kind,))],
    )


def _holders(session: Session, event: Told) -> list[str]:
    match State(event.to_state):
        case State.SUBMITTED:
            return recipients(session, Audience.INTAKE, event)
        case State.VERIFYING:
            return recipients(session, Audience.GRID_WORKER, event)
        case State.TO_DISPATCH:
            return recipients(session, Audience.DISPATCHERS, event)
    return recipients(session, Audience.ORGANISATION, event)


def _former(session: Session, event: Told) -> list[str]:
    """Whose main clock the event ended."""
    ended = select(Clock.organisation_id).where(
        Clock.case_id == event.case_id,
        Clock.kind == ClockKind.MAIN,
        Clock.stopped_at == event.at,
    )
    return _at(_HANDLERS, event, session, list(session.scalars(ended)))


def _checkers(session: Session, event: Told) -> list[str]:
    return _people([event.checker_id]) or _every_checker(session, event)


def _grid_worker(session: Session, event: Told) -> list[str]:
    asked = _records(session, event, (RecordKind.VERIFICATION,))
    return _people(record.staff_id for record in asked if record.closed_at is None)


def _askers(session: Session, event: Told) -> list[str]:
    requests = (RecordKind.VOID, RecordKind.FORCE_CLOSE, RecordKind.SUPERVISION)
    return _people(record.staff_id for record in _touched(session, event, requests))


def _reporters(session: Session, event: Told) -> list[str]:
    """Everybody whose report hangs on the case, or did before it was merged away.

    Who reported with a device and with the account that it belongs to is one person.
    """
    owners = session.scalars(
        select(Report.owner)
        .where(or_(Report.root_case_id == event.case_id, Report.case_id == event.case_id))
        .where(Report.withdrawn_at.is_(None), Report.owner.like("r:%"))
        .distinct()
    ).all()
    if len(owners) < 2:
        return list(owners)
    ids = [int(owner[2:]) for owner in owners]
    doubles = session.scalars(
        select(Resident.id).where(Resident.id.in_(ids), Resident.account_id.in_(ids))
    )
    return sorted(set(owners) - {f"r:{device}" for device in doubles})


_FOUND_BY = (
    select(Case.patrol_leader_id)
    .where(or_(Case.id == bindparam("case"), Case.master_id == bindparam("case")))
    .distinct()
    .order_by(Case.patrol_leader_id)
)


def _patrol_leaders(session: Session, event: Told) -> list[str]:
    """Who found the case on a round, or one that was merged into it."""
    return _people(ask(session, _FOUND_BY, case=event.case_id).scalars())


def _watchers(session: Session, event: Told) -> list[str]:
    """Who watches the case, or one that was merged into it."""
    watched = select(Case.id).where(or_(Case.id == event.case_id, Case.master_id == event.case_id))
    found = select(CaseWatch.owner).where(CaseWatch.case_id.in_(watched)).distinct()
    return sorted(session.scalars(found))


_every_checker = _district("checker")
_FIND: dict[Audience, Find] = {
    Audience.REPORTERS: _reporters,
    Audience.INTAKE: _office("intake_org_id", "intake_clerk"),
    Audience.GRID_WORKER: _grid_worker,
    Audience.DISPATCHERS: _office("intake_org_id", "dispatcher"),
    Audience.ORGANISATION: _office("responsible_org_id", "handler"),
    Audience.PERSON: lambda _, event: _people([event.person_id]),
    Audience.HOLDERS: _holders,
    Audience.HOLDER_HEAD: _office("holder_org_id", "organisation_head", "street_head"),
    Audience.DUTY: lambda _, event: [f"o:{event.holder_org_id}"],
    Audience.FORMER: _former,
    Audience.CO_HANDLERS: _handlers_of(RecordKind.CO_HANDLING),
    Audience.CALLED: _handlers_of(RecordKind.WHISTLE_CALL),
    Audience.ASKERS: _askers,
    Audience.STREET: _office("intake_org_id", "street_lead", "street_head"),
    Audience.CHECKERS: _checkers,
    Audience.SUPERVISORS: _district("supervisor"),
    Audience.CENTRE_LEADERS: _district("centre_leader"),
    Audience.WATCHERS: _watchers,
    Audience.PATROL_LEADER: _patrol_leaders,
}


def recipients(session: Session, audience: Audience, event: Told) -> list[str]:
    """Owner keys of everybody in an audience; nobody of a recused organisation."""
    return _FIND[audience](session, event)


_STANDING_IN = (
    select(Deputy.absent_id, Deputy.deputy_id)
    .join(Staff, Staff.id == Deputy.deputy_id)
    .where(Deputy.absent_id.in_(bindparam("absent", expanding=True)), Staff.active)
    .where(Deputy.since <= bindparam("at"), Deputy.until > bindparam("at"))
)


def with_deputies(session: Session, told: Mapping[str, Rule], at: datetime) -> dict[str, Rule]:
    """The told, and at the same rule who stands in for them at a moment; one query."""
    absent = [int(owner[2:]) for owner in told if owner.startswith("s:")]
    standing_in = ask(session, _STANDING_IN, absent=absent, at=at)
    return {f"s:{deputy}": told[f"s:{absent}"] for absent, deputy in standing_in} | dict(told)


def watchers(session: Session, roles: tuple[str, ...]) -> list[int]:
    """Ids of everybody at work with one of some roles, wherever."""
    found = (
        select(StaffRole.staff_id)
        .join(Staff, Staff.id == StaffRole.staff_id)
        .where(StaffRole.role.in_(roles), Staff.active.is_(True))
        .distinct()
    )
    return list(session.scalars(found))


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


class ToldList(NamedTuple):
    """A rectification list, as far as it decides who is told."""

    id: int
    organisation_id: int
    issued_by_id: int


def told_list(session: Session, list_id: int) -> ToldList:
    """The list with this id; one query."""
    row = session.execute(
        select(
            RectificationList.id,
            RectificationList.organisation_id,
            RectificationList.issued_by_id,
        ).where(RectificationList.id == list_id)
    ).one()
    return ToldList(*row)


def list_recipients(session: Session, audience: Audience, told: ToldList) -> list[str]:
    """Owner keys of everybody in an audience of a list."""
    if audience is Audience.ISSUER:
        return _people([told.issued_by_id])
    may_sign = (
        select(Staff.id)
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .where(Staff.organisation_id == told.organisation_id, Staff.active.is_(True))
        .where(StaffRole.role.in_(_SIGNING))
        .distinct()
        .order_by(Staff.id)
    )
    return _people(session.scalars(may_sign))


def lists_numbered(list_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Year and serial number of rectification lists by their ids; no query for none."""
    wanted = list(list_ids)
    if not wanted:
        return {}
    rows = db.session.execute(
        select(RectificationList.id, RectificationList.year, RectificationList.serial).where(
            RectificationList.id.in_(wanted)
        )
    )
    return {row.id: (row.year, row.serial) for row in rows}


def numbers_of(case_ids: Iterable[int]) -> dict[int, str]:
    """The numbers of cases by their ids; one query."""
    rows = db.session.execute(select(Case.id, Case.number).where(Case.id.in_(list(case_ids))))
    return {row.id: row.number for row in rows}
