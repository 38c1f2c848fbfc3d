"""Changing one's own password."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from server.identity import limits, passwords, sessions
from server.identity.models import Staff
from server.platform import audit
from server.platform.actor import Actor
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem

_TRIES, _WINDOW = 5, timedelta(minutes=15)


def change(actor: Actor, present: str, wanted: str) -> None:
    """Replace the actor's password; all sessions but the present one end.

    A start password is over with it. Raises ``too_many_requests`` after five tries in 15 minutes,
    ``password_wrong``, ``password_same``, ``password_unacceptable`` and ``busy``.
    """
    subject = f"password:{actor.staff_id}"
    limits.throttle(subject, _TRIES, _WINDOW)
    person = db.session.get_one(Staff, actor.staff_id)
    if not passwords.verify(person.password_hash, present):
        raise Problem("password_wrong", 422, fields={"present": ["invalid"]})
    if wanted == present:
        raise Problem("password_same", 422, fields={"password": ["invalid"]})
    passwords.require_acceptable(wanted, person.username)
    hashed = passwords.hash_password(wanted)
    with unit_of_work() as session:
        limits.clear(session, subject)
        session.execute(
            update(Staff)
            .where(Staff.id == person.id)
            .values(password_hash=hashed, start_until=None)
        )
        sessions.revoke_staff(session, person.id, but=actor.session_id)
        audit.record(session, actor, "password_changed", f"staff:{person.id}")
