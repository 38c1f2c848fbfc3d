"""What the system does by itself when a time has come.

What is due is read from the rows of cases, clocks and records, so nothing is lost while no process
runs; every action checks again under the case's lock, so any number of processes may try.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Select, String, cast, literal, select

from server.cases.models import Case, CaseRecord, Clock
from server.cases.service import carry_out
from server.cases.states import ClockKind, RecordKind, RecordStatus
from server.cases.workflow import BY_ACTION
from server.platform import clock, outbox
from server.platform.actor import SYSTEM
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem

_TIMEOUTS = {ClockKind.INFO: "info_timeout", ClockKind.CONFIRM: "confirm_timeout"}
Due = Select[int, str]


def run_due_timers(limit: int = 200) -> int:
    """Do what is due; returns how much was done."""
    done = 0
    for query in (*_timeouts(), _returns(), _resumptions()):
        due = db.session.execute(query.limit(limit)).all()
        done += sum(_do(case_id, action) for case_id, action in due)
    return done + _raise_alarms(limit)


def _timeouts() -> Iterator[Due]:
    for kind, action in _TIMEOUTS.items():
        yield (
            select(Clock.case_id, literal(action))
            .where(Clock.kind == kind, Clock.stopped_at.is_(None), Clock.paused_at.is_(None))
            .where(Clock.due_at <= clock.now())
            .order_by(Clock.due_at)
        )


def _returns() -> Due:
    return (
        select(CaseRecord.case_id, literal("return_undecided"))
        .join(
            Clock,
            (Clock.case_id == CaseRecord.case_id)
            & (Clock.kind + "/" + cast(Clock.number, String) == CaseRecord.clock),
        )
        .where(CaseRecord.kind == RecordKind.RETURN, CaseRecord.closed_at.is_(None))
        .where(CaseRecord.status == RecordStatus.OPEN, Clock.due_at <= clock.now())
    )


def _resumptions() -> Due:
    return (
        select(CaseRecord.case_id, literal("resume"))
        .where(CaseRecord.kind == RecordKind.SUSPENSION, CaseRecord.closed_at.is_(None))
        .where(CaseRecord.status == RecordStatus.APPROVED, CaseRecord.until_at <= clock.now())
        .order_by(CaseRecord.until_at)
    )


def _raise_alarms(limit: int) -> int:
    """Warnings and supervision; a case that slept through several levels gets each of them."""
    in_time = Case.due_at > clock.now()
    query = select(Case.id, in_time).where(Case.alarm_at <= clock.now()).order_by(Case.alarm_at)
    done = 0
    for case_id, can_be_warned in db.session.execute(query.limit(limit)).all():
        actions = ("warn", "supervise") if can_be_warned else ("supervise",)
        while any(_do(case_id, action) for action in actions):
            done += 1
    return done


def _do(case_id: int, action: str) -> int:
    try:
        with unit_of_work() as session:
            case = session.execute(
                select(Case).where(Case.id == case_id).with_for_update()
            ).scalar_one()
            carry_out(session, SYSTEM, case, BY_ACTION[action], {})
    except Problem:
        return 0
    outbox.ring()
    return 1
