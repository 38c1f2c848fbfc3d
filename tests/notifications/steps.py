"""A path of a case step by step, and who is told at each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.notifications.telling import Expected, check
from tests.support.story import Story
from tests.support.world import World

SYSTEM = "system"


@dataclass(frozen=True)
class Step:
    """An action of somebody, and who is told of it; ``system`` acts when ``hours`` have passed."""

    who: str
    action: str
    expected: Expected
    data: dict[str, Any] = field(default_factory=dict)
    hours: float = 0
    photo: bool = False


def step(
    who: str, action: str, expected: Expected, *, hours: float = 0, photo: bool = False, **data: Any
) -> Step:
    return Step(who, action, expected, data, hours, photo)


def walk(story: Story, steps: tuple[Step, ...]) -> None:
    """Take the steps one after the other, and look at each who was told."""
    for number, one in enumerate(steps):
        story.world.clock.advance(hours=one.hours)
        check(story, f"{number} {one.action}", lambda one=one: _act(story, one), one.expected)


def _act(story: Story, one: Step) -> None:
    if one.who == SYSTEM:
        assert story.world.timers() > 0
        return
    person = story.reporter if one.who == "reporter" else story.world.staff(one.who)
    data = {
        name: value(story.world) if callable(value) else value for name, value in one.data.items()
    }
    if one.photo:
        data["photos"] = [person.photo()]
    person.do(story.number, one.action, **data)


def id_of(username: str) -> Callable[[World], int]:
    return lambda world: world.staff_ids[username]


REASON = {"reason": "按规定"}
