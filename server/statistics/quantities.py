"""What was done and what is planned, by tile and by configured group of categories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, Text, and_, cast, func, select

from server.cases.models import Case
from server.cases.queries import visible_to
from server.cases.states import REFUSED, CloseType, State
from server.catalog.service import catalogue
from server.city.service import time_zone
from server.platform import clock
from server.platform.actor import Actor
from server.platform.db import db
from server.platform.i18n import t
from server.statistics.amounts import Sums, add


def quantities(actor: Actor, since: date | None) -> dict[str, Any]:
    """Counts since a day of the city (the first of the year if none is given).

    Done is what was closed as mended since then; planned, what was foreseen for the cases taken
    in since then, whether they are done or not. A case stands under one tile, so the tiles add up
    to the total; groups may share categories. Two queries however many cases.
    """
    day = since or clock.now().astimezone(time_zone()).date().replace(month=1, day=1)
    start = datetime.combine(day, time(), time_zone())
    tiles: defaultdict[str, Sums] = defaultdict(Sums)
    groups: defaultdict[str, Sums] = defaultdict(Sums)
    for row in _counted(Case.quantities, _done_since(start), actor):
        for sums in _under(row, tiles, groups):
            sums.cases += row.cases
            add(sums.done, _listed(row), row.cases)
    for row in _counted(Case.planned_quantities, _planned_since(start), actor):
        for sums in _under(row, tiles, groups):
            add(sums.planned, _listed(row), row.cases)
    order = [tile.code for tile in catalogue().tiles]
    return {
        "since": day,
        "total": sum(sums.cases for sums in tiles.values()),
        "tiles": [
            {"code": code, "name": t(f"tile.{code}", actor.locale), **sums.told(actor.locale)}
            for code, sums in sorted(tiles.items(), key=lambda item: _rank(order, item[0]))
        ],
        "groups": [
            {"name": name, **sums.told(actor.locale)} for name, sums in sorted(groups.items())
        ],
    }


def _rank(order: list[str], code: str) -> int:
    return order.index(code) if code in order else len(order)


def _done_since(start: datetime) -> ColumnElement[bool]:
    mended = and_(Case.state == State.CLOSED, Case.close_type == CloseType.RECTIFIED)
    return and_(mended, Case.closed_at >= start)


def _planned_since(start: datetime) -> ColumnElement[bool]:
    counts = Case.state.not_in((*REFUSED, State.MERGED))
    return and_(counts, Case.accepted_at >= start, Case.planned_quantities.is_not(None))


def _counted(column: Any, condition: ColumnElement[bool], actor: Actor) -> Iterable[Row[Any]]:
    """Equal quantities of one category are counted by the database: one row for all of them."""
    listed = cast(column, Text).label("listed")
    return db.session.execute(
        select(Case.category_id, Case.tile, listed, func.count().label("cases"))
        .where(visible_to(actor), condition)
        .group_by(Case.category_id, Case.tile, listed)
    )


def _listed(row: Row[Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = orjson.loads(row.listed or "[]")
    return found


def _under(
    row: Row[Any], tiles: defaultdict[str, Sums], groups: defaultdict[str, Sums]
) -> Iterable[Sums]:
    """Where a row counts: its tile, and every group its category is in."""
    category = catalogue().category(row.category_id) if row.category_id else None
    return [tiles[row.tile], *(groups[name] for name in (category.groups if category else ()))]
