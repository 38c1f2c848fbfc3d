"""Messages to phones: planned with the inbox, sent later, each on its own.

At least once, always under the same reference; a provider that fails holds up nobody else.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from server.city.service import time_zone
from server.notifications.access import (
    CHANNELS,
    Channel,
    Reader,
    browsers,
    reached,
    readers,
    unread_of,
)
from server.notifications.channels.configured import official_account, sms_provider, web_push
from server.notifications.channels.messages import ShortMessage, Unreachable, WechatMessage
from server.notifications.models import Delivery
from server.notifications.queries import Told, numbers_of
from server.notifications.rules import WATCHED, Rule
from server.notifications.subscriptions import push
from server.platform import clock, outbox
from server.platform.db import db, unit_of_work
from server.platform.i18n import t
from server.platform.logs import described
from server.platform.outbox.service import MAX_ATTEMPTS
from server.platform.runtime import current
from server.platform.upsert import insert_into

TOPIC = "notice.send"
_PUSH = "push"
_WECHAT_WORDS_MOST = 20


def offered() -> tuple[Channel, ...]:
    """The channels that this installation has."""
    has = {"sms": sms_provider() is not None, "wechat": official_account() is not None}
    return tuple(channel for channel in CHANNELS if has[channel])


def plan(session: Session, event: Told, told: Mapping[str, Rule]) -> None:
    """Queue what the event sends to phones, in the transaction that fills the inboxes."""
    pushed = {owner: rule for owner, rule in told.items() if rule.pushed}
    channels, pushes = offered(), web_push() is not None
    if not pushed or not (channels or pushes):
        return
    found = readers(session, pushed)
    in_browsers = reached(session, {one.owner for one in found.values()}) if pushes else set()
    for key, reader in found.items():
        later = None if event.urgent else end_of_quiet(clock.now(), reader.quiet)
        wanted: list[str] = [channel for channel in channels if channel in reader.addresses]
        if reader.owner in in_browsers:
            wanted.append(_PUSH)
        for channel in wanted:
            _queue(session, event, reader.owner, channel, pushed[key].template, later)


def _queue(
    session: Session,
    event: Told,
    owner: str,
    channel: str,
    template: str,
    later: datetime | None,
) -> None:
    added = session.scalar(
        insert_into(session, Delivery)
        .values(
            owner=owner,
            case_id=event.case_id,
            seq=event.seq,
            channel=channel,
            template=template,
            state="queued",
            created_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["case_id", "seq", "owner", "channel"])
        .returning(Delivery.id)
    )
    if added is not None:
        outbox.put(session, TOPIC, {"delivery": added}, not_before=later)


def end_of_quiet(now: datetime, quiet: tuple[int, int]) -> datetime | None:
    """When the quiet hours end that ``now`` lies in, UTC; ``None`` outside of them.

    ``quiet`` are minutes of the city's day; from later than until means over midnight.
    """
    start, end = quiet
    local = now.astimezone(time_zone())
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    minute = local.hour * 60 + local.minute
    if start <= minute < end or (end < start and minute < end):
        return midnight + timedelta(minutes=end)
    if end < start <= minute:
        return midnight + timedelta(days=1, minutes=end)
    return None


def deliver(delivery_id: int) -> None:
    """Send a queued message; harmless for one that was sent.

    Raises whatever the provider's adapter raises but ``Unreachable``, after noting it.
    """
    row = db.session.get(Delivery, delivery_id)
    if row is None or row.state == "sent":
        return
    reader = readers(db.session(), [row.owner]).get(row.owner)
    number = numbers_of([row.case_id])[row.case_id]
    to = browsers(db.session(), row.owner) if row.channel == _PUSH else {}
    unread = unread_of(db.session(), row.owner) if to else 0
    db.session.expunge_all()
    db.session.remove()
    try:
        if reader is None:
            provider_id = None
        elif to:
            provider_id = push(to, _told(row, reader, number) | {"unread": unread}, reference(row))
        else:
            provider_id = _send(row, reader, number)
    except Unreachable as error:
        _note(row, state="failed", error=described(error)[:200])
    except Exception as error:
        attempts = row.attempts + 1
        state = "failed" if attempts >= MAX_ATTEMPTS else "queued"
        _note(row, state=state, attempts=attempts, error=described(error)[:200])
        raise
    else:
        if provider_id is None:
            _note(row, state="dropped")
        else:
            _note(row, state="sent", provider_id=provider_id[:80], error=None, sent_at=clock.now())


def _note(row: Delivery, **changes: Any) -> None:
    with unit_of_work() as session:
        session.execute(
            update(Delivery)
            .where(Delivery.id == row.id, Delivery.state != "sent")
            .values(**changes)
            .execution_options(synchronize_session=False)
        )


def _send(row: Delivery, reader: Reader, number: str) -> str | None:
    """The provider's id of the message; ``None`` when it is not wanted or not offered any more."""
    words = t(f"notice.{row.template}.title", reader.locale)
    link, stable = link_to(number), reference(row)
    provider, account = sms_provider(), official_account()
    match row.channel, reader.addresses:
        case "sms", {"sms": phone} if provider is not None:
            whole = t("sms.notice", reader.locale, number=number, words=words, link=link).strip()
            params = {"number": number, "words": words}
            return provider.send(ShortMessage(phone, "notice", params, whole, stable))
        case "wechat", {"wechat": openid} if account is not None:
            local = row.created_at.astimezone(time_zone())
            values = (number, _cut(words), f"{local:%Y-%m-%d %H:%M}")
            return account.send(WechatMessage(openid, values, link, stable))
    return None


def _told(row: Delivery, reader: Reader, number: str) -> dict[str, Any]:
    """What a browser shows; the tag makes one of the same message sent twice."""
    app = "/office#/q/all/" if row.owner.startswith("s:") else "/#/follow/"
    if row.template.startswith(WATCHED):
        app = "/c/"
    return {
        "title": t(f"notice.{row.template}.title", reader.locale),
        "body": t(f"notice.{row.template}.body", reader.locale, number=number),
        "url": app + number,
        "tag": reference(row),
    }


def _cut(words: str) -> str:
    if len(words) <= _WECHAT_WORDS_MOST:
        return words
    return f"{words[: _WECHAT_WORDS_MOST - 1]}…"


def link_to(number: str) -> str:
    """Where whoever is told finds the case; empty when nobody said where people reach us."""
    base = current().settings.public_url.rstrip("/")
    return f"{base}/go/{number}" if base else ""


def reference(row: Delivery) -> str:
    """What the provider knows a message by: the same for an event, a reader and a channel."""
    place = f"{row.case_id}/{row.seq}/{row.owner}/{row.channel}"
    return current().keys.hmac("delivery", place.encode()).hex()[:32]
