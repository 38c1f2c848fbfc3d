"""Effects of the actions at intake."""

from __future__ import annotations

from sqlalchemy import select

from server.cases.actions.registry import Data, effect
from server.cases.details import take_details
from server.cases.engine import Move
from server.cases.evidence import attach
from server.cases.limits import limit_for
from server.cases.models import Case, JournalEvent
from server.cases.policy import Situation
from server.cases.queries import known_to
from server.cases.routing import (
    Destination,
    destination_of_area,
    destination_of_place,
    suggested,
    task_force_of,
)
from server.cases.states import (
    NO_ANSWER,
    OPEN,
    PHOTO_UNCLEAR,
    WITH_ORGANISATION,
    ClockKind,
    State,
)
from server.cases.stays import stood_still
from server.cases.workflow import Transition, Who
from server.catalog.service import catalogue
from server.catalog.values import CategoryView, ConditionView
from server.deadlines.service import working_time
from server.geography.service import ancestors
from server.platform.errors import Problem
from server.reports import marks

ABSORB = Transition("absorb", OPEN, None, (Who.SYSTEM,))
RELEASE = Transition("release", frozenset(State), None, (Who.SYSTEM,))


@effect("add_evidence", "supplement")
def add_evidence(move: Move, at: Situation, data: Data) -> None:
    if not data.get("words") and not data.get("photos"):
        raise Problem("nothing_added", 422)
    attach(move, data.get("photos", ()), "evidence", report_id=at.mine[0].id)


@effect("request_info")
def request_info(move: Move, at: Situation, data: Data) -> None:
    move.set(info_requests=move.case.info_requests + 1)


@effect("info_timeout")
def info_timeout(move: Move, at: Situation, data: Data) -> None:
    move.set(reason_code=NO_ANSWER, rejected_at=move.now)


@effect("transfer_intake")
def transfer_intake(move: Move, at: Situation, data: Data) -> None:
    if data.get("place") is not None:
        new = destination_of_place(data["place"], move.case.recused_org_id)
    elif data.get("area"):
        new = destination_of_area(data["area"], move.case.recused_org_id)
    else:
        raise Problem("invalid", 422, fields={"area": ["required"]})
    if new.intake_org_id == move.case.intake_org_id:
        raise Problem("same_street", 422, fields={"area": ["choice"]})
    move_to(move, new, with_point=data.get("place") is not None)
    move.set(transfers=move.case.transfers + 1)


def move_to(move: Move, new: Destination, *, with_point: bool) -> None:
    """Old reports keep where they were sent from; only the case moves."""
    move.set(
        area_id=new.area_ids[-1],
        street_area_id=new.street_area_id,
        district_area_id=new.district_area_id,
        intake_org_id=new.intake_org_id,
        segment_id=new.segment_id,
        suggested_org_id=suggested(move.case.category_id, new.area_ids),
    )
    if with_point:
        move.set(lat=new.lat, lon=new.lon, accuracy_m=None)


def chosen_condition(data: Data) -> tuple[CategoryView, ConditionView]:
    """The category and condition named by code and id.

    Raises ``Problem("invalid", 422)`` when the condition is not one of the category's.
    """
    category = catalogue().category(data["category"])
    if category is None:
        raise Problem("invalid", 422, fields={"category": ["choice"]})
    condition = next((item for item in category.conditions if item.id == data["condition"]), None)
    if condition is None:
        raise Problem("invalid", 422, fields={"condition": ["choice"]})
    return category, condition


def set_category(move: Move, category: CategoryView, condition: ConditionView) -> None:
    """Put category, condition, tile and the suggested lead on the case."""
    kept = move.case.category_id is None or move.case.condition_id == condition.id
    move.set(
        category_id=category.id,
        condition_id=condition.id,
        tile=category.tile,
        urgent=condition.urgent or (move.case.urgent and kept),
        suggested_org_id=suggested(category.id, area_chain(move)),
        task_force_id=task_force_of(category.id, move.value("lat"), move.value("lon"), move.now),
    )


def area_chain(move: Move) -> list[int]:
    """The ids of the areas around the case, largest first."""
    return [area.id for area in ancestors(move.value("area_id"))]


@effect("accept")
def accept(move: Move, at: Situation, data: Data) -> None:
    set_category(move, *chosen_condition(data))
    take_details(move, data.get("details"))
    move.set(accepted_at=move.now)


