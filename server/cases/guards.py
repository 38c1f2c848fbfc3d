"""Guards of the exceptions: what else must be true before an action beside the main path."""

from __future__ import annotations

from datetime import datetime

from server.cases.models import CaseRecord, Clock
from server.cases.policy import Guard, Situation, guard
from server.cases.states import ClockKind, RecordKind, RecordStatus
from server.cases.workflow import Who
from server.city.policy import Limit
from server.deadlines.service import working_time
from server.platform.errors import Problem

REFUSALS_MOST = 2
"""How many times the same may be asked of a case and refused."""


def _not_now() -> Problem:
    return Problem("action_not_allowed", 409)


def _within(since: datetime | None, limit: Limit, now: datetime) -> bool:
    return since is not None and now <= working_time().due(since, *limit).at


def _clock(at: Situation, kind: ClockKind) -> Clock | None:
    return next((clock for clock in at.clocks if clock.kind == kind), None)


def _undecided(at: Situation, kind: RecordKind) -> CaseRecord | None:
    """The request of a kind that still waits for its decision."""
    waiting = (RecordStatus.OPEN, RecordStatus.ESCALATED)
    return next((item for item in at.living(kind) if item.status in waiting), None)


def _asked_often(at: Situation, kind: RecordKind) -> Problem | None:
    """Refused twice is refused: nobody asks until somebody gives in (ADR 0028).

    Of what an organisation asked for, only what it did since it got the case.
    """
    since, office = at.case.dispatched_at, at.case.responsible_org_id
    refusals = [
        record
        for record in at.refused
        if record.kind == kind
        and (
            record.organisation_id is None
            or (record.organisation_id == office and since and record.opened_at >= since)
        )
    ]
    return Problem("refused_already", 409) if len(refusals) >= REFUSALS_MOST else None


# --- time that ran out ---------------------------------------------------------------------------


def _run_out(kind: ClockKind) -> Guard:
    def check(at: Situation) -> Problem | None:
        clock = _clock(at, kind)
        return None if clock and clock.due_at <= at.now else _not_now()

    return check


guard("info_timeout")(_run_out(ClockKind.INFO))
guard("confirm_timeout")(_run_out(ClockKind.CONFIRM))


@guard("warn")
def _alarm(at: Situation) -> Problem | None:
    due = at.case.alarm_at
    return None if due is not None and due <= at.now else _not_now()


@guard("supervise")
def _alarm_or_leader(at: Situation) -> Problem | None:
    return None if at.actor.is_staff else _alarm(at)


@guard("return_undecided")
def _decision_late(at: Situation) -> Problem | None:
    asked = _undecided(at, RecordKind.RETURN)
    if asked is None or asked.status == RecordStatus.ESCALATED:
        return _not_now()
    due = [item.due_at for item in at.clocks if f"{item.kind}/{item.number}" == asked.clock]
    return None if due and due[0] <= at.now else _not_now()


@guard("resume")
def _on_the_date(at: Situation) -> Problem | None:
    if at.actor.is_staff:
        return None
    until = [item.until_at for item in at.living(RecordKind.SUSPENSION)]
    return None if until and until[0] and until[0] <= at.now else _not_now()


# --- returns -------------------------------------------------------------------------------------


@guard("request_return")
def _may_return(at: Situation) -> Problem | None:
    """Once per dispatch, soon after it, and not what a meeting has settled (lifecycle table)."""
    if at.case.settled:
        return Problem("assignment_final", 409)
    if _undecided(at, RecordKind.RETURN):
        return Problem("undecided_already", 409)
    if at.case.returns >= at.policy.returns_max:
        return Problem("returns_used_up", 409)
    if not _within(at.case.dispatched_at, at.policy.return_window, at.now):
        return Problem("too_late", 409)
    return _asked_often(at, RecordKind.RETURN)


@guard("refuse_return")
def _return_to_decide(at: Situation) -> Problem | None:
    asked = _undecided(at, RecordKind.RETURN)
    if asked is None:
        return _not_now()
    if asked.status == RecordStatus.ESCALATED and Who.SUPERVISOR not in at.capacities():
        return Problem("supervisor_decides", 403)
    return None


@guard("approve_return")
def _return_of_others(at: Situation) -> Problem | None:
    """Who has the case and dispatches too does not give it away alone."""
    refused = _return_to_decide(at)
    asked = _undecided(at, RecordKind.RETURN)
    if refused or asked is None:
        return refused
    own = (asked.staff_id, asked.organisation_id) == (at.actor.staff_id, at.actor.organisation_id)
    return Problem("another_person", 403) if own else None


@guard("settle")
def _settled_at_last(at: Situation) -> Problem | None:
    most = at.policy.returns_max
    return Problem("settlements_used_up", 409) if at.case.settlements >= most else None


# --- 街道吹哨, 部门报到 ---------------------------------------------------------------------------


@guard("whistle")
def _one_whistle(at: Situation) -> Problem | None:
    return Problem("whistle_open", 409) if at.living(RecordKind.WHISTLE) else None


