"""One's own second factor: set up, replaced, switched off; taken away by an administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.city.service import city, policy
from server.identity import factor_codes, limits, own_password, sessions
from server.identity.models import RecoveryCode, SecondFactor, SignIn
from server.identity.turns import turn_of_staff
from server.notifications import accounts
from server.platform import audit, clock
from server.platform.actor import Actor
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem

PROPOSAL_LIFETIME = timedelta(minutes=30)
_TRIES, _WINDOW = 10, timedelta(minutes=15)
_PRODUCT = "随手拍"


@dataclass(frozen=True)
class Standing:
    """Whether the city requires a second factor, since when there is one, codes left."""

    required: bool
    set_at: datetime | None
    codes_left: int


@dataclass(frozen=True)
class Proposal:
    """What an authenticator app is to be told: its ``secret``, also in an ``otpauth:`` address."""

    secret: str
    address: str


@dataclass(frozen=True)
class SetUp:
    """A new session in the place of the present one, and the recovery codes, told this once."""

    token: str
    recovery_codes: list[str]


def standing_of(actor: Actor) -> Standing:
    """The actor's own second factor."""
    session = db.session()
    factor = session.get(SecondFactor, actor.staff_id)
    since = factor.set_at if factor is not None else None
    left = factor_codes.codes_left(session, actor.staff_id or 0) if since is not None else 0
    return Standing(policy().second_factor_required, since, left)


def propose(actor: Actor, password: str | None) -> Proposal:
    """A new secret; what is in force stays until a code of the new one was typed.

    Who has just signed in and must set it up need not type the password again. Raises
    ``password_wrong``, ``too_many_requests`` and ``busy``.
    """
    owing = select(SignIn.owes_factor).where(SignIn.id == actor.session_id)
    if password is not None or not db.session.scalar(owing):
        own_password.require_present(actor, password or "")
    staff_id = _id_of(actor)
    secret = pyotp.random_base32()
    issuer = " ".join(part for part in (_PRODUCT, city().name) if part)
    with unit_of_work() as session:
        person = turn_of_staff(session, staff_id)
        factor = session.get(SecondFactor, staff_id)
        if factor is None:
            factor = SecondFactor(staff_id=staff_id)
            session.add(factor)
        factor.proposed_sealed = factor_codes.sealed(secret, staff_id)
        factor.proposed_at = clock.now()
        address = pyotp.TOTP(secret).provisioning_uri(name=person.username, issuer_name=issuer)
    return Proposal(secret, address)


def confirm(actor: Actor, code: str, device: str, replaces: str | None) -> SetUp:
    """Put the proposed secret in force with its first code; every other session ends.

    Raises ``second_factor_code`` for a wrong code, ``second_factor_begin_again`` without a living
    proposal, ``too_many_requests`` after ten tries in 15 minutes, and ``busy``.
    """
    staff_id = _id_of(actor)
    limits.throttle(f"second_factor:{staff_id}", _TRIES, _WINDOW)
    factor = db.session.get(SecondFactor, staff_id)
    proposed = _proposed(factor)
    step = factor_codes.step_of(
        factor_codes.unsealed(proposed, staff_id), factor_codes.normal(code)
    )
    if step is None:
        raise Problem("second_factor_code", 422, fields={"code": ["code"]})
    codes = factor_codes.new_recovery_codes()
    with unit_of_work() as session:
        turn_of_staff(session, staff_id)
        factor = session.get(SecondFactor, staff_id)
        if factor is None or factor.proposed_sealed != proposed:
            raise Problem("second_factor_begin_again", 409)
        replaced = factor.secret_sealed is not None
        factor.secret_sealed, factor.set_at, factor.last_step = proposed, clock.now(), step
        factor.proposed_sealed = factor.proposed_at = None
        factor_codes.store_recovery_codes(session, factor, codes)
        sessions.revoke_staff(session, staff_id)
        token = sessions.open_for_staff(session, staff_id, device, replaces)
        limits.clear(session, f"second_factor:{staff_id}")
        done = "second_factor.replaced" if replaced else "second_factor.set"
        audit.record(session, actor, done, f"staff:{staff_id}")
        accounts.tell(session, staff_id, "account_factor_set")
    return SetUp(token, codes.shown)


def renew_codes(actor: Actor, password: str) -> list[str]:
    """Ten new recovery codes in the place of the old ones.

    Raises ``password_wrong``, ``second_factor_missing``, ``too_many_requests`` and ``busy``.
    """
    own_password.require_present(actor, password)
    staff_id, codes = _id_of(actor), factor_codes.new_recovery_codes()
    with unit_of_work() as session:
        factor_codes.store_recovery_codes(session, _in_force(session, staff_id), codes)
        audit.record(session, actor, "recovery_codes.renewed", f"staff:{staff_id}")
    return codes.shown


def remove(actor: Actor, password: str) -> None:
    """Switch the second factor off, where the city does not require one; other sessions end.

    Raises ``second_factor_required``, ``second_factor_missing``, ``password_wrong``,
    ``too_many_requests`` and ``busy``.
    """
    if policy().second_factor_required:
        raise Problem("second_factor_required", 409)
    own_password.require_present(actor, password)
    staff_id = _id_of(actor)
    with unit_of_work() as session:
        _in_force(session, staff_id)
        _forget(session, staff_id)
        sessions.revoke_staff(session, staff_id, but=actor.session_id)
        audit.record(session, actor, "second_factor.removed", f"staff:{staff_id}")
        accounts.tell(session, staff_id, "account_factor_removed")


def reset(session: Session, staff_id: int, by: Actor) -> None:
    """Take a second factor away, ending all sessions, in the caller's transaction."""
    turn_of_staff(session, staff_id)
    _forget(session, staff_id)
    sessions.revoke_staff(session, staff_id)
    audit.record(session, by, "second_factor.reset", f"staff:{staff_id}")
    accounts.tell(session, staff_id, "account_factor_reset")


def _forget(session: Session, staff_id: int) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
    session.execute(delete(SecondFactor).where(SecondFactor.staff_id == staff_id))


def _in_force(session: Session, staff_id: int) -> SecondFactor:
    turn_of_staff(session, staff_id)
    factor = session.get(SecondFactor, staff_id)
    if factor is None or factor.secret_sealed is None:
        raise Problem("second_factor_missing", 409)
    return factor


def _proposed(factor: SecondFactor | None) -> bytes:
    if factor is None or factor.proposed_sealed is None or factor.proposed_at is None:
        raise Problem("second_factor_begin_again", 409)
    if clock.now() >= factor.proposed_at + PROPOSAL_LIFETIME:
        raise Problem("second_factor_begin_again", 409)
    return factor.proposed_sealed


def _id_of(actor: Actor) -> int:
    if actor.staff_id is None:
        raise TypeError("only staff have a second factor")
    return actor.staff_id
