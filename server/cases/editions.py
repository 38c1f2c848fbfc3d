"""Tags of lists: a cheap answer to "has anything I see changed since?".

A tag holds the last event of any journal, the moment it was made and a digest of who asked for
what. It still holds while no later event concerns the asker. The few events since are looked at,
never the list: an office with a hundred thousand cases asks as cheaply as one with ten.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from hashlib import blake2s
from typing import Any

from sqlalchemy import Row, bindparam, select

from server.cases.models import Case, JournalEvent
from server.cases.queries import visible_to
from server.cases.states import OPEN, State
from server.platform import clock
from server.platform.actor import Actor
from server.platform.db import ask, db

GOOD_FOR = timedelta(minutes=2)
"""So old a tag may become: what time alone changes is seen no later than that."""

_SETTLED = timedelta(seconds=5)
"""Events younger than this are looked at again: one with a smaller id may still be on its way."""

_EVENTS_MOST = 500
_HOLDS = {"intake_org_id", "responsible_org_id", "recused_org_id", "segment_id", "task_force_id"}
_GIVE_ONLY = {"accept", "dispatch", "finish"}
_LAST = (
    select(JournalEvent.id)
    .where(JournalEvent.at <= bindparam("settled"))
    .order_by(JournalEvent.id.desc())
    .limit(1)
)
_ANY_LATER = select(JournalEvent.id).where(JournalEvent.id > bindparam("last")).limit(1)


def tag(actor: Actor, asked: bytes) -> str:
    """The tag of what ``actor`` reads with the query string ``asked``; make it before reading."""
    now = clock.now()
    last = ask(db.session(), _LAST, settled=now - _SETTLED).scalar()
    return f"{last or 0:x}.{int(now.timestamp()):x}.{_digest(actor, asked)}"


def holding(actor: Actor, asked: bytes, tags: Iterable[str | None]) -> str | None:
    """The one of ``tags`` that still holds for ``actor`` and ``asked``; usually one query."""
    made, digest = int(clock.now().timestamp()), _digest(actor, asked)
    for given in tags:
        parts = (given or "").split(".")  # werkzeug gives None for what it cannot read
        if len(parts) != 3 or parts[2] != digest:
            continue
        try:
            last, then = (int(part, 16) for part in parts[:2])
        except ValueError:
            continue
        fresh = 0 <= made - then < GOOD_FOR.total_seconds()
        if fresh and 0 <= last < 2**62 and not _concerned(actor, last):
            return given
    return None


def _digest(actor: Actor, asked: bytes) -> str:
    """Who asks with which rights, in which language, for what; never the same for two people."""
    who = (actor.owner, actor.organisation_id, actor.area_id, sorted(actor.roles), actor.locale)
    return blake2s(repr(who).encode() + asked, digest_size=10).hexdigest()


def _concerned(actor: Actor, last: int) -> bool:
    """Whether an event after ``last`` is about a case that the actor sees, or no longer sees."""
    if ask(db.session(), _ANY_LATER, last=last).first() is None:
        return False
    events = db.session.execute(
        select(
            JournalEvent.action,
            JournalEvent.from_state,
            JournalEvent.to_state,
            JournalEvent.data,
            visible_to(actor).label("seen"),
        )
        .join(Case, Case.id == JournalEvent.case_id)
        .where(JournalEvent.id > last)
        .order_by(JournalEvent.id)
        .limit(_EVENTS_MOST)
    ).all()
    if len(events) == _EVENTS_MOST:
        return True
    return any(event.seen or _took_away(actor, event) for event in events)


def _took_away(actor: Actor, event: Row[Any]) -> bool:
    """Whether a case that the actor does not see may have been one that the actor saw."""
    if event.from_state is None:
        return False
    if event.action not in _GIVE_ONLY and _HOLDS & event.data["set"].keys():
        return True
    if "checker" in actor.roles and event.from_state == State.FIXED:
        return bool(event.to_state != State.FIXED)
    return "segment_keeper" in actor.roles and State(event.to_state) not in OPEN
