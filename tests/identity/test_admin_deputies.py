"""Deputies have the roles of colleagues on leave, in their own name and only meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import pytest

from server.identity.identify import Credentials, actor_of
from server.identity.sessions import open_for_staff
from server.platform.db import unit_of_work
from tests.identity.administering import entries
from tests.support import world as town
from tests.support.clocks import START, FrozenClock
from tests.support.forms import send_form
from tests.support.queries import Queries
from tests.support.refusals import refused
from tests.support.world import Person, World

template, world = town.template, town.world


def leave(
    world: World, absent: str, deputy: str, since: datetime = START, hours: int = 8
) -> dict[str, Any]:
    return {
        "absent": world.staff_ids[absent],
        "deputy": world.staff_ids[deputy],
        "since": since.isoformat(),
        "until": (since + timedelta(hours=hours)).isoformat(),
    }


def roles(person: Person) -> list[str]:
    found: list[str] = person.get("me").get_json()["roles"]
    return found


def test_a_deputy_works_in_their_own_name_and_only_meanwhile(
    world: World, clock: FrozenClock
) -> None:
    number = world.resident().report().get_json()["case_number"]
    clerk, head = world.staff("east_clerk"), world.staff("east_head")
    clerk.do(number, "accept", **world.condition())
    tomorrow = clock.moment + timedelta(days=1)
    entered = head.post("admin/deputies", leave(world, "east_dispatcher", "east_clerk", tomorrow))
    assert (entered.status_code, entered.get_json()["stage"]) == (201, "coming")
    assert clerk.act(number, "dispatch", {"organisation": "sanitation"}).status_code == 403
    clock.moment = tomorrow
    assert roles(clerk) == ["dispatcher", "intake_clerk"]
    done = clerk.do(number, "dispatch", organisation="sanitation")
    assert done["timeline"][-1]["person"] == "赵受理甲"
    assert head.get("admin/deputies").get_json()["items"][0]["stage"] == "running"
    clock.moment = tomorrow + timedelta(hours=8)
    assert roles(clerk) == ["intake_clerk"]
    assert head.get("admin/deputies").get_json()["items"][0]["stage"] == "over"
    over = head.ask("DELETE", f"admin/deputies/{entered.get_json()['id']}")
    refused(over, 409, "deputy_over")


def test_heads_name_deputies_of_their_own_people_only(world: World) -> None:
    head, admin = world.staff("east_head"), world.staff("admin")
    for form, code in (
        (leave(world, "west_dispatcher", "west_clerk"), "person_unknown"),
        (leave(world, "east_dispatcher", "west_clerk"), "person_unknown"),
        (leave(world, "east_dispatcher", "east_dispatcher"), "deputy_is_absent"),
        (leave(world, "east_dispatcher", "east_head"), "deputy_is_self"),
        (leave(world, "east_dispatcher", "east_clerk", hours=-1), "deputy_period"),
        (leave(world, "east_dispatcher", "east_clerk", hours=24 * 400), "deputy_period"),
    ):
        refused(head.post("admin/deputies", form), 422, code)
    elsewhere = leave(world, "east_dispatcher", "west_clerk")
    refused(admin.post("admin/deputies", elsewhere), 422, "deputy_elsewhere")
    refused(
        admin.post("admin/deputies", leave(world, "supervisor", "admin")), 422, "deputy_is_self"
    )
    west = admin.post("admin/deputies", leave(world, "west_dispatcher", "west_clerk"))
    assert west.status_code == 201
    again = admin.post("admin/deputies", leave(world, "west_dispatcher", "west_clerk"))
    refused(again, 409, "deputy_exists")
    assert head.get("admin/deputies").get_json()["items"] == []
    path = f"admin/deputies/{west.get_json()['id']}"
    refused(head.ask("DELETE", path), 404, "not_found")
    assert admin.ask("DELETE", path).status_code == 204
    assert roles(world.staff("west_clerk")) == ["intake_clerk"]
    log = entries(world, f"deputy:{west.get_json()['id']}")
    assert [entry.action for entry in log] == ["deputy_entered", "deputy_ended"]
    assert log[0].data["absent"] == f"staff:{world.staff_ids['west_dispatcher']}"
    refused(world.staff("supervisor").get("admin/deputies"), 403, "forbidden")


@pytest.mark.one_database
def test_nobody_administers_or_audits_as_a_deputy(world: World) -> None:
    admin, checker = world.staff("admin"), world.staff("checker")
    for absent in ("admin", "auditor", "supervisor"):
        assert admin.post("admin/deputies", leave(world, absent, "checker")).status_code == 201
    assert roles(checker) == ["checker", "supervisor"]


@pytest.mark.one_database
def test_a_move_ends_what_one_stands_in_for(world: World) -> None:
    admin, clerk = world.staff("admin"), world.staff("east_clerk")
    admin.post("admin/deputies", leave(world, "east_dispatcher", "east_clerk"))
    told = {"name": "赵受理甲", "organisation": "west", "roles": ["intake_clerk"]}
    send_form(admin, f"admin/people/{clerk.actor.staff_id}", told)
    moved = Person(world, "moved", clerk.actor)
    assert roles(moved) == ["intake_clerk"]


@pytest.mark.one_database
def test_deputies_cost_no_query(
    world: World, query_count: Callable[[], AbstractContextManager[Queries]]
) -> None:
    admin = world.staff("admin")
    for absent in ("east_dispatcher", "east_handler", "east_dispatcher2"):
        admin.post("admin/deputies", leave(world, absent, "east_clerk"))
    with world.app.app_context():
        with unit_of_work() as session:
            token = open_for_staff(session, world.staff_ids["east_clerk"], "", None)
        with query_count() as queries:
            actor = actor_of(Credentials(session_token=token))
    assert queries.count == 1
    assert actor.roles == {"intake_clerk", "dispatcher", "handler"}
