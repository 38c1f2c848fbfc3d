"""The category table over HTTP."""

from __future__ import annotations

from flask import Response

from server.catalog.schemas import CategoriesSchema, TilesSchema
from server.catalog.service import catalogue
from server.catalog.values import DETAILS, CategoryView
from server.platform.http.api import Blueprint, answer
from server.platform.http.auth import actor, requires
from server.platform.i18n import t

blueprint = Blueprint("catalog", __name__, url_prefix="/api/v1", description="Categories.")


@blueprint.get("/tiles")
@requires("public.read")
@blueprint.response(200, TilesSchema)
def tiles() -> Response:
    """What residents choose from."""
    locale = actor().locale
    return answer(
        {
            "items": [
                {"code": tile.code, "icon": tile.icon, "name": t(f"tile.{tile.code}", locale)}
                for tile in catalogue().tiles
            ]
        }
    )


@blueprint.get("/categories")
@requires("category.read")
@blueprint.response(200, CategoriesSchema)
def categories() -> Response:
    """The category table with limits, leads and close-out standards."""
    locale = actor().locale
    return answer({"items": [_category(item, locale) for item in catalogue().categories]})


def _category(category: CategoryView, locale: str) -> dict[str, object]:
    return {
        "code": category.code,
        "code_scheme": category.code_scheme,
        "name": category.name(locale),
        "tile": category.tile,
        "kind": category.kind,
        "minor": category.minor,
        "suggested": catalogue().suggested_category(category.tile) is category,
        "units": category.units,
        "details": [{"code": code, "choices": DETAILS[code]} for code in category.details],
        "label": category.label,
        "conditions": [
            {
                "id": condition.id,
                "no": condition.no,
                "text": condition.text,
                "limit": condition.limit,
                "unit": condition.unit,
                "lead": category.lead_type,
                "urgent": condition.urgent,
                "close_standard": condition.close_standard,
            }
            for condition in category.conditions
        ],
    }
