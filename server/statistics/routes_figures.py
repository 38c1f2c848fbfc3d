"""Figures and 失责线索 over HTTP."""

from __future__ import annotations

import io
from typing import Any

from flask import Response

from server.platform.http.api import Blueprint, answer
from server.platform.http.auth import actor, requires
from server.platform.http.download import download
from server.platform.i18n import t
from server.statistics.clues.files import clues_tables
from server.statistics.clues.views import clues_view
from server.statistics.figures.views import figures_tables, figures_view
from server.statistics.schemas_figures import (
    CluesQuery,
    CluesSchema,
    FiguresQuery,
    PeriodFiguresSchema,
    PeriodQuery,
)
from server.statistics.tables import XLSX, Table, workbook

blueprint = Blueprint("figures", __name__, url_prefix="/api/v1", description="Figures.")
_BINARY: dict[str, Any] = {"type": "string", "format": "binary"}


@blueprint.get("/statistics/figures")
@requires("statistics.read")
@blueprint.arguments(FiguresQuery, location="query")
@blueprint.response(200, PeriodFiguresSchema)
def figures(query: dict[str, Any]) -> Response:
    """Whistles, help, supervision, claimed segments and grid workers in a period."""
    return answer(figures_view(actor(), **query))


@blueprint.get("/statistics/figures/file")
@requires("statistics.read")
@blueprint.arguments(FiguresQuery, location="query")
@blueprint.response(200, _BINARY, content_type=XLSX)
def figures_file(query: dict[str, Any]) -> Response:
    """The same as XLSX, a sheet a table."""
    who = actor()
    shown = figures_view(who, **query)
    return _file("figures.title", who.locale, figures_tables(shown, who.locale))


@blueprint.get("/clues")
@requires("clue.read")
@blueprint.arguments(CluesQuery, location="query")
@blueprint.response(200, CluesSchema)
def clues(query: dict[str, Any]) -> Response:
    """失责线索: what the city's thresholds point at. Nothing follows from it by itself."""
    before, limit = query.pop("cursor"), query.pop("limit")
    return answer(clues_view(actor(), **query, before=before, limit=limit))


@blueprint.get("/clues/file")
@requires("clue.read")
@blueprint.arguments(PeriodQuery, location="query")
@blueprint.response(200, _BINARY, content_type=XLSX)
def clues_file(query: dict[str, Any]) -> Response:
    """The same as XLSX: the cases with their trails, organisations, people."""
    who = actor()
    return _file("clues.title", who.locale, clues_tables(who, **query))


def _file(title: str, locale: str, tables: list[Table]) -> Response:
    return download(io.BytesIO(workbook(*tables)), f"{t(title, locale)}.xlsx", XLSX)
