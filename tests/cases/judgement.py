"""What else must be true before an action, beside state and role; from the specification.

Each function is the guard of the action it is named after and answers with status and code of the
refusal, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from server.cases.states import State

if TYPE_CHECKING:
    from tests.cases.model import Expected, Model
    from tests.support.world import Person

Refusal = tuple[int, str] | None
Guard = Callable[["Model", "Expected", "Person"], Refusal]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOT_NOW = (409, "action_not_allowed")
UNDECIDED = (409, "undecided_already")
LEVELS = {"1", "2", "3"}
_GUARDS: dict[str, Guard] = {}


def guard_of(action: str) -> Guard | None:
    return _GUARDS.get(action)


def _guards(*actions: str) -> Callable[[Guard], Guard]:
    def register(guard: Guard) -> Guard:
        _GUARDS.update(dict.fromkeys(actions, guard))
        return guard

    return register


def _late(model: Model, case: Expected, since: str, span: timedelta) -> Refusal:
    return (409, "too_late") if model.now > case.at[since] + span else None


@_guards("accept", "reject", "merge")
def _fresh_eyes(_model: Model, case: Expected, who: Person) -> Refusal:
    return (403, "other_clerk_decides") if case.appeals and case.rejected_by is who else None


@_guards("ask_verify")
def _not_of_those_complained_about(model: Model, case: Expected, who: Person) -> Refusal:
    """The only grid worker of the town is of East."""
    recused = (422, "organisation_recused") if case.recused == "east" else None
    return _fresh_eyes(model, case, who) or recused


@_guards("split")
def _enough_photos(model: Model, case: Expected, who: Person) -> Refusal:
    return _fresh_eyes(model, case, who) or (
        (422, "split_photos") if model.world.private_photos(case.number) < 2 else None
    )


@_guards("request_info")
def _asked_once(model: Model, case: Expected, who: Person) -> Refusal:
    return (409, "asked_already") if case.asked else _fresh_eyes(model, case, who)


@_guards("transfer_intake")
def _district_decides(model: Model, case: Expected, who: Person) -> Refusal:
    if case.moved >= 2 and model.roles[who.name] != "supervisor":
        return 403, "district_decides"
    return _fresh_eyes(model, case, who)


@_guards("appeal")
def _appeal_once(model: Model, case: Expected, _who: Person) -> Refusal:
    return (409, "appealed_already") if case.appeals else _late(model, case, "rejected", 7 * DAY)


@_guards("unmerge")
def _unmerge_soon(model: Model, case: Expected, who: Person) -> Refusal:
    if case.unmerges and model.roles[who.name] != "supervisor":
        return 403, "unmerged_already"
    return _late(model, case, "merged", DAY)


@_guards("recall_dispatch")
def _recall_soon(model: Model, case: Expected, who: Person) -> Refusal:
    if case.dispatcher is not who:
        return 403, "forbidden"
    if case.returns or case.settled:
        return NOT_NOW
    if case.recalls >= 2:
        return 409, "recalls_used_up"
    return _late(model, case, "dispatched", HOUR / 6)


@_guards("repair_now")
def _of_a_minor_kind(_model: Model, case: Expected, _who: Person) -> Refusal:
    return None if case.condition == ("E01", 1) else (422, "not_minor")


@_guards("recall_finish")
def _same_handler(model: Model, case: Expected, who: Person) -> Refusal:
    if case.handler is not who:
        return 403, "forbidden"
    return _late(model, case, "fixed", HOUR / 60)


@_guards("confirm", "refuse")
def _not_answered(model: Model, case: Expected, who: Person) -> Refusal:
    if case.disputed:
        return 409, "supervisor_decides"
    answered = all(said.answer for said in model.mine(case, who))
    return (409, "answered_already") if answered else None


@_guards("uphold_refusal", "overrule_refusal")
def _disputed(_model: Model, case: Expected, _who: Person) -> Refusal:
    return None if case.disputed else NOT_NOW


@_guards("rate")
def _rate_once(model: Model, case: Expected, who: Person) -> Refusal:
    if all(said.rated for said in model.mine(case, who)):
        return 409, "rated_already"
    return _late(model, case, "closed", 7 * DAY)


@_guards("reopen")
def _reopen_soon(model: Model, case: Expected, who: Person) -> Refusal:
    if model.roles.get(who.name) in ("supervisor", "inspector"):
        return None
    return _late(model, case, "closed", 15 * DAY)


# --- returns -------------------------------------------------------------------------------------


@_guards("request_return")
def _may_return(model: Model, case: Expected, _who: Person) -> Refusal:
    if case.settled:
        return 409, "assignment_final"
    if case.alive("return"):
        return UNDECIDED
    if case.returns >= 3:
        return 409, "returns_used_up"
    last = model.world.due(case.at["dispatched"], 4, "working_hour")
    return (409, "too_late") if model.now > last else _refused_twice(case, "return")


def _refused_twice(case: Expected, kind: str) -> Refusal:
    """An organisation begins anew with each dispatch."""
    refused = [
        item
        for item in case.matters
        if (item.kind, item.status) == (kind, "refused")
        and item.org in (None, case.responsible)
        and (item.org is None or item.at >= case.at["dispatched"])
    ]
    return (409, "refused_already") if len(refused) >= 2 else None


@_guards("settle")
def _settled_thrice(_model: Model, case: Expected, _who: Person) -> Refusal:
    return (409, "settlements_used_up") if case.settlements >= 3 else None


@_guards("approve_return", "refuse_return")
def _return_waits(model: Model, case: Expected, who: Person) -> Refusal:
    waiting = case.alive("return")
    if not waiting:
        return NOT_NOW
    escalated = waiting[0].status == "escalated"
    if escalated and model.roles[who.name] != "supervisor":
        return 403, "supervisor_decides"
    return None


# --- whistle -------------------------------------------------------------------------------------


@_guards("whistle")
def _one_whistle(_model: Model, case: Expected, _who: Person) -> Refusal:
    return (409, "whistle_open") if case.alive("whistle") else None


def _call_is(*statuses: str) -> Guard:
    def guard(model: Model, case: Expected, who: Person) -> Refusal:
        calls = case.alive("call", model.offices[who.name])
        return None if calls and calls[0].status in statuses else NOT_NOW

    return guard


_guards("whistle_ack")(_call_is("open"))
_guards("whistle_report_in")(_call_is("acknowledged"))
_guards("whistle_measures")(_call_is("reported_in", "disputed"))


@_guards("whistle_confirm", "whistle_dispute")
def _measured(_model: Model, case: Expected, _who: Person) -> Refusal:
    return None if any(m.status == "measured" for m in case.alive("call")) else NOT_NOW


@_guards("whistle_excuse")
def _called(_model: Model, case: Expected, _who: Person) -> Refusal:
    return None if case.alive("call") else NOT_NOW


@_guards("finish")
def _whistle_over(_model: Model, case: Expected, _who: Person) -> Refusal:
    return (409, "whistle_open") if case.alive("whistle") else None


@_guards("add_co_handler")
def _helpers_left(_model: Model, case: Expected, _who: Person) -> Refusal:
    return None if free_helpers(case) else (409, "co_handler_already")


def free_helpers(case: Expected) -> list[str]:
    """Who may still be asked to help."""
    apart = (case.responsible, case.recused)
    return [
        code
        for code in ("property", "municipal")
        if code not in apart and not case.alive("co_handling", code)
    ]


# --- more time -----------------------------------------------------------------------------------


@_guards("request_extension")
def _may_extend(model: Model, case: Expected, _who: Person) -> Refusal:
    if model.world.column(case.number, "urgent"):
        return 409, "urgent_never"
    if case.alive("extension"):
        return UNDECIDED
    if case.extensions >= 2:
        return 409, "extensions_used_up"
    due = model.world.column(case.number, "due_at")
    return _refused_twice(case, "extension") if model.now < due else (409, "too_late")


@_guards("request_suspension")
def _one_suspension(model: Model, case: Expected, who: Person) -> Refusal:
    if case.alive("suspension"):
        return UNDECIDED
    return _refused_twice(case, "suspension") or _whistle_over(model, case, who)


def _decides(kind: str, *, other_unit: bool = True) -> Guard:
    def guard(model: Model, case: Expected, who: Person) -> Refusal:
        waiting = [m for m in case.alive(kind) if m.status == "open"]
        if not waiting:
            return NOT_NOW
        if waiting[0].by is who:
            return 403, "another_person"
        if other_unit and model.offices[who.name] == case.responsible:
            return 403, "own_request"
        return None

    return guard


_guards("refuse_extension")(_decides("extension"))
_guards("refuse_suspension")(_decides("suspension"))
_guards("approve_void", "refuse_void")(_decides("void", other_unit=False))
_guards("approve_force_close", "refuse_force_close")(_decides("force_close", other_unit=False))


@_guards("approve_extension")
def _may_still_extend(model: Model, case: Expected, who: Person) -> Refusal:
    refused = _decides("extension")(model, case, who)
    if refused:
        return refused
    decided = case.alive("extension")[0].until
    in_time = model.now <= max(decided, model.world.column(case.number, "due_at"))
    return None if in_time else (409, "too_late")


@_guards("approve_suspension")
def _may_suspend(model: Model, case: Expected, who: Person) -> Refusal:
    return _decides("suspension")(model, case, who) or _whistle_over(model, case, who)


# --- by two, and afterwards ----------------------------------------------------------------------


@_guards("request_void")
def _one_void(_model: Model, case: Expected, _who: Person) -> Refusal:
    return UNDECIDED if case.alive("void") else _refused_twice(case, "void")


@_guards("request_force_close")
def _one_force_close(_model: Model, case: Expected, _who: Person) -> Refusal:
    return UNDECIDED if case.alive("force_close") else _refused_twice(case, "force_close")


@_guards("late_appeal")
def _may_appeal_late(model: Model, case: Expected, _who: Person) -> Refusal:
    if case.late_appeals:
        return 409, "appealed_already"
    if not model.world.was_late(case.number):
        return 409, "not_late"
    last = model.world.due(case.at["closed"], 5, "working_day")
    return (409, "too_late") if model.now > last else None


@_guards("decide_late_appeal")
def _by_two(_model: Model, case: Expected, who: Person) -> Refusal:
    waiting = case.alive("late_appeal")
    if not waiting:
        return NOT_NOW
    return (403, "another_person") if waiting[0].by is who else None


@_guards("supervise")
def _levels_left(model: Model, case: Expected, _who: Person) -> Refusal:
    if case.state is State.HANDLING and model.world.column(case.number, "due_at") is None:
        return NOT_NOW
    left = LEVELS - model.world.levels(case.number)
    return None if left else (409, "supervised_already")
