"""Counted attempts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.identity import limits
from server.identity.models import Counter
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem
from tests.support.clocks import FrozenClock

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _context(app: Flask) -> object:
    with app.app_context():
        yield


def stored() -> int:
    return db.session.scalar(select(func.count()).select_from(Counter)) or 0


def test_attempts_above_the_limit_wait_for_the_end_of_the_window(clock: FrozenClock) -> None:
    for _ in range(3):
        limits.throttle("door", 3, HOUR)
        clock.advance(minutes=10)
    with pytest.raises(Problem) as refusal:
        limits.throttle("door", 3, HOUR)
    assert (refusal.value.code, refusal.value.status) == ("too_many_requests", 429)
    assert refusal.value.retry_after == 30 * 60
    clock.advance(minutes=30)
    limits.throttle("door", 3, HOUR)


def test_refused_attempts_do_not_make_the_wait_longer(clock: FrozenClock) -> None:
    limits.throttle("door", 1, HOUR)
    for _ in range(5):
        clock.advance(minutes=10)
        with pytest.raises(Problem):
            limits.throttle("door", 1, HOUR)
    clock.advance(minutes=10)
    limits.throttle("door", 1, HOUR)


def test_subjects_are_counted_apart() -> None:
    limits.throttle("door", 1, HOUR)
    limits.throttle("window", 1, HOUR)


def test_an_attempt_of_a_failed_transaction_does_not_count() -> None:
    def fail() -> None:
        with unit_of_work() as session:
            limits.hit(session, "door", 1, HOUR)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    limits.throttle("door", 1, HOUR)


def test_cleared_and_given_back_attempts() -> None:
    with unit_of_work() as session:
        assert [limits.hit(session, "door", 5, HOUR) for _ in range(3)] == [1, 2, 3]
        limits.give_back(session, "door")
        assert limits.hit(session, "door", 5, HOUR) == 3
        limits.clear(session, "door")
        assert limits.hit(session, "door", 5, HOUR) == 1


def test_require_left_only_looks(clock: FrozenClock) -> None:
    for _ in range(3):
        limits.require_left(db.session(), "door", 1, HOUR)
    limits.throttle("door", 1, HOUR)
    with pytest.raises(Problem):
        limits.require_left(db.session(), "door", 1, HOUR)
    clock.advance(hours=1)
    limits.require_left(db.session(), "door", 1, HOUR)


def test_old_counters_are_forgotten(clock: FrozenClock) -> None:
    limits.throttle("door", 1, HOUR)
    clock.advance(hours=20)
    limits.throttle("window", 1, HOUR)
    clock.advance(hours=5)
    with unit_of_work() as session:
        limits.forget_old(session)
    assert stored() == 1


def test_threads_at_once_get_no_attempt_more(app: Flask) -> None:
    def attempt(_number: int) -> bool:
        with app.app_context():
            try:
                limits.throttle("door", 10, HOUR)
            except Problem:
                return False
            return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(40))) == 10


def test_subjects_are_stored_unreadable() -> None:
    limits.throttle("otp:13812345678", 1, HOUR)
    subject = db.session.scalars(select(Counter.subject)).one()
    assert b"138" not in subject
