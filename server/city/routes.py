"""What a page must know before it can show anything."""

from __future__ import annotations

import marshmallow as ma
from flask import Response

from server.city.config import config
from server.platform.http.api import Blueprint, Schema, answer
from server.platform.http.auth import requires

blueprint = Blueprint("city", __name__, url_prefix="/api/v1", description="The city.")


class ConfigSchema(Schema):
    """City, languages, limits, tiles, emergency numbers, footer and map position (WGS-84)."""

    city = ma.fields.Dict(required=True)
    locales = ma.fields.List(ma.fields.String(), required=True)
    demo = ma.fields.Boolean(required=True)
    emergency = ma.fields.List(ma.fields.Dict(), required=True)
    map = ma.fields.Dict(required=True)
    limits = ma.fields.Dict(required=True)
    tiles = ma.fields.List(ma.fields.Dict(), required=True)
    footer = ma.fields.Dict(required=True)


@blueprint.get("/config")
@requires("page.read")
@blueprint.response(200, ConfigSchema)
def public_config() -> Response:
    """What a page must know before it can show anything."""
    return answer(config())
