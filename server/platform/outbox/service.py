"""Writing, leasing and settling outbox rows.

A subscriber is *inside* when all it does is write to the database: it runs in the transaction
that settles the row, so its effect happens exactly once. It is *outside* when it talks to the
world: it runs before that transaction, at least once, and must be idempotent by the row's id.
What may take long there has a lane of its own, so that it never holds up the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import and_, bindparam, func, not_, or_, select, update
from sqlalchemy.orm import Session

from server.platform import clock
from server.platform.db import ask, db, insert_row, table, unit_of_work
from server.platform.logs import described
from server.platform.outbox.models import OutboxRow

log = structlog.get_logger()
Payload = Mapping[str, Any]
Inside = Callable[[Session, Payload, int], None]
Outside = Callable[[Payload, int], None]

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 10
_LONGEST_PAUSE = timedelta(hours=1)
_AT_ONCE, _AT_ONCE_SLOW = 20, 2
_SETTLE = (
    update(table(OutboxRow))
    .where(OutboxRow.id == bindparam("row_id"), OutboxRow.fence == bindparam("held"))
    .where(OutboxRow.settled_at.is_(None))
    .values(settled_at=bindparam("now"), lease_until=None)
    .returning(OutboxRow.id)
)

_FREE = and_(
    OutboxRow.settled_at.is_(None),
    OutboxRow.available_at <= bindparam("now"),
    or_(OutboxRow.lease_until.is_(None), OutboxRow.lease_until < bindparam("now")),
)
_IS_SLOW = OutboxRow.topic.in_(bindparam("slow", expanding=True))
_LANES = {True: and_(_IS_SLOW, _FREE), False: and_(not_(_IS_SLOW), _FREE)}
_ANY = {slow: select(table(OutboxRow).c.id).where(lane).limit(1) for slow, lane in _LANES.items()}
_TAKE = {
    slow: select(OutboxRow)
    .where(lane)
    .order_by(OutboxRow.id)
    .limit(_AT_ONCE_SLOW if slow else _AT_ONCE)
    .with_for_update(skip_locked=True)
    for slow, lane in _LANES.items()
}

_inside: dict[str, list[Inside]] = defaultdict(list)
_outside: dict[str, list[Outside]] = defaultdict(list)
_slow: set[str] = set()
_listeners: list[Callable[[], None]] = []


@dataclass(frozen=True)
class Leased:
    """A row in our hands until its lease ends."""

    id: int
    topic: str
    payload: Payload
    fence: int
    attempts: int


def inside(topic: str) -> Callable[[Inside], Inside]:
    """Subscribe a function that only writes to the database."""

    def register(handler: Inside) -> Inside:
        _inside[topic].append(handler)
        return handler

    return register


def outside(topic: str, *, slow: bool = False) -> Callable[[Outside], Outside]:
    """Subscribe a function with effects outside the database.

    ``slow`` puts the topic on the slow lane: its rows wait for each other, nobody else for them.
    One may take up to half of ``LEASE``.
    """

    def register(handler: Outside) -> Outside:
        _outside[topic].append(handler)
        if slow:
            _slow.add(topic)
        return handler

    return register


def put(
    session: Session, topic: str, payload: Payload, *, not_before: datetime | None = None
) -> None:
    """Write a row in the caller's transaction, to be worked at once or ``not_before`` (UTC).

    Raises ``LookupError`` for a topic that nobody subscribes to: its rows would be settled undone.
    """
    if topic not in _inside and topic not in _outside:
        raise LookupError(f"nobody subscribes to {topic}")
    now = clock.now()
    insert_row(
        session,
        OutboxRow,
        {
            "topic": topic,
            "payload": dict(payload),
            "created_at": now,
            "available_at": not_before or now,
            "fence": 0,
            "attempts": 0,
            "dead": False,
        },
    )


def on_committed(listener: Callable[[], None]) -> None:
    """Be told that there may be new rows."""
    _listeners.append(listener)


def ring() -> None:
    """Tell the relay of this process that a transaction with outbox rows was committed."""
    for listener in _listeners:
        listener()


def lease(*, slow: bool = False) -> list[Leased]:
    """Take some rows of a lane that are due and not in other hands, oldest first."""
    now = clock.now()
    due = {"now": now, "slow": sorted(_slow)}
    if ask(db.session(), _ANY[slow], **due).first() is None:
        db.session.remove()
        return []
    with unit_of_work() as session:
        rows = session.execute(_TAKE[slow], due).scalars()
        taken = []
        for row in rows:
            row.lease_until = now + LEASE
            row.fence += 1
            row.attempts += 1
            taken.append(Leased(row.id, row.topic, row.payload, row.fence, row.attempts))
    return taken


def work(rows: Sequence[Leased]) -> int:
    """Do and settle the leased rows and say how many; a failing one is put back alone."""
    ready = [row for row in rows if _outside_done(row)]
    return _settle(ready)


def _outside_done(row: Leased) -> bool:
    try:
        for handler in _outside.get(row.topic, ()):
            handler(row.payload, row.id)
    except Exception as error:
        _put_back(row, error)
        return False
    return True


def _settle(rows: Sequence[Leased]) -> int:
    if not rows:
        return 0
    try:
        with unit_of_work() as session:
            for row in rows:
                _settle_one(session, row)
    except Exception as error:
        if len(rows) == 1:
            _put_back(rows[0], error)
            return 0
        return sum(_settle([row]) for row in rows)
    return len(rows)


def _settle_one(session: Session, row: Leased) -> None:
    settled = ask(session, _SETTLE, row_id=row.id, held=row.fence, now=clock.now()).first()
    if settled is None:
        return
    for handler in _inside.get(row.topic, ()):
        handler(session, row.payload, row.id)


def _put_back(row: Leased, error: Exception) -> None:
    dead = row.attempts >= MAX_ATTEMPTS
    pause = min(timedelta(seconds=2**row.attempts), _LONGEST_PAUSE)
    log.warning("outbox_failed", id=row.id, topic=row.topic, attempt=row.attempts, exc_info=error)
    now = clock.now()
    with unit_of_work() as session:
        session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == row.id, OutboxRow.fence == row.fence)
            .values(
                available_at=now + pause,
                lease_until=None,
                last_error=described(error)[:500],
                dead=dead,
                settled_at=now if dead else None,
            )
        )


def dead_letters() -> list[OutboxRow]:
    """Rows given up after ``MAX_ATTEMPTS`` tries, oldest first."""
    return list(
        db.session.execute(
            select(OutboxRow).where(OutboxRow.dead.is_(True)).order_by(OutboxRow.id)
        ).scalars()
    )


def oldest_dead_letters(limit: int = 200) -> tuple[list[OutboxRow], int]:
    """The first of them, and how many there are."""
    dead = OutboxRow.dead.is_(True)
    total = db.session.scalar(select(func.count()).where(dead)) or 0
    found = select(OutboxRow).where(dead).order_by(OutboxRow.id).limit(limit)
    return list(db.session.scalars(found)), total


def waiting() -> list[OutboxRow]:
    """Rows not settled yet, oldest first."""
    return list(
        db.session.execute(
            select(OutboxRow).where(OutboxRow.settled_at.is_(None)).order_by(OutboxRow.id)
        ).scalars()
    )


def retry(ids: Sequence[int] | None) -> list[int]:
    """Give dead letters another round of attempts, all with ``None``; returns which there were."""
    with unit_of_work() as session:
        return revive(session, ids)


def revive(session: Session, ids: Sequence[int] | None) -> list[int]:
    """The same in the caller's transaction, for all with ``None``; returns which there were."""
    revived = (
        update(OutboxRow)
        .where(OutboxRow.dead.is_(True))
        .values(dead=False, attempts=0, settled_at=None, available_at=clock.now())
        .returning(OutboxRow.id)
    )
    if ids is not None:
        revived = revived.where(OutboxRow.id.in_(ids))
    return list(session.scalars(revived))


def forget_settled(before: datetime) -> int:
    """Delete rows settled before ``before``, dead letters excepted; returns how many."""
    with unit_of_work() as session:
        return (
            session.query(OutboxRow)
            .where(OutboxRow.settled_at < before, OutboxRow.dead.is_(False))
            .delete(synchronize_session=False)
        )
