"""Watching who is told what, with every event relayed twice as after a crash."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from sqlalchemy import func, select, update

from server.notifications.models import Notice
from server.platform.db import db, unit_of_work
from server.platform.outbox.models import OutboxRow
from tests.support.story import Story
from tests.support.world import World

Told = Counter[tuple[str, str, str]]
Expected = dict[str, tuple[str, ...]]

CLERKS = ("east_clerk", "east_clerk2")
DISPATCHERS = ("east_dispatcher", "east_dispatcher2")
CREW = ("sanitation_handler", "sanitation_handler2")
STREET = ("east_lead", "east_head")
LEADERS = ("leader", "leader2")


def notices(world: World) -> Told:
    """Who was told under which template of which case: username (or ``resident``) each."""
    names = {f"s:{number}": name for name, number in world.staff_ids.items()}
    with world.app.app_context():
        rows = db.session.scalars(select(Notice)).all()
        found = Counter(
            (names.get(row.owner, row.owner), row.template, str(row.case_id)) for row in rows
        )
        db.session.remove()
    return found


def quiet(world: World) -> tuple[Told, int]:
    """Everything told so far, and the last row of the outbox."""
    world.drain()
    with world.app.app_context():
        last = db.session.scalar(select(func.max(OutboxRow.id))) or 0
        db.session.remove()
    return notices(world), last


def fresh(world: World, before: Told, last_row: int) -> Counter[tuple[str, str]]:
    """Who was told what since ``before``, after every row above ``last_row`` was relayed twice."""
    world.drain()
    relay_again(world, last_row)
    news = notices(world) - before
    return Counter({(who, template): n for (who, template, _), n in news.items()})


def relay_again(world: World, last_row: int) -> None:
    """Give settled rows to the relay once more, as after a crash at the worst moment."""
    with world.app.app_context(), unit_of_work() as session:
        session.execute(
            update(OutboxRow)
            .where(OutboxRow.id > last_row)
            .values(settled_at=None, lease_until=None)
        )
    assert world.drain() > 0


def check(story: Story, what: str, act: Callable[[], object], expected: Expected) -> None:
    """Do something with a story: of the expected templates each is told to just these, once."""
    world = story.world
    before = quiet(world)
    act()
    told = fresh(world, *before)
    wanted = Counter(
        (name_of(story, who), template) for template, people in expected.items() for who in people
    )
    assert Counter({key: n for key, n in told.items() if key[1] in expected}) == wanted, what
    assert max(told.values()) == 1, what


def name_of(story: Story, who: str) -> str:
    """A username as it is; ``drawn`` to check; the reporter by the key of the inbox."""
    if who == "drawn":
        return story.world.checker_of(story.number).name
    if who != "reporter":
        return who
    with story.world.app.app_context(), unit_of_work() as session:
        return story.world.owner(session, story.reporter)
