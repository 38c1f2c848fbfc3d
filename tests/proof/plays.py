"""Handlers and checkers with real photos in hand, over HTTP."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from werkzeug.test import TestResponse

from server.identity.models import StaffRole
from server.platform import clock
from server.platform.db import unit_of_work
from tests.support.story import DONE, Story
from tests.support.world import EAST, Person, World

HANDLER, OFFICE = "sanitation_handler", "sanitation"
FAR = {"lat": EAST["lat"] + 0.005, "lon": EAST["lon"]}  # half a kilometre north


def shot(who: Person, picture: bytes, at: dict[str, float] | None = EAST, **said: Any) -> Any:
    """A picture that ``who`` uploads, with what the phone says of it."""
    sha256 = hashlib.sha256(picture).hexdigest()
    sent = who.ask("PUT", f"photos/{sha256}", data=picture, content_type="image/jpeg")
    assert sent.status_code in (200, 201), sent.text
    known = {"captured_at": clock.now().isoformat(), "source": "camera"}
    place = {**at, "accuracy_m": 8} if at else {}
    return {"sha256": sha256, **known, **place, **said}


def waiting(world: World, before: bytes | None = None) -> Story:
    """A case that the handler took in an hour ago; ``before`` is what the reporter sent."""
    reporter = world.resident()
    photos = {"photos": [{**shot(reporter, before), "role": "near"}]} if before else {}
    story = Story(world, reporter, **photos).handling()
    world.clock.advance(hours=1)
    return story


def finish(story: Story, *photos: Any, reason: str = "", **changes: Any) -> TestResponse:
    """The handler says that it is done."""
    form = {"photos": list(photos), "words": DONE, "close_type": "rectified", **changes}
    if reason:
        form["proof_reason"] = reason
    return story.world.staff(HANDLER).act(story.number, "finish", form)


def marks(world: World, number: str) -> set[str]:
    """What the supervisor reads that is odd about a finish."""
    return set(world.staff("supervisor").view(number).get_json()["proof"]["marks"])


def alarmed(world: World, number: str) -> set[str]:
    """Why the supervisors' list names a case."""
    items = world.staff("supervisor").get("alarms").get_json()["items"]
    return {mark for item in items if item["case_number"] == number for mark in item["marks"]}


def goes_there(story: Story, **data: Any) -> dict[str, Any]:
    """Whoever was drawn goes there, takes a photo and lets the check pass."""
    checker = story.world.checker_of(story.number)
    return checker.do(story.number, "check_pass", photos=[checker.photo()], **data)


def make_checkers(world: World, *names: str) -> None:
    """Give some people the role of a checker beside their own."""
    with world.app.app_context(), unit_of_work() as session:
        session.add_all(StaffRole(staff_id=world.staff_ids[name], role="checker") for name in names)


def ago(**time: float) -> str:
    """A moment before now, as a phone says it."""
    return (clock.now() - timedelta(**time)).isoformat()