def _call_is(*statuses: RecordStatus) -> Guard:
    def check(at: Situation) -> Problem | None:
        call = at.own(RecordKind.WHISTLE_CALL)
        return None if call and call.status in statuses else _not_now()

    return check


guard("whistle_ack")(_call_is(RecordStatus.OPEN))
guard("whistle_report_in")(_call_is(RecordStatus.ACKNOWLEDGED))
guard("whistle_measures")(_call_is(RecordStatus.REPORTED_IN, RecordStatus.DISPUTED))


@guard("whistle_confirm", "whistle_dispute")
def _measures_told(at: Situation) -> Problem | None:
    calls = at.living(RecordKind.WHISTLE_CALL)
    told = any(call.status == RecordStatus.MEASURED for call in calls)
    return None if told else _not_now()


@guard("whistle_excuse")
def _called(at: Situation) -> Problem | None:
    return None if at.living(RecordKind.WHISTLE_CALL) else _not_now()


@guard("finish")
def _whistle_answered(at: Situation) -> Problem | None:
    """A whistle ends with every called organisation confirmed or excused by the street (A10)."""
    return Problem("whistle_open", 409) if at.living(RecordKind.WHISTLE) else None


# --- more time -----------------------------------------------------------------------------------


@guard("request_extension")
def _may_extend(at: Situation) -> Problem | None:
    """Before the time is up, at most twice, never for what is urgent (lifecycle table)."""
    if at.case.urgent:
        return Problem("urgent_never", 409)
    if _undecided(at, RecordKind.EXTENSION):
        return Problem("undecided_already", 409)
    if at.case.extensions >= at.policy.extension_max:
        return Problem("extensions_used_up", 409)
    main = _clock(at, ClockKind.MAIN)
    if main is None or at.now >= main.due_at:
        return Problem("too_late", 409)
    return _asked_often(at, RecordKind.EXTENSION)


@guard("request_suspension")
def _one_suspension(at: Situation) -> Problem | None:
    if _undecided(at, RecordKind.SUSPENSION):
        return Problem("undecided_already", 409)
    return _asked_often(at, RecordKind.SUSPENSION) or _whistle_answered(at)


def _decides(kind: RecordKind, *, by_two: bool = False) -> Guard:
    """Somebody else than who asked, of another unit than the one that must do the work."""

    def check(at: Situation) -> Problem | None:
        asked = _undecided(at, kind)
        if asked is None:
            return _not_now()
        if asked.staff_id == at.actor.staff_id:
            return Problem("another_person", 403)
        if not by_two and at.case.responsible_org_id == at.actor.organisation_id:
            return Problem("own_request", 403)
        return None

    return check


@guard("approve_extension")
def _may_still_extend(at: Situation) -> Problem | None:
    """A request left lying undoes no lateness: once late, only as long as it had to be decided."""
    refused = _decides(RecordKind.EXTENSION)(at)
    main, asked = _clock(at, ClockKind.MAIN), _undecided(at, RecordKind.EXTENSION)
    if refused or main is None or asked is None:
        return refused
    until = [item.due_at for item in at.clocks if f"{item.kind}/{item.number}" == asked.clock]
    return Problem("too_late", 409) if at.now > max([main.due_at, *until]) else None


guard("refuse_extension")(_decides(RecordKind.EXTENSION))
guard("refuse_suspension")(_decides(RecordKind.SUSPENSION))
guard("approve_void", "refuse_void")(_decides(RecordKind.VOID, by_two=True))
guard("approve_force_close", "refuse_force_close")(_decides(RecordKind.FORCE_CLOSE, by_two=True))


@guard("approve_suspension")
def _may_suspend(at: Situation) -> Problem | None:
    return _decides(RecordKind.SUSPENSION)(at) or _whistle_answered(at)


# --- by two, and afterwards ----------------------------------------------------------------------


@guard("request_void")
def _one_void(at: Situation) -> Problem | None:
    if at.living(RecordKind.VOID):
        return Problem("undecided_already", 409)
    return _asked_often(at, RecordKind.VOID)


@guard("request_force_close")
def _one_force_close(at: Situation) -> Problem | None:
    if at.living(RecordKind.FORCE_CLOSE):
        return Problem("undecided_already", 409)
    return _asked_often(at, RecordKind.FORCE_CLOSE)


@guard("late_appeal")
def _may_appeal_late(at: Situation) -> Problem | None:
    """Once, soon after a close that came late (lifecycle table)."""
    if at.case.late_appeals:
        return Problem("appealed_already", 409)
    if not at.case.finished_late:
        return Problem("not_late", 409)
    if not _within(at.case.closed_at, at.policy.late_appeal_window, at.now):
        return Problem("too_late", 409)
    return None


@guard("decide_late_appeal")
def _by_two(at: Situation) -> Problem | None:
    appeals = at.living(RecordKind.LATE_APPEAL)
    if not appeals:
        return _not_now()
    first = appeals[0].details.get("first_by")
    if first is not None and first == at.actor.staff_id:
        return Problem("another_person", 403)
    if at.case.responsible_org_id == at.actor.organisation_id:
        return Problem("own_request", 403)
    return None
