"""How people can be reached besides the inbox: what they want, their numbers, their language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from server.identity import phones
from server.identity.models import Organisation, Resident, SignIn, Staff
from server.notifications.channels.webpush import Subscription
from server.notifications.models import (
    QUIET_FROM,
    QUIET_UNTIL,
    Notice,
    NoticePreference,
    PushSubscription,
)
from server.platform.errors import Problem
from server.platform.i18n import DEFAULT
from server.platform.runtime import current

Channel = Literal["sms", "wechat"]
CHANNELS: tuple[Channel, ...] = ("sms", "wechat")
_OPENID = "openid"
_NOT_SIGNED_OUT: ColumnElement[bool] = or_(
    PushSubscription.session_id.is_(None), SignIn.revoked_at.is_(None)
)
"""A subscription lives as long as its session was not ended: not by signing out, not from another
device, not by an administrator. That it is idle does not matter: the phone is in a pocket."""
_Person = tuple[str, str, str | None]


@dataclass(frozen=True)
class Reader:
    """Somebody with an inbox, or ``o:``, the telephone of an organisation.

    ``addresses`` holds the channels that the reader has and wants, whether or not the installation
    offers them; ``quiet`` are minutes of the city's day, from and until.
    """

    owner: str
    locale: str
    quiet: tuple[int, int]
    addresses: dict[Channel, str]


def readers(
    session: Session, owners: Iterable[str], *, wanted_only: bool = True
) -> dict[str, Reader]:
    """Readers by the keys under which they are told; four queries however many.

    Devices of an account, and the account, are one reader. Without ``wanted_only`` addresses are
    there too that the reader does not want used.
    """
    asked = list(owners)
    people = _residents(session, asked) | _staff(session, asked)
    owned = {owner for owner, _, _ in people.values()}
    wishes = {
        wish.owner: wish
        for wish in session.scalars(
            select(NoticePreference).where(NoticePreference.owner.in_(owned))
        )
    }
    found = {
        key: _reader(person, wishes.get(person[0]), wanted_only) for key, person in people.items()
    }
    return found | _telephones(session, asked)


def _reader(person: _Person, wish: NoticePreference | None, wanted_only: bool) -> Reader:
    owner, locale, phone = person
    addresses: dict[Channel, str] = {}
    if wish is None:
        if phone:
            addresses["sms"] = phone
        return Reader(owner, locale, (QUIET_FROM, QUIET_UNTIL), addresses)
    number = phone or own_phone(wish)
    if number and (wish.sms or not wanted_only):
        addresses["sms"] = number
    if wish.openid_sealed is not None and (wish.wechat or not wanted_only):
        addresses["wechat"] = unseal_openid(wish)
    quiet = (wish.quiet_from, wish.quiet_until)
    return Reader(owner, wish.locale or locale, quiet, addresses)


def own_phone(wish: NoticePreference) -> str | None:
    """The number that a member of staff gave for messages."""
    if wish.phone_sealed is None:
        return None
    return phones.unseal(wish.phone_sealed, phone_place(wish.owner))


def phone_place(owner: str) -> str:
    """The place in which the number of a member of staff is kept."""
    return f"notice_preference.phone_sealed|{owner}"


def seal_openid(openid: str, owner: str) -> bytes:
    """Encrypt an openid for its place."""
    return current().keys.seal(_OPENID, openid.encode(), _openid_place(owner))


def unseal_openid(wish: NoticePreference) -> str:
    """The openid of a person who has one."""
    sealed = wish.openid_sealed or b""
    return current().keys.unseal(_OPENID, sealed, _openid_place(wish.owner)).decode()


def _openid_place(owner: str) -> bytes:
    return f"notice_preference.openid_sealed|{owner}".encode()


def _residents(session: Session, owners: list[str]) -> dict[str, _Person]:
    """Account, language and proven number of residents, by the key of device or account."""
    device, person = aliased(Resident), aliased(Resident)
    rows = session.execute(
        select(device.id, person.id, person.locale, person.phone_sealed, person.phone_index)
        .join(person, person.id == func.coalesce(device.account_id, device.id))
        .where(device.id.in_(_ids(owners, "r")))
    )
    return {
        f"r:{device_id}": (f"r:{person_id}", locale, _account_phone(sealed, index))
        for device_id, person_id, locale, sealed, index in rows
    }


def _account_phone(sealed: bytes | None, index: bytes | None) -> str | None:
    if sealed is None or index is None:
        return None
    return phones.unseal(sealed, phones.account_place(index))


def _staff(session: Session, owners: list[str]) -> dict[str, _Person]:
    rows = session.execute(
        select(Staff.id, Staff.locale).where(Staff.id.in_(_ids(owners, "s")), Staff.active)
    )
    return {f"s:{row.id}": (f"s:{row.id}", row.locale, None) for row in rows}


def _telephones(session: Session, owners: list[str]) -> dict[str, Reader]:
    """Organisations whose number is a mobile one: they are never quiet."""
    rows = session.execute(
        select(Organisation.id, Organisation.phone).where(Organisation.id.in_(_ids(owners, "o")))
    )
    found = {}
    for number, phone in rows:
        try:
            addresses: dict[Channel, str] = {"sms": phones.parse(phone)}
        except Problem:
            continue
        found[f"o:{number}"] = Reader(f"o:{number}", DEFAULT, (0, 0), addresses)
    return found


def _ids(owners: list[str], kind: str) -> list[int]:
    return [int(owner[2:]) for owner in owners if owner.startswith(f"{kind}:")]


def reached(session: Session, owners: Iterable[str]) -> set[str]:
    """Which of some people have a browser that wants to be told; one query."""
    found = (
        select(PushSubscription.owner)
        .outerjoin(SignIn, SignIn.id == PushSubscription.session_id)
        .where(PushSubscription.owner.in_(list(owners)), _NOT_SIGNED_OUT)
        .distinct()
    )
    return set(session.scalars(found))


def browsers(session: Session, owner: str) -> dict[int, Subscription]:
    """The browsers of a person by their ids."""
    found = (
        select(PushSubscription)
        .outerjoin(SignIn, SignIn.id == PushSubscription.session_id)
        .where(PushSubscription.owner == owner, _NOT_SIGNED_OUT)
        .order_by(PushSubscription.id)
    )
    return {
        row.id: Subscription(row.endpoint, row.p256dh, row.auth) for row in session.scalars(found)
    }


def unread_of(session: Session, owner: str) -> int:
    """How many notices of a person are unread, on whatever device of theirs they came in."""
    owners = [owner]
    if owner.startswith("r:"):
        devices = session.scalars(select(Resident.id).where(Resident.account_id == int(owner[2:])))
        owners += [f"r:{device}" for device in devices]
    unread = select(func.count()).where(Notice.owner.in_(owners), Notice.read_at.is_(None))
    return session.scalar(unread) or 0
