"""Accounts of people, as an administrator keeps them; every change is in the audit log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from server.identity import (
    deputies,
    limits,
    password_rules,
    passwords,
    second_factor,
    sessions,
    staff,
)
from server.identity.attempts import shared_subject
from server.identity.models import Organisation, Staff, StaffRole
from server.identity.readable import readable_secret
from server.platform import audit, clock
from server.platform.actor import Actor
from server.platform.db import unit_of_work
from server.platform.errors import Problem, not_found
from server.platform.versions import require_same

START_VALID = timedelta(days=7)
_GROUPS = 4


@dataclass(frozen=True)
class Details:
    """What an administrator says about a person; ``organisation`` is a code."""

    name: str
    organisation: str
    roles: frozenset[str]


@dataclass(frozen=True)
class Start:
    """An account with the start password that is shown once and stored nowhere."""

    staff_id: int
    password: str


def create(actor: Actor, username: str, details: Details) -> Start:
    """Make an account with a start password, valid for seven days.

    Raises ``username_taken``, ``username_unfit``, ``role_unknown``, ``auditor_alone`` and
    ``organisation_unknown``.
    """
    staff.require_fitting_username(username)
    staff.require_fitting_roles(details.roles)
    password, hashed = start_password()
    with unit_of_work() as session:
        staff_id = enter(session, actor, username, details, hashed)
    return Start(staff_id, password)


def start_password() -> tuple[str, str]:
    """A start password and its hash, which takes a while: outside of any transaction."""
    password = readable_secret(_GROUPS)
    return password, passwords.hash_password(password)


def enter(
    session: Session,
    actor: Actor,
    username: str,
    details: Details,
    hashed: str,
    *,
    starting: bool = True,
) -> int:
    """Make an account in the caller's transaction; its id. Raises as ``create`` does.

    ``starting``: the password is to be replaced within seven days by one of the person's own.
    """
    place = _organisation_in_service(session, details.organisation)
    person = staff.add_staff(
        session, staff.NewStaff(username, details.name, hashed, place.id, details.roles)
    )
    person.start_until = clock.now() + START_VALID if starting else None
    after = told(person, place, details.roles) | {"username": person.username}
    audit.record(session, actor, "created", _subject(person.id), audit.differences({}, after))
    return person.id


def change(actor: Actor, staff_id: int, version: int, details: Details) -> None:
    """Replace name, organisation and roles; with another organisation or role sessions end.

    One's own roles may be changed too, under a name of its own in the audit log; the session that
    does it goes on. Raises ``not_found``, ``edited_meanwhile`` when ``version`` is not the present
    one, ``role_unknown``, ``auditor_alone``, ``organisation_unknown`` and ``last_administrator``.
    """
    staff.require_fitting_roles(details.roles)
    with unit_of_work() as session:
        person, place = _person(session, staff_id)
        held = staff.roles_of(session, staff_id)
        before = told(person, place, held)
        require_same(before, version)
        if staff.ADMINISTRATOR not in details.roles:
            staff.keep_an_administrator(session, person, held)
        if details.organisation != place.code:
            place = _organisation_in_service(session, details.organisation)
            person.organisation_id = place.id
            deputies.end_all_of(session, actor, staff_id)
            sessions.revoke_staff(session, staff_id)
        elif details.roles != held:
            sessions.revoke_staff(session, staff_id, but=actor.session_id)
        person.name = details.name
        _set_roles(session, staff_id, details.roles)
        changed = audit.differences(before, told(person, place, details.roles))
        own = "roles" in changed and staff_id == actor.staff_id
        if changed:
            action = "own_roles_changed" if own else "changed"
            audit.record(session, actor, action, _subject(staff_id), changed)


def set_active(actor: Actor, staff_id: int, *, active: bool) -> None:
    """Close an account, ending its sessions at once, or open it again.

    Raises ``not_found``, ``last_administrator``, and ``organisation_closed`` for somebody whose
    organisation is out of service.
    """
    with unit_of_work() as session:
        person, place = _person(session, staff_id)
        staff.switch(session, actor, person, place, active=active)


def give_start_password(actor: Actor, staff_id: int) -> Start:
    """Replace a forgotten password by a start password; the person's sessions end.

    Raises ``not_found``.
    """
    password = readable_secret(_GROUPS)
    hashed = passwords.hash_password(password)
    with unit_of_work() as session:
        person, _ = _person(session, staff_id)
        password_rules.replace(session, person, hashed)
        person.start_until = clock.now() + START_VALID
        _forgive(session, person)
        sessions.revoke_staff(session, staff_id)
        audit.record(session, actor, "password_reset", _subject(staff_id))
    return Start(staff_id, password)


def unlock(actor: Actor, staff_id: int) -> None:
    """Let somebody try again who failed to sign in too often. Raises ``not_found``."""
    with unit_of_work() as session:
        person, _ = _person(session, staff_id)
        _forgive(session, person)
        audit.record(session, actor, "unlocked", _subject(staff_id))


def reset_second_factor(actor: Actor, staff_id: int) -> None:
    """Take away the second factor of somebody who lost it; the person's sessions end.

    Not the actor's own, which takes a password. Raises ``not_found`` and ``own_second_factor``.
    """
    if staff_id == actor.staff_id:
        raise Problem("own_second_factor", 409)
    with unit_of_work() as session:
        person, _ = _person(session, staff_id)
        _forgive(session, person)
        second_factor.reset(session, staff_id, actor)


def _forgive(session: Session, person: Staff) -> None:
    """Begin new counts: those of each address cannot be looked up without the address."""
    limits.clear(session, shared_subject(person.username))
    person.unlocks += 1


def _set_roles(session: Session, staff_id: int, roles: frozenset[str]) -> None:
    held = staff.roles_of(session, staff_id)
    gone = held - roles
    if gone:
        session.execute(
            delete(StaffRole).where(StaffRole.staff_id == staff_id, StaffRole.role.in_(gone))
        )
    session.add_all(StaffRole(staff_id=staff_id, role=role) for role in sorted(roles - held))
    session.flush()


def _person(session: Session, staff_id: int) -> tuple[Staff, Organisation]:
    row = session.execute(
        select(Staff, Organisation)
        .join(Organisation, Organisation.id == Staff.organisation_id)
        .where(Staff.id == staff_id)
        .with_for_update(of=Staff)
    ).one_or_none()
    if row is None:
        raise not_found()
    return row[0], row[1]


def _organisation_in_service(session: Session, code: str) -> Organisation:
    """Nobody closes it before the caller's transaction ends."""
    named = select(Organisation).where(Organisation.code == code, Organisation.active)
    found = session.scalar(named.with_for_update(read=True))
    if found is None:
        raise Problem("organisation_unknown", 422, fields={"organisation": ["choice"]})
    return found


def told(person: Staff, place: Organisation, roles: Iterable[str]) -> dict[str, Any]:
    """What an administrator's form says of a person."""
    return {"name": person.name, "organisation": place.code, "roles": sorted(roles)}


def _subject(staff_id: int) -> str:
    return f"staff:{staff_id}"


def people_in_service(session: Session, organisation_id: int) -> int:
    """How many open accounts an organisation has."""
    count = select(func.count()).where(Staff.organisation_id == organisation_id, Staff.active)
    return session.scalar(count) or 0
