"""Places over HTTP."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, request

from server.geography import schemas, service
from server.geography.atlas import AreaRef, Node
from server.geography.datum import Datum, Point
from server.geography.levels import Level
from server.platform.http.api import Blueprint, answer
from server.platform.http.auth import requires

blueprint = Blueprint("geography", __name__, url_prefix="/api/v1", description="Places.")


@blueprint.get("/locate")
@requires("area.read")
@blueprint.arguments(schemas.PositionQuery, location="query")
@blueprint.response(200, schemas.PlacementSchema)
def locate(query: dict[str, Any]) -> Response:
    """The areas that a position belongs to, city first; 422 ``out_of_area`` where none is."""
    point = Point(query["lat"], query["lon"], Datum(query["datum"]))
    placement = service.locate(point)
    return answer(
        {
            "areas": [_named(ref) for ref in placement.areas],
            "gap_m": round(placement.gap_m, 1),
        }
    )


@blueprint.get("/areas")
@requires("area.read")
@blueprint.arguments(schemas.AreasQuery, location="query")
@blueprint.response(200, schemas.AreasSchema)
def areas(query: dict[str, Any]) -> Response:
    """The areas directly below one, for choosing a place without a map."""
    parent, children = service.areas_of(query.get("parent"))
    code = parent.ref.code if parent else None
    return answer({"areas": [_listed(node, code) for node in children]})


@blueprint.get("/areas.geojson")
@requires("area.read")
@blueprint.arguments(schemas.AreaMapQuery, location="query")
@blueprint.response(200, schemas.AreaMapSchema)
@blueprint.alt_response(304, description="The map with this tag is still the present one.")
def area_map(query: dict[str, Any]) -> Response:
    """The shapes of a level, simplified for drawing; the boundary itself decides elsewhere."""
    drawn = service.map_of(Level(query["level"]))
    response = answer(orjson.Fragment(drawn.json), etag=drawn.tag)
    response.headers["Cache-Control"] = "public, max-age=300"
    response.make_conditional(request)
    return response


def _named(ref: AreaRef) -> dict[str, object]:
    return {"code": ref.code, "name": ref.name, "level": ref.level}


def _listed(node: Node, parent: str | None) -> dict[str, object]:
    outline = node.outline
    return {
        **_named(node.ref),
        "parent": parent,
        "lat": outline.lat if outline else None,
        "lon": outline.lon if outline else None,
        "label": outline.label if outline else "",
    }
