"""Reading the category tables as one value."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from server.catalog.models import (
    Category,
    CategoryCondition,
    Responsibility,
    SupersededRule,
    Tile,
    UrgentWord,
)
from server.catalog.values import Catalogue, CategoryView, Charge, ConditionView, TileView
from server.geography.models import Area
from server.identity.models import Organisation


def read_catalogue(session: Session) -> Catalogue:
    """Read everything, what is retired too; five small selects."""
    tiles = session.scalars(select(Tile).order_by(Tile.position))
    words = session.execute(select(UrgentWord.word, UrgentWord.tile))
    charges = session.scalars(select(Responsibility))
    return Catalogue(
        [TileView(tile.code, tile.icon, tile.category_code) for tile in tiles],
        _categories(session),
        [(word, tile) for word, tile in words],
        [
            Charge(row.lead_type, row.area_id, row.organisation_id, row.effective_from, row.version)
            for row in charges
        ],
    )


def _categories(session: Session) -> list[CategoryView]:
    conditions: defaultdict[tuple[int, bool], list[ConditionView]] = defaultdict(list)
    for row in session.scalars(select(CategoryCondition).order_by(CategoryCondition.no)):
        conditions[row.category_id, row.active].append(
            ConditionView(
                row.id,
                row.no,
                row.text,
                row.limit_value,
                row.limit_unit,
                row.close_standard,
                row.urgent,
                row.rule_version,
            )
        )
    return [
        CategoryView(
            row.id,
            row.code_scheme,
            row.code,
            {"zh-CN": row.name, "ko": row.name_ko, "en": row.name_en},
            row.tile,
            row.kind,
            row.lead_type,
            tuple(row.co_leads),
            row.minor,
            tuple(row.groups),
            tuple(row.units),
            tuple(row.details),
            row.label,
            tuple(conditions[row.id, True]),
            tuple(conditions[row.id, False]),
            row.active,
        )
        for row in session.scalars(select(Category).order_by(Category.id))
    ]


def charges_of(session: Session, lead_type: str, area_id: int | None) -> list[Responsibility]:
    """Every row of the responsibility list for a lead type in an area, or in the whole city."""
    here: ColumnElement[bool] = Responsibility.area_id == area_id  # IS NULL for None
    found = select(Responsibility).where(Responsibility.lead_type == lead_type, here)
    return list(session.scalars(found))


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """A row of the responsibility list with names; no area means the whole city."""

    id: int
    lead_type: str
    area: tuple[str, str, str] | None
    organisation: tuple[str, str]
    effective_from: datetime
    version: int


def responsibility_list(session: Session) -> list[ChargeRow]:
    """The whole list in one query: by lead type and area, the city first, oldest first."""
    rows = session.execute(
        select(
            Responsibility,
            Area.code,
            Area.name,
            Area.level,
            Organisation.code.label("org"),
            Organisation.name.label("org_name"),
        )
        .join(Organisation, Organisation.id == Responsibility.organisation_id)
        .outerjoin(Area, Area.id == Responsibility.area_id)
        .order_by(
            Responsibility.lead_type,
            Area.code.is_not(None),
            Area.code,
            Responsibility.effective_from,
            Responsibility.version,
        )
    )
    return [
        ChargeRow(
            charge.id,
            charge.lead_type,
            (code, name, level) if code else None,
            (org, org_name),
            charge.effective_from,
            charge.version,
        )
        for charge, code, name, level, org, org_name in rows
    ]


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows that administrators edit, retired ones too, in the order they are shown."""

    tiles: list[Tile]
    categories: list[Category]
    conditions: list[CategoryCondition]
    rules: list[SupersededRule]


def tables_of(session: Session) -> Tables:
    """Read what there is to edit; four selects."""
    return Tables(
        list(session.scalars(select(Tile).order_by(Tile.position))),
        list(session.scalars(select(Category).order_by(Category.id))),
        list(session.scalars(select(CategoryCondition).order_by(CategoryCondition.no))),
        list(session.scalars(select(SupersededRule).order_by(SupersededRule.rule_version.desc()))),
    )
