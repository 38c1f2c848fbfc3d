"""Signing in by WeChat (网页授权): a browser goes there with a state, and comes back with a code.

What WeChat tells is the openid, a name at our 公众号 and nowhere else; nothing is asked of the
person's WeChat. The state stands in a sealed cookie of the browser that left, so that nobody can be
signed in as somebody else by following a link.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
import structlog
from cryptography.exceptions import InvalidTag
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.identity import limits, service, sessions
from server.identity.models import Resident, SignIn, WechatLink
from server.identity.turns import turn_of_resident
from server.notifications.channels.configured import wechat_pages
from server.notifications.channels.messages import NotAccepted
from server.notifications.channels.wechat import CodeRefused, OfficialAccount
from server.notifications.preferences import keep_openid
from server.platform import audit, clock
from server.platform.actor import Actor, ActorKind
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem, not_found
from server.platform.logs import described
from server.platform.runtime import current

LIFETIME = timedelta(minutes=10)
BACK = "/wechat/sign-in/back"
_TRIES_BY_ADDRESS, _HOUR = 60, timedelta(hours=1)
_TICKET, _OPENID, _INDEX = "wechat_ticket", "openid", "openid_index"
log = structlog.get_logger()


@dataclass(frozen=True)
class Departure:
    """``address`` at WeChat where the browser goes, and ``ticket``, the cookie it takes along."""

    address: str
    ticket: str


@dataclass(frozen=True)
class Arrival:
    """Who comes back from WeChat, with what, and from where; ``replaces`` is the present cookie."""

    actor: Actor
    ticket: str
    state: str
    code: str
    address: str
    device: str
    replaces: str | None


def depart(claim_digest: bytes | None) -> Departure:
    """Begin a sign-in; the reports of the device with this claim digest will join the account.

    Raises ``not_found`` where sign-in by WeChat is not offered.
    """
    account = _account()
    state, until = secrets.token_hex(16), clock.now() + LIFETIME
    kept = {
        "state": state,
        "until": int(until.timestamp()),
        "claim": claim_digest.hex() if claim_digest else None,
    }
    sealed = current().keys.seal(_TICKET, orjson.dumps(kept), b"")
    back = current().settings.public_url.rstrip("/") + BACK
    return Departure(
        account.authorize_url(back, state), base64.urlsafe_b64encode(sealed).decode().rstrip("=")
    )


def arrive(by: Arrival) -> str:
    """Sign in, or give one's account its WeChat when signed in already; returns the new cookie.

    Raises ``wechat_state`` (403) when this browser did not leave for WeChat just now,
    ``wechat_code`` (422) for a code that WeChat does not know or no longer knows,
    ``wechat_away`` (422) when WeChat does not answer, ``wechat_taken`` (409) when this WeChat
    belongs to somebody else's account, and ``too_many_requests``.
    """
    account = _account()
    claim = _opened(by.ticket, by.state)
    limits.throttle(f"wechat:{by.address}", _TRIES_BY_ADDRESS, _HOUR)
    try:
        openid = account.openid_of(by.code)
    except CodeRefused:
        raise Problem("wechat_code", 422) from None
    except NotAccepted as error:
        log.warning("wechat_away", error=described(error))
        raise Problem("wechat_away", 422) from None
    try:
        return _admit(by, openid, claim)
    except IntegrityError:  # the same WeChat came twice at once: now it is known
        return _admit(by, openid, claim)


def is_linked(actor: Actor) -> bool:
    """Whether the actor's account has its WeChat."""
    own = _own(actor)
    return own is not None and db.session.get(WechatLink, own) is not None


def unlink(actor: Actor) -> None:
    """Forget the WeChat of the actor's account, for messages too; harmless without one.

    Raises ``wechat_only_way`` (409) when nothing else leads into the account.
    """
    own = _own(actor)
    if own is None:
        return
    with unit_of_work() as session:
        account = turn_of_resident(session, own)
        link = session.get(WechatLink, own)
        if account is None or link is None:
            return
        if account.phone_index is None:
            raise Problem("wechat_only_way", 409)
        session.delete(link)
        keep_openid(session, f"r:{own}", None)
        audit.record(session, actor, "wechat_unlinked", f"resident:{own}")


def adopt(session: Session, actor: Actor, account: Resident) -> None:
    """Let an account without a phone, in which the actor is, become part of ``account``.

    In the caller's transaction, when the actor has proved a phone number. Anybody else is left
    alone, and so is a WeChat where ``account`` has one of its own.
    """
    own = _own(actor)
    if own is None or own == account.id:
        return
    guest = turn_of_resident(session, own)
    if guest is not None and guest.phone_index is None:
        _join(session, own, account.id)


