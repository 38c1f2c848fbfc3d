"""The residents' API: reporting, following, and what everybody may see."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from flask import Response, request
from marshmallow import validate

from server.cases.routes import respond, take_order
from server.cases.schemas import ACTION_DOCS
from server.cases.view_schemas import PointsSchema
from server.geography.datum import Datum, Point
from server.platform.actor import Actor
from server.platform.http.api import Blueprint, Schema, answer
from server.platform.http.auth import actor, requires
from server.platform.http.peer import client_address
from server.platform.http.problems import request_locale
from server.reports import clusters, consent, public, service
from server.reports.access import follower
from server.reports.schemas import (
    ConsentSchema,
    JoinSchema,
    ReceiptSchema,
    ReportSchema,
    SimilarQuerySchema,
)
from server.reports.view_schemas import (
    FollowSchema,
    MyReportsSchema,
    PublicCaseSchema,
    PublicPageSchema,
    SimilarSchema,
)
from server.reports.views import follow_view, followed, my_reports

blueprint = Blueprint("reports", __name__, url_prefix="/api/v1", description="Report and follow.")

_CODE = "X-Query-Code"
_GROUP = validate.OneOf(("open", "closed"), error="choice")


class WantedSchema(Schema):
    """What lists and map are narrowed by.

    ``days``: sent within so many times 24 hours; ``pairs``: solved, with photos before and after.
    """

    tile = ma.fields.String(load_default=None)
    group = ma.fields.String(load_default=None, validate=_GROUP)
    days = ma.fields.Integer(load_default=None, validate=validate.Range(1, 3660, error="range"))
    street = ma.fields.String(load_default=None, validate=validate.Length(min=1, max=32))
    pairs = ma.fields.Boolean(load_default=False)


class PublicQuerySchema(WantedSchema):
    """Which public cases."""

    lat = ma.fields.Float(load_default=None, validate=validate.Range(-90, 90, error="range"))
    lon = ma.fields.Float(load_default=None, validate=validate.Range(-180, 180, error="range"))
    radius_m = ma.fields.Float(load_default=1000, validate=validate.Range(1, 50_000, error="range"))
    cursor = ma.fields.Integer(load_default=None, validate=validate.Range(0, 2**62, error="range"))
    limit = ma.fields.Integer(load_default=20, validate=validate.Range(1, 100, error="range"))


class MapQuerySchema(WantedSchema):
    """Which part of the map: ``bbox`` is west,south,east,north in WGS-84 degrees."""

    bbox = ma.fields.String(
        required=True,
        validate=validate.Regexp(
            r"^-?\d{1,3}(\.\d{1,12})?(,-?\d{1,3}(\.\d{1,12})?){3}$", error="invalid"
        ),
    )
    zoom = ma.fields.Integer(load_default=13, validate=validate.Range(0, 22, error="range"))


@blueprint.get("/consent")
@requires("page.read")
@blueprint.response(200, ConsentSchema)
def consent_notice() -> dict[str, str]:
    """The privacy notice in force, in the reader's language."""
    return {"version": consent.version(), "text": consent.text(request_locale())}


@blueprint.post("/reports")
@requires("report.create")
@blueprint.arguments(ReportSchema)
@blueprint.response(201, ReceiptSchema)
@blueprint.alt_response(200, schema=ReceiptSchema, success=True)
def report(data: dict[str, Any]) -> Response:
    """Send a report; sending it again with the same id and body gives the same answer."""
    receipt = service.submit(actor(), data)
    return answer(receipt.as_dict(), 201 if receipt.created else 200)


@blueprint.post("/public/cases/<number>/join")
@requires("report.create")
@blueprint.arguments(JoinSchema)
@blueprint.response(201, ReceiptSchema)
@blueprint.alt_response(200, schema=ReceiptSchema, success=True)
def join(data: dict[str, Any], number: str) -> Response:
    """我也遇到: hang a report on an open case instead of making a new one."""
    receipt = service.join(actor(), number, data)
    return answer(receipt.as_dict(), 201 if receipt.created else 200)


@blueprint.get("/similar")
@requires("public.read")
@blueprint.arguments(SimilarQuerySchema, location="query")
@blueprint.response(200, SimilarSchema)
def similar(query: dict[str, Any]) -> Response:
    """Open public cases that may be the same problem."""
    point = Point(query["lat"], query["lon"], Datum(query["datum"])).to(Datum.WGS84)
    found = public.similar(point.lat, point.lon, query["tile"], actor().owners, query["photo"])
    return answer({"items": found})


@blueprint.get("/my/reports")
@requires("report.follow")
@blueprint.response(200, MyReportsSchema)
def mine() -> Response:
    """The reports of this device or account, latest first."""
    return answer({"items": my_reports(actor())})


@blueprint.get("/follow/<number>")
@requires("follow.code")
@blueprint.response(200, FollowSchema)
def follow(number: str) -> Response:
    """The reporter's whole view of a case."""
    view = follow_view(_follower(number), number)
    return answer(view, etag=str(view["version"]))


@blueprint.post("/follow/<number>/actions/<action>")
@requires("follow.code")
@blueprint.doc(**ACTION_DOCS)
@blueprint.response(200, FollowSchema)
def follow_act(number: str, action: str) -> Response:
    """Do a reporter's action on the version of the case that the reporter has seen."""
    who = _follower(number)
    _, root = followed(who, number)
    return respond(take_order(who, root.number, action, _view_after(number)))


def _view_after(number: str) -> Any:
    def view(who: Actor, _root: str) -> dict[str, Any]:
        return follow_view(who, number)

    return view


def _follower(number: str) -> Actor:
    return follower(actor(), number, request.headers.get(_CODE), client_address())


@blueprint.get("/public/cases")
@requires("public.read")
@blueprint.arguments(PublicQuerySchema, location="query")
@blueprint.response(200, PublicPageSchema)
def public_cases(query: dict[str, Any]) -> Response:
    """Public cases, latest first."""
    lat, lon = query["lat"], query["lon"]
    found = public.page(
        _wanted(query),
        near=None if lat is None or lon is None else (lat, lon, query["radius_m"]),
        cursor=query["cursor"],
        limit=query["limit"],
    )
    return answer(found)


@blueprint.get("/public/map")
@requires("public.read")
@blueprint.arguments(MapQuerySchema, location="query")
@blueprint.response(200, PointsSchema)
def public_map(query: dict[str, Any]) -> Response:
    """Public cases as points, or as counted clusters far out."""
    west, south, east, north = (float(edge) for edge in query["bbox"].split(","))
    box = (west, south, east, north)
    return answer(clusters.points(box, query["zoom"], _wanted(query)))


def _wanted(query: dict[str, Any]) -> public.Wanted:
    return public.Wanted(**{name: query[name] for name in WantedSchema._declared_fields})


@blueprint.get("/public/cases/<number>")
@requires("public.read")
@blueprint.response(200, PublicCaseSchema)
def public_case(number: str) -> Response:
    """The public page of one case."""
    return answer(public.public_view(number))
