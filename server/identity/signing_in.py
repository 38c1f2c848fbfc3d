"""Staff sign in: a password, and where there is a second factor, a code of it.

Who has a second factor learns only after both whether they were right (ADR 0024): the first step
answers with a sealed challenge that tells nothing, and the second step judges password and code
together.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass
from datetime import timedelta

import orjson
from cryptography.exceptions import InvalidTag
from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from server.city.service import policy
from server.identity import attempts, factor_codes, limits, password_rules, passwords, sessions
from server.identity.attempts import Origin
from server.identity.identify import demo_is_open
from server.identity.models import SecondFactor, Staff
from server.identity.staff import normal_username
from server.identity.turns import turn_of_staff
from server.notifications import accounts
from server.platform import audit, clock
from server.platform.actor import Actor, ActorKind
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem
from server.platform.runtime import current

CHALLENGE_LIFETIME = timedelta(minutes=10)
_PURPOSE, _PLACE = "sign_in", b"challenge"
_CODES_A_CHALLENGE = 5
_CODES_A_DAY, _CODES_TOLD = 20, 5
_NOBODY = 0


@dataclass(frozen=True)
class Admission:
    """The cookie of the new session, and the mark that makes the device known."""

    token: str
    known_device: str


@dataclass(frozen=True)
class Challenge:
    """A code of the second factor is wanted; ``token`` is to come back with it."""

    token: str


@dataclass(frozen=True)
class _Pending:
    """What a challenge says: who wants in, and whether the password was right."""

    username: str
    right: bool
    nonce: str


def sign_in(username: str, password: str, origin: Origin) -> Admission | Challenge:
    """Check a password: open a session, or ask for a code.

    A code is asked of who has a second factor, whatever the password; and where the city requires
    one, of everybody but who has yet to set it up. A start password that ran out opens nothing.
    Five failures within 15 minutes stop a user from one address, thirty from anywhere but a device
    that signed in before: such a device has tries of its own, so that nobody is locked out by
    strangers. Unknown, disabled and demo users out of place cost the same work and get the same
    answer. Raises ``sign_in_failed``, ``sign_in_locked``, ``too_many_requests`` and ``busy``.
    """
    name = normal_username(username)
    person, factor = _known(name)
    counts = attempts.counts_of(origin, name, person.unlocks if person is not None else 0)
    with unit_of_work() as session:
        last = counts.hit(session)
    usable = _usable(person, origin)
    right = passwords.verify(usable.password_hash if usable else None, password)
    renewed = _renewed(usable, password)
    required = policy().second_factor_required
    if usable is not None and right and factor is None:
        with unit_of_work() as session:
            if _is_as_judged(session, usable):
                counts.forgive(session)
                _renew(session, usable, renewed)
                return _open(session, usable, origin, "password", owes_factor=required)
        right = False
    done = "code_asked" if right else "locked" if last else "sign_in_refused"
    with unit_of_work() as session:
        if usable is not None and right:
            _renew(session, usable, renewed)
        audit.record(session, Actor(), done, _subject(person), {"from": origin.address})
        if person is not None and done == "locked":
            accounts.tell(session, person.id, "account_locked")
    if factor is not None or required:
        return Challenge(_seal(_Pending(name, right, secrets.token_hex(8))))
    raise Problem("sign_in_failed", 401)


def second_step(challenge: str, typed: str, origin: Origin) -> Admission:
    """Check a code, and with it the password that came before: open a session.

    A challenge is good for ten minutes and five codes; twenty wrong codes a day stop a known
    device, and all others together, until tomorrow or until an administrator unlocks. Raises
    ``sign_in_failed``, ``sign_in_again`` for a challenge that is over, and ``busy``.
    """
    pending = _opened(challenge)
    person, factor = _known(pending.username)
    judged = factor_codes.judge(factor, typed)
    unlocks = person.unlocks if person is not None else 0
    counts = attempts.counts_of(origin, pending.username, unlocks)
    subject = attempts.code_subject(origin, pending.username, unlocks, right=pending.right)
    with unit_of_work() as session:
        person = _now(session, person)
        _hit_challenge(session, pending.nonce)
        tries = limits.count(session, subject, limits.LONGEST_WINDOW)
        usable = _usable(person, origin) if pending.right and tries <= _CODES_A_DAY else None
        if usable and judged and factor_codes.use(session, usable.id, judged):
            limits.give_back(session, subject)
            counts.forgive(session)
            if judged.kind == factor_codes.RECOVERY:
                _note_recovery(session, usable)
            return _open(session, usable, origin, judged.kind)
        refused = "second_factor.refused" if pending.right else "sign_in_refused"
        audit.record(session, Actor(), refused, _subject(person), {"from": origin.address})
        if person is not None and pending.right and tries == _CODES_TOLD:
            accounts.tell(session, person.id, "account_code_guessed")
    raise Problem("sign_in_failed", 401)


def _known(username: str) -> tuple[Staff | None, SecondFactor | None]:
    """The person of a name, and the second factor in force; one query."""
    row = db.session.execute(
        select(Staff, SecondFactor)
        .outerjoin(
            SecondFactor,
            and_(SecondFactor.staff_id == Staff.id, SecondFactor.secret_sealed.is_not(None)),
        )
        .where(Staff.username == username)
    ).one_or_none()
    return (None, None) if row is None else (row[0], row[1])


def _usable(person: Staff | None, origin: Origin) -> Staff | None:
    """The person, if there is one who may sign in now and from there."""
    if person is None or not person.active:
        return None
    if person.start_until is not None and clock.now() >= person.start_until:
        return None
    return person if not person.is_demo or demo_is_open(origin.is_local) else None


def _now(session: Session, person: Staff | None) -> Staff | None:
    """The person as they are now, with the same work for nobody."""
    number = person.id if person is not None else _NOBODY
    mine = {"key_share": True}
    return session.get(Staff, number, with_for_update=mine, populate_existing=True)


def _is_as_judged(session: Session, judged: Staff) -> bool:
    """Whether nobody closed the account, replaced the password or set a second factor since."""
    person = turn_of_staff(session, judged.id)
    factor = session.get(SecondFactor, judged.id)
    same = person.active and person.password_hash == judged.password_hash
    return same and (factor is None or factor.secret_sealed is None)


def _renewed(person: Staff | None, password: str) -> str | None:
    """A hash with today's parameters if the stored one has others; of a wrong password too, so
    that the time it takes tells nothing."""
    if person is None or not passwords.is_outdated(person.password_hash):
        return None
    return passwords.hash_password(password)


def _renew(session: Session, person: Staff, password_hash: str | None) -> None:
    if password_hash is not None:
        as_judged = (Staff.id == person.id, Staff.password_hash == person.password_hash)
        session.execute(
            update(Staff)
            .where(*as_judged)
            .values(password_hash=password_hash)
            .execution_options(synchronize_session=False)
        )


def _open(
    session: Session, person: Staff, origin: Origin, by: str, *, owes_factor: bool = False
) -> Admission:
    who = Actor(kind=ActorKind.STAFF, staff_id=person.id)
    told = {"by": by, "from": origin.address}
    audit.record(session, who, "signed_in", _subject(person), told)
    owed = sessions.Owed(password_rules.is_too_old(person), owes_factor)
    token = sessions.open_for_staff(session, person.id, origin.device, origin.replaces, owed)
    return Admission(token, attempts.device_mark(person.username))


def _note_recovery(session: Session, person: Staff) -> None:
    who = Actor(kind=ActorKind.STAFF, staff_id=person.id)
    left = factor_codes.codes_left(session, person.id)
    audit.record(session, who, "recovery_code.used", _subject(person), {"left": left})
    accounts.tell(session, person.id, "account_recovery_used")


def _subject(person: Staff | None) -> str:
    return f"staff:{person.id}" if person is not None else "staff:unknown"


def _hit_challenge(session: Session, nonce: str) -> None:
    try:
        limits.hit(session, f"sign_in.step:{nonce}", _CODES_A_CHALLENGE, CHALLENGE_LIFETIME)
    except Problem:
        raise _again() from None


def _seal(pending: _Pending) -> str:
    """A challenge, as long for a right password as for a wrong one."""
    until = int((clock.now() + CHALLENGE_LIFETIME).timestamp())
    told = orjson.dumps([pending.username, int(pending.right), pending.nonce, until])
    return base64.urlsafe_b64encode(current().keys.seal(_PURPOSE, told, _PLACE)).decode()


def _opened(token: str) -> _Pending:
    try:
        told = current().keys.unseal(_PURPOSE, base64.urlsafe_b64decode(token), _PLACE)
    except (binascii.Error, ValueError, InvalidTag):
        raise _again() from None
    username, right, nonce, until = orjson.loads(told)
    if clock.now().timestamp() >= until:
        raise _again()
    return _Pending(username, bool(right), nonce)


def _again() -> Problem:
    return Problem("sign_in_again", 410)
