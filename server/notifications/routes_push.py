"""Web Push over HTTP: the key to subscribe with, and whose browser is whose."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from flask import Response

from server.notifications import subscriptions
from server.platform.http.api import Blueprint, Schema, answer
from server.platform.http.auth import actor, requires

blueprint = Blueprint("push", __name__, url_prefix="/api/v1", description="Web Push.")

_ENDPOINT_MOST, _KEY_MOST = 500, 120


class PushSchema(Schema):
    """``key`` is the ``applicationServerKey``, base64url; null where nothing is pushed."""

    key = ma.fields.String(required=True, allow_none=True)


class PushKeysSchema(Schema):
    """The browser's own keys, base64url."""

    p256dh = ma.fields.String(required=True, validate=ma.validate.Length(max=_KEY_MOST))
    auth = ma.fields.String(required=True, validate=ma.validate.Length(max=_KEY_MOST))


class SubscriptionSchema(Schema):
    """A subscription as browsers write it; its end is not ours to know."""

    endpoint = ma.fields.String(required=True, validate=ma.validate.Length(max=_ENDPOINT_MOST))
    keys = ma.fields.Nested(PushKeysSchema, required=True)
    expirationTime = ma.fields.Integer(allow_none=True)  # noqa: N815 - the browser's name


class EndpointSchema(Schema):
    """Which browser."""

    endpoint = ma.fields.String(required=True, validate=ma.validate.Length(max=_ENDPOINT_MOST))


@blueprint.get("/push")
@requires("notice.read")
@blueprint.response(200, PushSchema)
def key() -> Response:
    """What a browser needs to subscribe."""
    return answer({"key": subscriptions.public_key()})


@blueprint.put("/push")
@requires("notice.read")
@blueprint.arguments(SubscriptionSchema)
@blueprint.response(204)
def subscribe(data: dict[str, Any]) -> None:
    """Be told in this browser."""
    keys = data["keys"]
    subscriptions.subscribe(actor(), data["endpoint"], keys["p256dh"], keys["auth"])


@blueprint.post("/push/off")
@requires("notice.read")
@blueprint.arguments(EndpointSchema)
@blueprint.response(204)
def unsubscribe(data: dict[str, Any]) -> None:
    """Be told in this browser no more."""
    subscriptions.unsubscribe(actor(), data["endpoint"])