@effect("reclassify")
def reclassify(move: Move, at: Situation, data: Data) -> None:
    category, condition = chosen_condition(data)
    set_category(move, category, condition)
    take_details(move, data.get("details"))
    if move.case.planned_quantities:
        kept = [item for item in move.case.planned_quantities if item["unit"] in category.units]
        move.set(planned_quantities=kept)
    key = move.clockwork.open(ClockKind.MAIN)
    if key is None or move.state not in WITH_ORGANISATION:
        return
    running = move.clockwork.columns(key)
    if move.now > running["due_at"]:
        return  # what is late stays late, under whatever kind (mechanisms A46)
    if condition.limit is None or condition.unit is None:
        raise Problem("category_has_no_limit", 422, fields={"condition": ["choice"]})
    new = limit_for(
        ClockKind.MAIN,
        condition_id=condition.id,
        urgent=move.value("urgent"),
        number=move.case.round,
    )
    due = working_time().due(running["started_at"], new.amount, new.unit).at
    for begin, end in stood_still(move.session, move.case.id, running["started_at"]):
        stood = working_time().elapsed(begin, end, new.unit)
        due = working_time().due(due, stood, new.unit).at
    if due > running["due_at"] and Who.SUPERVISOR not in at.capacities():
        raise Problem("later_needs_supervisor", 403)
    move.clockwork.move_due(key, due, amount=new.amount, unit=new.unit, rule=new.rule)


@effect("reject")
def reject(move: Move, at: Situation, data: Data) -> None:
    if data["reason_code"] == PHOTO_UNCLEAR and not move.case.info_requests:
        raise Problem("ask_first", 422, fields={"reason_code": ["ask_first"]})
    move.set(
        reason_code=data["reason_code"], rejected_at=move.now, rejected_by_id=move.actor.staff_id
    )
    move.facts["channel"] = data["channel"]


@effect("appeal")
def appeal(move: Move, at: Situation, data: Data) -> None:
    move.set(appeals=move.case.appeals + 1, reason_code=None, rejected_at=None)


@effect("withdraw")
def withdraw(move: Move, at: Situation, data: Data) -> None:
    mine = [report.id for report in at.mine]
    marks.withdraw(move.session, mine, move.now)
    move.facts["reports"] = sorted(number.hex for number in mine)
    if len(mine) < len(at.reports):
        move.target = State(move.case.state)
        move.clocks = ()


@effect("merge")
def merge(move: Move, at: Situation, data: Data) -> None:
    master = move.session.execute(
        select(Case).where(Case.number == data["master"])
    ).scalar_one_or_none()
    if master is not None and master.master_id is not None:
        master = move.session.get(Case, master.master_id)
    if master is None or master.id == move.case.id or State(master.state) not in OPEN:
        raise Problem("merge_target", 422, fields={"master": ["choice"]})
    if not _may_absorb(master, move):
        raise Problem("merge_target", 422, fields={"master": ["choice"]})
    children = _children(move)
    move.set(master_id=master.id, merged_at=move.now, merged_from=move.case.state)
    move.facts["master"] = master.number
    marks.follow(move.session, [move.case.id, *(child.id for child in children)], master.id)
    for child in children:
        flatten = Move(move.session, child, move.actor, ABSORB, move.now)
        flatten.target = State.MERGED
        flatten.set(master_id=master.id)
        flatten.facts["master"] = master.number
        flatten.write()
    absorb = Move(move.session, master, move.actor, ABSORB, move.now)
    absorb.facts["absorbed"] = move.case.number
    _bring_time(move, absorb)
    absorb.write()


def _bring_time(move: Move, absorb: Move) -> None:
    """The master's intake or dispatch is due no later than that of what it takes in."""
    for kind in (ClockKind.INTAKE, ClockKind.DISPATCH):
        brought, key = move.open_clock(kind), absorb.clockwork.open(kind)
        if brought is None or key is None:
            continue
        own = absorb.clockwork.columns(key)
        stands = brought["paused_at"] or own["paused_at"]
        if not stands and brought["due_at"] < own["due_at"]:
            absorb.clockwork.move_due(key, brought["due_at"])


def _may_absorb(master: Case, move: Move) -> bool:
    """Within a district, what the clerk may know of, never what would show an office itself.

    Nor what was split from the case: the part that began later would go on in its place.
    """
    begun = move.session.scalar(
        select(JournalEvent.data).where(JournalEvent.case_id == master.id, JournalEvent.seq == 1)
    )
    if begun and begun.get("facts", {}).get("split_from") == move.case.number:
        return False
    known = select(Case.id).where(Case.id == master.id, known_to(move.actor))
    return (
        master.district_area_id == move.case.district_area_id
        and master.recused_org_id == move.case.recused_org_id
        and move.session.scalar(known) is not None
    )


def _children(move: Move) -> list[Case]:
    return list(
        move.session.execute(
            select(Case).where(Case.master_id == move.case.id).order_by(Case.id)
        ).scalars()
    )


@effect("unmerge")
def unmerge(move: Move, at: Situation, data: Data) -> None:
    master = move.session.get_one(Case, move.case.master_id)
    move.set(
        master_id=None,
        merged_at=None,
        merged_from=None,
        accepted_at=None,
        unmerges=move.case.unmerges + 1,
    )
    marks.return_home(move.session, move.case.id)
    release = Move(move.session, master, move.actor, RELEASE, move.now)
    release.facts["released"] = move.case.number
    release.write()
