"""Effects of looking on the spot, of putting a case in its right place, and of mending at once."""

from __future__ import annotations

from server.cases.actions.intake import area_chain, chosen_condition, move_to, set_category
from server.cases.actions.registry import Data, effect
from server.cases.actions.work import counted_quantities
from server.cases.details import take_details
from server.cases.engine import Move
from server.cases.evidence import attach
from server.cases.limits import decision_limit
from server.cases.policy import Situation
from server.cases.proof.judging import judge_finish
from server.cases.routing import destination_of_place
from server.cases.states import (
    NOT_TRUE,
    ClockKind,
    CloseType,
    RecordKind,
    RecordStatus,
    State,
)
from server.cases.workflow import Start, Stop, Who
from server.catalog.service import catalogue
from server.identity.offices import has_checker, office_of_person
from server.platform.errors import Problem
from server.responsibility.service import grid_workers_of


@effect("ask_verify")
def ask_verify(move: Move, at: Situation, data: Data) -> None:
    """Send a grid worker of the place to look; asking somebody else takes it from the first.

    Nobody of the office that the case is about: they would look at themselves, and could not open
    what they are asked about.
    """
    reporters = {report.owner for report in at.reports} | {report.filer for report in at.reports}
    person = data["person"]
    if f"s:{person}" in reporters or person not in grid_workers_of(area_chain(move)):
        raise Problem("invalid", 422, fields={"person": ["choice"]})
    if move.case.recused_org_id == office_of_person(person):
        raise Problem("organisation_recused", 422, fields={"person": ["choice"]})
    if move.clockwork.open(ClockKind.VERIFY) is not None:
        move.clocks = ()  # somebody else is sent, and the time runs on
    move.lapse(RecordKind.VERIFICATION)
    set_category(move, *chosen_condition(data))
    move.records.open(RecordKind.VERIFICATION, staff_id=person)


@effect("verify_true")
def verify_true(move: Move, at: Situation, data: Data) -> None:
    _looked(move, data)
    move.set(accepted_at=move.now)


@effect("verify_false")
def verify_false(move: Move, at: Situation, data: Data) -> None:
    _looked(move, data)
    move.set(reason_code=NOT_TRUE, rejected_at=move.now, rejected_by_id=move.actor.staff_id)


def _looked(move: Move, data: Data) -> None:
    attach(move, data["photos"], "evidence", fresh=True)
    move.settle(move.records.living(RecordKind.VERIFICATION)[0], RecordStatus.DONE)


@effect("correct_place")
def correct_place(move: Move, at: Situation, data: Data) -> None:
    """Within a street only the point moves; else the other street takes it in.

    What is being worked on stays with its organisation until the other street has decided, as
    with a return for 属地 (lifecycle table, *correct_place*).
    """
    new = destination_of_place(data["place"], move.case.recused_org_id)
    if new.district_area_id != move.case.district_area_id:
        raise Problem("other_district", 422, fields={"place": ["choice"]})
    moved = new.intake_org_id != move.case.intake_org_id
    move_to(move, new, with_point=True)
    if not moved:
        return
    state = State(move.case.state)
    passed_on = move.case.transfers >= at.policy.transfers_before_district
    if passed_on and Who.SUPERVISOR not in at.capacities():
        raise Problem("district_decides", 403)
    move.set(transfers=move.case.transfers + 1)
    if state is State.SUBMITTED:
        move.clocks = (Stop(ClockKind.INTAKE), Start(ClockKind.INTAKE))
    elif state is State.TO_DISPATCH:
        move.clocks = (Stop(ClockKind.DISPATCH), Start(ClockKind.DISPATCH))
    elif state in (State.ASSIGNED, State.HANDLING) and not _is_final(move, at):
        _ask_the_other_street(move, new.intake_org_id)


def _is_final(move: Move, at: Situation) -> bool:
    """Whether the case stays where it is, in whatever street it lies."""
    return move.case.settled or move.case.returns >= at.policy.returns_max


def _ask_the_other_street(move: Move, office_id: int) -> None:
    move.lapse(RecordKind.RETURN)
    move.records.open(
        RecordKind.RETURN,
        organisation_id=move.case.responsible_org_id,
        staff_id=move.actor.staff_id,
        clock=move.start(
            ClockKind.DECISION, limit=decision_limit(RecordKind.RETURN), holder=office_id
        ),
        reason="territory",
        proposed=None,
    )


@effect("repair_now")
def repair_now(move: Move, at: Situation, data: Data) -> None:
    """小修小补: the keeper of the road mends it at once, and it is checked like any other.

    What kind it is the keeper says only as long as nobody else has.
    """
    if move.case.category_id is None:
        if not data.get("category") or not data.get("condition"):
            raise Problem("invalid", 422, fields={"category": ["required"]})
        set_category(move, *chosen_condition(data))
    category = catalogue().category(move.value("category_id"))
    if category is None or not category.minor:
        raise Problem("not_minor", 422, fields={"category": ["choice"]})
    unit = move.actor.organisation_id
    if unit == move.case.recused_org_id or not has_checker(
        move.case.district_area_id, (unit, move.case.recused_org_id)
    ):
        raise Problem("forbidden", 403)
    move.set(
        responsible_org_id=unit,
        accepted_at=move.case.accepted_at or move.now,
        dispatched_at=move.now,
        acknowledged_at=move.now,
        fixed_at=move.now,
        handler_id=move.actor.staff_id,
        person_id=move.actor.staff_id,
        round=1,
        close_type=CloseType.RECTIFIED.value,
        quantities=counted_quantities(move, CloseType.RECTIFIED, data.get("quantities") or []),
    )
    take_details(move, data.get("details"))
    attach(move, data["photos"], "after", fresh=True)
    judge_finish(move, at, data)
