"""Bringing the catalogue's tables to the state of files; doing it again changes nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.catalog.editions import next_edition
from server.catalog.models import Category, CategoryCondition, Responsibility, Tile, UrgentWord
from server.catalog.rules import set_rule
from server.catalog.table import CategoryRow, ConditionRow, read_table
from server.platform import clock
from server.platform.db import Base
from server.platform.texts import read_text

Row = TypeVar("Row", Tile, UrgentWord)


def load_tiles(session: Session, path: Path) -> None:
    """Load ``code,icon,category_code``; the order of lines is the order on the screen."""
    for position, row in enumerate(read_csv(path)):
        tile = _get_or_add(session, Tile, code=row["code"])
        tile.icon = row["icon"]
        tile.position = position
        tile.category_code = row["category_code"] or None
    session.flush()
    next_edition(session)


def load_urgent_words(session: Session, path: Path) -> None:
    """Load ``word,tile``; an empty tile means under any."""
    for row in read_csv(path):
        _get_or_add(session, UrgentWord, word=row["word"], tile=row["tile"])
    session.flush()
    next_edition(session)


def load_categories(session: Session, path: Path) -> None:
    """Load a category table; one that is in the database but not in the file is retired.

    Raises ``table.TableError`` before anything is changed when the file cannot be read.
    """
    table = read_table(path)
    codes = {category.code for category, _ in table}
    for old in session.scalars(select(Category).where(Category.active)):
        old.active = old.code in codes
    for row, conditions in table:
        _load_category(session, row, conditions)
    session.flush()
    next_edition(session)


def load_responsibilities(
    session: Session,
    path: Path,
    area_id: Callable[[str], int],
    organisation_id: Callable[[str], int],
    since: datetime,
) -> None:
    """Load ``lead_type,area,organisation`` by codes; an empty area is the city's default.

    First entries hold from ``since`` (aware). A line that names another organisation than the
    list does now becomes its next version, in force from the present moment.
    """
    for row in read_csv(path):
        area = area_id(row["area"]) if row["area"] else None
        set_responsibility(
            session, row["lead_type"], area, organisation_id(row["organisation"]), since
        )


def set_responsibility(
    session: Session,
    lead_type: str,
    area_id: int | None,
    organisation_id: int,
    since: datetime | None = None,
) -> None:
    """Let ``organisation_id`` lead for ``lead_type`` in an area from now on.

    ``since`` (aware) is when the first entry of the area begins, if not now.
    """
    same = (
        Responsibility.lead_type == lead_type,
        Responsibility.area_id.is_(None) if area_id is None else Responsibility.area_id == area_id,
    )
    newest = session.scalar(
        select(Responsibility).where(*same).order_by(Responsibility.version.desc()).limit(1)
    )
    if newest is not None and newest.organisation_id == organisation_id:
        return
    session.add(
        Responsibility(
            lead_type=lead_type,
            area_id=area_id,
            organisation_id=organisation_id,
            effective_from=(newest is None and since) or clock.now(),
            version=newest.version + 1 if newest is not None else 1,
        )
    )
    session.flush()
    next_edition(session)


def read_csv(path: Path) -> Iterable[Mapping[str, str]]:
    """The rows of a file with a header line. Raises ``UnicodeError`` as ``read_text`` does."""
    yield from csv.DictReader(io.StringIO(read_text(path), newline=""))


def _get_or_add(session: Session, model: type[Row], **key: str) -> Row:
    found = session.scalar(select(model).filter_by(**key))
    if found is None:
        found = model(**key)
        session.add(found)
    return found


def _load_category(session: Session, row: CategoryRow, conditions: list[ConditionRow]) -> None:
    category = session.scalar(select(Category).where(Category.code == row.code))
    if category is None:
        category = Category(active=True, **asdict(row))
        session.add(category)
    else:
        category.active = True
        _assign(category, asdict(row))
    session.flush()
    for condition in conditions:
        _load_condition(session, category.id, condition)


def _load_condition(session: Session, category_id: int, row: ConditionRow) -> None:
    key = (CategoryCondition.category_id == category_id, CategoryCondition.no == row.no)
    condition = session.scalar(select(CategoryCondition).where(*key))
    if condition is None:
        session.add(CategoryCondition(category_id=category_id, rule_version=1, **asdict(row)))
        return
    set_rule(session, condition, row.limit_value, row.limit_unit, row.close_standard)
    _assign(condition, asdict(row))


def _assign(target: Base, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        if getattr(target, name) != value:
            setattr(target, name, value)
