"""Counted attempts: how often a subject may do something within a window of time."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from sqlalchemy import case, delete, update
from sqlalchemy.orm import Session

from server.identity.models import Counter
from server.platform import clock
from server.platform.db import unit_of_work
from server.platform.errors import Problem
from server.platform.runtime import current
from server.platform.upsert import insert_into

LONGEST_WINDOW = timedelta(days=1)


def hit(session: Session, subject: str, limit: int, window: timedelta) -> int:
    """Count one attempt of ``subject`` in the caller's transaction; returns attempts so far.

    A window begins with its first attempt and is at most ``LONGEST_WINDOW``. The caller's
    transaction must commit for the attempt to count. Raises ``too_many_requests`` with the
    seconds to wait for an attempt above ``limit``.
    """
    tried, start = _count(session, subject, window)
    if tried > limit:
        raise _too_many(start, window)
    return tried


def count(session: Session, subject: str, window: timedelta) -> int:
    """``hit`` without a limit: what many attempts mean is the caller's to say."""
    return _count(session, subject, window)[0]


def _count(session: Session, subject: str, window: timedelta) -> tuple[int, datetime]:
    now = clock.now()
    over = Counter.window_start <= now - window
    statement = (
        insert_into(session, Counter)
        .values(subject=_digest(subject), window_start=now, count=1)
        .on_conflict_do_update(
            index_elements=["subject"],
            set_={
                "count": case((over, 1), else_=Counter.count + 1),
                "window_start": case((over, now), else_=Counter.window_start),
            },
        )
        .returning(Counter.count, Counter.window_start)
    )
    tried, start = session.execute(statement).one()
    return tried, start


def throttle(subject: str, limit: int, window: timedelta) -> None:
    """``hit`` in a transaction of its own."""
    with unit_of_work() as session:
        hit(session, subject, limit, window)


def require_left(session: Session, subject: str, limit: int, window: timedelta) -> None:
    """Raise ``too_many_requests`` when ``limit`` attempts were counted already; counts none."""
    row = session.get(Counter, _digest(subject))
    if row is not None and row.count >= limit and row.window_start > clock.now() - window:
        raise _too_many(row.window_start, window)


def clear(session: Session, subject: str) -> None:
    """Forget the attempts of ``subject``."""
    session.execute(delete(Counter).where(Counter.subject == _digest(subject)))


def give_back(session: Session, subject: str) -> None:
    """Take back one counted attempt that turned out harmless."""
    session.execute(
        update(Counter)
        .where(Counter.subject == _digest(subject), Counter.count > 0)
        .values(count=Counter.count - 1)
    )


def forget_old(session: Session) -> None:
    """Delete counters whose window is over whatever its length was."""
    session.execute(delete(Counter).where(Counter.window_start < clock.now() - LONGEST_WINDOW))


def _digest(subject: str) -> bytes:
    return current().keys.hmac("counter", subject.encode())


def _too_many(start: datetime, window: timedelta) -> Problem:
    wait = math.ceil((start + window - clock.now()).total_seconds())
    return Problem("too_many_requests", 429, retry_after=max(wait, 1))
