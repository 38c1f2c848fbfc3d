"""Looking over and importing areas, as an administrator does, over HTTP."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Response

from server.geography import service
from server.geography.importer import ImportOptions, Plan, apply, plan_collection
from server.geography.preview import preview
from server.geography.report import Outcome, Row
from server.geography.schemas_admin import (
    AreaImportArguments,
    AreaPlanArguments,
    AreaTreeSchema,
    ImportPreviewSchema,
    ImportReportSchema,
)
from server.platform.errors import Problem
from server.platform.http.api import Blueprint, answer
from server.platform.http.auth import actor, requires

blueprint = Blueprint(
    "areas", __name__, url_prefix="/api/v1/admin/areas", description="Keeping the map."
)

_BODY_LIMIT = 20 * 1024 * 1024
_MOST_ROWS = 1000
_MOST_MOVES = 500


@blueprint.get("")
@requires("area.manage")
@blueprint.response(200, AreaTreeSchema)
def tree() -> Response:
    """The areas in force above the grids, from the top down."""
    items = [
        {"code": node.ref.code, "name": node.ref.name, "level": node.ref.level, "depth": depth}
        for node, depth in service.area_tree()
    ]
    return answer({"items": items})


@blueprint.post("/preview")
@requires("area.manage", body_limit=_BODY_LIMIT)
@blueprint.arguments(AreaPlanArguments)
@blueprint.response(200, ImportPreviewSchema)
def preview_import(data: dict[str, Any]) -> Response:
    """Say what an import would do; nothing is written."""
    plan = _plan(data)
    seen = preview(plan)
    moves = [
        {"number": move.number, "old": move.old, "new": move.new}
        for move in seen.moves[:_MOST_MOVES]
    ]
    return answer(
        {
            **_report(plan.rows, plan.base.version),
            "before": seen.before,
            "after": seen.after,
            "moves": moves,
            "moving": len(seen.moves),
        }
    )


@blueprint.post("/import")
@requires("area.manage", body_limit=_BODY_LIMIT)
@blueprint.arguments(AreaImportArguments)
@blueprint.response(200, ImportReportSchema)
def import_areas(data: dict[str, Any]) -> Response:
    """Do what the preview said, unless the map has changed since. Cases keep their areas."""
    edition = data.pop("edition")
    plan = _plan(data)
    if plan.base.version != edition:
        raise Problem("areas_changed", 409)
    report = apply(plan, actor())
    return answer(_report(report.rows, report.edition))


def _plan(data: dict[str, Any]) -> Plan:
    source, collection = data.pop("source"), data.pop("collection")
    options = ImportOptions(**data | {"label": data["label"] or ""})
    return plan_collection(source, collection, options)


def _report(rows: tuple[Row, ...], edition: int | None) -> dict[str, Any]:
    counts = Counter(row.outcome for row in rows)
    told = [row for row in rows if len(rows) <= _MOST_ROWS or row.outcome != Outcome.UNCHANGED]
    return {
        "rows": [_row(row) for row in told[:_MOST_ROWS]],
        "counts": {outcome.value: counts[outcome] for outcome in Outcome},
        "edition": edition,
    }


def _row(row: Row) -> dict[str, Any]:
    locale = actor().locale
    return {
        "number": row.number,
        "code": row.code,
        "name": row.name,
        "outcome": row.outcome,
        "notes": [note.words(locale) for note in row.notes],
    }
