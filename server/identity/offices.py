"""Organisations and colleagues, as routing and dispatching look them up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from server.identity.models import Deputy, Organisation, Staff, StaffRole
from server.platform import clock
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


def works_for(role: str) -> ColumnElement[bool]:
    """The condition that somebody with a role works for the ``Organisation`` of the query."""
    return exists().where(
        Staff.organisation_id == Organisation.id,
        Staff.active.is_(True),
        StaffRole.staff_id == Staff.id,
        StaffRole.role == role,
    )


def has_handler(organisation_id: int) -> bool:
    """Whether somebody of an organisation can work on its cases."""
    found = select(Organisation.id).where(Organisation.id == organisation_id, works_for("handler"))
    return db.session.scalar(found) is not None


def present_with_role(role: str, area_id: int, without: Collection[int | None]) -> list[int]:
    """Who holds a role in the offices of an area and is at work now; ids of people, ascending.

    For somebody on leave the deputies count instead. Nobody of the organisations ``without``.
    """
    away = (
        select(Deputy.absent_id, Deputy.deputy_id)
        .where(Deputy.since <= clock.now(), Deputy.until > clock.now())
        .subquery()
    )
    present = aliased(Staff)
    rows = db.session.scalars(
        select(present.id)
        .select_from(StaffRole)
        .join(Staff, Staff.id == StaffRole.staff_id)
        .join(Organisation, Organisation.id == Staff.organisation_id)
        .outerjoin(away, away.c.absent_id == Staff.id)
        .join(present, present.id == func.coalesce(away.c.deputy_id, Staff.id))
        .where(StaffRole.role == role, Organisation.area_id == area_id)
        .where(Staff.active.is_(True), present.active.is_(True))
        .where(Organisation.id.not_in([number for number in without if number is not None]))
        .distinct()
        .order_by(present.id)
    )
    return list(rows)


def has_checker(area_id: int, without: Collection[int | None]) -> bool:
    """Whether a district has somebody to check who is in none of some organisations."""
    found = select(Organisation.id).where(
        Organisation.area_id == area_id,
        Organisation.id.not_in([number for number in without if number is not None]),
        works_for("checker"),
    )
    return db.session.scalar(found.limit(1)) is not None


def office_of_person(staff_id: int) -> int | None:
    """The id of the organisation that somebody works for."""
    return db.session.scalar(select(Staff.organisation_id).where(Staff.id == staff_id))
