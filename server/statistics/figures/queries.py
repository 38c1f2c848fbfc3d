"""What the figures are counted from: each question is one query, however many cases there are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from server.cases.models import Case, CaseRecord, Clock
from server.cases.queries import not_about, visible_to
from server.cases.states import REFUSED, ClockKind, RecordKind, RecordStatus, State
from server.platform.actor import Actor
from server.platform.db import db
from server.reports.models import Report
from server.statistics.spans import Period

_OWN = aliased(Clock)
_MISSED = exists().where(
    _OWN.case_id == CaseRecord.case_id,
    _OWN.organisation_id == CaseRecord.organisation_id,
    _OWN.kind.in_((ClockKind.WHISTLE_ACK, ClockKind.WHISTLE_REPORT_IN)),
    _OWN.started_at >= CaseRecord.opened_at,
    _OWN.stopped_at <= CaseRecord.closed_at,
    _OWN.stopped_at > _OWN.due_at,
)
_COUNTS = or_(
    CaseRecord.status.not_in((RecordStatus.EXCUSED, RecordStatus.LAPSED)),
    and_(CaseRecord.status == RecordStatus.LAPSED, _MISSED),
)
"""Calls that count: not those that the street let off, nor those that the case left behind while
there was still time to answer."""

Rows = list[Row[Any]]


def _rows(statement: Select[*tuple[Any, ...]]) -> Rows:
    return list(db.session.execute(statement))


def _key(one: type[Clock]) -> ColumnElement[str]:
    """How a record names a clock: ``main/2``."""
    return one.kind + literal("/") + cast(one.number, String)


def _seen(actor: Actor) -> Select[int]:
    return select(Case.id).where(visible_to(actor))


def whistle_calls(actor: Actor, period: Period) -> Rows:
    """Each department's calls of the period and how many of them the street confirmed."""
    return _rows(
        select(
            CaseRecord.organisation_id.label("id"),
            func.count().label("calls"),
            func.count().filter(CaseRecord.status == RecordStatus.CONFIRMED).label("confirmed"),
        )
        .where(CaseRecord.kind == RecordKind.WHISTLE_CALL, period.holds(CaseRecord.opened_at))
        .where(_COUNTS, CaseRecord.case_id.in_(_seen(actor)))
        .group_by(CaseRecord.organisation_id)
    )


def whistle_clocks(actor: Actor, period: Period, now: datetime) -> Rows:
    """Each department's clocks of a whistle: how many were due by now, and kept.

    ``unanswered`` are those still running after their time.
    """
    of_call = and_(
        CaseRecord.case_id == Clock.case_id,
        CaseRecord.organisation_id == Clock.organisation_id,
        CaseRecord.kind == RecordKind.WHISTLE_CALL,
        CaseRecord.opened_at <= Clock.started_at,
        or_(CaseRecord.closed_at.is_(None), CaseRecord.closed_at >= Clock.started_at),
    )
    kinds = (ClockKind.WHISTLE_ACK, ClockKind.WHISTLE_REPORT_IN)
    late = and_(Clock.stopped_at.is_(None), Clock.due_at <= now)
    return _rows(
        select(
            Clock.organisation_id.label("id"),
            Clock.kind,
            func.count().filter(or_(Clock.stopped_at.is_not(None), late)).label("due"),
            func.count().filter(Clock.stopped_at <= Clock.due_at).label("kept"),
            func.count().filter(late).label("unanswered"),
        )
        .join(CaseRecord, of_call)
        .where(Clock.kind.in_(kinds), period.holds(CaseRecord.opened_at))
        .where(_COUNTS, Clock.case_id.in_(_seen(actor)))
        .group_by(Clock.organisation_id, Clock.kind)
    )


def street_whistles(actor: Actor, period: Period) -> Rows:
    """Each street's dispatched cases of the period, and how many of them it whistled about."""
    whistled = (
        select(CaseRecord.id)
        .where(CaseRecord.case_id == Case.id, CaseRecord.kind == RecordKind.WHISTLE)
        .exists()
    )
    return _rows(
        select(
            Case.street_area_id.label("id"),
            func.count().label("dispatched"),
            func.count().filter(whistled).label("whistled"),
        )
        .where(visible_to(actor), period.holds(Case.dispatched_at))
        .group_by(Case.street_area_id)
    )


def assistance(actor: Actor, period: Period, now: datetime) -> Rows:
    """What each organisation was asked to help with, what it answered, and what came of it."""
    answered = CaseRecord.status == RecordStatus.DONE
    return _rows(
        select(
            CaseRecord.organisation_id.label("id"),
            func.count().label("asked"),
            func.count().filter(answered).label("answered"),
            func.count().filter(and_(answered, Clock.stopped_at <= Clock.due_at)).label("in_time"),
            func.count()
            .filter(
                and_(CaseRecord.closed_at.is_(None), Clock.due_at <= now, Clock.paused_at.is_(None))
            )
            .label("late"),
            func.count().filter(and_(answered, Case.state == State.CLOSED)).label("closed"),
        )
        .join(Case, Case.id == CaseRecord.case_id)
        .join(Clock, and_(Clock.case_id == Case.id, _key(Clock) == CaseRecord.clock))
        .where(CaseRecord.kind == RecordKind.CO_HANDLING, period.holds(CaseRecord.opened_at))
        .where(visible_to(actor))
        .group_by(CaseRecord.organisation_id)
    )


