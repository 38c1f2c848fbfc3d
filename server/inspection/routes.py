"""The API of rounds and hotspots."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Response

from server.city.service import policy
from server.inspection import rounds
from server.inspection.hotspots import hotspots
from server.inspection.round_figures import figures
from server.inspection.round_views import current_view, month_rounds, round_view
from server.inspection.schemas import (
    BeginRoundSchema,
    CurrentRoundSchema,
    FiguresSchema,
    HotspotsSchema,
    IssueReceiptSchema,
    IssueSchema,
    MonthSchema,
    RoundsQuerySchema,
    RoundsSchema,
    RoundViewSchema,
)
from server.platform.http.api import Blueprint, answer
from server.platform.http.auth import actor, requires

blueprint = Blueprint("patrols", __name__, url_prefix="/api/v1", description="Rounds, hotspots.")


@blueprint.post("/patrols")
@requires("patrol.walk")
@blueprint.arguments(BeginRoundSchema)
@blueprint.response(201, RoundViewSchema)
@blueprint.alt_response(200, schema=RoundViewSchema, success=True)
def begin_round(data: dict[str, Any]) -> Response:
    """Begin a round; beginning it again with the same id and words gives the same round."""
    fresh = rounds.begin(actor(), data)
    return answer(round_view(actor(), data["id"]), 201 if fresh else 200)


@blueprint.get("/patrols")
@requires("patrol.read")
@blueprint.arguments(RoundsQuerySchema, location="query")
@blueprint.response(200, RoundsSchema)
def list_rounds(query: dict[str, Any]) -> Response:
    """The rounds of one leader in a month."""
    return answer({"items": month_rounds(actor(), query["leader"], query["month"])})


@blueprint.get("/patrols/current")
@requires("patrol.walk")
@blueprint.response(200, CurrentRoundSchema)
def current_round() -> Response:
    """The asker's round that has not ended, to go on with."""
    return answer(current_view(actor()))


@blueprint.get("/patrols/figures")
@requires("patrol.read")
@blueprint.arguments(MonthSchema, location="query")
@blueprint.response(200, FiguresSchema)
def month_figures(query: dict[str, Any]) -> Response:
    """What each leader's rounds of a month came to."""
    return answer(figures(actor(), query["month"]))


@blueprint.get("/patrols/<uuid:round_id>")
@requires("patrol.read")
@blueprint.response(200, RoundViewSchema)
def one_round(round_id: uuid.UUID) -> Response:
    """A round with the cases found on it."""
    return answer(round_view(actor(), round_id))


@blueprint.post("/patrols/<uuid:round_id>/issues")
@requires("patrol.walk")
@blueprint.arguments(IssueSchema)
@blueprint.response(201, IssueReceiptSchema)
@blueprint.alt_response(200, schema=IssueReceiptSchema, success=True)
def add_issue(data: dict[str, Any], round_id: uuid.UUID) -> Response:
    """Open the case of a problem found on a round; it skips intake."""
    receipt = rounds.add_issue(actor(), round_id, data)
    told = receipt.as_dict()
    del told["query_code"]
    return answer(told, 201 if receipt.created else 200)


@blueprint.put("/patrols/<uuid:round_id>/end")
@requires("patrol.walk")
@blueprint.response(200, RoundViewSchema)
def end_round(round_id: uuid.UUID) -> Response:
    """End a round; ending it twice changes nothing."""
    rounds.end(actor(), round_id)
    return answer(round_view(actor(), round_id))


@blueprint.get("/hotspots")
@requires("hotspot.read")
@blueprint.response(200, HotspotsSchema)
def list_hotspots() -> Response:
    """反映突出: the places around the asker's cases that several people told of."""
    rules = policy()
    return answer(
        {
            "items": hotspots(actor()),
            "people": rules.hotspot_people,
            "radius_m": rules.hotspot_radius_m,
            "days": rules.hotspot_days,
        }
    )
