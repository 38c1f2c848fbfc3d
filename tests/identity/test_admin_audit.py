"""Auditors read who did what; dead letters are seen and tried again by administrators."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from server.identity.sms import TOPIC
from server.platform import audit, outbox
from server.platform.actor import SYSTEM, Actor, ActorKind
from server.platform.db import unit_of_work
from server.platform.outbox.models import OutboxRow
from tests.identity.administering import entries
from tests.support import world as town
from tests.support.clocks import START, FrozenClock
from tests.support.refusals import refused
from tests.support.world import World

template, world = town.template, town.world


def read(world: World, **query: Any) -> dict[str, Any]:
    answer = world.staff("auditor").get("admin/audit", query_string=query)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.get_json()
    return page


def test_an_auditor_reads_by_person_action_and_period(world: World, clock: FrozenClock) -> None:
    clerk = world.staff_ids["east_clerk"]
    officer = Actor(kind=ActorKind.STAFF, staff_id=clerk)
    with world.app.app_context(), unit_of_work() as session:
        for number in range(60):
            audit.record(session, officer, "photo_opened", f"photo:{number}")
        clock.moment = START + timedelta(hours=1)
        audit.record(session, SYSTEM, "disabled", f"staff:{clerk}", {"by": f"staff:{clerk}"})
    newest = read(world)
    assert newest["items"][0] | {"id": 0} == {
        "id": 0,
        "at": f"{clock.moment:%Y-%m-%dT%H:%M:%SZ}",
        "actor": "system",
        "actor_name": None,
        "action": "disabled",
        "subject": f"staff:{clerk}",
        "subject_name": "赵受理甲",
        "data": {"by": f"staff:{clerk}"},
        "names": {f"staff:{clerk}": "赵受理甲"},
    }
    first = read(world, person=clerk)
    second = read(world, person=clerk, cursor=first["next"])
    assert (len(first["items"]), len(second["items"]), second["next"]) == (50, 10, None)
    assert {one["actor_name"] for one in first["items"]} == {"赵受理甲"}
    assert [one["subject"] for one in second["items"]][-1] == "photo:0"
    later = (START + timedelta(minutes=1)).isoformat()
    assert [one["action"] for one in read(world, since=later)["items"]] == ["disabled"]
    assert {one["action"] for one in read(world, until=later)["items"]} == {"photo_opened"}
    assert len(read(world, action="disabled")["items"]) == 1
    known = world.staff("auditor").get("admin/audit/actions").get_json()["items"]
    assert known == ["disabled", "photo_opened"]
    for name in ("admin", "supervisor"):
        refused(world.staff(name).get("admin/audit"), 403, "forbidden")


def test_dead_letters_are_shown_without_words_and_tried_again(world: World) -> None:
    admin = world.staff("admin")
    with world.app.app_context(), unit_of_work() as session:
        for _ in range(3):
            outbox.put(session, TOPIC, {"sealed": "secret"})
        session.execute(
            update(OutboxRow).values(
                dead=True,
                attempts=10,
                settled_at=START,
                last_error="ConnectionError: no answer for 13812345678",
            )
        )
    told = admin.get("admin/outbox/dead")
    letters = told.get_json()["items"]
    assert (len(letters), told.get_json()["total"]) == (3, 3)
    assert (letters[0]["reason"], letters[0]["attempts"]) == ("ConnectionError", 10)
    assert "13812345678" not in told.text
    assert "secret" not in told.text
    one = admin.post("admin/outbox/dead/retry", {"ids": [letters[0]["id"], 999999]})
    assert one.get_json() == {"retried": 1}
    assert admin.post("admin/outbox/dead/retry", {}).get_json() == {"retried": 2}
    assert admin.get("admin/outbox/dead").get_json() == {"items": [], "total": 0}
    assert [entry.data["ids"] for entry in entries(world, "outbox")] == [
        [letters[0]["id"]],
        [letter["id"] for letter in letters[1:]],
    ]
    refused(world.staff("auditor").get("admin/outbox/dead"), 403, "forbidden")
