"""Accounts of the people of the offices."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.identity import password_rules, second_factor, sessions
from server.identity.models import Organisation, Staff, StaffRole
from server.identity.permissions import STAFF_ROLES
from server.platform import audit, clock
from server.platform.actor import Actor
from server.platform.errors import Problem


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


def add_staff(session: Session, new: NewStaff) -> Staff:
    """Make an account, in the caller's transaction.

    Raises ``role_unknown`` and ``username_taken``.
    """
    unknown = new.roles.difference(STAFF_ROLES)
    if unknown or not new.roles:
        raise Problem("role_unknown", 422, fields={"roles": ["choice"]})
    username = normal_username(new.username)
    if session.scalar(select(Staff.id).where(Staff.username == username)) is not None:
        raise Problem("username_taken", 409, fields={"username": ["invalid"]})
    person = Staff(
        username=username,
        name=new.name,
        password_hash=new.password_hash,
        organisation_id=new.organisation_id,
        is_demo=new.is_demo,
        created_at=clock.now(),
    )
    session.add(person)
    session.flush()
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
    """Disable an account, ending its sessions, or enable it again. Raises ``staff_unknown``."""
    person = _named(session, username)
    person.active = active
    sessions.revoke_staff(session, person.id)
    audit.record(session, by, "enabled" if active else "disabled", f"staff:{person.id}")


def words_about(session: Session, username: str) -> list[str]:
    """What a guesser knows of a person. Raises ``staff_unknown``."""
    person = _named(session, username)
    place = session.get_one(Organisation, person.organisation_id)
    return password_rules.words_about(person.username, person.name, place.name, place.code)


def organisation_id_of(session: Session, code: str) -> int:
    """The id of an organisation. Raises ``organisation_unknown``."""
    found = session.scalar(select(Organisation.id).where(Organisation.code == code))
    if found is None:
        raise Problem("organisation_unknown", 422, fields={"organisation": ["choice"]})
    return found


def _named(session: Session, username: str) -> Staff:
    found = session.scalar(select(Staff).where(Staff.username == normal_username(username)))
    if found is None:
        raise Problem("staff_unknown", 404)
    return found
