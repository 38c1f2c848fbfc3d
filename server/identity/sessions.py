"""Sessions: opened at sign-in, known by the digest of their cookie, revocable at any moment."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, and_, bindparam, delete, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from server.city.service import policy
from server.identity.models import SignIn
from server.platform import clock
from server.platform.actor import Actor
from server.platform.db import db, unit_of_work
from server.platform.errors import not_found
from server.platform.runtime import current

RESIDENT_LIFETIME = timedelta(days=30)
_STAFF_SEEN_EVERY = timedelta(minutes=1)
_RESIDENT_SEEN_EVERY = timedelta(hours=1)
_TOKEN_BYTES = 32
_KEPT_AFTER_END = timedelta(days=30)
log = structlog.get_logger()


def token_digest(token: str) -> bytes:
    """What is stored of a cookie."""
    return current().keys.hmac("session", token.encode())


@dataclass(frozen=True)
class Owed:
    """What a session of staff has to do before anything else."""

    password: bool = False
    factor: bool = False


def staff_lifetime() -> timedelta:
    """How long a session of staff lives at most, if it is opened now."""
    return timedelta(hours=policy().staff_session_hours)


def open_for_staff(
    session: Session, staff_id: int, device: str, replaces: str | None, owed: Owed = Owed()
) -> str:
    """Open a session in the caller's transaction and end the one of cookie ``replaces``.

    It keeps the limits that the city has now. Returns the cookie: 256 random bits.
    """
    row = SignIn(
        staff_id=staff_id,
        device=device,
        idle_minutes=policy().staff_idle_minutes,
        owes_password=owed.password,
        owes_factor=owed.factor,
    )
    return _open(session, row, staff_lifetime(), replaces)


def open_for_resident(session: Session, resident_id: int, device: str, replaces: str | None) -> str:
    """The same for a resident's account."""
    row = SignIn(resident_id=resident_id, device=device)
    return _open(session, row, RESIDENT_LIFETIME, replaces)


def _open(session: Session, row: SignIn, lifetime: timedelta, replaces: str | None) -> str:
    if replaces is not None:
        _revoke(session, SignIn.token_digest == token_digest(replaces))
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    row.token_digest = token_digest(token)
    row.created_at = row.last_seen_at = clock.now()
    row.expires_at = row.created_at + lifetime
    session.add(row)
    return token


ALIVE: ColumnElement[bool] = and_(SignIn.revoked_at.is_(None), SignIn.expires_at > bindparam("now"))
"""The condition of a session that still counts if it is not ``idle``: not revoked, not expired; it
needs the value ``now``."""


def idle(last_seen_at: datetime, minutes: int) -> bool:
    """Whether a session of staff was left alone for too long."""
    return clock.now() - last_seen_at >= timedelta(minutes=minutes)


def saw(session_id: int, *, is_staff: bool, last_seen_at: datetime) -> None:
    """Note that a session is used: at most once a minute for staff and once an hour for residents.

    A note that finds the database busy is left to the next request.
    """
    now = clock.now()
    if now - last_seen_at < (_STAFF_SEEN_EVERY if is_staff else _RESIDENT_SEEN_EVERY):
        return
    try:
        with unit_of_work() as session:
            session.execute(update(SignIn).where(SignIn.id == session_id).values(last_seen_at=now))
    except OperationalError:
        log.warning("session_not_noted", session=session_id)


def sessions_for(actor: Actor) -> list[SignIn]:
    """The living sessions of the actor, newest first; none for an actor without an account."""
    mine = _mine(actor)
    if mine is None:
        return []
    living = select(SignIn).where(mine, ALIVE).order_by(SignIn.id.desc()).params(now=clock.now())
    return [
        row
        for row in db.session.scalars(living)
        if not (actor.is_staff and idle(row.last_seen_at, row.idle_minutes))
    ]


def revoke(actor: Actor, session_id: int) -> None:
    """End one of the actor's sessions. Raises ``not_found`` for anybody else's."""
    mine = _mine(actor)
    if mine is None:
        raise not_found()
    with unit_of_work() as session:
        if not _revoke(session, and_(mine, SignIn.id == session_id)):
            raise not_found()


def revoke_token(token: str) -> None:
    """End the session of a cookie, if there is one."""
    with unit_of_work() as session:
        _revoke(session, SignIn.token_digest == token_digest(token))


def revoke_staff(session: Session, staff_id: int, *, but: int | None = None) -> None:
    """End every session of a person of staff but one, in the caller's transaction."""
    mine = SignIn.staff_id == staff_id
    _revoke(session, mine if but is None else and_(mine, SignIn.id != but))


def forget_old(session: Session) -> None:
    """Delete sessions that ended more than 30 days ago."""
    limit = clock.now() - _KEPT_AFTER_END
    session.execute(delete(SignIn).where(SignIn.expires_at < limit))


def _mine(actor: Actor) -> ColumnElement[bool] | None:
    if actor.session_id is None:
        return None
    if actor.staff_id is not None:
        return SignIn.staff_id == actor.staff_id
    return SignIn.resident_id == actor.resident_ids[0]


def _revoke(session: Session, which: ColumnElement[bool]) -> bool:
    ended = session.execute(
        update(SignIn)
        .where(which, SignIn.revoked_at.is_(None))
        .values(revoked_at=clock.now())
        .returning(SignIn.id)
    )
    return bool(ended.all())
