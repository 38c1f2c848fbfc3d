"""Effects of supervision, of ending by two people, and of what is found out afterwards."""

from __future__ import annotations

from server.cases.actions.closeout import new_round
from server.cases.actions.registry import Data, effect, tell_grounds
from server.cases.actions.work import is_late
from server.cases.alarms import LEVEL_3, WARNING
from server.cases.engine import Move
from server.cases.evidence import attach
from server.cases.policy import Situation
from server.cases.proof.consequences import confirm_false_closure
from server.cases.states import (
    SHOWN_CLOCK,
    ClockKind,
    CloseType,
    RecordKind,
    RecordStatus,
    State,
)
from server.platform.errors import Problem


def _shown_clock(move: Move) -> str:
    kind = SHOWN_CLOCK[State(move.case.state)]
    key = move.clockwork.open(kind)
    if key is None:
        raise Problem("action_not_allowed", 409)
    return key


def _due_level(move: Move, key: str) -> int:
    following = move.next_alarm(key)
    if following is None or following[1] > move.now:
        raise Problem("action_not_allowed", 409)
    return following[0]


@effect("warn")
def warn(move: Move, at: Situation, data: Data) -> None:
    key = _shown_clock(move)
    if _due_level(move, key) != WARNING:
        raise Problem("action_not_allowed", 409)
    holder = move.clockwork.columns(key)["organisation_id"]
    given = move.records.open(
        RecordKind.WARNING, organisation_id=holder, clock_key=key, level=WARNING
    )
    move.records.close(given, RecordStatus.DONE)


@effect("supervise")
def supervise(move: Move, at: Situation, data: Data) -> None:
    """Each level once for each clock, whoever raises it."""
    key = _shown_clock(move)
    level = int(data["level"]) if move.actor.is_staff else _due_level(move, key)
    given = [
        item["details"]["level"]
        for item in move.records.all(RecordKind.SUPERVISION)
        if item["details"]["clock_key"] == key
    ]
    if level in given or not WARNING < level <= LEVEL_3:
        raise Problem("supervised_already", 409)
    holder = move.clockwork.columns(key)["organisation_id"]
    move.records.open(
        RecordKind.SUPERVISION,
        organisation_id=holder,
        staff_id=move.actor.staff_id,
        clock=move.start(ClockKind.SUPERVISION, holder=holder),
        clock_key=key,
        level=level,
    )


@effect("supervise_reply")
def supervise_reply(move: Move, at: Situation, data: Data) -> None:
    """One answer for everything that the organisation was told about this case."""
    while key := move.records.living_of(RecordKind.SUPERVISION, move.actor.organisation_id):
        move.settle(key, RecordStatus.REPLIED)


@effect("request_void")
def request_void(move: Move, at: Situation, data: Data) -> None:
    move.records.open(RecordKind.VOID, staff_id=move.actor.staff_id, reason=data["void_reason"])


@effect("approve_void")
def approve_void(move: Move, at: Situation, data: Data) -> None:
    key = move.records.living(RecordKind.VOID)[0]
    tell_grounds(move, key)
    move.settle(key, RecordStatus.APPROVED)
    move.set(void_reason=move.records.columns(key)["details"]["reason"], disputed=False)


@effect("refuse_void")
def refuse_void(move: Move, at: Situation, data: Data) -> None:
    move.settle(move.records.living(RecordKind.VOID)[0], RecordStatus.REFUSED)


@effect("request_force_close")
def request_force_close(move: Move, at: Situation, data: Data) -> None:
    attach(move, data["photos"], "evidence", fresh=True)
    move.records.open(RecordKind.FORCE_CLOSE, staff_id=move.actor.staff_id)


@effect("approve_force_close")
def approve_force_close(move: Move, at: Situation, data: Data) -> None:
    """Not solved: closed by two leaders, and always looked at again (E6)."""
    key = move.records.living(RecordKind.FORCE_CLOSE)[0]
    tell_grounds(move, key)
    move.settle(key, RecordStatus.APPROVED)
    move.set(
        close_type=CloseType.FORCED.value,
        closed_at=move.now,
        disputed=False,
        finished_late=is_late(move),
    )


@effect("refuse_force_close")
def refuse_force_close(move: Move, at: Situation, data: Data) -> None:
    move.settle(move.records.living(RecordKind.FORCE_CLOSE)[0], RecordStatus.REFUSED)


@effect("mark_false_closure")
def mark_false_closure(move: Move, at: Situation, data: Data) -> None:
    """The journal keeps the first closing, and whose it was."""
    attach(move, data["photos"], "evidence", fresh=True)
    move.facts["false_closure_of"] = move.case.responsible_org_id
    move.set(false_closures=move.case.false_closures + 1)
    confirm_false_closure(move)
    new_round(move)


@effect("late_appeal")
def late_appeal(move: Move, at: Situation, data: Data) -> None:
    move.records.open(
        RecordKind.LATE_APPEAL,
        organisation_id=move.actor.organisation_id,
        staff_id=move.actor.staff_id,
    )
    move.set(late_appeals=move.case.late_appeals + 1)


@effect("decide_late_appeal")
def decide_late_appeal(move: Move, at: Situation, data: Data) -> None:
    """The fact stays; only when two people grant it, the delay counts for nothing."""
    key = move.records.living(RecordKind.LATE_APPEAL)[0]
    first = move.records.columns(key)["details"].get("first")
    granted = data["decision"] == "grant"
    if first is None:
        move.records.detail(key, first=data["decision"], first_by=move.actor.staff_id)
        return
    both = granted and first == "grant"
    move.settle(key, RecordStatus.APPROVED if both else RecordStatus.REFUSED)
    move.set(exempt=both)
