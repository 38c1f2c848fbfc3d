"""The people of the demo as actors."""

from __future__ import annotations

from sqlalchemy import select

from server.geography.service import ancestors
from server.identity import phones
from server.identity.models import Organisation, Resident, Staff, StaffRole
from server.identity.permissions import permissions_of
from server.platform.actor import Actor, ActorKind
from server.platform.db import db
from server.responsibility.service import grid_workers_of


def staff_with(role: str, organisation_id: int) -> Actor:
    """Somebody of an organisation who holds ``role``.

    Raises ``LookupError`` when nobody does.
    """
    ids = db.session.scalars(
        select(Staff.id)
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .where(Staff.organisation_id == organisation_id, StaffRole.role == role)
        .where(Staff.is_demo)
        .order_by(Staff.id)
    ).all()
    if not ids:
        raise LookupError(f"nobody is {role} in organisation {organisation_id}")
    return staff_member(ids[0], role)


def staff_member(staff_id: int, role: str) -> Actor:
    """Somebody of the offices in a role. Raises ``NoResultFound``."""
    organisation = db.session.execute(
        select(Organisation.id, Organisation.kind, Organisation.area_id)
        .join(Staff, Staff.organisation_id == Organisation.id)
        .where(Staff.id == staff_id)
    ).one()
    roles = frozenset({role})
    return Actor(
        kind=ActorKind.STAFF,
        staff_id=staff_id,
        organisation_id=organisation.id,
        organisation_kind=organisation.kind,
        area_id=organisation.area_id,
        roles=roles,
        permissions=permissions_of(roles),
    )


def grid_worker(area_id: int) -> Actor:
    """A grid worker who is bound to an area or to one around it.

    Raises ``LookupError`` when nobody is.
    """
    found = grid_workers_of(area.id for area in ancestors(area_id))
    if not found:
        raise LookupError(f"no grid worker in area {area_id}")
    return staff_member(found[0], "grid_worker")


def resident(phone: str) -> Actor:
    """The resident of a phone number.

    Raises ``NoResultFound`` when there is none.
    """
    index = phones.index(phones.parse(phone))
    row = db.session.execute(
        select(Resident.id, Resident.locale).where(Resident.phone_index == index)
    ).one()
    roles = frozenset({"resident"})
    return Actor(
        kind=ActorKind.RESIDENT,
        resident_ids=(row.id,),
        roles=roles,
        permissions=permissions_of(roles),
        locale=row.locale,
    )


def organisation_with(kind: str, area_id: int) -> int:
    """The id of the organisation of a kind that works in an area."""
    return db.session.scalars(
        select(Organisation.id)
        .where(Organisation.kind == kind, Organisation.area_id == area_id)
        .order_by(Organisation.id)
        .limit(1)
    ).one()