def _admit(by: Arrival, openid: str, claim: bytes | None) -> str:
    with unit_of_work() as session:
        resident_id = _account_of(session, openid, by.actor)
        if claim is not None:
            device = service.device_of(session, claim, by.actor.locale)
            if device.account_id is None:
                device.account_id = resident_id
        keep_openid(session, f"r:{resident_id}", openid)
        who = Actor(kind=ActorKind.RESIDENT, resident_ids=(resident_id,))
        audit.record(session, who, "signed_in", f"resident:{resident_id}", {"by": "wechat"})
        return sessions.open_for_resident(session, resident_id, by.device, by.replaces)


def _account() -> OfficialAccount:
    pages = wechat_pages()
    if pages is None:
        raise not_found()
    return pages.account


def _own(actor: Actor) -> int | None:
    """The account the actor is signed in to."""
    signed_in = actor.kind is ActorKind.RESIDENT and actor.session_id is not None
    return actor.resident_ids[0] if signed_in else None


def _opened(ticket: str, state: str) -> bytes | None:
    """The claim digest in a ticket that fits a state."""
    try:
        sealed = base64.urlsafe_b64decode(ticket + "=" * (-len(ticket) % 4))
        kept = orjson.loads(current().keys.unseal(_TICKET, sealed, b""))
    except (InvalidTag, binascii.Error, ValueError):
        raise Problem("wechat_state", 403) from None
    fits = hmac.compare_digest(kept["state"].encode(), state.encode())
    if not fits or kept["until"] < clock.now().timestamp():
        raise Problem("wechat_state", 403)
    return bytes.fromhex(kept["claim"]) if kept["claim"] else None


def _account_of(session: Session, openid: str, actor: Actor) -> int:
    """The account that this WeChat opens: the one it opened before, the actor's, or a new one."""
    indexes = current().keys.indexes(_INDEX, openid.encode())
    index = indexes[0]
    linked = select(WechatLink).where(WechatLink.openid_index.in_(indexes))
    known, own = session.scalar(linked), _own(actor)
    involved = {own, known.resident_id if known is not None else None}
    for number in sorted(number for number in involved if number is not None):
        if turn_of_resident(session, number) is None and number == own:
            raise Problem("sign_in_required", 401)
    known = session.scalar(linked.execution_options(populate_existing=True))
    if known is not None and own in (None, known.resident_id):
        return known.resident_id
    now = clock.now()
    if own is None:
        made = Resident(locale=actor.locale, created_at=now)
        session.add(made)
        session.flush()
        own = made.id
    elif known is not None:
        if session.get_one(Resident, known.resident_id).phone_index is not None:
            raise Problem("wechat_taken", 409)
        _join(session, known.resident_id, own)
    _link(session, own, openid, index, now)
    return own


def _link(session: Session, resident_id: int, openid: str, index: bytes, now: datetime) -> None:
    """Give an account this WeChat in place of the one it may have had."""
    link = session.get(WechatLink, resident_id) or WechatLink(resident_id=resident_id)
    link.openid_index, link.linked_at = index, now
    link.openid_sealed = current().keys.seal(_OPENID, openid.encode(), _place(resident_id))
    session.add(link)
    session.flush()


def reseal(link: WechatLink) -> None:
    """Seal and index a WeChat anew, with the newest data key."""
    keys, place = current().keys, _place(link.resident_id)
    openid = keys.unseal(_OPENID, link.openid_sealed, place)
    link.openid_index = keys.indexes(_INDEX, openid)[0]
    link.openid_sealed = keys.seal(_OPENID, openid, place)


def _join(session: Session, guest_id: int, host_id: int) -> None:
    """Make an account and its devices part of another one; its WeChat moves along if it fits."""
    session.execute(
        update(Resident).where(Resident.account_id == guest_id).values(account_id=host_id)
    )
    session.execute(update(Resident).where(Resident.id == guest_id).values(account_id=host_id))
    session.execute(
        update(SignIn).where(SignIn.resident_id == guest_id).values(resident_id=host_id)
    )
    link = session.get(WechatLink, guest_id)
    if link is None:
        return
    openid = current().keys.unseal(_OPENID, link.openid_sealed, _place(guest_id)).decode()
    index, since = link.openid_index, link.linked_at
    session.delete(link)
    session.flush()
    if session.get(WechatLink, host_id) is None:
        _link(session, host_id, openid, index, since)
        keep_openid(session, f"r:{host_id}", openid)


def _place(resident_id: int) -> bytes:
    return f"wechat_link.openid_sealed|{resident_id}".encode()
