"""What supervisors should look into: shapes of work that honest work seldom has (domain: E7)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, case, cast, func, select
from sqlalchemy.orm import aliased

from server.cases.models import Case, CaseRecord
from server.cases.queries import visible_to
from server.cases.states import RecordKind, RecordStatus
from server.identity.models import Organisation, Staff
from server.platform import clock
from server.platform.actor import Actor
from server.platform.db import db

LOOKED_BACK = timedelta(days=90)
PAIR_LEAST = 20
_MOST = 100
_HANDLER, _CHECKER = aliased(Staff), aliased(Staff)


def alarms(actor: Actor) -> dict[str, Any]:
    """Odd finishes and pairs that never disagree, of the last 90 days, among the actor's cases.

    At most 100 of each, latest and largest first; three queries however many.
    """
    since = clock.now() - LOOKED_BACK
    return {"items": _finishes(actor, since), "pairs": _pairs(actor, since)}


def _finishes(actor: Actor, since: datetime) -> list[dict[str, Any]]:
    rows = db.session.execute(
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
        .limit(_MOST)
    ).all()
    numbers = _numbers(actor, {like for row in rows for like in row.details["like"]})
    return [
        {
            "at": row.opened_at,
            "marks": row.details["marks"],
            "case_number": row.number,
            "state": row.state,
            "address": row.address,
            "organisation": row.organisation,
            "person": row.person,
            "like": [numbers[like] for like in row.details["like"] if like in numbers],
        }
        for row in rows
    ]


def _numbers(actor: Actor, ids: Iterable[int]) -> dict[int, str]:
    rows = db.session.execute(
        select(Case.id, Case.number).where(Case.id.in_(list(ids)), visible_to(actor))
    )
    return {row.id: row.number for row in rows}


def _pairs(actor: Actor, since: datetime) -> list[dict[str, Any]]:
    """Handlers and checkers of at least 20 checks together, none of which failed."""
    failed = func.sum(cast(CaseRecord.status == RecordStatus.REFUSED, Integer))
    passed = func.sum(case((CaseRecord.status == RecordStatus.CONFIRMED, 1), else_=0))
    rows = db.session.execute(
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
        .having(failed == 0, passed >= PAIR_LEAST)
        .order_by(passed.desc(), _HANDLER.id, _CHECKER.id)
        .limit(_MOST)
    )
    return [dict(row._mapping) for row in rows]
