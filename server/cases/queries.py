"""Loading cases, always through what the actor may see."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, not_, or_, select, true

from server.cases.models import Case, CaseRecord, Clock
from server.cases.states import OPEN, REFUSED, RecordKind, RecordStatus, State
from server.geography.service import Level, area_by_code, areas_below
from server.platform import clock
from server.platform.actor import Actor
from server.platform.db import db
from server.platform.errors import Problem, not_found
from server.reports.models import Report
from server.responsibility.service import segment_keepers_for, task_forces_of

_CHECKED = (State.FIXED, State.CONFIRMING, State.CLOSED)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition under which a case exists for the actor.

    A case about an organisation does not exist for that organisation (recusal).
    """
    if actor.is_machine:
        return and_(_as_machine(actor), not_about(actor.organisation_id))
    if not actor.is_staff:
        return Case.id.in_(_reported_by(actor)) if actor.owner else false()
    sees = [*_as_office(actor), *_as_district(actor), *_as_helper(actor)]
    if not sees:
        return false()
    return and_(or_(*sees), not_about(actor.organisation_id))


def not_about(organisation_id: int | None) -> ColumnElement[bool]:
    """The condition for cases that are not about an organisation; no office knows those that are.

    Whatever is counted for an office without ``visible_to`` needs it. ``None`` leaves out those
    about any organisation.
    """
    free = Case.recused_org_id.is_(None)
    return free if organisation_id is None else or_(free, Case.recused_org_id != organisation_id)


def _as_machine(actor: Actor) -> ColumnElement[bool]:
    """A program of an office reads of its cases, one of a centre of its district, one of the city
    of all. Whom a case is about it is not told for: of those about any office the city's reads
    nothing."""
    if actor.organisation_id is None:
        return true()
    if actor.organisation_kind == "centre":
        return Case.district_area_id == actor.area_id
    ours = actor.organisation_id
    return or_(Case.intake_org_id == ours, Case.responsible_org_id == ours)


def _as_office(actor: Actor) -> Iterator[ColumnElement[bool]]:
    """What an office has taken in, and what it is responsible for."""
    roles, ours = actor.roles, actor.organisation_id
    if roles & {"intake_clerk", "dispatcher", "street_lead", "street_head"}:
        yield Case.intake_org_id == ours
    if roles & {"handler", "organisation_head", "segment_keeper"}:
        yield Case.responsible_org_id == ours
    if roles & {"organisation_head", "street_head"}:
        yield Case.id.in_(_records_of(RecordKind.SUPERVISION, organisation_id=ours))


def _as_district(actor: Actor) -> Iterator[ColumnElement[bool]]:
    """What those see who look at the work of others."""
    roles, district = actor.roles, Case.district_area_id == actor.area_id
    if roles & {"supervisor", "centre_leader", "inspector"}:
        yield district
    if "checker" in roles:
        theirs = Case.responsible_org_id == actor.organisation_id
        drawn = or_(Case.checker_id == actor.staff_id, _check_waits())
        yield and_(district, Case.state.in_(_CHECKED), not_(theirs), drawn)
    if "patrol_leader" in roles:
        yield Case.patrol_leader_id == actor.staff_id


def _as_helper(actor: Actor) -> Iterator[ColumnElement[bool]]:
    """What somebody was called to, asked to look at, or keeps the road of."""
    roles, ours = actor.roles, actor.organisation_id
    if "handler" in roles:
        yield Case.id.in_(_helping(ours))
        if forces := task_forces_of(ours, clock.now()):
            yield Case.task_force_id.in_(forces)
    if "grid_worker" in roles:
        yield Case.id.in_(_records_of(RecordKind.VERIFICATION, staff_id=actor.staff_id))
    if segments := kept_segments(actor):
        yield and_(Case.segment_id.in_(segments), Case.state.in_(OPEN))


def _records_of(kind: RecordKind, **whose: int | None) -> Select[int]:
    """The cases with a record of a kind that concerns somebody, living or not."""
    return select(CaseRecord.case_id).filter_by(kind=kind.value, **whose)


def _helping(organisation_id: int | None) -> Select[int]:
    """The cases in which an organisation helps or has helped."""
    return select(CaseRecord.case_id).where(
        CaseRecord.organisation_id == organisation_id,
        CaseRecord.kind.in_((RecordKind.CO_HANDLING, RecordKind.WHISTLE_CALL)),
    )


def _check_waits() -> ColumnElement[bool]:
    """The condition for checks that any checker may do: nobody was drawn, or it is overdue."""
    late = or_(Case.checker_id.is_(None), Case.due_at <= clock.now())
    return and_(Case.state == State.FIXED, late)


def _reported_by(actor: Actor) -> Select[Any]:
    """The cases of the actor's reports, withdrawn ones too: they stay to be read."""
    opened = [uuid.UUID(number) for number in actor.report_ids]
    return select(Report.root_case_id).where(
        or_(Report.owner.in_(actor.owners), Report.id.in_(opened))
    )


