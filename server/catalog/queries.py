"""Reading the category tables as one value."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.catalog.models import Category, CategoryCondition, Responsibility, Tile, UrgentWord
from server.catalog.values import Catalogue, CategoryView, Charge, ConditionView, TileView


def read_catalogue(session: Session) -> Catalogue:
    """Read what is active; five small selects."""
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
    conditions: defaultdict[int, list[ConditionView]] = defaultdict(list)
    for row in session.scalars(select(CategoryCondition).order_by(CategoryCondition.no)):
        conditions[row.category_id].append(
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
    active = select(Category).where(Category.active).order_by(Category.id)
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
            row.label,
            tuple(conditions[row.id]),
        )
        for row in session.scalars(active)
    ]
