"""Organisations and colleagues, as routing and dispatching look them up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select

from server.identity.models import Organisation, Staff
from server.platform.db import ask, db

GOVERNMENT = ("street", "community", "department", "centre", "taskforce")
"""The kinds that may be made responsible for a case; others only help."""


@dataclass(frozen=True)
class Office:
    """An organisation in service; ``area_id`` is where it works."""

    id: int
    code: str
    name: str
    kind: str
    area_id: int | None


_COLUMNS = select(
    Organisation.id, Organisation.code, Organisation.name, Organisation.kind, Organisation.area_id
).where(Organisation.active.is_(True))
_AT = _COLUMNS.where(
    Organisation.area_id.in_(bindparam("area_ids", expanding=True)),
    Organisation.kind.in_(bindparam("kinds", expanding=True)),
).order_by(Organisation.id)


def office_of_code(code: str) -> Office | None:
    """The organisation in service with this code."""
    row = db.session.execute(_COLUMNS.where(Organisation.code == code)).first()
    return None if row is None else _office(row)


def _office(row: Row[*tuple[Any, ...]]) -> Office:
    return Office(row.id, row.code, row.name, row.kind, row.area_id)


def offices_at(area_ids: tuple[int, ...], kinds: tuple[str, ...]) -> list[Office]:
    """The organisations of some kinds that work in one of the areas, oldest first."""
    return [_office(row) for row in ask(db.session(), _AT, area_ids=area_ids, kinds=kinds)]


def is_colleague(staff_id: int, organisation_id: int | None) -> bool:
    """Whether the person works for the organisation now."""
    found = db.session.scalar(
        select(Staff.id).where(
            Staff.id == staff_id,
            Staff.organisation_id == organisation_id,
            Staff.active.is_(True),
        )
    )
    return found is not None
