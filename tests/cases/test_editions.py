"""A tag that still holds stands for a list that is the same, whoever asks and whatever was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.support.story import Story
from tests.support.world import World

LIST = "cases?queue=all&limit=20"
_OTHERS = ("west_clerk", "property_handler")
_CONCERNED = (
    *("east_clerk", "sanitation_handler", "municipal_handler", "east_keeper"),
    *("checker", "checker2", "supervisor"),
)


def _ask(world: World, username: str, tag: str = "", path: str = LIST) -> TestResponse:
    headers = {"If-None-Match": tag} if tag else {}
    return world.staff(username).get(path, headers=headers)


def _steps(story: Story) -> list[Callable[[], object]]:
    """A long way of one case, with officers of several offices losing sight of it."""
    return [
        story.accepted,
        lambda: story.by("east_dispatcher", "dispatch", organisation="sanitation"),
        lambda: story.by("east_dispatcher", "recall_dispatch"),
        lambda: story.by("east_dispatcher", "dispatch", organisation="municipal", reason="按职责"),
        lambda: story.by("municipal_handler", "acknowledge"),
        lambda: story.by("east_clerk", "add_note", note="问过了"),
        lambda: story.finished("municipal_handler"),
        lambda: story.checked("check_fail", reason="还有"),
        lambda: story.finished("municipal_handler"),
        story.passed,
        lambda: story.reporter.do(story.number, "confirm"),
    ]


@pytest.mark.one_database
def test_a_tag_holds_only_while_the_list_is_the_same(world: World) -> None:
    story = Story(world)
    people = (*_CONCERNED, *_OTHERS)
    tags: dict[str, str] = {}
    lists: dict[str, Any] = {}
    held = 0
    for step in (lambda: None, *_steps(story)):
        step()
        for name in people:
            answer = _ask(world, name, tags.get(name, ""))
            body: Any = _ask(world, name).get_json() if answer.status_code == 304 else None
            if answer.status_code == 304:
                held += 1
                assert answer.data == b""
                assert answer.headers["ETag"] == tags[name]
                assert body == lists[name], f"{name} was told that nothing has changed"
            else:
                assert answer.status_code == 200, answer.text
                tags[name], lists[name] = answer.headers["ETag"], answer.get_json()
        world.clock.advance(seconds=6)
    assert held > 2 * 12, "who has nothing to do with the case need not read again"


@pytest.mark.one_database
def test_a_tag_is_of_one_person_one_question_and_a_short_time(world: World) -> None:
    Story(world)
    world.clock.advance(seconds=6)
    tag = _ask(world, "east_clerk").headers["ETag"]
    assert _ask(world, "east_clerk", tag).status_code == 304
    assert _ask(world, "east_clerk", f"W/{tag}").status_code == 304
    assert _ask(world, "east_clerk2", tag).status_code == 200
    assert _ask(world, "east_clerk", tag, LIST + "&tile=T1").status_code == 200
    other = {"Accept-Language": "ko", "If-None-Match": tag}
    assert world.staff("east_clerk").get(LIST, headers=other).status_code == 200
    world.clock.advance(seconds=121)
    assert _ask(world, "east_clerk", tag).status_code == 200


@pytest.mark.one_database
def test_tags_never_given_out_hold_nothing(world: World) -> None:
    real = _ask(world, "east_clerk").headers["ETag"].strip('"')
    digest = real.rpartition(".")[2]
    now = int(world.clock().timestamp())
    made = (f"{2**70:x}.{now:x}", f"-1.{now:x}", f"0.{now + 99:x}", "0.-5", f".{now:x}", "y.y")
    others = ('"x"', '"1.2.3"', "*", '""', '"0.0.0.0"', "x" * 4000)
    for tag in (*(f'"{start}.{digest}"' for start in made), *others):
        assert _ask(world, "east_clerk", tag).status_code == 200, tag
