"""Effects of 街道吹哨、部门报到: departments are called, and each answers for itself (A10)."""

from __future__ import annotations

from server.cases.actions.registry import Data, effect
from server.cases.engine import Move
from server.cases.evidence import attach
from server.cases.limits import report_in_limit
from server.cases.policy import Situation
from server.cases.states import ClockKind, RecordKind, RecordStatus
from server.cases.workflow import Who
from server.identity.offices import GOVERNMENT, has_handler, office_of_code
from server.platform.errors import Problem

_LEVELS_OF = {
    Who.STREET_LEAD: frozenset({"daily"}),
    Who.STREET_HEAD: frozenset({"tackle", "emergency"}),
}


@effect("whistle")
def whistle(move: Move, at: Situation, data: Data) -> None:
    level = data["whistle_level"]
    may = [levels for who, levels in _LEVELS_OF.items() if who in at.capacities()]
    if not any(level in levels for levels in may):
        raise Problem("whistle_level", 403)
    called = [_called(move, code) for code in dict.fromkeys(data["organisations"])]
    move.records.open(
        RecordKind.WHISTLE,
        organisation_id=move.actor.organisation_id,
        staff_id=move.actor.staff_id,
        level=level,
    )
    for organisation_id in called:
        move.records.open(
            RecordKind.WHISTLE_CALL,
            organisation_id=organisation_id,
            staff_id=move.actor.staff_id,
            clock=move.start(ClockKind.WHISTLE_ACK, holder=organisation_id),
            level=level,
        )


def _called(move: Move, code: str) -> int:
    office = office_of_code(code)
    own = (move.actor.organisation_id, move.case.recused_org_id)
    if office is None or office.kind not in GOVERNMENT or office.id in own:
        raise Problem("invalid", 422, fields={"organisations": ["choice"]})
    if not has_handler(office.id):
        raise Problem("organisation_unmanned", 422, fields={"organisations": ["choice"]})
    return office.id


def _own_call(move: Move) -> str:
    return move.records.one_of(RecordKind.WHISTLE_CALL, move.actor.organisation_id)


@effect("whistle_ack")
def whistle_ack(move: Move, at: Situation, data: Data) -> None:
    key = _own_call(move)
    call = move.records.columns(key)
    move.clockwork.stop(call["clock"])
    clock = move.start(
        ClockKind.WHISTLE_REPORT_IN,
        limit=report_in_limit(call["details"]["level"]),
        holder=move.actor.organisation_id,
    )
    move.records.set(key, RecordStatus.ACKNOWLEDGED, clock=clock)


@effect("whistle_report_in")
def whistle_report_in(move: Move, at: Situation, data: Data) -> None:
    key = _own_call(move)
    move.clockwork.stop(move.records.columns(key)["clock"])
    move.records.set(key, RecordStatus.REPORTED_IN)


@effect("whistle_measures")
def whistle_measures(move: Move, at: Situation, data: Data) -> None:
    attach(move, data.get("photos", ()), "evidence", fresh=True)
    move.records.set(_own_call(move), RecordStatus.MEASURED)


def _call_of(move: Move, data: Data) -> str:
    office = office_of_code(data["organisation"])
    key = move.records.living_of(RecordKind.WHISTLE_CALL, office.id) if office else None
    if key is None:
        raise Problem("not_called", 422, fields={"organisation": ["choice"]})
    return key


def _measured(move: Move, data: Data) -> str:
    key = _call_of(move, data)
    if move.records.columns(key)["status"] != RecordStatus.MEASURED:
        raise Problem("no_measures_yet", 422, fields={"organisation": ["choice"]})
    return key


@effect("whistle_confirm")
def whistle_confirm(move: Move, at: Situation, data: Data) -> None:
    move.settle(_measured(move, data), RecordStatus.CONFIRMED)
    _end_if_all_answered(move)


@effect("whistle_dispute")
def whistle_dispute(move: Move, at: Situation, data: Data) -> None:
    move.records.set(_measured(move, data), RecordStatus.DISPUTED)


@effect("whistle_excuse")
def whistle_excuse(move: Move, at: Situation, data: Data) -> None:
    move.settle(_call_of(move, data), RecordStatus.EXCUSED)
    _end_if_all_answered(move)


def _end_if_all_answered(move: Move) -> None:
    if not move.records.living(RecordKind.WHISTLE_CALL):
        move.settle(move.records.living(RecordKind.WHISTLE)[0], RecordStatus.DONE)
