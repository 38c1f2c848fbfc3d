"""The outbox: nothing is lost, nothing is done twice inside; what fails waits or is given up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from server.notifications.models import Notice
from server.platform import clock, outbox
from server.platform.db import db, unit_of_work
from server.platform.outbox import service
from server.platform.outbox.models import OutboxRow
from server.platform.outbox.relay import Relay, drain
from tests.support.story import Story
from tests.support.together import at_once
from tests.support.world import World

TOPIC = "test.topic"


class Handler:
    """A subscriber outside of the database that fails as often as it is told to."""

    def __init__(self) -> None:
        self.failures = 0
        self.done: list[int] = []

    def __call__(self, payload: outbox.Payload, _row_id: int) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("nobody answers")
        self.done.append(payload["n"])


@pytest.fixture
def handler() -> Iterator[Handler]:
    """Subscribed to ``TOPIC`` for one test."""
    made = Handler()
    outbox.outside(TOPIC)(made)
    yield made
    service._outside.pop(TOPIC)


def put(world: World, *numbers: int) -> None:
    with world.app.app_context(), unit_of_work() as session:
        session.execute(delete(OutboxRow))
        for number in numbers:
            outbox.put(session, TOPIC, {"n": number})


def row(world: World) -> OutboxRow:
    with world.app.app_context():
        found = db.session.scalars(select(OutboxRow).where(OutboxRow.topic == TOPIC)).one()
        db.session.expunge_all()
        db.session.remove()
    return found


def test_rows_are_done_in_order_and_once(world: World, handler: Handler) -> None:
    put(world, *range(5))
    assert (world.drain(), world.drain()) == (5, 0)
    assert handler.done == [0, 1, 2, 3, 4]


@pytest.mark.usefixtures("handler")
def test_a_row_rolled_back_never_was(world: World) -> None:
    put(world)
    with world.app.app_context(), pytest.raises(RuntimeError):
        _put_and_fail()
    assert world.drain() == 0


def _put_and_fail() -> None:
    with unit_of_work() as session:
        outbox.put(session, TOPIC, {"n": 1})
        raise RuntimeError


@pytest.mark.usefixtures("handler")
def test_a_leased_row_is_left_alone_until_its_lease_ends(world: World) -> None:
    put(world, 1)
    with world.app.app_context():
        (leased,) = service.lease()
        assert service.lease() == []
        world.clock.advance(seconds=service.LEASE.total_seconds() + 1)
        (again,) = service.lease()
        assert (again.id, again.fence) == (leased.id, leased.fence + 1)
        assert service.work([again]) == 1
        service.work([leased])
    assert row(world).settled_at is not None
    assert world.drain() == 0


def test_who_lost_the_lease_settles_nothing(world: World) -> None:
    story = Story(world)
    with world.app.app_context():
        stale = service.lease()
        world.clock.advance(minutes=2)
        fresh = service.lease()
        service.work(fresh)
        with unit_of_work() as session:
            session.execute(delete(Notice))
        service.work(stale)
        count = db.session.scalar(select(func.count()).select_from(Notice))
        db.session.remove()
    assert count == 0, story.number


def test_what_fails_waits_longer_each_time(world: World, handler: Handler) -> None:
    put(world, 1)
    handler.failures = 3
    pauses = []
    for _ in range(3):
        assert world.drain() == 0
        failed = row(world)
        pauses.append(failed.available_at - clock.now())
        assert (failed.last_error, failed.lease_until) == ("RuntimeError: nobody answers", None)
        assert world.drain() == 0
        world.clock.set(failed.available_at)
    assert pauses == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8)]
    assert (world.drain(), handler.done) == (1, [1])


def test_one_failing_row_does_not_hold_up_the_others(world: World, handler: Handler) -> None:
    put(world, 1, 2, 3)
    handler.failures = 1
    assert world.drain() == 2
    assert handler.done == [2, 3]


def test_dead_letters_are_shown_and_tried_again(world: World, handler: Handler) -> None:
    put(world, 7)
    handler.failures = service.MAX_ATTEMPTS
    for _ in range(service.MAX_ATTEMPTS):
        world.drain()
        world.clock.advance(hours=1)
    assert world.drain() == 0
    dead = row(world)
    assert (dead.dead, dead.attempts) == (True, service.MAX_ATTEMPTS)

    run = world.app.test_cli_runner().invoke
    listed = run(args=["outbox", "list", "--dead"]).output
    assert re.fullmatch(
        rf"{dead.id} {re.escape(TOPIC)} dead attempts=10 RuntimeError: nobody answers\n", listed
    )
    assert "0 row" in run(args=["outbox", "retry", str(dead.id + 1)]).output
    assert "1 row" in run(args=["outbox", "retry", str(dead.id)]).output
    waiting = run(args=["outbox", "list"]).output
    assert f"{dead.id} {TOPIC} waiting attempts=0" in waiting
    assert (world.drain(), handler.done) == (1, [7])
    assert run(args=["outbox", "list"]).output == ""


def test_a_failing_effect_inside_takes_its_settlement_back(world: World) -> None:
    calls: list[int] = []

    def fail_once(_session: object, _payload: outbox.Payload, row_id: int) -> None:
        calls.append(row_id)
        if len(calls) < 2:
            raise RuntimeError("not yet")

    outbox.inside(TOPIC)(fail_once)
    try:
        put(world, 1)
        assert world.drain() == 0
        assert row(world).settled_at is None
        world.clock.advance(seconds=10)
        assert world.drain() == 1
    finally:
        service._inside.pop(TOPIC)


def test_what_nobody_listens_to_cannot_be_put(world: World) -> None:
    with pytest.raises(LookupError):
        put(world, 1)


def test_two_relays_at_once_do_each_row_once(world: World, handler: Handler) -> None:
    put(world, *range(60))
    done = at_once([lambda: drain(world.app)] * 2)
    assert sum(done) == 60
    assert sorted(handler.done) == list(range(60))


def test_a_relay_hears_the_bell_and_stops(world: World, handler: Handler) -> None:
    relay = Relay(world.app)
    relay.start()
    put(world, 1)
    outbox.ring()
    relay.stop()
    world.drain()
    assert handler.done == [1]


@pytest.mark.usefixtures("handler")
def test_settled_rows_are_forgotten_after_a_while(world: World) -> None:
    put(world, 1)
    world.drain()
    with world.app.app_context():
        assert service.forget_settled(clock.now()) == 0
        assert service.forget_settled(clock.now() + timedelta(seconds=1)) == 1
