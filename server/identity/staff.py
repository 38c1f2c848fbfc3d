"""Accounts of the people of the offices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.identity import password_rules, second_factor, sessions
from server.identity.models import Organisation, Staff, StaffRole
from server.identity.permissions import STAFF_ROLES
from server.platform import audit, clock
from server.platform.actor import Actor
from server.platform.errors import Problem
from server.platform.upsert import add_unique

ADMINISTRATOR, AUDITOR = "administrator", "auditor"


@dataclass(frozen=True)
class NewStaff:
    """What an account needs; ``password_hash`` is from ``passwords.hash_password``."""

    username: str
    name: str
    password_hash: str
    organisation_id: int
    roles: frozenset[str]
    is_demo: bool = False


def normal_username(raw: str) -> str:
    """Usernames differ neither by case nor by spaces around them."""
    return raw.strip().casefold()


def require_fitting_username(raw: str) -> None:
    """Refuse with ``username_unfit`` what is not of ASCII letters, digits and symbols alone."""
    username = normal_username(raw)
    if not (username.isascii() and username.isprintable()) or " " in username:
        raise Problem("username_unfit", 422, fields={"username": ["invalid"]})


def require_fitting_roles(roles: frozenset[str]) -> None:
    """Refuse with ``role_unknown``, or ``auditor_alone``, what nobody may be."""
    if not roles or roles.difference(STAFF_ROLES):
        raise Problem("role_unknown", 422, fields={"roles": ["choice"]})
    if AUDITOR in roles and len(roles) > 1:
        raise Problem("auditor_alone", 422, fields={"roles": ["invalid"]})


def add_staff(session: Session, new: NewStaff) -> Staff:
    """Make an account, in the caller's transaction.

    Raises ``role_unknown`` and ``username_taken``.
    """
    unknown = new.roles.difference(STAFF_ROLES)
    if unknown or not new.roles:
        raise Problem("role_unknown", 422, fields={"roles": ["choice"]})
    username = normal_username(new.username)
    person = Staff(
        username=username,
        name=new.name,
        password_hash=new.password_hash,
        organisation_id=new.organisation_id,
        is_demo=new.is_demo,
        created_at=clock.now(),
    )
    taken = Problem("username_taken", 409, fields={"username": ["invalid"]})
    add_unique(session, person, taken)
    session.add_all(StaffRole(staff_id=person.id, role=role) for role in sorted(new.roles))
    return person


def set_password(session: Session, username: str, password_hash: str, by: Actor) -> None:
    """Replace a password and end the person's sessions. Raises ``staff_unknown``."""
    person = _named(session, username)
    password_rules.replace(session, person, password_hash)
    sessions.revoke_staff(session, person.id)
    audit.record(session, by, "password_set", f"staff:{person.id}")


def reset_second_factor(session: Session, username: str, by: Actor) -> None:
    """Take away a lost second factor, ending the person's sessions. Raises ``staff_unknown``."""
    second_factor.reset(session, _named(session, username).id, by)


def set_active(session: Session, username: str, *, active: bool, by: Actor) -> None:
    """Close or open the account with a name. Raises ``staff_unknown`` and as ``switch`` does."""
    person = _named(session, username)
    place = session.get_one(Organisation, person.organisation_id)
    switch(session, by, person, place, active=active)


def switch(
    session: Session, by: Actor, person: Staff, place: Organisation, *, active: bool
) -> None:
    """Close an account, ending its sessions at once, or open it again.

    Raises ``last_administrator``, and ``organisation_closed`` for somebody whose organisation is
    out of service.
    """
    if person.active == active:
        return
    if active:
        session.refresh(place, with_for_update={"read": True})
    if active and not place.active:
        raise Problem("organisation_closed", 409, organisation=place.name)
    if not active:
        keep_an_administrator(session, person, roles_of(session, person.id))
        sessions.revoke_staff(session, person.id)
    person.active = active
    audit.record(session, by, "enabled" if active else "disabled", f"staff:{person.id}")


def keep_an_administrator(session: Session, leaving: Staff, held: frozenset[str]) -> None:
    """Refuse when nobody else could administer.

    The roles are locked before anything is read: of two who remove each other at once, the second
    sees what the first did.
    """
    if ADMINISTRATOR not in held or not leaving.active:
        return
    administrators = select(StaffRole.staff_id).where(StaffRole.role == ADMINISTRATOR)
    session.execute(administrators.order_by(StaffRole.staff_id).with_for_update()).all()
    others = session.scalars(
        administrators.join(Staff, Staff.id == StaffRole.staff_id)
        .join(Organisation, Organisation.id == Staff.organisation_id)
        .where(Staff.active, Organisation.active, Staff.id != leaving.id)
    ).all()
    if not others:
        raise Problem("last_administrator", 409)


def words_about(session: Session, username: str) -> list[str]:
    """What a guesser knows of a person. Raises ``staff_unknown``."""
    person = _named(session, username)
    place = session.get_one(Organisation, person.organisation_id)
    return password_rules.words_about(person.username, person.name, place.name, place.code)


def roles_of(session: Session, staff_id: int) -> frozenset[str]:
    """The roles of a person."""
    roles: Sequence[str] = session.scalars(
        select(StaffRole.role).where(StaffRole.staff_id == staff_id)
    ).all()
    return frozenset(roles)


def _named(session: Session, username: str) -> Staff:
    named = select(Staff).where(Staff.username == normal_username(username))
    found = session.scalar(named.with_for_update())
    if found is None:
        raise Problem("staff_unknown", 404)
    return found
