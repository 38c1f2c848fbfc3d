"""The offices' API: queues, cases and actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import marshmallow as ma
from flask import Response, request
from marshmallow import validate
from werkzeug.exceptions import BadRequest

from server.cases import editions, listing
from server.cases.bulk import perform_all
from server.cases.queues import MY_TURN, QUEUES
from server.cases.schemas import ACTION_DOCS, LAT, LON, action_schema
from server.cases.schemas_bulk import BulkOrderSchema, BulkResultsSchema, items_of
from server.cases.service import Answer, Order, perform
from server.cases.view_schemas import CasePageSchema, CaseSchema, PointsSchema, QueuesSchema
from server.cases.views import case_stub, case_view
from server.cases.workflow import BY_ACTION
from server.geography.service import Point
from server.platform.actor import Actor
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem, not_found
from server.platform.http.api import Blueprint, Schema, answer
from server.platform.http.auth import actor, requires
from server.platform.http.problems import field_codes, request_locale
from server.platform.http.versions import required_key, required_version
from server.reports.contact import note_seen, tells_of_reporters

blueprint = Blueprint("cases", __name__, url_prefix="/api/v1", description="Work on cases.")


_MOMENTS = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


class QueueFilterSchema(Schema):
    """Which queue, and what of it; the place is in WGS-84 degrees and metres."""

    queue = ma.fields.String(
        load_default="all", validate=validate.OneOf((*QUEUES, MY_TURN), error="choice")
    )
    q = ma.fields.String(load_default="", validate=validate.Length(max=100, error="too_long"))
    tile = ma.fields.String(load_default=None)
    area = ma.fields.String(load_default=None)
    lat = ma.fields.Float(load_default=None, validate=LAT)
    lon = ma.fields.Float(load_default=None, validate=LON)
    radius_m = ma.fields.Float(
        load_default=300.0, validate=validate.Range(1, 20_000, error="range")
    )

    @ma.validates_schema
    def _whole_point(self, data: dict[str, Any], **_kwargs: object) -> None:
        """Half a position is none."""
        for given, missing in (("lat", "lon"), ("lon", "lat")):
            if data.get(given) is not None and data.get(missing) is None:
                raise ma.ValidationError("required", missing)


class QueueQuerySchema(QueueFilterSchema):
    """Where in a queue, and in which order."""

    cursor = ma.fields.String(load_default=None)
    limit = ma.fields.Integer(load_default=50, validate=validate.Range(1, 200, error="range"))
    sort = ma.fields.String(
        load_default=None, validate=validate.OneOf(("due", "latest"), error="choice")
    )
    since = ma.fields.AwareDateTime(
        load_default=None, validate=validate.Range(*_MOMENTS, error="range")
    )


@blueprint.get("/queues")
@requires("case.read")
@blueprint.response(200, QueuesSchema)
def queues() -> Response:
    """The actor's queues with their sizes."""
    return answer({"items": listing.queue_counts(actor())})


@blueprint.get("/cases")
@requires("case.read")
@blueprint.arguments(QueueQuerySchema, location="query")
@blueprint.response(200, CasePageSchema)
@blueprint.alt_response(304, description="Nothing that the asker sees has changed since.")
def cases(query: dict[str, Any]) -> Response:
    """One page of a queue, soonest due first; the place is in WGS-84 and metres."""
    who, asked = actor(), request.query_string
    if held := editions.holding(who, asked, request.if_none_match.as_set(include_weak=True)):
        return Response(status=304, headers={"ETag": f'"{held}"'})
    tag = editions.tag(who, asked)
    where = {name: query[name] for name in ("queue", "limit", "cursor", "sort", "since")}
    return answer(listing.page(who, filters=_filters(query), **where), etag=tag)


@blueprint.get("/cases.geojson")
@requires("case.read")
@blueprint.arguments(QueueFilterSchema, location="query")
@blueprint.response(200, PointsSchema)
def case_points(query: dict[str, Any]) -> Response:
    """A queue as points on a map: the same cases as the list narrowed alike."""
    return answer(listing.points(actor(), query["queue"], _filters(query)))


def _filters(query: dict[str, Any]) -> listing.Filters:
    return listing.Filters(
        words=query["q"].strip(),
        tile=query["tile"],
        area=query["area"],
        near=None if query["lat"] is None else Point(query["lat"], query["lon"]),
        radius_m=query["radius_m"],
    )


@blueprint.post("/cases/bulk")
@requires("case.act")
@blueprint.arguments(BulkOrderSchema)
@blueprint.response(200, BulkResultsSchema)
def act_on_many(data: dict[str, Any]) -> Response:
    """Do an action on many cases; each succeeds or is refused by itself."""
    done = perform_all(actor(), data["action"], items_of(data), request_locale())
    return answer({"results": done})


@blueprint.get("/cases/<number>")
@requires("case.read")
@blueprint.response(200, CaseSchema)
def case(number: str) -> Response:
    """One case with everything the actor may know and do."""
    view = case_view(actor(), number)
    if tells_of_reporters(view):
        with unit_of_work() as session:
            note_seen(session, actor(), view)
    return answer(view, etag=str(view["version"]))


@blueprint.post("/cases/<number>/actions/<action>")
@requires("case.act")
@blueprint.doc(**ACTION_DOCS)
@blueprint.response(200, CaseSchema)
def act(number: str, action: str) -> Response:
    """Do an action on the version of the case that the client has seen."""
    return respond(take_order(actor(), number, action, _view_after))


def take_order(
    who: Actor,
    number: str,
    action: str,
    view: Callable[[Actor, str], dict[str, Any]],
) -> Answer:
    """Read version, key and data of an action from the request, and do it."""
    row = BY_ACTION.get(action)
    if row is None or row.creates or action == "join":
        raise not_found()
    version, key = required_version(), required_key()
    try:
        body = request.get_json() if request.get_data(cache=True) else {}
    except BadRequest as error:
        raise Problem("bad_request", 400) from error
    try:
        data = action_schema(action).load(body)
    except ma.ValidationError as error:
        fields = field_codes({"json": error.messages})
        raise Problem("invalid", 422, fields=fields) from error
    return perform(who, Order(number, action, version, key, data), view)


def respond(done: Answer) -> Response:
    """The answer to an action, with the new version as its tag."""
    return Response(
        done.body,
        content_type="application/json",
        headers={"ETag": f'"{done.version}"'},
    )


def _view_after(who: Actor, number: str) -> dict[str, Any]:
    """The case after the action; just its state when it has left the actor's sight."""
    try:
        view = case_view(who, number)
    except Problem as problem:
        if problem.status != 404:
            raise
        return case_stub(number)
    if tells_of_reporters(view):
        note_seen(db.session(), who, view)
    return view
