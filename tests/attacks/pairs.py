"""What the pairs have in common: a second window, and how two answers look."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from server.platform.audit import AuditEntry
from server.platform.db import Base, db
from tests.support.together import in_step
from tests.support.world import Person, World

Call = Callable[[], TestResponse]
Pair = Callable[[World], None]


def window(world: World, username: str) -> Person:
    """One more browser in which somebody of the offices is signed in."""
    found = Person(world, username, world.staff(username).actor)
    assert found.get("me").status_code == 200
    return found


def windows(world: World, username: str) -> tuple[Person, Person]:
    """Two browsers of one person."""
    return window(world, username), window(world, username)


def both(world: World, *calls: Call, late: Sequence[int] = ()) -> list[str]:
    """What is answered to calls that all read before one of them writes: ``200``,
    ``409 view_name_taken``, or an error of the server. ``late``: so many steps after the others."""

    def told(call: Call) -> str:
        try:
            answer = call()
        except AssertionError as error:  # the checking client's
            return str(error).splitlines()[0]
        code = f" {answer.get_json()['code']}" if answer.status_code >= 400 else ""
        return f"{answer.status_code}{code}"

    return in_step(world.app, [partial(told, call) for call in calls], late)


def one_is_told(world: World, done: str, refusal: str, *calls: Call) -> None:
    """One of the calls does it, all others are told that it was done."""
    assert sorted(both(world, *calls)) == [done] + [refusal] * (len(calls) - 1)


def all_succeed(world: World, *calls: Call) -> None:
    """Each of the calls does what it is to do."""
    answers = both(world, *calls)
    assert {answer[:1] for answer in answers} == {"2"}, answers


def count(world: World, model: type[Base], **columns: Any) -> int:
    """How many rows of a table have these values."""
    with world.app.app_context():
        found = db.session.scalar(select(func.count()).select_from(model).filter_by(**columns))
        db.session.remove()
    return found or 0


def lines(world: World, action: str, subject: str | None = None) -> int:
    """How many lines of the audit log tell of an action."""
    told = {"action": action} | ({"subject": subject} if subject else {})
    return count(world, AuditEntry, **told)
