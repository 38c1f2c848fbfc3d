"""What only some categories ask, and what came again (A44)."""

from __future__ import annotations

from typing import Any

from tests.support.refusals import refused
from tests.support.story import DONE, Story
from tests.support.world import EAST, World

ADVERTISED = "0437-555 0123"
POSTERS = ("E04", 1)
METRE = 1 / 111_320


def accepted(world: World, **details: str) -> Story:
    story = Story(world)
    form = world.condition(*POSTERS) | ({"details": details} if details else {})
    story.by("east_clerk", "accept", **form)
    return story


def closed(world: World, category: tuple[str, int] = ("E01", 1)) -> Story:
    return Story(world).closed(category=category[0], condition=category[1])


def answers(view: dict[str, Any]) -> dict[str, Any]:
    return {item["code"]: item["value"] for item in view["details"]}


def test_a_category_asks_for_more_and_only_offices_read_it(world: World) -> None:
    story = accepted(world, location_type="wall", ad_phone=ADVERTISED)
    clerk = world.staff("east_clerk")
    seen = clerk.view(story.number)
    assert answers(seen.json) == {"location_type": "wall", "ad_phone": ADVERTISED}
    assert ADVERTISED not in str(seen.json["timeline"])
    story.by("east_dispatcher", "dispatch", organisation="east")
    handler = world.staff("east_handler")
    done = {"photos": [handler.photo()], "words": DONE, "close_type": "rectified"}
    handler.do(story.number, "finish", **done, details={"location_type": "pole"})
    now = clerk.view(story.number).json
    assert answers(now) == {"location_type": "pole", "ad_phone": ADVERTISED}
    shown = (
        story.reporter.view(story.number),
        story.reporter.get("my/reports"),
        world.anonymous.get(f"public/cases/{story.number}"),
        world.anonymous.get("public/cases"),
        world.anonymous.get(f"/c/{story.number}"),
    )
    for answer in shown:
        assert answer.status_code == 200
        assert ADVERTISED not in answer.text
        assert "location_type" not in answer.text
    assert world.findings() == []


def test_what_a_category_does_not_ask_is_refused_and_not_kept(world: World) -> None:
    story = Story(world)
    clerk = world.staff("east_clerk")
    wrong: tuple[tuple[tuple[str, int], dict[str, str]], ...] = (
        (("E01", 1), {"location_type": "wall"}),
        (POSTERS, {"location_type": "roof"}),
        (POSTERS, {"ad_phone": "call me"}),
    )
    for category, details in wrong:
        form = world.condition(*category) | {"details": details}
        refused(clerk.act(story.number, "accept", form), 422, "invalid", "details")
    unknown = world.condition(*POSTERS) | {"details": {"colour": "red"}}
    refused(clerk.act(story.number, "accept", unknown), 422, "invalid")
    story = accepted(world, location_type="wall", ad_phone=ADVERTISED)
    clerk.do(story.number, "reclassify", **world.condition("E01", 1), reason="看错了")
    seen = clerk.view(story.number)
    assert seen.json["details"] == []
    assert ADVERTISED not in seen.text
    assert world.column(story.number, "details") == {}


def test_the_same_again_soon_and_near_by_is_a_recurrence(world: World) -> None:
    first = closed(world)
    world.clock.advance(days=29)
    again = Story(world, place={**EAST, "lat": EAST["lat"] + 45 * METRE})
    assert world.column(again.number, "recurs_id") is None, "nobody has accepted it yet"
    again.accepted()
    seen = world.staff("east_clerk").view(again.number).json
    assert (seen["recurrent"], seen["recurs"]) == (True, first.number)
    far = Story(world, place={**EAST, "lat": EAST["lat"] + 60 * METRE}).accepted()
    other = Story(world).accepted(category="E02")
    listed = world.staff("east_clerk").get("cases?queue=all").json["items"]
    marks = {item["number"]: item["recurrent"] for item in listed}
    assert marks[again.number] is True
    assert [marks[story.number] for story in (first, far, other)] == [False] * 3
    other.by("east_clerk", "reclassify", **world.condition("E01", 1), reason="看错了")
    assert world.staff("east_clerk").view(other.number).json["recurs"] == first.number
    told = world.anonymous.get(f"public/cases/{again.number}")
    assert first.number not in told.text
    ledger = world.staff("east_clerk").get("ledger", query_string={"recurrent": "true"}).json
    assert {line["number"] for line in ledger["items"]} == {again.number, other.number}
    assert ledger["total"] == 2
    assert world.findings() == []


def test_what_was_there_before_or_long_ago_is_none(world: World) -> None:
    both = Story(world), Story(world)
    world.clock.advance(hours=1)
    both[0].closed()
    both[1].accepted()
    assert world.column(both[1].number, "recurs_id") is None, "it was reported before the close"
    world.clock.advance(days=31)
    assert world.column(Story(world).accepted().number, "recurs_id") is None
