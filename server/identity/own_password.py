"""One's own password: proving it again, and changing it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from server.identity import limits, password_rules, passwords, sessions
from server.identity.models import Organisation, SignIn, Staff
from server.identity.turns import turn_of_staff
from server.platform import audit
from server.platform.actor import Actor
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem

_TRIES, _WINDOW = 5, timedelta(minutes=15)


def require_present(actor: Actor, present: str) -> Staff:
    """Let the actor prove who is sitting there, before something is changed that lets people in.

    Raises ``too_many_requests`` after five wrong ones in 15 minutes, ``password_wrong`` and
    ``busy``.
    """
    subject = f"password:{actor.staff_id}"
    limits.throttle(subject, _TRIES, _WINDOW)
    person = db.session.get_one(Staff, actor.staff_id)
    if not passwords.verify(person.password_hash, present):
        raise Problem("password_wrong", 422, fields={"present": ["invalid"]})
    with unit_of_work() as session:
        limits.clear(session, subject)
    return person


def change(actor: Actor, present: str, wanted: str) -> None:
    """Replace the actor's password; all sessions but the present one end.

    A start password, or one too old, is over with it. Raises what ``require_present`` and the rules
    of passwords raise, and ``password_same``.
    """
    person = require_present(actor, present)
    if wanted == present:
        raise Problem("password_same", 422, fields={"password": ["invalid"]})
    place = db.session.get_one(Organisation, person.organisation_id)
    about = password_rules.words_about(person.username, person.name, place.name, place.code)
    password_rules.require_acceptable(wanted, about)
    password_rules.require_new(person, wanted)
    hashed = passwords.hash_password(wanted)
    with unit_of_work() as session:
        mine = turn_of_staff(session, actor.staff_id)
        if mine.password_hash != person.password_hash:  # replaced while this one was looked at
            raise Problem("password_wrong", 422, fields={"present": ["invalid"]})
        password_rules.replace(session, mine, hashed)
        mine.start_until = None
        session.execute(
            update(SignIn).where(SignIn.id == actor.session_id).values(owes_password=False)
        )
        sessions.revoke_staff(session, person.id, but=actor.session_id)
        audit.record(session, actor, "password_changed", f"staff:{person.id}")
