"""Effects of dispatching and working on a case."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from server.cases.actions.registry import Data, effect
from server.cases.details import take_details
from server.cases.engine import Move
from server.cases.evidence import attach
from server.cases.policy import Situation
from server.cases.proof.judging import judge_finish
from server.cases.states import ClockKind, CloseType, RecordKind, RecordStatus
from server.cases.workflow import Start, Stop
from server.catalog.service import catalogue
from server.desk.queries import template_words
from server.identity.offices import (
    GOVERNMENT,
    has_checker,
    has_handler,
    is_colleague,
    office_of_code,
)
from server.platform.errors import Problem


@effect("dispatch")
def dispatch(move: Move, at: Situation, data: Data) -> None:
    hand_over(move, data["organisation"])
    suggested = move.value("responsible_org_id") == move.case.suggested_org_id
    if not suggested and not data.get("reason"):
        raise Problem("dispatch_reason", 422, fields={"reason": ["required"]})
    if data.get("planned"):
        move.set(planned_quantities=_in_units(_units(move), data["planned"], "planned"))


def hand_over(move: Move, code: str) -> None:
    """Make an organisation responsible from now on.

    Raises ``Problem`` (422): ``invalid`` for one that may not lead, ``organisation_recused``,
    ``organisation_unmanned`` when nobody there could work or nobody independent could check.
    """
    organisation = office_of_code(code)
    if organisation is None or organisation.kind not in GOVERNMENT:
        raise Problem("invalid", 422, fields={"organisation": ["choice"]})
    if organisation.id == move.case.recused_org_id:
        raise Problem("organisation_recused", 422, fields={"organisation": ["choice"]})
    checked = has_checker(move.case.district_area_id, (organisation.id, move.case.recused_org_id))
    if not checked or not has_handler(organisation.id):
        raise Problem("organisation_unmanned", 422, fields={"organisation": ["choice"]})
    move.set(
        responsible_org_id=organisation.id,
        dispatcher_id=move.actor.staff_id,
        dispatched_at=move.now,
        acknowledged_at=None,
        person_id=None,
        round=1,
    )


@effect("recall_dispatch")
def recall_dispatch(move: Move, at: Situation, data: Data) -> None:
    move.set(
        responsible_org_id=None,
        dispatcher_id=None,
        dispatched_at=None,
        round=0,
        recalls=move.case.recalls + 1,
    )


@effect("acknowledge")
def acknowledge(move: Move, at: Situation, data: Data) -> None:
    move.set(acknowledged_at=move.now)


@effect("assign_person")
def assign_person(move: Move, at: Situation, data: Data) -> None:
    if not is_colleague(data["person"], move.actor.organisation_id):
        raise Problem("invalid", 422, fields={"person": ["choice"]})
    move.set(person_id=data["person"])


@effect("finish")
def finish(move: Move, at: Situation, data: Data) -> None:
    main = move.open_clock(ClockKind.MAIN)
    if main is not None and move.now > main["due_at"]:
        move.set(exempt=False)  # what was exempted is an earlier delay
    move.set(
        fixed_at=move.now,
        acknowledged_at=move.case.acknowledged_at or move.now,
        handler_id=move.actor.staff_id,
        close_type=data["close_type"],
        finished_late=is_late(move),
        quantities=counted_quantities(move, data["close_type"], data.get("quantities") or []),
    )
    take_details(move, data.get("details"))
    attach(move, data["photos"], "after", fresh=True)
    judge_finish(move, at, data)


def is_late(move: Move, *, without_this: bool = False) -> bool:
    """Whether any round of work that counts went past its due time; none does standing still."""
    rounds = [
        columns
        for number in range(1, move.clockwork.count(ClockKind.MAIN) + 1)
        if not (columns := move.clockwork.columns(f"{ClockKind.MAIN}/{number}"))["discarded"]
    ]
    counted = rounds[:-1] if without_this else rounds
    ends = ((item["paused_at"] or item["stopped_at"] or move.now, item) for item in counted)
    return any(end > item["due_at"] for end, item in ends)


def counted_quantities(
    move: Move, close_type: str, given: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Numbers in the units that the category counts; none may be negative or of another unit."""
    units = _units(move)
    if units and close_type == CloseType.RECTIFIED and not given:
        raise Problem("quantity_required", 422, fields={"quantities": ["required"]})
    return _in_units(units, given, "quantities")


def _units(move: Move) -> tuple[str, ...]:
    number = move.value("category_id")
    category = catalogue().category(number) if number else None
    return category.units if category else ()


def _in_units(
    units: tuple[str, ...], given: list[dict[str, Any]], field: str
) -> list[dict[str, Any]]:
    counted: dict[str, str] = {}
    for item in given:
        try:
            value = Decimal(str(item["value"]))
        except InvalidOperation as error:
            raise Problem("invalid", 422, fields={field: ["invalid"]}) from error
        if item["unit"] not in units or not value.is_finite() or value < 0:
            raise Problem("invalid", 422, fields={field: ["invalid"]})
        counted[item["unit"]] = format(value, "f")
    return [{"unit": unit, "value": value} for unit, value in counted.items()]


@effect("recall_finish")
def recall_finish(move: Move, at: Situation, data: Data) -> None:
    ended = move.clockwork.latest(ClockKind.MAIN)
    finished = move.case.responsible_org_id, move.case.fixed_at
    had_clock = ended is not None and (ended["organisation_id"], ended["stopped_at"]) == finished
    move.set(
        fixed_at=None,
        handler_id=None,
        checker_id=None,
        close_type=None,
        quantities=[],
        finished_late=is_late(move, without_this=had_clock),
    )
    if not had_clock:  # mended at once; a clock of before is of an office that no longer has it
        move.clocks = (Stop(ClockKind.CHECK), Start(ClockKind.MAIN))


@effect("use_template")
def use_template(move: Move, at: Situation, data: Data) -> None:
    """The organisation answers the reporters in words that the city has prepared."""
    locale = at.reports[0].locale if at.reports else move.actor.locale
    move.say("words", template_words(move.actor, data["template"], locale), "public")
    move.facts["template"] = data["template"]


@effect("add_co_handler")
def add_co_handler(move: Move, at: Situation, data: Data) -> None:
    """Anybody may be asked to help; who is responsible stays responsible."""
    helper = office_of_code(data["organisation"])
    apart = (move.case.responsible_org_id, move.case.recused_org_id)
    if helper is None or helper.id in apart:
        raise Problem("invalid", 422, fields={"organisation": ["choice"]})
    if not has_handler(helper.id):
        raise Problem("organisation_unmanned", 422, fields={"organisation": ["choice"]})
    if move.records.living_of(RecordKind.CO_HANDLING, helper.id):
        raise Problem("co_handler_already", 409)
    move.records.open(
        RecordKind.CO_HANDLING,
        organisation_id=helper.id,
        staff_id=move.actor.staff_id,
        clock=move.start(ClockKind.CO_HANDLING, holder=helper.id),
    )


@effect("co_done")
def co_done(move: Move, at: Situation, data: Data) -> None:
    attach(move, data.get("photos", ()), "evidence", fresh=True)
    own = move.records.one_of(RecordKind.CO_HANDLING, move.actor.organisation_id)
    move.settle(own, RecordStatus.DONE)
