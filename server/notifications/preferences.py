"""What somebody wants of messages besides the inbox, which everybody always has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from server.identity import phones
from server.identity.service import ensure_resident
from server.identity.turns import require_known
from server.notifications.access import Channel, Reader, phone_place, readers, seal_openid
from server.notifications.deliveries import offered
from server.notifications.models import QUIET_FROM, QUIET_UNTIL, NoticePreference
from server.platform import audit
from server.platform.actor import Actor
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem
from server.platform.upsert import insert_into

_DEFAULT = (QUIET_FROM, QUIET_UNTIL)
_QUIET = {"begin": "quiet_from", "until": "quiet_until"}


def preferences_of(actor: Actor) -> dict[str, Any]:
    """The reader's wishes, and what each channel that is offered here would use.

    Numbers are masked; ``address`` is ``None`` where the channel does not know the reader yet.
    """
    owner = actor.owners[0] if actor.owners else ""
    reader = readers(db.session(), [owner], wanted_only=False).get(owner)
    wish = None if reader is None else db.session.get(NoticePreference, reader.owner)
    quiet = reader.quiet if reader else _DEFAULT
    return {
        "channels": [
            {
                "channel": channel,
                "on": wish is None or getattr(wish, channel),
                "address": _shown(channel, reader),
                "own": channel == "sms" and actor.is_staff,
            }
            for channel in offered()
        ],
        "quiet": {"from": _clock(quiet[0]), "until": _clock(quiet[1])},
        "locale": reader.locale if reader else actor.locale,
    }


def prefer(actor: Actor, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Keep ``sms``, ``wechat``, ``quiet``, ``locale`` and, of staff, ``phone`` as wanted.

    What is not named stays, one end of ``quiet`` (``begin``, ``until``) too when the other comes
    alone. Returns all of it, as ``preferences_of`` does. Raises ``phone_invalid``, and
    ``forbidden`` when a resident names a number: theirs is the one they signed in with.
    """
    changes = {name: wanted[name] for name in ("sms", "wechat", "locale") if name in wanted}
    for end, moment in wanted.get("quiet", {}).items():
        changes[_QUIET[end]] = _minutes(moment)
    phone = wanted.get("phone")
    if "phone" in wanted:
        if not actor.is_staff:
            raise Problem("forbidden", 403)
        phone = phones.parse(phone) if phone else None
    actor = ensure_resident(actor)
    with unit_of_work() as session:
        require_known(session, actor.owner)
        owner = readers(session, actor.owners[:1])[actor.owners[0]].owner
        if "phone" in wanted:
            changes["phone_sealed"] = phones.seal(phone, phone_place(owner)) if phone else None
        _keep(session, owner, changes)
        if actor.is_staff:
            audit.record(session, actor, "notices_preferred", owner, {"what": [*wanted]})
    return preferences_of(actor)


def remember_openid(actor: Actor, openid: str) -> None:
    """Keep under which openid the reader is known to our 公众号."""
    actor = ensure_resident(actor)
    with unit_of_work() as session:
        require_known(session, actor.owner)
        owner = readers(session, actor.owners[:1])[actor.owners[0]].owner
        keep_openid(session, owner, openid)


def keep_openid(session: Session, owner: str, openid: str | None) -> None:
    """The same in the caller's transaction, for the key of a person; ``None`` forgets it."""
    sealed = seal_openid(openid, owner) if openid else None
    _keep(session, owner, {"openid_sealed": sealed, "wechat": True})


def _keep(session: Session, owner: str, changes: Mapping[str, Any]) -> None:
    """Write these columns and no others: what another window changes in this moment stays."""
    if not changes:
        return
    session.execute(
        insert_into(session, NoticePreference)
        .values(owner=owner, **changes)
        .on_conflict_do_update(index_elements=["owner"], set_=dict(changes))
    )


def _shown(channel: Channel, reader: Reader | None) -> str | None:
    address = reader.addresses.get(channel) if reader else None
    if address is None:
        return None
    return phones.mask(address) if channel == "sms" else ""


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
