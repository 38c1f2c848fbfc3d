"""Effects of checking, confirming, refusing, rating and reopening."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from server.cases.actions.registry import Data, effect
from server.cases.engine import Move
from server.cases.evidence import attach
from server.cases.policy import Situation
from server.cases.proof.checks import fail_check, pass_check
from server.cases.states import ClockKind, CloseType, State
from server.cases.workflow import Start, Stop, Who
from server.platform.errors import Problem
from server.reports import marks

if TYPE_CHECKING:
    from server.reports.models import Report


def new_round(move: Move) -> None:
    """Back to the organisation, with a main round of its own."""
    move.set(
        round=move.case.round + 1, fixed_at=None, closed_at=None, close_type=None, disputed=False
    )
    if move.case.responsible_org_id is None:
        _never_worked_on(move)


def _never_worked_on(move: Move) -> None:
    """What two leaders closed before anybody had it begins where it was left."""
    accepted = move.case.accepted_at is not None
    move.target = State.TO_DISPATCH if accepted else State.SUBMITTED
    move.clocks = (Start(ClockKind.DISPATCH if accepted else ClockKind.INTAKE),)
    move.set(round=0)


def _close(move: Move) -> None:
    move.target = State.CLOSED
    move.set(closed_at=move.now, disputed=False)


def _named(move: Move, reports: Sequence[Report]) -> list[uuid.UUID]:
    """The ids of reports that the event is about, remembered in the journal."""
    ids = [report.id for report in reports]
    move.facts["reports"] = sorted(number.hex for number in ids)
    return ids


@effect("check_pass")
def check_pass(move: Move, at: Situation, data: Data) -> None:
    pass_check(move, at, data)
    attach(move, data.get("photos", ()), "evidence", fresh=True)
    move.facts["judged_from_photos"] = bool(data.get("judged_from_photos"))
    if not at.reports or not at.policy.confirm:
        move.clocks = (Stop(ClockKind.CHECK),)
        _close(move)
        return
    marks.answer(move.session, _named(move, at.reports), None)


@effect("check_fail")
def check_fail(move: Move, at: Situation, data: Data) -> None:
    attach(move, data.get("photos", ()), "evidence", fresh=True)
    new_round(move)
    move.set(failed_checks=move.case.failed_checks + 1)
    fail_check(move)


@effect("confirm")
def confirm(move: Move, at: Situation, data: Data) -> None:
    mine = at.mine
    marks.answer(move.session, _named(move, mine), "confirmed")
    waiting = [report for report in at.reports if report not in mine and not report.answer]
    if waiting:
        move.target = State.CONFIRMING
        move.clocks = ()
        return
    _close(move)


@effect("confirm_timeout")
def confirm_timeout(move: Move, at: Situation, data: Data) -> None:
    """Silence is not satisfaction: the answers stay empty."""
    _close(move)


@effect("refuse")
def refuse(move: Move, at: Situation, data: Data) -> None:
    marks.answer(move.session, _named(move, at.mine), "refused")
    attach(move, data.get("photos", ()), "evidence", report_id=at.mine[0].id)
    if move.case.refusals == 0:
        new_round(move)
    else:
        move.target = State.CONFIRMING
        move.clocks = (Stop(ClockKind.CONFIRM), Start(ClockKind.DECISION))
        move.set(disputed=True)
    move.set(refusals=move.case.refusals + 1)


@effect("uphold_refusal")
def uphold_refusal(move: Move, at: Situation, data: Data) -> None:
    new_round(move)


@effect("overrule_refusal")
def overrule_refusal(move: Move, at: Situation, data: Data) -> None:
    _close(move)


@effect("rate")
def rate(move: Move, at: Situation, data: Data) -> None:
    marks.rate(move.session, _named(move, at.mine), move.now, data["solved"], data["score"])


@effect("reopen")
def reopen(move: Move, at: Situation, data: Data) -> None:
    """The first closing stays in the journal; a reporter shows that the problem is back."""
    asked_back = not at.capacities() & {Who.SUPERVISOR, Who.INSPECTOR}
    if asked_back and not data.get("photos"):
        raise Problem("photo_required", 422, fields={"photos": ["required"]})
    if move.case.close_type == CloseType.FORCED:
        move.facts["was_forced"] = True
    attach(move, data.get("photos", ()), "evidence", report_id=at.mine[0].id if at.mine else None)
    if asked_back:
        move.set(reopens=move.case.reopens + 1)
    new_round(move)
