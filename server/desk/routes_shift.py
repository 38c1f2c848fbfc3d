"""Saved views, visits and hand-overs over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Response

from server.desk import handover, saved_views, visits
from server.desk.schemas_shift import (
    DefaultViewSchema,
    HandoverFormSchema,
    HandoversSchema,
    MattersSchema,
    ViewFormSchema,
    ViewsSchema,
    VisitSchema,
)
from server.desk.views import handovers_for
from server.platform.http.api import LARGEST_ID, Blueprint, answer
from server.platform.http.auth import actor, requires

blueprint = Blueprint("shift", __name__, url_prefix="/api/v1", description="Views and shifts.")

_VIEW = f"/views/<int(max={LARGEST_ID}):view_id>"
_TAKE = f"/handovers/<int(max={LARGEST_ID}):handover_id>/take"


def _views(status: int = 200) -> Response:
    return answer(saved_views.views_for(actor()), status)


@blueprint.get("/views")
@requires("case.read")
@blueprint.response(200, ViewsSchema)
def views() -> Response:
    """One's own saved views and those of the office."""
    return _views()


@blueprint.post("/views")
@requires("case.read")
@blueprint.arguments(ViewFormSchema)
@blueprint.response(201, ViewsSchema)
def add_view(data: dict[str, Any]) -> Response:
    """Keep a view."""
    saved_views.add(actor(), data)
    return _views(201)


@blueprint.put("/views/default")
@requires("case.read")
@blueprint.arguments(DefaultViewSchema)
@blueprint.response(200, ViewsSchema)
def open_with(data: dict[str, Any]) -> Response:
    """Choose the view that the desk opens with, or none."""
    saved_views.open_with(actor(), data["id"])
    return _views()


@blueprint.put(_VIEW)
@requires("case.read")
@blueprint.arguments(ViewFormSchema)
@blueprint.response(200, ViewsSchema)
def change_view(data: dict[str, Any], view_id: int) -> Response:
    """Replace one of one's own views."""
    saved_views.change(actor(), view_id, data)
    return _views()


@blueprint.delete(_VIEW)
@requires("case.read")
@blueprint.response(204)
def remove_view(view_id: int) -> None:
    """Forget one of one's own views."""
    saved_views.remove(actor(), view_id)


@blueprint.post("/queues/<queue>/visits")
@requires("case.read")
@blueprint.response(200, VisitSchema)
def visit(queue: str) -> Response:
    """Look at a queue: since when there is news in it, and how much."""
    return answer(visits.visit(actor(), queue))


@blueprint.get("/handovers")
@requires("case.read")
@blueprint.response(200, HandoversSchema)
def handovers() -> Response:
    """The latest hand-overs of one's office."""
    return answer({"items": handovers_for(actor())})


@blueprint.get("/handovers/matters")
@requires("case.read")
@blueprint.response(200, MattersSchema)
def matters() -> Response:
    """Open cases that may be worth handing over."""
    return answer({"items": handover.matters(actor())})


@blueprint.post("/handovers")
@requires("case.read")
@blueprint.arguments(HandoverFormSchema)
@blueprint.response(201, HandoversSchema)
def hand_over(data: dict[str, Any]) -> Response:
    """Leave open matters to the next shift."""
    handover.hand_over(actor(), data)
    return answer({"items": handovers_for(actor())}, 201)


@blueprint.post(_TAKE)
@requires("case.read")
@blueprint.response(200, HandoversSchema)
def take(handover_id: int) -> Response:
    """Take over what a colleague left."""
    handover.take(actor(), handover_id)
    return answer({"items": handovers_for(actor())})
