"""What administrators see of the catalogue and the responsibility list."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from server.catalog.editions import edition
from server.catalog.models import Category, CategoryCondition, SupersededRule
from server.catalog.queries import ChargeRow, responsibility_list, tables_of
from server.catalog.values import DETAILS, KINDS, LEAD_TYPES, LEADS, QUANTITIES, TILE_ICONS
from server.platform import clock
from server.platform.db import db
from server.platform.i18n import t
from server.responsibility.checks import lead_gaps


def catalogue_view(locale: str) -> dict[str, Any]:
    """Everything there is to edit, with the edition it is of."""
    session = db.session()
    number = edition(session)
    tables = tables_of(session)
    earlier: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for rule in tables.rules:
        earlier[rule.condition_id].append(_rule(rule))
    conditions: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for condition in tables.conditions:
        view = _condition(condition, earlier[condition.id])
        conditions[condition.category_id].append(view)
    return {
        "version": number,
        "tiles": [
            {
                "code": tile.code,
                "icon": tile.icon,
                "name": t(f"tile.{tile.code}", locale),
                "category": tile.category_code,
            }
            for tile in tables.tiles
        ],
        "categories": [_category(row, conditions[row.id]) for row in tables.categories],
        "icons": TILE_ICONS,
        "leads": LEADS,
        "kinds": KINDS,
        "quantities": QUANTITIES,
        "details": tuple(DETAILS),
    }


def _category(row: Category, conditions: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "code": row.code,
        "code_scheme": row.code_scheme,
        "name": row.name,
        "name_ko": row.name_ko,
        "name_en": row.name_en,
        "tile": row.tile,
        "kind": row.kind,
        "lead": row.lead_type,
        "co_leads": row.co_leads,
        "minor": row.minor,
        "groups": row.groups,
        "units": row.units,
        "details": row.details,
        "label": row.label,
        "active": row.active,
        "conditions": conditions,
    }


def _condition(row: CategoryCondition, earlier: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": row.id,
        "no": row.no,
        "text": row.text,
        "limit": row.limit_value,
        "unit": row.limit_unit,
        "close_standard": row.close_standard,
        "urgent": row.urgent,
        "active": row.active,
        "rule_version": row.rule_version,
        "earlier": earlier,
    }


def _rule(row: SupersededRule) -> dict[str, Any]:
    return {
        "rule_version": row.rule_version,
        "limit": row.limit_value,
        "unit": row.limit_unit,
        "close_standard": row.close_standard,
        "until": row.until,
    }


def charges_view() -> dict[str, Any]:
    """The responsibility list through time, and the streets where it has holes."""
    session = db.session()
    number = edition(session)
    rows = responsibility_list(session)
    holds = _in_force(rows, clock.now())
    return {
        "version": number,
        "items": [_charge(row, holds) for row in rows],
        "holes": [
            {"lead": gap.lead_type, "street": {"code": gap.street.code, "name": gap.street.name}}
            for gap in lead_gaps()
        ],
        "leads": sorted(LEAD_TYPES),
    }


def _in_force(rows: list[ChargeRow], now: datetime) -> dict[tuple[str, Any], ChargeRow]:
    """The row that holds now for each lead type and area; rows come oldest first."""
    return {(row.lead_type, row.area): row for row in rows if row.effective_from <= now}


def _charge(row: ChargeRow, holds: dict[tuple[str, Any], ChargeRow]) -> dict[str, Any]:
    present = holds.get((row.lead_type, row.area))
    standing = "future"
    if row is present:
        standing = "present"
    elif present is not None and row.effective_from <= present.effective_from:
        standing = "past"
    return {
        "id": row.id,
        "lead": row.lead_type,
        "area": row.area and dict(zip(("code", "name", "level"), row.area, strict=True)),
        "organisation": dict(zip(("code", "name"), row.organisation, strict=True)),
        "since": row.effective_from,
        "version": row.version,
        "standing": standing,
    }
