"""Organisations and people as administrators see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, func, or_, select
from sqlalchemy.orm import aliased

from server.geography.models import Area
from server.identity.models import Organisation, SecondFactor, SignIn, Staff, StaffRole
from server.platform import clock
from server.platform.audit import AuditEntry
from server.platform.db import db
from server.platform.errors import not_found

PAGE = 50
_FAILURES_SINCE = timedelta(minutes=15)
_PARENT = aliased(Organisation)


def organisations() -> Sequence[Row[*tuple[Any, ...]]]:
    """Every organisation by kind and name, with its area, the one above and its open accounts."""
    people = (
        select(func.count())
        .where(Staff.organisation_id == Organisation.id, Staff.active)
        .scalar_subquery()
    )
    return db.session.execute(
        select(
            Organisation,
            Area.code.label("area_code"),
            Area.name.label("area_name"),
            _PARENT.code.label("parent_code"),
            _PARENT.name.label("parent_name"),
            people.label("people"),
        )
        .outerjoin(Area, Area.id == Organisation.area_id)
        .outerjoin(_PARENT, _PARENT.id == Organisation.parent_id)
        .order_by(Organisation.kind, Organisation.name)
    ).all()


@dataclass(frozen=True)
class Wanted:
    """Which people: ``words`` in name or username, ``organisation`` a code, those after ``cursor``
    (an id)."""

    words: str = ""
    organisation: str | None = None
    role: str | None = None
    active: bool | None = None
    cursor: int = 0


@dataclass(frozen=True)
class Listed:
    """A person with organisation, roles, when a living or ended session was last used, and whether
    signing in takes a second factor."""

    person: Staff
    organisation: Organisation
    roles: list[str]
    last_seen_at: datetime | None
    second_factor: bool


def people(wanted: Wanted) -> tuple[list[Listed], int | None]:
    """People by id, and the cursor of the next page if there is one."""
    query = _PEOPLE.where(Staff.id > wanted.cursor, *_conditions(wanted))
    rows = db.session.execute(query.order_by(Staff.id).limit(PAGE + 1)).all()
    shown = rows[:PAGE]
    return _listed(shown), shown[-1].Staff.id if len(rows) > PAGE else None


def person(staff_id: int) -> Listed:
    """One of them. Raises ``not_found``."""
    rows = db.session.execute(_PEOPLE.where(Staff.id == staff_id)).all()
    if not rows:
        raise not_found()
    return _listed(rows)[0]


def recent_failures(staff_id: int) -> int:
    """How often signing in as this person failed within the last 15 minutes."""
    count = select(func.count()).where(
        AuditEntry.subject == f"staff:{staff_id}",
        AuditEntry.action.in_(("sign_in_refused", "locked", "second_factor.refused")),
        AuditEntry.at > clock.now() - _FAILURES_SINCE,
    )
    return db.session.scalar(count) or 0


_SEEN = select(func.max(SignIn.last_seen_at)).where(SignIn.staff_id == Staff.id).scalar_subquery()
_FACTOR = exists().where(SecondFactor.staff_id == Staff.id, SecondFactor.secret_sealed.is_not(None))
_PEOPLE = select(Staff, Organisation, _SEEN.label("seen"), _FACTOR.label("factor")).join(
    Organisation, Organisation.id == Staff.organisation_id
)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.words:
        found.append(
            or_(
                Staff.name.contains(wanted.words, autoescape=True),
                Staff.username.contains(wanted.words.casefold(), autoescape=True),
            )
        )
    if wanted.organisation is not None:
        found.append(Organisation.code == wanted.organisation)
    if wanted.role is not None:
        held = exists().where(StaffRole.staff_id == Staff.id, StaffRole.role == wanted.role)
        found.append(held)
    if wanted.active is not None:
        found.append(Staff.active.is_(wanted.active))
    return found


def _listed(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Listed]:
    roles: dict[int, list[str]] = {row.Staff.id: [] for row in rows}
    held = select(StaffRole).where(StaffRole.staff_id.in_(roles)).order_by(StaffRole.role)
    for role in db.session.scalars(held):
        roles[role.staff_id].append(role.role)
    return [
        Listed(row.Staff, row.Organisation, roles[row.Staff.id], row.seen, bool(row.factor))
        for row in rows
    ]
