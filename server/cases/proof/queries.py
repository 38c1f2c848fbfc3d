"""Reading what the proof of cases is judged by: closings of a month, alarms, pairs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, case, cast, exists, func, select
from sqlalchemy.orm import Session, aliased

from server.cases.models import Case, CaseRecord
from server.cases.proof.sampling import Closing, flags_of
from server.cases.queries import visible_to
from server.cases.states import RecordKind, RecordStatus, State
from server.identity.models import Organisation, Staff
from server.platform.actor import Actor
from server.platform.db import db
from server.reports.models import Report

_HANDLER, _CHECKER = aliased(Staff), aliased(Staff)

Rows = Sequence[Row[*tuple[Any, ...]]]


def closings(
    session: Session, street_area_id: int, span: tuple[datetime, datetime]
) -> list[Closing]:
    """A street's closings that still stand, with their flags; two queries."""
    since, until = span
    standing = select(Case.id).where(
        Case.street_area_id == street_area_id,
        Case.state == State.CLOSED,
        Case.closed_at >= since,
        Case.closed_at < until,
    )
    asked = exists().where(Report.root_case_id == Case.id, Report.withdrawn_at.is_(None))
    silent = asked & ~asked.where(Report.answer.is_not(None))
    rows = session.execute(
        select(Case.id, Case.number, Case.closed_at, Case.close_type, silent.label("silent"))
        .where(Case.id.in_(standing))
        .order_by(Case.id)
    ).all()
    marks = _latest_marks(session, standing)
    return [
        Closing(
            row.id,
            row.number,
            row.closed_at,
            flags_of(row.close_type, marks.get(row.id, ()), silent=bool(row.silent)),
        )
        for row in rows
    ]


def _latest_marks(session: Session, cases: Any) -> dict[int, Collection[str]]:
    """The marks of each case's last finish."""
    later = aliased(CaseRecord)
    newer = exists().where(
        later.case_id == CaseRecord.case_id,
        later.kind == RecordKind.CHECK,
        later.number > CaseRecord.number,
    )
    rows = session.execute(
        select(CaseRecord.case_id, CaseRecord.details).where(
            CaseRecord.kind == RecordKind.CHECK, CaseRecord.case_id.in_(cases), ~newer
        )
    )
    return {case_id: details["marks"] for case_id, details in rows}


def alarm_rows(actor: Actor, since: datetime, most: int) -> Rows:
    """Odd finishes and checks among the actor's cases, latest first."""
    return db.session.execute(
        select(
            CaseRecord.opened_at,
            CaseRecord.details,
            Case.number,
            Case.state,
            Case.address,
            Organisation.name.label("organisation"),
            Staff.name.label("person"),
        )
        .join(Case, Case.id == CaseRecord.case_id)
        .outerjoin(Organisation, Organisation.id == CaseRecord.organisation_id)
        .outerjoin(Staff, Staff.id == CaseRecord.staff_id)
        .where(CaseRecord.kind == RecordKind.ALARM, CaseRecord.closed_at >= since)
        .where(visible_to(actor))
        .order_by(CaseRecord.closed_at.desc(), CaseRecord.id.desc())
        .limit(most)
    ).all()


def numbers_for(actor: Actor, ids: Iterable[int]) -> dict[int, str]:
    """The numbers of those of the cases that the actor sees, by id."""
    rows = db.session.execute(
        select(Case.id, Case.number).where(Case.id.in_(list(ids)), visible_to(actor))
    )
    return {row.id: row.number for row in rows}


def agreeing_pairs(actor: Actor, since: datetime, least: int, most: int) -> Rows:
    """Handlers and checkers of ``least`` checks together or more, none of which failed."""
    failed = func.sum(cast(CaseRecord.status == RecordStatus.REFUSED, Integer))
    passed = func.sum(case((CaseRecord.status == RecordStatus.CONFIRMED, 1), else_=0))
    return db.session.execute(
        select(
            _HANDLER.name.label("person"),
            _CHECKER.name.label("checker"),
            Organisation.name.label("organisation"),
            passed.label("count"),
            func.max(CaseRecord.closed_at).label("at"),
        )
        .join(Case, Case.id == CaseRecord.case_id)
        .join(_HANDLER, _HANDLER.id == CaseRecord.staff_id)
        .join(_CHECKER, _CHECKER.id == CaseRecord.decided_by_id)
        .join(Organisation, Organisation.id == _HANDLER.organisation_id)
        .where(CaseRecord.kind == RecordKind.CHECK, CaseRecord.closed_at >= since)
        .where(visible_to(actor))
        .group_by(_HANDLER.id, _HANDLER.name, _CHECKER.id, _CHECKER.name, Organisation.name)
        .having(failed == 0, passed >= least)
        .order_by(passed.desc(), _HANDLER.id, _CHECKER.id)
        .limit(most)
    ).all()
