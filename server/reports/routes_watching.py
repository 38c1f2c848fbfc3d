"""Following what one did not report, and seeing who looked at what one did."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import marshmallow as ma
from flask import Response, request
from marshmallow import validate

from server.platform.http.api import Blueprint, Schema, answer
from server.platform.http.auth import actor, requires
from server.platform.http.peer import client_address
from server.reports import contact, watching
from server.reports.access import follower
from server.reports.view_schemas import LookSchema, PublicItemSchema

blueprint = Blueprint("watching", __name__, url_prefix="/api/v1", description="Watch and be seen.")

_PATH = "/public/cases/<number>/watch"


class WatchStandingSchema(PublicItemSchema):
    """A public case, whether it is watched, and whether the asker reported it anyhow."""

    watched = ma.fields.Boolean(required=True)
    own = ma.fields.Boolean(required=True)


class WatchedSchema(Schema):
    """The cases that somebody watches, latest change first."""

    items = ma.fields.List(ma.fields.Nested(PublicItemSchema), required=True)


class LooksSchema(Schema):
    """Every look, latest first."""

    items = ma.fields.List(ma.fields.Nested(LookSchema), required=True)


class PurposeSchema(Schema):
    """What contact data are needed for."""

    purpose = ma.fields.String(
        required=True, validate=validate.OneOf(contact.PURPOSES, error="choice")
    )


class OpenedContactSchema(Schema):
    """Name and whole number, as far as they were given."""

    reporter_name = ma.fields.String(required=True, allow_none=True)
    reporter_phone = ma.fields.String(required=True, allow_none=True)


@blueprint.get(_PATH)
@requires("public.read")
@blueprint.response(200, WatchStandingSchema)
def standing(number: str) -> Response:
    """A public case in a line, and whether one watches it."""
    return answer(watching.standing(actor(), number))


@blueprint.put(_PATH)
@requires("report.follow")
@blueprint.response(204)
def watch(number: str) -> None:
    """Be told from now on how a public case goes on."""
    watching.watch(actor(), number)


@blueprint.delete(_PATH)
@requires("report.follow")
@blueprint.response(204)
def unwatch(number: str) -> None:
    """Be told no longer."""
    watching.unwatch(actor(), number)


@blueprint.get("/my/watched")
@requires("report.follow")
@blueprint.response(200, WatchedSchema)
def watched() -> Response:
    """What one watches."""
    return answer({"items": watching.watched_cases(actor())})


@blueprint.get("/follow/<number>/looks")
@requires("follow.code")
@blueprint.response(200, LooksSchema)
def looks(number: str) -> Response:
    """Which office opened one's contact data or original photos, and when."""
    who = follower(actor(), number, request.headers.get("X-Query-Code"), client_address())
    return answer({"items": contact.looks(who, number)})


@blueprint.post("/cases/<number>/reports/<uuid:report_id>/contact")
@requires("reporter.read")
@blueprint.arguments(PurposeSchema)
@blueprint.response(200, OpenedContactSchema)
def open_contact(data: dict[str, Any], number: str, report_id: UUID) -> Response:
    """The whole contact data of a report, for a purpose; the resident sees that it was opened."""
    return answer(contact.open_contact(actor(), number, report_id, data["purpose"]))