def zone_cases(actor: Actor, segment_ids: Collection[int], period: Period) -> Rows:
    """On each segment: the cases accepted in the period, and those closed in it."""
    accepted, closed = period.holds(Case.accepted_at), period.holds(Case.closed_at)
    return _rows(
        select(
            Case.segment_id.label("id"),
            func.count().filter(accepted).label("accepted"),
            func.count().filter(and_(Case.state == State.CLOSED, closed)).label("closed"),
        )
        .where(Case.segment_id.in_(segment_ids), or_(accepted, closed))
        .where(not_about(actor.organisation_id))
        .group_by(Case.segment_id)
    )


def zone_help(actor: Actor, segment_ids: Collection[int], period: Period) -> Rows:
    """On each segment and for each organisation: how often it helped in the period."""
    return _rows(
        select(
            Case.segment_id.label("id"),
            CaseRecord.organisation_id.label("organisation_id"),
            func.count().label("helped"),
        )
        .join(Case, Case.id == CaseRecord.case_id)
        .where(CaseRecord.kind == RecordKind.CO_HANDLING, CaseRecord.status == RecordStatus.DONE)
        .where(Case.segment_id.in_(segment_ids), period.holds(CaseRecord.closed_at))
        .where(not_about(actor.organisation_id))
        .group_by(Case.segment_id, CaseRecord.organisation_id)
    )


def verifications(actor: Actor, staff_ids: Collection[int], period: Period) -> Rows:
    """How often each person looked on the spot for the offices in the period."""
    return _rows(
        select(CaseRecord.staff_id.label("id"), func.count().label("times"))
        .join(Case, Case.id == CaseRecord.case_id)
        .where(not_about(actor.organisation_id))
        .where(CaseRecord.kind == RecordKind.VERIFICATION, CaseRecord.staff_id.in_(staff_ids))
        .where(CaseRecord.status == RecordStatus.DONE, period.holds(CaseRecord.closed_at))
        .group_by(CaseRecord.staff_id)
    )


def checks(actor: Actor, staff_ids: Collection[int], period: Period) -> Rows:
    """How often each person checked what others had mended in the period."""
    return _rows(
        select(CaseRecord.decided_by_id.label("id"), func.count().label("times"))
        .join(Case, Case.id == CaseRecord.case_id)
        .where(not_about(actor.organisation_id))
        .where(CaseRecord.kind == RecordKind.CHECK, CaseRecord.decided_by_id.in_(staff_ids))
        .where(period.holds(CaseRecord.closed_at))
        .group_by(CaseRecord.decided_by_id)
    )


def proxy_reports(actor: Actor, staff_ids: Collection[int], period: Period) -> dict[int, int]:
    """How often each person reported for somebody else in the period, and something came of it."""
    filers = {f"s:{number}": number for number in staff_ids}
    rows = db.session.execute(
        select(Report.filer, func.count().label("times"))
        .join(Case, Case.id == Report.root_case_id)
        .where(not_about(actor.organisation_id))
        .where(period.holds(Report.sent_at), Report.filer.in_(filers))
        .where(Report.owner != Report.filer, Report.withdrawn_at.is_(None))
        .where(Case.state.not_in(tuple(REFUSED)))
        .group_by(Report.filer)
    )
    return {filers[row.filer]: row.times for row in rows}


def supervisions(actor: Actor, period: Period, now: datetime) -> Rows:
    """Each organisation's supervisions of the period: due by now, replied and done in time.

    Done is what the supervision was about: the clock that had run out has been stopped, and not
    because the case was given to somebody else, whose clock then began at the same moment.
    """
    own, watched, following = aliased(Clock), aliased(Clock), aliased(Clock)
    given_away = exists().where(
        following.case_id == watched.case_id,
        following.kind == watched.kind,
        following.number > watched.number,
        following.started_at == watched.stopped_at,
    )
    about = CaseRecord.details["clock_key"].as_string()
    replied = CaseRecord.status == RecordStatus.REPLIED
    over = or_(watched.stopped_at.is_not(None), own.due_at <= now)
    return _rows(
        select(
            CaseRecord.organisation_id.label("id"),
            func.count().label("raised"),
            func.count().filter(over).label("due"),
            func.count().filter(and_(over, replied, own.stopped_at <= own.due_at)).label("replied"),
            func.count().filter(and_(watched.stopped_at <= own.due_at, ~given_away)).label("done"),
        )
        .join(own, and_(own.case_id == CaseRecord.case_id, _key(own) == CaseRecord.clock))
        .join(watched, and_(watched.case_id == CaseRecord.case_id, _key(watched) == about))
        .where(CaseRecord.kind == RecordKind.SUPERVISION, period.holds(CaseRecord.opened_at))
        .where(CaseRecord.case_id.in_(_seen(actor)))
        .group_by(CaseRecord.organisation_id)
    )
