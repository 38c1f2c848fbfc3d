"""Who answers for what, over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Response

from server.platform.http.api import Blueprint, answer
from server.platform.http.auth import actor, requires
from server.responsibility import schemas, segments, views
from server.responsibility.book import DUTY_ROLES

blueprint = Blueprint(
    "responsibility", __name__, url_prefix="/api/v1", description="Who answers for what."
)


@blueprint.get("/segments")
@requires("responsibility.read")
@blueprint.response(200, schemas.SegmentsSchema)
def all_segments() -> Response:
    """The road segments with who keeps them."""
    return answer({"items": views.segment_views()})


@blueprint.post("/segments")
@requires("responsibility.manage")
@blueprint.arguments(schemas.SegmentForm)
@blueprint.response(201, schemas.SegmentSchema)
def add_segment(form: dict[str, Any]) -> Response:
    """Enter a segment; it counts once it is activated."""
    keepers = {role: form.pop(role) for role in DUTY_ROLES if role in form}
    segments.add_segment(actor(), segments.NewSegment(**form, keepers=keepers))
    return answer(views.segment_view(form["code"]), 201)


@blueprint.get("/segments/<code>")
@requires("responsibility.read")
@blueprint.response(200, schemas.SegmentSchema)
def one_segment(code: str) -> Response:
    """A segment."""
    return answer(views.segment_view(code))


@blueprint.put("/segments/<code>/duties")
@requires("responsibility.manage")
@blueprint.arguments(schemas.DutiesForm)
@blueprint.response(200, schemas.SegmentSchema)
def set_duties(form: dict[str, Any], code: str) -> Response:
    """Replace who keeps a segment from a moment on; the past stays."""
    since = form.pop("since", None)
    segments.set_duties(actor(), code, form, since)
    return answer(views.segment_view(code))


@blueprint.post("/segments/<code>/activate")
@requires("responsibility.manage")
@blueprint.response(200, schemas.SegmentSchema)
def activate_segment(code: str) -> Response:
    """Let a segment count; 422 ``segment_needs_both`` while a keeper is missing."""
    segments.activate(actor(), code)
    return answer(views.segment_view(code))


@blueprint.post("/segments/<code>/end")
@requires("responsibility.manage")
@blueprint.response(200, schemas.SegmentSchema)
def end_segment(code: str) -> Response:
    """End a segment with its duties, claims and sponsorships."""
    segments.end_segment(actor(), code)
    return answer(views.segment_view(code))


@blueprint.get("/responsibility/people")
@requires("responsibility.manage")
@blueprint.arguments(schemas.RoleQuery, location="query")
@blueprint.response(200, schemas.HoldersSchema)
def people(query: dict[str, Any]) -> Response:
    """Everybody in service with a role, to give a duty to."""
    return answer({"items": views.role_views(query["role"])})
