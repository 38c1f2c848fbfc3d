"""Organisations, as an administrator keeps them; every change is in the audit log."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.cases.holding import open_cases_in_district, open_cases_of
from server.geography.service import AreaRef, ancestors, area_by_code
from server.identity import administration
from server.identity.models import Organisation
from server.identity.offices import GOVERNMENT
from server.platform import audit
from server.platform.actor import Actor
from server.platform.db import unit_of_work, write_alone
from server.platform.errors import Problem, not_found
from server.platform.upsert import add_unique
from server.platform.versions import require_same

CENTRE = "centre"
KINDS = (
    *("street", "community", "department", "centre", "sponsor"),
    *("property", "company", "taskforce", "volunteer"),
)

NEEDS_AREA = ("street", "community")
CODE = re.compile(r"[a-z0-9][a-z0-9_-]{1,39}")


@dataclass(frozen=True)
class Description:
    """What an administrator says about an organisation; ``area`` and ``parent`` are codes."""

    name: str
    kind: str
    lead_type: str | None = None
    area: str | None = None
    parent: str | None = None
    phone: str = ""


def create(actor: Actor, code: str, told: Description) -> None:
    """Make an organisation.

    Raises ``organisation_code_taken``, ``area_unknown``, ``organisation_unknown`` for the one
    above, and ``area_needed`` for a street office or community without its area.
    """
    area = _area(told)
    told = replace(told, area=area.code if area else None)
    with unit_of_work() as session:
        write_alone(session, Organisation)
        row = Organisation(code=code, name=told.name, kind=told.kind)
        _fill(session, row, told, area)
        taken = Problem("organisation_code_taken", 409, fields={"code": ["invalid"]})
        add_unique(session, row, taken)
        audit.record(session, actor, "created", _subject(row), audit.differences({}, asdict(told)))


def change(actor: Actor, code: str, version: int, told: Description) -> None:
    """Replace everything but the code, which responsibility lists refer to.

    Raises ``not_found``, ``edited_meanwhile`` when ``version`` is not the present one, and as
    ``create`` does; ``organisation_loop`` when the one above is below; ``organisation_has_cases``
    when it would be a district's only centre no more, or may not lead any more, while there are
    open cases.
    """
    area = _area(told)
    told = replace(told, area=area.code if area else None)
    with unit_of_work() as session:
        row = _named(session, code)
        before = _told(session, row)
        require_same(before, version)
        stays = told.kind == row.kind and (area.id if area else None) == row.area_id
        if not stays:
            _require_no_cases(_watched_by(session, row))
        if told.kind not in GOVERNMENT:
            _require_no_cases(open_cases_of(session, row.id))
        _fill(session, row, told, area)
        changed = audit.differences(before, asdict(told))
        if changed:
            audit.record(session, actor, "changed", _subject(row), changed)


def set_active(actor: Actor, code: str, *, active: bool) -> None:
    """Take an organisation out of service, or put it back.

    Raises ``not_found``, and ``organisation_has_cases`` or ``organisation_has_people`` with their
    count: cases must be dispatched anew and accounts moved or closed first.
    """
    with unit_of_work() as session:
        row = _named(session, code)
        if row.active == active:
            return
        if not active:
            _require_idle(session, row)
        row.active = active
        audit.record(session, actor, "enabled" if active else "disabled", _subject(row))


def _require_idle(session: Session, row: Organisation) -> None:
    _require_no_cases(open_cases_of(session, row.id) or _watched_by(session, row))
    people = administration.people_in_service(session, row.id)
    if people:
        raise Problem("organisation_has_people", 409, count=people)


def _require_no_cases(count: int) -> None:
    if count:
        raise Problem("organisation_has_cases", 409, count=count)


def _watched_by(session: Session, row: Organisation) -> int:
    """The open cases that nobody could check or decide about without this centre."""
    others = select(Organisation.id).where(
        Organisation.kind == CENTRE,
        Organisation.area_id == row.area_id,
        Organisation.active.is_(True),
        Organisation.id != row.id,
    )
    if row.kind != CENTRE or session.scalar(others.limit(1)) is not None:
        return 0
    return open_cases_in_district(session, row.area_id)


def _named(session: Session, code: str) -> Organisation:
    """The organisation, to be changed. Whether one may close or lie below another one depends on
    the others: none of them changes meanwhile."""
    write_alone(session, Organisation)
    row = session.scalar(select(Organisation).where(Organisation.code == code).with_for_update())
    if row is None:
        raise not_found()
    return row


def _area(told: Description) -> AreaRef | None:
    if told.area is None:
        if told.kind in NEEDS_AREA:
            raise Problem("area_needed", 422, fields={"area": ["required"]})
        return None
    area = area_by_code(told.area)
    if area is None:
        raise Problem("area_unknown", 422, fields={"area": ["choice"]}, area=told.area)
    return area


def _fill(session: Session, row: Organisation, told: Description, area: AreaRef | None) -> None:
    row.name, row.kind, row.lead_type, row.phone = told.name, told.kind, told.lead_type, told.phone
    row.area_id = area.id if area else None
    row.parent_id = _parent_id(session, row, told.parent)


def _parent_id(session: Session, row: Organisation, code: str | None) -> int | None:
    if code is None:
        return None
    known = {found.id: found for found in session.scalars(select(Organisation))}
    parent = next((found for found in known.values() if found.code == code), None)
    if parent is None:
        raise Problem("organisation_unknown", 422, fields={"parent": ["choice"]})
    step: Organisation | None = parent
    while step is not None:
        if step.id == row.id:
            raise Problem("organisation_loop", 422, fields={"parent": ["invalid"]})
        step = known.get(step.parent_id) if step.parent_id is not None else None
    return parent.id


def _told(session: Session, row: Organisation) -> dict[str, Any]:
    parent = session.get(Organisation, row.parent_id) if row.parent_id is not None else None
    area = ancestors(row.area_id)[-1].code if row.area_id is not None else None
    return described(row, area, parent.code if parent else None)


def described(row: Organisation, area: str | None, parent: str | None) -> dict[str, Any]:
    """The present description in the words of ``Description``; ``area``, ``parent``: codes."""
    return {
        "name": row.name,
        "kind": row.kind,
        "lead_type": row.lead_type,
        "area": area,
        "parent": parent,
        "phone": row.phone,
    }


def _subject(row: Organisation) -> str:
    return f"organisation:{row.code}"
