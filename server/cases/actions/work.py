"""Effects of dispatching and working on a case."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from server.cases.actions.registry import Data, effect
from server.cases.engine import Move
from server.cases.evidence import attach
from server.cases.policy import Situation
from server.cases.states import CloseType
from server.catalog.service import catalogue
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
    organisation = office_of_code(data["organisation"])
    if organisation is None or organisation.kind not in GOVERNMENT:
        raise Problem("invalid", 422, fields={"organisation": ["choice"]})
    if organisation.id == move.case.recused_org_id:
        raise Problem("organisation_recused", 422, fields={"organisation": ["choice"]})
    checked = has_checker(move.case.district_area_id, (organisation.id, move.case.recused_org_id))
    if not checked or not has_handler(organisation.id):
        raise Problem("organisation_unmanned", 422, fields={"organisation": ["choice"]})
    if organisation.id != move.case.suggested_org_id and not data.get("reason"):
        raise Problem("dispatch_reason", 422, fields={"reason": ["required"]})
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
    move.set(responsible_org_id=None, dispatcher_id=None, dispatched_at=None, round=0)


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
    move.set(
        fixed_at=move.now,
        acknowledged_at=move.case.acknowledged_at or move.now,
        handler_id=move.actor.staff_id,
        close_type=data["close_type"],
        quantities=_quantities(move, data["close_type"], data.get("quantities") or []),
    )
    attach(move, data["photos"], "after", fresh=True)


def _quantities(move: Move, close_type: str, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Numbers in the units that the category counts; none may be negative or of another unit."""
    category = catalogue().category(move.case.category_id) if move.case.category_id else None
    units = category.units if category else ()
    if units and close_type == CloseType.RECTIFIED and not given:
        raise Problem("quantity_required", 422, fields={"quantities": ["required"]})
    counted: dict[str, str] = {}
    for item in given:
        try:
            value = Decimal(str(item["value"]))
        except InvalidOperation as error:
            raise Problem("invalid", 422, fields={"quantities": ["invalid"]}) from error
        if item["unit"] not in units or not value.is_finite() or value < 0:
            raise Problem("invalid", 422, fields={"quantities": ["invalid"]})
        counted[item["unit"]] = format(value, "f")
    return [{"unit": unit, "value": value} for unit, value in counted.items()]


@effect("recall_finish")
def recall_finish(move: Move, at: Situation, data: Data) -> None:
    move.set(fixed_at=None, handler_id=None, close_type=None, quantities=[])
