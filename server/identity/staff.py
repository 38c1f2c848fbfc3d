"""People of the offices: their accounts and how they sign in."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.identity import limits, passwords, sessions
from server.identity.identify import demo_is_open
from server.identity.models import Organisation, Staff, StaffRole
from server.identity.permissions import STAFF_ROLES
from server.platform import audit, clock
from server.platform.actor import Actor, ActorKind
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem
from server.platform.runtime import current

_WINDOW = timedelta(minutes=15)
_FROM_HERE, _FROM_ANYWHERE, _BY_ADDRESS = 5, 30, 100
_NONCE_BYTES = 12


@dataclass(frozen=True)
class Attempt:
    """Somebody wants in. ``known_device`` is the mark left by an earlier sign-in on the device,
    ``replaces`` the session cookie it already has."""

    username: str
    password: str
    address: str
    device: str = ""
    known_device: str | None = None
    replaces: str | None = None
    is_local: bool = False


@dataclass(frozen=True)
class Admission:
    """The cookie of the new session, and the mark that makes the device known."""

    token: str
    known_device: str


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


def sign_in(attempt: Attempt) -> Admission:
    """Check a password and open a session.

    A start password that ran out opens nothing. Five failures within 15 minutes stop a user from
    one address, thirty from anywhere but a device that signed in before: such a device has tries
    of its own, so that nobody is locked out by strangers. Unknown, disabled and demo users out of
    place cost the same work and get the same answer. Raises ``sign_in_failed``,
    ``too_many_requests`` and ``busy``.
    """
    username = normal_username(attempt.username)
    person = db.session.scalar(select(Staff).where(Staff.username == username))
    own, shared = _subjects(attempt, username, person.unlocks if person is not None else 0)
    with unit_of_work() as session:
        for subject, limit in (own | shared).items():
            limits.hit(session, subject, limit, _WINDOW)
    usable = person if person is not None and _may_sign_in(person, attempt.is_local) else None
    right = passwords.verify(usable.password_hash if usable else None, attempt.password)
    if usable is None or not right:
        _record_failure(person)
        raise Problem("sign_in_failed", 401)
    staff_id, stored = usable.id, usable.password_hash
    renewed = passwords.is_outdated(stored) and passwords.hash_password(attempt.password)
    with unit_of_work() as session:
        for subject in own:
            limits.clear(session, subject)
        for subject in shared:
            limits.give_back(session, subject)
        if renewed:
            session.execute(update(Staff).where(Staff.id == staff_id).values(password_hash=renewed))
        who = Actor(kind=ActorKind.STAFF, staff_id=staff_id)
        audit.record(session, who, "signed_in", f"staff:{staff_id}")
        token = sessions.open_for_staff(session, staff_id, attempt.device, attempt.replaces)
    return Admission(token, _device_mark(username))


def shared_subject(username: str) -> str:
    """What failed sign-ins as this user from anywhere are counted under."""
    return f"sign_in.user:{username}"


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
    person.password_hash = password_hash
    sessions.revoke_staff(session, person.id)
    audit.record(session, by, "password_set", f"staff:{person.id}")


def set_active(session: Session, username: str, *, active: bool, by: Actor) -> None:
    """Disable an account, ending its sessions, or enable it again. Raises ``staff_unknown``."""
    person = _named(session, username)
    person.active = active
    sessions.revoke_staff(session, person.id)
    audit.record(session, by, "enabled" if active else "disabled", f"staff:{person.id}")


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


def _may_sign_in(person: Staff, is_local: bool) -> bool:
    started = person.start_until is None or clock.now() < person.start_until
    return person.active and started and (not person.is_demo or demo_is_open(is_local))


def _record_failure(person: Staff | None) -> None:
    subject = f"staff:{person.id}" if person is not None else "staff:unknown"
    with unit_of_work() as session:
        audit.record(session, Actor(), "sign_in_refused", subject)


def _subjects(
    attempt: Attempt, username: str, unlocks: int
) -> tuple[dict[str, int], dict[str, int]]:
    """What this attempt counts for: the subjects a success clears, and those it gives back.

    With every one of the ``unlocks`` of an administrator the person's own counts begin anew.
    """
    by_address = {f"sign_in:{attempt.address}": _BY_ADDRESS}
    nonce = _known_nonce(attempt.known_device, username)
    if nonce is not None:
        return {f"sign_in.device:{nonce}:{username}:{unlocks}": _FROM_HERE}, by_address
    own = {f"sign_in:{attempt.address}:{username}:{unlocks}": _FROM_HERE}
    return own, by_address | {shared_subject(username): _FROM_ANYWHERE}


def _device_mark(username: str) -> str:
    nonce = secrets.token_hex(_NONCE_BYTES)
    return f"{nonce}.{_device_proof(nonce, username)}"


def _known_nonce(mark: str | None, username: str) -> str | None:
    nonce, _, proof = (mark or "").partition(".")
    genuine = hmac.compare_digest(proof.encode(), _device_proof(nonce, username).encode())
    return nonce if genuine else None


def _device_proof(nonce: str, username: str) -> str:
    return current().keys.hmac("known_device", f"{nonce}:{username}".encode()).hex()