def case_for(actor: Actor, number: str, *, lock: bool = False) -> Case:
    """The case with this number if the actor may see it; ``lock`` inside a unit of work.

    Raises ``Problem("not_found", 404)``, also for what the actor may not know.
    """
    query = select(Case).where(Case.number == number, visible_to(actor))
    if lock:
        query = query.with_for_update()
    case = db.session.execute(query).scalar_one_or_none()
    if case is None:
        raise not_found()
    return case


def lock_family(case: Case, master_number: str | None) -> None:
    """Lock the row of a case, of those merged into it, of its master and of one it may go to.

    Always in the order of their ids, so that two merges never wait for each other in a circle.
    Raises ``Problem("stale_version", 412)`` when the one it may go to was itself merged away or
    let go in the meantime: where it stands now is not locked.
    """
    named = _standing(master_number)
    ids = {case.id, case.master_id, *named} - {None}
    family = or_(Case.id.in_(ids), Case.master_id == case.id)
    db.session.execute(select(Case.id).where(family).order_by(Case.id).with_for_update()).all()
    if _standing(master_number) != named:
        raise Problem("stale_version", 412)


def _standing(number: str | None) -> tuple[int | None, ...]:
    """The ids of a case and of its master."""
    if number is None:
        return ()
    row = db.session.execute(select(Case.id, Case.master_id).where(Case.number == number)).first()
    return () if row is None else tuple(row)


def reports_of(case_id: int) -> list[Report]:
    """The residents' reports that follow a case, its merged cases' included.

    Withdrawn ones are left out, and those of patrols: nobody has to be asked about them.
    """
    return list(
        db.session.execute(
            select(Report)
            .where(Report.root_case_id == case_id, Report.withdrawn_at.is_(None))
            .where(Report.channel != "patrol")
            .order_by(Report.sent_at, Report.id)
        ).scalars()
    )


def clocks_of(case_id: int) -> list[Clock]:
    """All clocks of a case in the order they were started."""
    return list(
        db.session.execute(
            select(Clock).where(Clock.case_id == case_id).order_by(Clock.started_at, Clock.id)
        ).scalars()
    )


def records_that_count(case_id: int) -> tuple[list[CaseRecord], list[CaseRecord]]:
    """The requests, calls and tasks of a case that have not ended, and what was refused.

    Oldest first; one query.
    """
    refused = CaseRecord.status == RecordStatus.REFUSED
    rows = db.session.scalars(
        select(CaseRecord)
        .where(CaseRecord.case_id == case_id, or_(CaseRecord.closed_at.is_(None), refused))
        .order_by(CaseRecord.id)
    ).all()
    living = [row for row in rows if row.closed_at is None]
    return living, [row for row in rows if row.closed_at is not None]


def kept_segments(actor: Actor) -> list[int]:
    """The road segments that the actor keeps now."""
    if "segment_keeper" not in actor.roles or actor.staff_id is None:
        return []
    return [segment.id for segment, _ in segment_keepers_for(actor.staff_id)]


def is_public(case: Case) -> bool:
    """Whether the case has a public page: accepted once and not refused since."""
    return case.accepted_at is not None and State(case.state) not in (*REFUSED, State.MERGED)


def public_case(number: str) -> Case:
    """The public case with a number, or the one it was merged into.

    Raises ``Problem("not_found", 404)``.
    """
    case = db.session.execute(select(Case).where(Case.number == number)).scalar_one_or_none()
    if case is not None and case.master_id is not None:
        case = db.session.get(Case, case.master_id)
    if case is None or not is_public(case):
        raise not_found()
    return case


def promised_at(case: Case) -> datetime | None:
    """Until when residents may expect the next step: of a suspended case, when it resumes (UTC)."""
    if case.state != State.SUSPENDED:
        return case.due_at
    return db.session.scalar(
        select(CaseRecord.until_at).where(
            CaseRecord.case_id == case.id,
            CaseRecord.kind == RecordKind.SUSPENSION,
            CaseRecord.closed_at.is_(None),
        )
    )


def public_cases() -> ColumnElement[bool]:
    """The condition of ``is_public`` for queries."""
    return and_(Case.accepted_at.is_not(None), Case.state.not_in((*REFUSED, State.MERGED)))


def known_to(actor: Actor) -> ColumnElement[bool]:
    """The condition for cases whose existence is no secret to the actor."""
    return or_(visible_to(actor), public_cases())


def open_cases() -> ColumnElement[bool]:
    """The condition for cases that somebody still has to act on."""
    return Case.state.in_(tuple(OPEN))


def inside(code: str) -> ColumnElement[bool]:
    """Cases of an area and of what lies in it. Raises ``invalid`` (422) for an unknown code."""
    area = area_by_code(code)
    if area is None:
        raise Problem("invalid", 422, fields={"area": ["choice"]})
    if area.level is Level.STREET:
        return Case.street_area_id == area.id
    if area.level is Level.DISTRICT:
        return Case.district_area_id == area.id
    return Case.area_id.in_(areas_below({area.id}))
