"""Effects of returning a case: whoever has it keeps it until somebody else does."""

from __future__ import annotations

from server.cases.actions.registry import Data, effect
from server.cases.actions.work import hand_over
from server.cases.engine import Move
from server.cases.limits import decision_limit
from server.cases.policy import Situation
from server.cases.states import ClockKind, RecordKind, RecordStatus
from server.identity.offices import office_of_code
from server.platform.errors import Problem

_OF_THE_OLD_HOLDER = (
    RecordKind.RETURN,
    RecordKind.EXTENSION,
    RecordKind.SUSPENSION,
    RecordKind.WHISTLE,
    RecordKind.WHISTLE_CALL,
    RecordKind.CO_HANDLING,
)


@effect("request_return")
def request_return(move: Move, at: Situation, data: Data) -> None:
    proposed = data.get("organisation")
    if proposed and office_of_code(proposed) is None:
        raise Problem("invalid", 422, fields={"organisation": ["choice"]})
    move.records.open(
        RecordKind.RETURN,
        organisation_id=move.actor.organisation_id,
        staff_id=move.actor.staff_id,
        clock=move.start(
            ClockKind.DECISION,
            limit=decision_limit(RecordKind.RETURN),
            holder=move.case.intake_org_id,
        ),
        reason=data["return_reason"],
        proposed=proposed,
    )


@effect("approve_return")
def approve_return(move: Move, at: Situation, data: Data) -> None:
    """The new organisation is named in the same step: the case is never in the air."""
    move.settle(move.records.living(RecordKind.RETURN)[0], RecordStatus.APPROVED)
    _give_away(move, data)
    move.set(returns=move.case.returns + 1)


@effect("refuse_return")
def refuse_return(move: Move, at: Situation, data: Data) -> None:
    move.settle(move.records.living(RecordKind.RETURN)[0], RecordStatus.REFUSED)
    move.set(refused_returns=move.case.refused_returns + 1)


@effect("return_undecided")
def return_undecided(move: Move, at: Situation, data: Data) -> None:
    """Silence approves nothing: the supervisor decides."""
    move.records.set(move.records.living(RecordKind.RETURN)[0], RecordStatus.ESCALATED)


@effect("settle")
def settle(move: Move, at: Situation, data: Data) -> None:
    """A meeting or the supervisor has said who leads; nobody returns it any more (A20)."""
    _give_away(move, data, may_stay=not move.case.settled)
    move.set(settled=True, settlements=move.case.settlements + 1)


def _give_away(move: Move, data: Data, *, may_stay: bool = False) -> None:
    move.lapse(*_OF_THE_OLD_HOLDER)
    hand_over(move, data["organisation"])
    if not may_stay and move.value("responsible_org_id") == move.case.responsible_org_id:
        raise Problem("same_organisation", 422, fields={"organisation": ["choice"]})
