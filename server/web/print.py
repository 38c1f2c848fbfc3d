"""Pages that offices print: lists and ledgers on A4."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import marshmallow as ma
from flask import Blueprint, Response, request

from server.inspection import lists_files, lists_views
from server.platform import clock
from server.platform.errors import Problem
from server.platform.http.api import LARGEST_ID
from server.platform.http.auth import actor, requires
from server.platform.http.download import note_taken
from server.statistics import views
from server.statistics.clues.files import clues_tables
from server.statistics.policy import Wanted
from server.statistics.schemas import LedgerQuerySchema
from server.statistics.schemas_figures import PeriodQuery
from server.web.page import page

pages = Blueprint("print", __name__, url_prefix="/office/print")

_LIST = f"<int(max={LARGEST_ID}):list_id>"
_ROWS = 100


@pages.after_request
def _noted(response: Response) -> Response:
    """What is printed leaves the house like a file."""
    if response.status_code == 200:
        note_taken()
    return response


@pages.errorhandler(Problem)
def _refused(problem: Problem) -> Response:
    """A refusal as a page that says what to do."""
    return page("problem", problem.status, problem=problem)


@pages.get("/ledger")
@requires("ledger.read")
def ledger() -> Response:
    """The ledger with its photos, a hundred lines a page."""
    given = request.args.to_dict()
    try:
        query: dict[str, Any] = LedgerQuerySchema().load({**given, "limit": _ROWS})
    except ma.ValidationError as error:
        raise Problem("invalid", 422) from error
    cursor, limit = query.pop("cursor"), query.pop("limit")
    shown = views.ledger(actor(), Wanted(**query), limit=limit, cursor=cursor)
    following = urlencode({**given, "cursor": shown["next"]}) if shown["next"] else None
    return page("ledger_print", personal=True, ledger=shown, following=following, now=clock.now())


@pages.get("/clues")
@requires("clue.read")
def clues() -> Response:
    """失责线索: the cases of a period that the thresholds point at, with who held them."""
    try:
        query: dict[str, Any] = PeriodQuery().load(request.args.to_dict())
    except ma.ValidationError as error:
        raise Problem("invalid", 422) from error
    table, *_ = clues_tables(actor(), **query)
    return page("list_print", personal=True, table=table, now=clock.now())


@pages.get(f"/rectification/{_LIST}")
@requires("list.read")
def rectification(list_id: int) -> Response:
    """A rectification list with lines to sign on."""
    who = actor()
    table = lists_files.of_rectification(lists_views.rectification(who, list_id), who.locale)
    return page("list_print", personal=True, table=table, now=clock.now())


@pages.get(f"/community/{_LIST}")
@requires("community_list.read")
def community(list_id: int) -> Response:
    """A community list with its photos."""
    who = actor()
    table = lists_files.of_community(lists_views.community(who, list_id), who.locale)
    return page("list_print", personal=True, table=table, now=clock.now())
