"""Signing in by phone: a code of six digits, good for five minutes and five tries.

What an asker learns never depends on whether the phone is known. Nobody can guess: a phone has
at most 50 tries a day, ten of them kept for devices that signed in with it before, so that
somebody who uses up the others does not lock out the person whose phone it is. For the same reason
such a device never waits for what others do at its address: carriers share addresses.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, aliased

from server.identity import limits, phones, service, sessions, sms, wechat
from server.identity.identify import demo_is_open
from server.identity.models import OneTimeCode, Resident
from server.platform import audit, clock, outbox
from server.platform.actor import Actor
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem
from server.platform.i18n import t
from server.platform.runtime import current

LIFETIME = timedelta(minutes=5)
TRIES_A_CODE = 5
_DAY, _HOUR, _SHORT = timedelta(days=1), timedelta(hours=1), timedelta(minutes=10)
_SENDS_SHORT, _SENDS_DAY, _SENDS_DAY_KNOWN = 3, 10, 3
_TRIES_DAY, _TRIES_DAY_KNOWN = 40, 10
_SENDS_BY_DEVICE, _SENDS_BY_ADDRESS, _TRIES_BY_ADDRESS = 15, 60, 200


@dataclass(frozen=True)
class Request:
    """A code on its way; ``expires_in`` in seconds."""

    request_id: str
    expires_in: int


@dataclass(frozen=True)
class Redemption:
    """Who wants to sign in with a code, and from what.

    ``claim_digest`` is of the device's claim key, ``replaces`` the cookie it already has.
    """

    actor: Actor
    address: str
    device: str
    claim_digest: bytes | None
    replaces: str | None
    is_local: bool


def request_code(actor: Actor, raw_phone: str, address: str) -> Request:
    """Send a new code to a phone; codes sent before stay good, each for its own request.

    Raises ``phone_invalid`` and ``too_many_requests``.
    """
    phone = phones.parse(raw_phone)
    index = phones.index(phone)
    is_known = _is_device_of(actor, phones.indexes(phone))
    request_id = secrets.token_hex(16)
    code = f"{secrets.randbelow(10**6):06d}"
    now = clock.now()
    row = OneTimeCode(
        id=request_id,
        phone_index=index,
        phone_sealed=phones.seal(phone, _place(request_id)),
        code_digest=_digest(request_id, code),
        to_known_device=is_known,
        created_at=now,
        expires_at=now + LIFETIME,
    )
    minutes = int(LIFETIME.total_seconds() // 60)
    words = t("sms.code", actor.locale, code=code, minutes=minutes)
    params = {"code": code, "minutes": str(minutes)}
    group = _group(index, is_known)
    with unit_of_work() as session:
        limits.hit(session, f"otp.send.short:{group}", _SENDS_SHORT, _SHORT)
        a_day = _SENDS_DAY_KNOWN if is_known else _SENDS_DAY
        limits.hit(session, f"otp.send:{group}", a_day, _DAY)
        if actor.key_digest is not None:
            device = f"otp.send.device:{actor.key_digest.hex()}"
            limits.hit(session, device, _SENDS_BY_DEVICE, _HOUR)
        if not is_known:
            limits.hit(session, f"otp.send:{address}", _SENDS_BY_ADDRESS, _HOUR)
        session.add(row)
        sms.queue(session, phone, words, params, reference=request_id, until=row.expires_at)
    outbox.ring()
    return Request(request_id, int(LIFETIME.total_seconds()))


def redeem(request_id: str, code: str, by: Redemption) -> str:
    """Sign in with a code; returns the cookie of a new session.

    The device's reports join the account. Raises ``otp_wrong`` with the tries left,
    ``otp_expired`` for a code that is used, too old, tried too often or was never sent, and
    ``too_many_requests``.
    """
    with unit_of_work() as session:
        row = session.get(OneTimeCode, request_id, with_for_update=True)
        if row is None or not row.to_known_device:
            limits.hit(session, f"otp.try:{by.address}", _TRIES_BY_ADDRESS, _HOUR)
        left = _left(row)
        if row is not None and left > 0:
            a_day = _TRIES_DAY_KNOWN if row.to_known_device else _TRIES_DAY
            group = _group(row.phone_index, row.to_known_device)
            limits.hit(session, f"otp.try:{group}", a_day, _DAY)
            row.attempts += 1
            if hmac.compare_digest(row.code_digest, _digest(request_id, code)):
                row.used_at = clock.now()
                return _open_session(session, row, by)
            audit.record(session, by.actor, "code_refused", f"code:{request_id}")
    if left > 1:
        raise Problem("otp_wrong", 422, fields={"code": ["code"]}, left=left - 1)
    raise Problem("otp_expired", 422, fields={"code": ["code"]})


def forget_old(session: Session) -> None:
    """Delete codes that expired more than a day ago."""
    session.execute(delete(OneTimeCode).where(OneTimeCode.expires_at < clock.now() - _DAY))


def _left(row: OneTimeCode | None) -> int:
    if row is None or row.used_at is not None or row.expires_at <= clock.now():
        return 0
    return TRIES_A_CODE - row.attempts


def _open_session(session: Session, row: OneTimeCode, by: Redemption) -> str:
    phone = phones.unseal(row.phone_sealed, _place(row.id))
    account = service.account_of(session, phone, by.actor.locale)
    if account.is_demo and not demo_is_open(by.is_local):
        raise Problem("otp_expired", 422, fields={"code": ["code"]})
    if by.claim_digest is not None:
        device = service.device_of(session, by.claim_digest, by.actor.locale)
        if device.account_id is None:
            device.account_id = account.id
    wechat.adopt(session, by.actor, account)
    who = Actor(kind=by.actor.kind, resident_ids=(account.id,))
    audit.record(session, who, "signed_in", f"resident:{account.id}")
    return sessions.open_for_resident(session, account.id, by.device, by.replaces)


def _is_device_of(actor: Actor, indexes: tuple[bytes, ...]) -> bool:
    """Whether the asker's device belongs to the account of this phone."""
    if not actor.resident_ids:
        return False
    device, account = aliased(Resident), aliased(Resident)
    belongs = (
        select(device.id)
        .join(account, account.id == device.account_id)
        .where(device.id.in_(actor.resident_ids), account.phone_index.in_(indexes))
    )
    return db.session.scalar(belongs.limit(1)) is not None


def _group(phone_index: bytes, is_known: bool) -> str:
    return f"{phone_index.hex()}:{'known' if is_known else 'other'}"


def _digest(request_id: str, code: str) -> bytes:
    return current().keys.hmac("one_time_code", f"{request_id}:{code}".encode())


def _place(request_id: str) -> str:
    return f"one_time_code.phone_sealed|{request_id}"
