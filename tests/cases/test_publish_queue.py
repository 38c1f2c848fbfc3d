"""What a clerk still has to look at before the public sees it."""

from __future__ import annotations

from tests.support.story import Story
from tests.support.world import World


def to_publish(world: World, username: str) -> list[str]:
    person = world.staff(username)
    items = person.get("cases?queue=to_publish").get_json()["items"]
    counts = {item["queue"]: item["count"] for item in person.get("queues").get_json()["items"]}
    assert counts["to_publish"] == len(items)
    return [item["number"] for item in items]


def test_closed_cases_wait_until_each_photo_was_decided_on(world: World) -> None:
    clerk = world.staff("east_clerk")
    number = Story(world).closed().number
    assert to_publish(world, "east_clerk") == [number]
    assert to_publish(world, "west_clerk") == []
    before, after = (photo["id"] for photo in clerk.view(number).get_json()["photos"])
    clerk.do(number, "publish", photo_ids=[before])
    assert to_publish(world, "east_clerk") == [number]
    clerk.do(number, "redact", photo_id=[after], boxes=[{"x": 0, "y": 0, "w": 0.5, "h": 0.5}])
    assert to_publish(world, "east_clerk") == []
    clerk.do(number, "unpublish", photo_ids=[before, after])
    assert to_publish(world, "east_clerk") == []


def test_open_cases_do_not_wait_there(world: World) -> None:
    number = world.resident().report().get_json()["case_number"]
    world.staff("east_clerk").do(number, "accept", **world.condition())
    assert to_publish(world, "east_clerk") == []


def test_others_have_no_such_queue(world: World) -> None:
    for username in ("sanitation_handler", "checker", "supervisor"):
        person = world.staff(username)
        assert person.get("cases?queue=to_publish").status_code == 403
