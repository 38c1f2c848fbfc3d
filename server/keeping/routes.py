"""Legal holds, tombstones and a resident's own data over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response

from server.identity.phones import parse
from server.identity.queries import people_named
from server.keeping import erasing, holds, personal
from server.keeping.queries import living_holds, tombstones
from server.keeping.schemas import (
    ContactFormSchema,
    ErasedSchema,
    HoldFormSchema,
    HoldsSchema,
    LivingHoldsSchema,
    TombstonesSchema,
)
from server.keeping.schemas_own_data import OwnDataSchema
from server.platform import audit
from server.platform.db import unit_of_work
from server.platform.http.api import Blueprint, answer
from server.platform.http.auth import actor, requires

blueprint = Blueprint(
    "keeping", __name__, url_prefix="/api/v1", description="Keeping and forgetting."
)

_CASE = "/cases/<number>/hold"


def _holds(number: str, status: int = 200) -> Response:
    found = holds.holds_of(actor(), number)
    names = people_named({one for item in found for one in (item.set_by_id, item.lifted_by_id)})
    items = [
        {
            "reason": item.reason,
            "set_at": item.set_at,
            "set_by": names[item.set_by_id],
            "lifted_at": item.lifted_at,
            "lifted_by": names.get(item.lifted_by_id),
            "lift_reason": item.lift_reason,
        }
        for item in found
    ]
    return answer({"items": items}, status)


@blueprint.get("/holds")
@requires("hold.manage")
@blueprint.response(200, LivingHoldsSchema)
def list_living_holds() -> Response:
    """The cases that are held now."""
    rows = living_holds(actor())
    names = people_named({row.LegalHold.set_by_id for row in rows})
    return answer(
        {
            "items": [
                {
                    "number": row.Case.number,
                    "state": row.Case.state,
                    "tile": row.Case.tile,
                    "address": row.Case.address,
                    "reason": row.LegalHold.reason,
                    "set_at": row.LegalHold.set_at,
                    "set_by": names[row.LegalHold.set_by_id],
                }
                for row in rows
            ]
        }
    )


@blueprint.get(_CASE)
@requires("hold.manage")
@blueprint.response(200, HoldsSchema)
def list_holds(number: str) -> Response:
    """Whether and why nothing of a case may be forgotten."""
    return _holds(number)


@blueprint.post(_CASE)
@requires("hold.manage")
@blueprint.arguments(HoldFormSchema)
@blueprint.response(201, HoldsSchema)
def hold(data: dict[str, Any], number: str) -> Response:
    """Hold a case: its reporters and photos are kept until the hold is lifted."""
    holds.hold(actor(), number, data["reason"])
    return _holds(number, 201)


@blueprint.post(f"{_CASE}/lift")
@requires("hold.manage")
@blueprint.arguments(HoldFormSchema)
@blueprint.response(200, HoldsSchema)
def lift(data: dict[str, Any], number: str) -> Response:
    """Lift the hold."""
    holds.lift(actor(), number, data["reason"])
    return _holds(number)


@blueprint.get("/my/data")
@requires("data.own")
@blueprint.response(200, OwnDataSchema)
def own_data() -> Response:
    """A copy of everything that is held on the asker, and of nobody else."""
    response = answer(personal.copy_for(actor()))
    with unit_of_work() as session:
        audit.record(session, actor(), "data.copied", f"resident:{actor().resident_ids[0]}")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@blueprint.put("/my/reports/<uuid:report_id>/contact")
@requires("data.own")
@blueprint.arguments(ContactFormSchema)
@blueprint.response(204)
def correct_contact(data: dict[str, Any], report_id: UUID) -> None:
    """Correct the number that one left with a report, or take it away."""
    phone = data["phone"]
    personal.correct_contact(actor(), report_id, parse(phone) if phone else None)


@blueprint.delete("/my/data")
@requires("data.own")
@blueprint.response(200, ErasedSchema)
def erase() -> Response:
    """Delete one's account with all devices; the cases stay, without their reporter."""
    return answer({"complete": erasing.erase(actor())})


@blueprint.get("/tombstones")
@requires("audit.read")
@blueprint.response(200, TombstonesSchema)
def list_tombstones() -> Response:
    """What was forgotten, how much of it, and by which rule."""
    return answer({"items": tombstones()})
