"""The photos that wait for a person before the public sees them: which, in what order, for whom."""

from __future__ import annotations

from typing import Any

from server.photos.searching import search_waiting
from tests.photos.finders import FACE, MadeFinder, give
from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.world import World, template, world

__all__ = ["template", "world"]


def waiting(world: World, username: str, **query: str) -> dict[str, Any]:
    answer = world.staff(username).get("photo-reviews", query_string=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def test_the_longest_closed_comes_first_and_before_comes_before_after(world: World) -> None:
    first = Story(world).closed().number
    world.clock.advance(minutes=5)
    second = Story(world).closed().number
    found = waiting(world, "east_clerk")
    assert found["waiting"] == 4
    assert [(item["case"]["number"], item["role"]) for item in found["items"]] == [
        (number, role) for number in (first, second) for role in ("near", "after")
    ]
    clerk = world.staff("east_clerk")
    clerk.do(first, "unpublish", photo_ids=[found["items"][0]["id"]])
    left = waiting(world, "east_clerk")
    assert left["waiting"] == 3
    assert left["items"][0]["case"]["version"] == world.version(first)
    assert clerk.client.get(left["items"][0]["url"]).status_code == 200


def test_only_the_offices_that_show_photos_have_them(world: World) -> None:
    number = Story(world).closed().number
    assert waiting(world, "west_clerk") == {"items": [], "waiting": 0}
    west = world.staff("west_clerk")
    assert west.get("photo-reviews", query_string={"case": number}).status_code == 404
    assert len(waiting(world, "east_dispatcher", case=number)["items"]) == 2
    for username in ("sanitation_handler", "checker"):
        assert world.staff(username).get("photo-reviews").status_code == 403
    assert world.resident().get("photo-reviews").status_code in (401, 403)


def test_open_cases_wait_only_when_asked_for(world: World) -> None:
    number = world.resident().report().get_json()["case_number"]
    world.staff("east_clerk").do(number, "accept", **world.condition())
    assert waiting(world, "east_clerk")["waiting"] == 0
    assert waiting(world, "east_clerk", case=number)["waiting"] == 1


def test_a_person_sees_whether_detectors_looked_and_what_they_found(world: World) -> None:
    number = Story(world).closed().number
    assert {item["search"] for item in waiting(world, "east_clerk")["items"]} == {"off"}
    finder = MadeFinder(FACE)
    give(world.app, finder)
    assert {item["search"] for item in waiting(world, "east_clerk")["items"]} == {"waiting"}
    photo = waiting(world, "east_clerk")["items"][0]["id"]
    answer = world.staff("east_clerk").act(number, "publish", {"photo_ids": [photo]})
    refused(answer, 409, "photo_not_looked_at")
    with world.app.app_context():
        assert search_waiting() == 2
    item = waiting(world, "east_clerk")["items"][0]
    assert item["search"] == "done"
    assert item["boxes"] == [{**FACE._asdict(), "source": "detector"}]
    answer = world.staff("east_clerk").act(
        number,
        "redact",
        {"photo_id": [photo], "boxes": [{"kind": "nose", "x": 0, "y": 0, "w": 1, "h": 1}]},
    )
    assert answer.status_code == 422
