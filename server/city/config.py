"""The public configuration of the city, for the API and for the pages."""

from __future__ import annotations

from typing import Any

from server.catalog.service import catalogue
from server.city.service import city
from server.geography.basemaps import as_config
from server.platform.i18n import LOCALES
from server.platform.runtime import current

PHOTOS_MOST = 9
PHOTO_BYTES_MOST = 15_000_000
WORDS_MOST = 500


def config() -> dict[str, Any]:
    """The public configuration, also embedded in the pages."""
    here = city()
    settings = current().settings
    profile = here.profile
    return {
        "city": {"code": here.code, "name": here.name, "notice": here.notice},
        "locales": list(LOCALES),
        "bilingual": profile.get("bilingual", ""),
        "demo": settings.demo,
        "emergency": profile.get("emergency", []),
        "map": {
            **profile.get("map", {"lat": 0, "lon": 0, "zoom": 2}),
            "basemap": as_config(settings),
        },
        "limits": {
            "photos": PHOTOS_MOST,
            "photo_bytes": PHOTO_BYTES_MOST,
            "words": WORDS_MOST,
            "similar_radius_m": here.policy.similar_radius_m,
        },
        "tiles": [{"code": tile.code, "icon": tile.icon} for tile in catalogue().tiles],
        "footer": profile.get("footer", {}),
    }
