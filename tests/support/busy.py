"""A town in which everything exists that can be asked about: of East, of West and of residents."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from server.platform import clock as server_clock
from server.statistics import writing
from tests.support.story import Story
from tests.support.world import EAST, WEST, Person, World

PHONE, CALLED = "13912345678", "13787654321"
NAME = "沈某某居民"


@dataclass
class Busy:
    """What was made, and what of its makers nobody else may read.

    ``numbers`` are cases by street; ``secrets`` words that belong to a resident alone.
    """

    world: World
    resident: Person
    numbers: dict[str, str] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)


def busy(world: World) -> Busy:
    """Fill the town; some 80 requests."""
    made = Busy(world, world.account(PHONE), secrets={PHONE, CALLED, NAME})
    _cases(made)
    _lists(made)
    _desk(made)
    world.drain()
    return made


def _told(made: Busy, answer: Any) -> str:
    assert answer.status_code == 201, answer.text
    receipt = answer.get_json()
    made.secrets |= {receipt["query_code"], receipt["query_code"].replace("-", "")}
    return str(receipt["case_number"])


def _cases(made: Busy) -> None:
    """One that went its whole way, one in the middle, one that was called in, one of West."""
    world = made.world
    closed = Story(world, made.resident, contact={"phone": PHONE}, anonymous=False)
    made.secrets |= {closed.receipt["query_code"]}
    caller = {"channel": "phone", "name": NAME, "phone": CALLED, "consent": True}
    clerk = world.staff("east_clerk")
    number = _told(made, clerk.post("reports", world.report_form(clerk, on_behalf=caller)))
    closed.closed()
    closed.by("east_clerk", "publish", photo_ids=_photos(clerk, closed.number))
    made.resident.ask("PUT", f"public/cases/{closed.number}/watch", json={})
    grid = {"person": world.staff_ids["east_grid"], "note": "请到现场看看"}
    clerk.do(number, "ask_verify", **world.condition(), **grid)
    working = Story(world, made.resident, contact={"phone": PHONE}, anonymous=False)
    made.secrets |= {working.receipt["query_code"]}
    working.handling()
    working.by("east_dispatcher", "add_co_handler", organisation="property", task="请协助")
    whistle = {"whistle_level": "daily", "organisations": ["municipal"], "task": "请到场"}
    working.by("east_lead", "whistle", **whistle)
    west = world.account("13700000001")
    made.secrets.add("13700000001")
    form = world.report_form(
        west, place={**WEST, "source": "fix"}, contact={"phone": "13700000001"}, anonymous=False
    )
    made.numbers = {
        "closed": closed.number,
        "verifying": number,
        "east": working.number,
        "west": _told(made, west.post("reports", form)),
    }
    _inspected(made)


def _photos(person: Person, number: str) -> list[int]:
    return [photo["id"] for photo in person.view(number).get_json()["photos"]]


def _inspected(made: Busy) -> None:
    world = made.world
    sample = {"street": "990101001", "month": server_clock.now().strftime("%Y-%m")}
    _created(world.staff("supervisor").post("samples", sample))
    _created(
        world.staff("supervisor").post(f"cases/{made.numbers['east']}/hold", {"reason": "行政复议"})
    )
    inspector = world.staff("inspector")
    round_id = str(uuid.uuid4())
    _created(inspector.post("patrols", {"id": round_id, "kind": "supervision", "route": "东二路"}))
    issue = {
        "id": str(uuid.uuid4()),
        "photos": [{**inspector.photo(), "role": "near"}],
        "place": {**EAST, "accuracy_m": 8, "source": "fix"},
        **world.condition(),
    }
    _created(inspector.post(f"patrols/{round_id}/issues", issue))


def _lists(made: Busy) -> None:
    world = made.world
    due = (server_clock.now() + timedelta(days=10)).date().isoformat()
    for street in ("east", "west"):
        clerk = world.staff(f"{street}_clerk")
        listed = _created(clerk.post("community-lists", {"title": "环境整治"}))
        item = {"words": "楼道堆物", "category": "E02", "address": "8 号", "photo": clerk.photo()}
        _created(clerk.post(f"community-lists/{listed['id']}/items", item))
        items = [{"case": made.numbers[street]}]
        form = {"organisation": "sanitation", "title": "整改", "due": due, "items": items}
        _created(clerk.post("rectification-lists", form))
        asked = clerk.post("exports", {})
        assert asked.status_code == 202, asked.text
    with world.app.app_context():
        writing.write_waiting()


def _desk(made: Busy) -> None:
    world = made.world
    for street in ("east", "west"):
        clerk = world.staff(f"{street}_clerk")
        view = {"name": "我的", "query": {"queue": "all"}}
        _created(clerk.post("views", view))
        items = [{"number": made.numbers[street], "remark": "请接班"}]
        _created(clerk.post("handovers", {"note": "夜里有雨", "items": items}))
    tomorrow = server_clock.now() + timedelta(days=1)
    leave = {
        "absent": world.staff_ids["east_dispatcher"],
        "deputy": world.staff_ids["east_dispatcher2"],
        "since": tomorrow.isoformat(),
        "until": (tomorrow + timedelta(hours=8)).isoformat(),
    }
    _created(world.staff("east_head").post("admin/deputies", leave))
    claim = world.staff("sponsor_handler").post("segments/east-road/claims", {})
    _created(claim)


def _created(answer: Any) -> dict[str, Any]:
    assert answer.status_code in (200, 201), answer.text
    body: dict[str, Any] = answer.get_json()
    return body
