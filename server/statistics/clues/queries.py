"""失责线索: which cases, organisations and people the city's thresholds point at (A25, A26)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, literal, or_, select

from server.cases.models import Case, CaseRecord, Clock, JournalEvent
from server.cases.queries import visible_to
from server.cases.states import REFUSED, ClockKind, RecordKind, RecordStatus, State
from server.city.service import policy
from server.platform.actor import Actor
from server.platform.db import UtcDateTime, db
from server.statistics.spans import Period, hours_between

Reasons = dict[str, ColumnElement[bool]]


def _late_clocks(now: datetime, least_hours: float) -> ColumnElement[bool]:
    """The condition for main clocks that count and were overrun by so many hours.

    A clock that stands still ran until then. A delay that was exempted counts for nothing; what
    came late afterwards does.
    """
    end = func.coalesce(Clock.paused_at, Clock.stopped_at, literal(now, UtcDateTime()))
    overrun = end > Clock.due_at
    enough = hours_between(Clock.due_at, end) >= least_hours
    exempted = (
        exists()
        .where(CaseRecord.case_id == Clock.case_id, CaseRecord.kind == RecordKind.LATE_APPEAL)
        .where(CaseRecord.status == RecordStatus.APPROVED, CaseRecord.closed_at >= end)
        .correlate(Clock)
    )
    counts = and_(Clock.kind == ClockKind.MAIN, Clock.discarded.is_(False), ~exempted)
    return and_(counts, overrun, enough)


def _was_late(now: datetime, least_hours: float) -> ColumnElement[bool]:
    late = select(Clock.id).where(Clock.case_id == Case.id, _late_clocks(now, least_hours))
    return late.exists()


def reasons(now: datetime) -> Reasons:
    """What makes a case a clue, each as a condition; the numbers are the city's policy."""
    city = policy()
    return {
        "late": _was_late(now, city.clue_late_hours),
        "returned": Case.returns >= city.clue_returns,
        "rework": Case.round > city.clue_rework,
        "spot_check": Case.false_closures >= city.clue_spot_checks,
    }


def _counted(actor: Actor, period: Period) -> ColumnElement[bool]:
    """Cases of the period that somebody was ever responsible for; refused ones enter nothing."""
    return and_(
        visible_to(actor),
        period.holds(Case.submitted_at),
        Case.responsible_org_id.is_not(None),
        Case.state.not_in((*REFUSED, State.MERGED)),
    )


def clue_cases(
    actor: Actor, period: Period, now: datetime, before: int | None, limit: int
) -> list[Row[Any]]:
    """The next cases, latest first, with a column for each reason; one query."""
    found = reasons(now)
    query = (
        select(
            Case.id,
            Case.number,
            Case.state,
            Case.tile,
            Case.category_id,
            Case.condition_id,
            Case.area_id,
            Case.address,
            *(reason.label(name) for name, reason in found.items()),
        )
        .where(_counted(actor, period), or_(*found.values()))
        .order_by(Case.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(Case.id < before)
    return list(db.session.execute(query))


def count_clues(actor: Actor, period: Period, now: datetime) -> int:
    """How many cases are clues."""
    wanted = and_(_counted(actor, period), or_(*reasons(now).values()))
    return db.session.scalar(select(func.count()).select_from(Case).where(wanted)) or 0


def by_holder(actor: Actor, period: Period, now: datetime, holder: Any) -> list[Row[Any]]:
    """For each organisation or person: the cases of each reason, late ones aside.

    ``holder`` is the column that says who has the case now, or had it last. One query.
    """
    found = {name: reason for name, reason in reasons(now).items() if name != "late"}
    counts = {name: func.count().filter(reason).label(name) for name, reason in found.items()}
    statement = (
        select(holder.label("id"), func.count().label("cases"), *counts.values())
        .where(_counted(actor, period), holder.is_not(None))
        .group_by(holder)
    )
    return list(db.session.execute(statement))


def late_by_holder(
    actor: Actor, period: Period, now: datetime, person: Any = None
) -> dict[int, int]:
    """How many cases each organisation let become late, by any length, while it had them.

    With ``person``, the column that says who has the case now or had it last: how many of each
    person's cases became late with the organisation that has them. One query.
    """
    who = Clock.organisation_id if person is None else person
    statement = (
        select(who.label("id"), func.count(Case.id.distinct()).label("late"))
        .select_from(Clock)
        .join(Case, Case.id == Clock.case_id)
        .where(_counted(actor, period), _late_clocks(now, 0), who.is_not(None))
        .group_by(who)
    )
    if person is not None:
        statement = statement.where(Clock.organisation_id == Case.responsible_org_id)
    return {row.id: row.late for row in db.session.execute(statement)}


def events_of(case_ids: Collection[int]) -> dict[int, list[JournalEvent]]:
    """The journals of some cases, oldest event first; one query."""
    events: defaultdict[int, list[JournalEvent]] = defaultdict(list)
    rows = db.session.scalars(
        select(JournalEvent)
        .where(JournalEvent.case_id.in_(case_ids))
        .order_by(JournalEvent.case_id, JournalEvent.seq)
    )
    for event in rows:
        events[event.case_id].append(event)
    return events


def main_clocks_of(case_ids: Collection[int]) -> dict[int, list[Clock]]:
    """The main clocks of some cases that count; one query."""
    clocks: defaultdict[int, list[Clock]] = defaultdict(list)
    rows = db.session.scalars(
        select(Clock)
        .where(Clock.case_id.in_(case_ids), Clock.kind == ClockKind.MAIN)
        .where(Clock.discarded.is_(False))
        .order_by(Clock.case_id, Clock.number)
    )
    for clock in rows:
        clocks[clock.case_id].append(clock)
    return clocks
