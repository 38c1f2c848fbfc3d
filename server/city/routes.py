"""What a page must know before it can show anything."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from flask import Response

from server.catalog.service import catalogue
from server.city.service import city
from server.platform.http.api import Blueprint, Schema, answer
from server.platform.http.auth import requires
from server.platform.i18n import LOCALES
from server.platform.runtime import current

blueprint = Blueprint("city", __name__, url_prefix="/api/v1", description="The city.")

PHOTOS_MOST = 9
PHOTO_BYTES_MOST = 15_000_000
WORDS_MOST = 500


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


def config() -> dict[str, Any]:
    """The public configuration, also embedded in the pages."""
    here = city()
    profile = here.profile
    return {
        "city": {"code": here.code, "name": here.name, "notice": here.notice},
        "locales": list(LOCALES),
        "demo": current().settings.demo,
        "emergency": profile.get("emergency", []),
        "map": profile.get("map", {"lat": 0, "lon": 0, "zoom": 2}),
        "limits": {
            "photos": PHOTOS_MOST,
            "photo_bytes": PHOTO_BYTES_MOST,
            "words": WORDS_MOST,
            "similar_radius_m": here.policy.similar_radius_m,
        },
        "tiles": [{"code": tile.code, "icon": tile.icon} for tile in catalogue().tiles],
        "footer": profile.get("footer", {}),
    }


@blueprint.get("/config")
@requires("page.read")
@blueprint.response(200, ConfigSchema)
def public_config() -> Response:
    """What a page must know before it can show anything."""
    return answer(config())
