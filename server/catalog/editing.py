"""Changing tiles, categories and conditions; every change is an edition and an audit entry.

``expected`` is the edition that the administrator saw: ``edited_meanwhile`` (412) when it is not
the present one any more. Cases and their clocks keep what they were given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from server.catalog.editions import next_edition
from server.catalog.models import Category, CategoryCondition, Tile
from server.catalog.rules import set_rule
from server.catalog.service import forget_cached
from server.platform import audit
from server.platform.actor import Actor
from server.platform.db import unit_of_work
from server.platform.errors import Problem, not_found

LOCAL_SCHEME = "local"
_CATEGORY = (
    "name", "name_ko", "name_en", "tile", "kind", "lead_type", "co_leads", "minor", "groups",
    "units", "details", "label", "active",
)  # fmt: skip
_LISTS = ("co_leads", "groups", "units", "details")
_CONDITION = ("text", "limit_value", "limit_unit", "close_standard", "urgent", "active")


def set_tiles(who: Actor, expected: int, items: Sequence[Mapping[str, Any]]) -> None:
    """Put the tiles in an order, each with its icon and the category a clerk is offered first.

    Raises ``Problem`` ``invalid`` (422) unless every tile stands there once, with categories in
    use.
    """
    with _edition(expected) as session:
        tiles = {tile.code: tile for tile in session.scalars(select(Tile))}
        if sorted(item["code"] for item in items) != sorted(tiles):
            raise Problem("invalid", 422, fields={"items": ["choice"]})
        in_use = set(session.scalars(select(Category.code).where(Category.active)))
        if not {item["category"] for item in items} - {None} <= in_use:
            raise Problem("invalid", 422, fields={"category": ["choice"]})
        for position, item in enumerate(items):
            tile = tiles[item["code"]]
            tile.position, tile.icon = position, item["icon"]
            tile.category_code = item["category"]
        told = [f"{item['code']} {item['icon']} {item['category'] or ''}".strip() for item in items]
        audit.record(session, who, "tiles.changed", "tiles", {"items": told})


def add_category(who: Actor, expected: int, data: Mapping[str, Any]) -> None:
    """Make a category of the city's own, without conditions yet.

    Raises ``Problem`` ``category_code_taken`` (409), ``invalid`` (422) for an unknown tile.
    """
    with _edition(expected) as session:
        if session.scalar(select(Category.id).where(Category.code == data["code"])) is not None:
            raise Problem("category_code_taken", 409, fields={"code": ["invalid"]})
        row = Category(code=data["code"], code_scheme=LOCAL_SCHEME)
        _fill_category(session, row, data)
        session.add(row)
        session.flush()
        audit.record(session, who, "category.added", f"category:{row.code}", _told(row))


def change_category(who: Actor, expected: int, code: str, data: Mapping[str, Any]) -> None:
    """Change or retire a category; no tile offers a retired one first.

    Raises ``Problem`` ``not_found`` (404), ``invalid`` (422).
    """
    with _edition(expected) as session:
        row = session.scalar(select(Category).where(Category.code == code))
        if row is None:
            raise not_found()
        before = _told(row)
        _fill_category(session, row, data)
        if not row.active:
            session.execute(
                update(Tile).where(Tile.category_code == code).values(category_code=None)
            )
        session.flush()
        told = audit.differences(before, _told(row))
        audit.record(session, who, "category.changed", f"category:{code}", told)


def add_condition(who: Actor, expected: int, code: str, data: Mapping[str, Any]) -> None:
    """Give a category one more condition, numbered after the others.

    Raises ``Problem`` ``not_found`` (404).
    """
    with _edition(expected) as session:
        category_id = session.scalar(select(Category.id).where(Category.code == code))
        if category_id is None:
            raise not_found()
        last = session.scalar(
            select(func.max(CategoryCondition.no)).where(
                CategoryCondition.category_id == category_id
            )
        )
        row = CategoryCondition(category_id=category_id, no=(last or 0) + 1, rule_version=1)
        for name in _CONDITION:
            setattr(row, name, data[name])
        session.add(row)
        session.flush()
        audit.record(session, who, "condition.added", f"condition:{row.id}", _told(row))


def change_condition(who: Actor, expected: int, number: int, data: Mapping[str, Any]) -> None:
    """Change or retire a condition; another limit or standard is the next ``rule_version``.

    Raises ``Problem`` ``not_found`` (404).
    """
    with _edition(expected) as session:
        row = session.get(CategoryCondition, number)
        if row is None:
            raise not_found()
        before = _told(row)
        set_rule(session, row, data["limit_value"], data["limit_unit"], data["close_standard"])
        row.text, row.urgent, row.active = data["text"], data["urgent"], data["active"]
        session.flush()
        told = audit.differences(before, _told(row)) | {"version": row.rule_version}
        audit.record(session, who, "condition.changed", f"condition:{number}", told)


@contextmanager
def _edition(expected: int) -> Iterator[Session]:
    with unit_of_work() as session:
        next_edition(session, expected)
        yield session
    forget_cached()


def _fill_category(session: Session, row: Category, data: Mapping[str, Any]) -> None:
    if session.get(Tile, data["tile"]) is None:
        raise Problem("invalid", 422, fields={"tile": ["choice"]})
    for name in _CATEGORY:
        setattr(row, name, data[name])


def _told(row: Category | CategoryCondition) -> dict[str, Any]:
    """What the audit trail keeps of a row."""
    if isinstance(row, CategoryCondition):
        limit = None if row.limit_value is None else f"{row.limit_value:g} {row.limit_unit}"
        kept = {name: getattr(row, name) for name in ("text", "close_standard", "urgent", "active")}
        return {"limit": limit, **kept}
    lists = {name: " ".join(getattr(row, name)) for name in _LISTS}
    return {name: getattr(row, name) for name in _CATEGORY} | lists
