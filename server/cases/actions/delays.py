"""Effects of extensions and suspensions: more time, always by somebody else's decision."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.cases.actions.registry import Data, effect, tell_grounds
from server.cases.engine import Move
from server.cases.evidence import attach
from server.cases.limits import decision_limit, extension_step
from server.cases.policy import Situation
from server.cases.states import ClockKind, RecordKind, RecordStatus
from server.cases.stays import stood_still
from server.cases.workflow import Stop
from server.deadlines.service import working_time
from server.platform.errors import Problem


@effect("request_extension")
def request_extension(move: Move, at: Situation, data: Data) -> None:
    """``amount`` counts units of the limit, at most once the limit; halves where that has one."""
    main = move.open_clock(ClockKind.MAIN)
    counted = main and data["amount"] % extension_step(main["amount"]) == 0
    if main is None or not counted or data["amount"] > main["amount"]:
        raise Problem("invalid", 422, fields={"amount": ["range"]})
    move.records.open(
        RecordKind.EXTENSION,
        organisation_id=move.actor.organisation_id,
        staff_id=move.actor.staff_id,
        clock=_decision(move, RecordKind.EXTENSION),
        amount=data["amount"],
        unit=main["unit"],
    )


def _decision(move: Move, about: RecordKind) -> str:
    return move.start(
        ClockKind.DECISION, limit=decision_limit(about), holder=move.case.intake_org_id
    )


@effect("approve_extension")
def approve_extension(move: Move, at: Situation, data: Data) -> None:
    key = move.records.living(RecordKind.EXTENSION)[0]
    asked = move.records.columns(key)["details"]
    if main := move.clockwork.open(ClockKind.MAIN):
        due_at = move.clockwork.columns(main)["due_at"]
        later = working_time().due(due_at, asked["amount"], asked["unit"])
        move.clockwork.move_due(main, later.at)
    tell_grounds(move, key)
    move.settle(key, RecordStatus.APPROVED)
    move.set(extensions=move.case.extensions + 1)


@effect("refuse_extension")
def refuse_extension(move: Move, at: Situation, data: Data) -> None:
    move.settle(move.records.living(RecordKind.EXTENSION)[0], RecordStatus.REFUSED)


@effect("request_suspension")
def request_suspension(move: Move, at: Situation, data: Data) -> None:
    zone = ZoneInfo(at.policy.time_zone)
    until = datetime.combine(data["until"], time(0), zone)
    stood = stood_still(move.session, move.case.id)
    spent = sum((end - begin for begin, end in stood), timedelta())
    longest = timedelta(days=at.policy.suspension_days_max) - spent
    if not timedelta() < until - move.now <= longest:
        raise Problem("invalid", 422, fields={"until": ["range"]})
    attach(move, data["photos"], "evidence", fresh=True)
    move.records.open(
        RecordKind.SUSPENSION,
        organisation_id=move.actor.organisation_id,
        staff_id=move.actor.staff_id,
        until_at=until,
        clock=_decision(move, RecordKind.SUSPENSION),
        reason=data["suspension_reason"],
    )


@effect("approve_suspension")
def approve_suspension(move: Move, at: Situation, data: Data) -> None:
    key = move.records.living(RecordKind.SUSPENSION)[0]
    tell_grounds(move, key)
    move.clockwork.stop(move.records.columns(key)["clock"])
    move.records.set(key, RecordStatus.APPROVED, clock=None, decided_by_id=move.actor.staff_id)
    move.lapse(RecordKind.RETURN, RecordKind.EXTENSION)


@effect("refuse_suspension")
def refuse_suspension(move: Move, at: Situation, data: Data) -> None:
    move.settle(move.records.living(RecordKind.SUSPENSION)[0], RecordStatus.REFUSED)


@effect("review_suspension")
def review_suspension(move: Move, at: Situation, data: Data) -> None:
    if not data.get("photos") and not data.get("note"):
        raise Problem("nothing_added", 422)
    attach(move, data.get("photos", ()), "evidence", fresh=True)


@effect("resume")
def resume(move: Move, at: Situation, data: Data) -> None:
    """By the system on the date: then the time runs from that date, whenever it was noticed."""
    key = move.records.living(RecordKind.SUSPENSION)[0]
    if not move.actor.is_staff:
        date = move.records.columns(key)["until_at"]
        move.clocks = (Stop(ClockKind.REVIEW),)
        for kind in (ClockKind.MAIN, ClockKind.CO_HANDLING):
            move.clockwork.resume_all(kind, since=date)
    move.settle(key, RecordStatus.DONE)
