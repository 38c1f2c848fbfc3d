"""Browsers that want to be told by Web Push: whose they are, and what is sent to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.identity.service import ensure_resident
from server.identity.turns import require_known
from server.notifications.channels.configured import web_push
from server.notifications.channels.messages import NotAccepted, Unreachable
from server.notifications.channels.webpush import Gone, Subscription, check
from server.notifications.models import PushSubscription
from server.platform import clock
from server.platform.actor import Actor
from server.platform.db import unit_of_work
from server.platform.errors import Problem, not_found
from server.platform.outgoing import is_callable
from server.platform.upsert import insert_into

_EACH_MOST = 10
"""Browsers of one person; the oldest one makes room."""


def public_key() -> str | None:
    """What browsers subscribe with; ``None`` when this installation does not push."""
    push = web_push()
    return push.public_key if push else None


def subscribe(actor: Actor, endpoint: str, p256dh: str, auth: str) -> None:
    """Keep a browser as the actor's, whoever it belonged to before.

    Raises ``not_found`` without push, ``push_endpoint`` (422) for an address that this server must
    not call or keys that are none, ``sign_in_required``.
    """
    if web_push() is None:
        raise not_found()
    if not is_callable(endpoint):
        raise Problem("push_endpoint", 422)
    try:
        check(Subscription(endpoint, p256dh, auth))
    except ValueError:
        raise Problem("push_endpoint", 422) from None
    actor = ensure_resident(actor)
    values = {
        "owner": actor.owners[0],
        "session_id": actor.session_id,
        "p256dh": p256dh,
        "auth": auth,
        "created_at": clock.now(),
    }
    with unit_of_work() as session:
        require_known(session, actor.owner)
        session.execute(
            insert_into(session, PushSubscription)
            .values(endpoint=endpoint, **values)
            .on_conflict_do_update(index_elements=["endpoint"], set_=values)
        )
        _make_room(session, actor.owners[0])


def _make_room(session: Session, owner: str) -> None:
    mine = select(PushSubscription.id).where(PushSubscription.owner == owner)
    newest_first = mine.order_by(PushSubscription.created_at.desc(), PushSubscription.id.desc())
    old = list(session.scalars(newest_first.offset(_EACH_MOST)))
    session.execute(delete(PushSubscription).where(PushSubscription.id.in_(old)))


def unsubscribe(actor: Actor, endpoint: str) -> None:
    """Forget one of the actor's browsers; nothing happens for any other."""
    with unit_of_work() as session:
        session.execute(
            delete(PushSubscription).where(
                PushSubscription.endpoint == endpoint, PushSubscription.owner.in_(actor.owners)
            )
        )


def push(to: Mapping[int, Subscription], told: Mapping[str, Any], reference: str) -> str:
    """Send to every browser; returns the id of the last one taken. Forgets those that are gone.

    Raises ``Unreachable`` when none is left, ``NotAccepted`` when one might take it later: those
    that have it get it again, under the same reference and tag, and show it once.
    """
    sender = web_push()
    if sender is None:
        raise Unreachable("no push")
    payload, taken, gone, later = orjson.dumps(dict(told)), None, [], None
    for number, browser in to.items():
        try:
            taken = sender.send(browser, payload, reference)
        except Gone:
            gone.append(number)
        except Unreachable:
            continue
        except NotAccepted as error:
            later = error
    if gone:
        with unit_of_work() as session:
            session.execute(delete(PushSubscription).where(PushSubscription.id.in_(gone)))
    if later is not None:
        raise later
    if taken is None:
        raise Unreachable("no browser left")
    return taken
