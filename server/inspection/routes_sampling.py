"""The API of spot checks, alarms and the nights' checks of the journal."""

from __future__ import annotations

from typing import Any

from flask import Response

from server.cases.proof import nightly, samples, views
from server.cases.proof.alarms import alarms
from server.geography.service import area_by_code
from server.inspection.schemas_sampling import (
    AlarmsSchema,
    DrawSchema,
    FoundOkSchema,
    NightsSchema,
    SamplesSchema,
    SpotCheckQuerySchema,
    SpotCheckSchema,
    SpotChecksSchema,
)
from server.platform.errors import Problem
from server.platform.http.api import Blueprint, answer
from server.platform.http.auth import actor, requires

blueprint = Blueprint(
    "spot_checks", __name__, url_prefix="/api/v1", description="Spot checks and alarms."
)


@blueprint.get("/samples")
@requires("spot_check.draw")
@blueprint.response(200, SamplesSchema)
def list_samples() -> Response:
    """The draws in the asker's district."""
    return answer({"items": views.samples(actor())})


@blueprint.post("/samples")
@requires("spot_check.draw")
@blueprint.arguments(DrawSchema)
@blueprint.response(201, SamplesSchema)
def draw_sample(data: dict[str, Any]) -> Response:
    """Draw what a street's closings of a month still lack; each goes to an inspector."""
    street = area_by_code(data["street"])
    if street is None or not views.may_draw(actor(), street.id):
        raise Problem("invalid", 422, fields={"street": ["choice"]})
    samples.draw_sample(actor(), street.id, data["month"], data["seed"])
    return answer({"items": views.samples(actor())}, 201)


@blueprint.get("/spot-checks")
@requires("spot_check.read")
@blueprint.arguments(SpotCheckQuerySchema, location="query")
@blueprint.response(200, SpotChecksSchema)
def list_spot_checks(query: dict[str, Any]) -> Response:
    """What the asker has to look at again, or has looked at."""
    return answer({"items": views.spot_checks(actor(), pending=query["pending"])})


@blueprint.put("/spot-checks/<int(max=2147483647):check_id>/ok")
@requires("spot_check.find")
@blueprint.arguments(FoundOkSchema)
@blueprint.response(200, SpotCheckSchema)
def found_ok(data: dict[str, Any], check_id: int) -> Response:
    """The closing is as it should be. A false one is marked on the case: mark_false_closure."""
    samples.find_ok(actor(), views.spot_check_for(actor(), check_id), data["note"])
    return answer(views.spot_check(actor(), check_id))


@blueprint.get("/alarms")
@requires("alarm.read")
@blueprint.response(200, AlarmsSchema)
def list_alarms() -> Response:
    """Odd finishes, and handlers and checkers who never disagree."""
    return answer(alarms(actor()))


@blueprint.get("/journal-checks")
@requires("journal.read")
@blueprint.response(200, NightsSchema)
def list_nights() -> Response:
    """What the nightly checks of all journals found."""
    return answer({"items": nightly.nights()})
