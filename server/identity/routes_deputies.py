"""Deputies for people on leave over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Response
from sqlalchemy import Row

from server.identity import deputies
from server.identity.schemas_admin import DeputiesSchema, DeputyArguments, DeputySchema
from server.platform import clock
from server.platform.http.api import LARGEST_ID, Blueprint, answer
from server.platform.http.auth import actor, requires

blueprint = Blueprint("deputies", __name__, url_prefix="/api/v1/admin", description="Deputies.")


@blueprint.get("/deputies")
@requires("deputy.manage")
@blueprint.response(200, DeputiesSchema)
def list_deputies() -> Response:
    """Deputyships of one's organisation, or of all for who manages staff."""
    return answer({"items": [_deputy(row) for row in deputies.deputies_for(actor())]})


@blueprint.post("/deputies")
@requires("deputy.manage")
@blueprint.arguments(DeputyArguments)
@blueprint.response(201, DeputySchema)
def enter_deputy(data: dict[str, Any]) -> Response:
    """Name a deputy for a colleague on leave."""
    leave = deputies.Leave(data["absent"], data["deputy"], data["since"], data["until"])
    made = deputies.enter(actor(), leave)
    row = next(row for row in deputies.deputies_for(actor()) if row.Deputy.id == made)
    return answer(_deputy(row), 201)


@blueprint.delete(f"/deputies/<int(max={LARGEST_ID}):deputy_id>")
@requires("deputy.manage")
@blueprint.response(204)
def end_deputy(deputy_id: int) -> None:
    """End a deputyship now."""
    deputies.end(actor(), deputy_id)


def _deputy(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    one, now = row.Deputy, clock.now()
    stage = "coming" if now < one.since else "running" if now < one.until else "over"
    return {
        "id": one.id,
        "absent": {"id": one.absent_id, "name": row.absent},
        "deputy": {"id": one.deputy_id, "name": row.deputy},
        "organisation": {"code": row.code, "name": row.organisation},
        "since": one.since,
        "until": one.until,
        "entered_by": row.entered_by,
        "stage": stage,
    }
