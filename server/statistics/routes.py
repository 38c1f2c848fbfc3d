"""Ledgers over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response

from server.city.service import time_zone
from server.platform import clock
from server.platform.errors import Problem, not_found
from server.platform.http.api import Blueprint, answer
from server.platform.http.auth import actor, requires
from server.platform.http.download import download
from server.platform.i18n import t
from server.statistics import service, views
from server.statistics.policy import Wanted
from server.statistics.quantities import quantities
from server.statistics.schemas import (
    ExportSchema,
    ExportsSchema,
    LedgerQuerySchema,
    LedgerSchema,
    QuantitiesSchema,
    SinceSchema,
    WantedSchema,
)
from server.statistics.tables import XLSX

blueprint = Blueprint("statistics", __name__, url_prefix="/api/v1", description="Ledgers.")


@blueprint.get("/ledger")
@requires("ledger.read")
@blueprint.arguments(LedgerQuerySchema, location="query")
@blueprint.response(200, LedgerSchema)
def ledger(query: dict[str, Any]) -> Response:
    """A page of the ledger (整改台账), latest case first."""
    cursor, limit = query.pop("cursor"), query.pop("limit")
    return answer(views.ledger(actor(), Wanted(**query), limit=limit, cursor=cursor))


@blueprint.get("/statistics/quantities")
@requires("statistics.read")
@blueprint.arguments(SinceSchema, location="query")
@blueprint.response(200, QuantitiesSchema)
def sums(query: dict[str, Any]) -> Response:
    """What was done and what is planned, each group of categories in its own units."""
    return answer(quantities(actor(), query["since"]))


@blueprint.post("/exports")
@requires("ledger.export")
@blueprint.arguments(WantedSchema)
@blueprint.response(202, ExportSchema)
def ask(body: dict[str, Any]) -> Response:
    """Have a ledger written to a file; it is written outside of this request."""
    return answer(views.export(service.ask(actor(), Wanted(**body))), 202)


@blueprint.get("/exports")
@requires("ledger.export")
@blueprint.response(200, ExportsSchema)
def exports() -> Response:
    """One's own exports."""
    return answer({"items": [views.export(row) for row in service.exports_for(actor())]})


@blueprint.get("/exports/<uuid:export_id>")
@requires("ledger.export")
@blueprint.response(200, ExportSchema)
def export(export_id: UUID) -> Response:
    """How far an export is."""
    return answer(views.export(service.export_for(actor(), export_id)))


@blueprint.get("/exports/<uuid:export_id>/file")
@requires("ledger.export")
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type=XLSX)
def file(export_id: UUID) -> Response:
    """The finished file. 409 while it is being written."""
    row = service.export_for(actor(), export_id)
    if row.state != "done":
        raise Problem("export_not_ready", 409)
    path = service.file_of(row.id)
    if not path.is_file():
        raise not_found()
    day = clock.now().astimezone(time_zone()).date().isoformat()
    name = f"{t('ledger.title', actor().locale)}-{day}.xlsx"
    return download(path, name, XLSX)
