"""Editing the catalogue and the responsibility list over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Response

from server.catalog import charges, editing, views_editing
from server.catalog.schemas_editing import (
    CategoryFields,
    ChargeForm,
    ChargesSchema,
    ConditionFields,
    EditedCatalogueSchema,
    NewCategory,
    TilesChange,
)
from server.platform.http.api import Blueprint, answer
from server.platform.http.auth import actor, requires
from server.platform.http.versions import required_version

blueprint = Blueprint(
    "catalog_editing", __name__, url_prefix="/api/v1/catalog", description="Editing the catalogue."
)


@blueprint.get("")
@requires("catalog.manage")
@blueprint.response(200, EditedCatalogueSchema)
def whole() -> Response:
    """Tiles, categories and conditions with their versions, retired ones too."""
    return _catalogue()


@blueprint.put("/tiles")
@requires("catalog.manage")
@blueprint.arguments(TilesChange)
@blueprint.response(200, EditedCatalogueSchema)
def set_tiles(data: dict[str, Any]) -> Response:
    """Order, icons and first categories of the tiles."""
    editing.set_tiles(actor(), required_version(), data["items"])
    return _catalogue()


@blueprint.post("/categories")
@requires("catalog.manage")
@blueprint.arguments(NewCategory)
@blueprint.response(201, EditedCatalogueSchema)
def add_category(data: dict[str, Any]) -> Response:
    """Make a category of the city's own."""
    editing.add_category(actor(), required_version(), data)
    return _catalogue(201)


@blueprint.put("/categories/<code>")
@requires("catalog.manage")
@blueprint.arguments(CategoryFields)
@blueprint.response(200, EditedCatalogueSchema)
def change_category(data: dict[str, Any], code: str) -> Response:
    """Change or retire a category."""
    editing.change_category(actor(), required_version(), code, data)
    return _catalogue()


@blueprint.post("/categories/<code>/conditions")
@requires("catalog.manage")
@blueprint.arguments(ConditionFields)
@blueprint.response(201, EditedCatalogueSchema)
def add_condition(data: dict[str, Any], code: str) -> Response:
    """Give a category one more condition."""
    editing.add_condition(actor(), required_version(), code, data)
    return _catalogue(201)


@blueprint.put("/conditions/<int(max=2147483647):condition_id>")
@requires("catalog.manage")
@blueprint.arguments(ConditionFields)
@blueprint.response(200, EditedCatalogueSchema)
def change_condition(data: dict[str, Any], condition_id: int) -> Response:
    """Change or retire a condition; clocks that run keep the rule they were started under."""
    editing.change_condition(actor(), required_version(), condition_id, data)
    return _catalogue()


@blueprint.get("/responsibilities")
@requires("catalog.manage")
@blueprint.response(200, ChargesSchema)
def responsibilities() -> Response:
    """The responsibility list through time, and where it has holes."""
    return answer(views_editing.charges_view())


@blueprint.post("/responsibilities")
@requires("catalog.manage")
@blueprint.arguments(ChargeForm)
@blueprint.response(201, ChargesSchema)
def add_responsibility(data: dict[str, Any]) -> Response:
    """Let another organisation take over from a moment on; the past stays as it was."""
    charges.add_charge(actor(), required_version(), charges.NewCharge(**data))
    return answer(views_editing.charges_view(), 201)


def _catalogue(status: int = 200) -> Response:
    return answer(views_editing.catalogue_view(actor().locale), status)
