"""The audit log shows when it was tampered with."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import delete, func, insert, select, update

from server.platform import audit
from server.platform.actor import SYSTEM, Actor, ActorKind
from server.platform.audit import AuditEntry
from server.platform.db import db, unit_of_work
from tests.support.clocks import FrozenClock

OFFICER = Actor(kind=ActorKind.STAFF, staff_id=7)


@pytest.fixture(autouse=True)
def _context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def entries() -> list[int]:
    """The ids of five entries."""
    for number in range(5):
        with unit_of_work() as session:
            audit.record(session, OFFICER, "photo_opened", f"photo:{number}", {"why": "check"})
    return list(db.session.scalars(select(AuditEntry.id).order_by(AuditEntry.id)))


def broken() -> int | None:
    db.session.remove()
    return audit.first_broken(db.session())


def test_an_untouched_log_is_whole(entries: list[int], clock: FrozenClock) -> None:
    assert broken() is None
    row = db.session.get_one(AuditEntry, entries[0])
    assert (row.actor, row.action, row.subject) == ("s:7", "photo_opened", "photo:0")
    assert (row.data, row.at) == ({"why": "check"}, clock.moment)


def test_an_empty_log_is_whole() -> None:
    assert broken() is None


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "s:8"},
        {"action": "other"},
        {"subject": "photo:9"},
        {"data": {"why": "else"}},
        {"chain": bytes(32)},
    ],
)
def test_a_changed_entry_shows(entries: list[int], change: dict[str, object]) -> None:
    with unit_of_work() as session:
        session.execute(update(AuditEntry).where(AuditEntry.id == entries[2]).values(change))
    assert broken() == entries[2]


def test_a_removed_entry_shows(entries: list[int]) -> None:
    with unit_of_work() as session:
        session.execute(delete(AuditEntry).where(AuditEntry.id == entries[2]))
    assert broken() == entries[3]


def test_an_entry_made_by_hand_shows(entries: list[int], clock: FrozenClock) -> None:
    with unit_of_work() as session:
        session.execute(
            insert(AuditEntry).values(
                at=clock.moment, actor="s:7", action="x", subject="y", data={}, chain=b"z" * 32
            )
        )
    assert broken() == entries[-1] + 1


def test_an_entry_stands_or_falls_with_its_transaction(entries: list[int]) -> None:
    def fail() -> None:
        with unit_of_work() as session:
            audit.record(session, SYSTEM, "cancelled", "photo:1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert broken() is None
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == len(entries)


def test_writers_at_once_keep_one_chain(app: Flask) -> None:
    def write(number: int) -> None:
        with app.app_context(), unit_of_work() as session:
            audit.record(session, OFFICER, "photo_opened", f"photo:{number}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    assert broken() is None
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == 40
