"""Administrators keep accounts: what they may, what is refused, and what the log says of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from server.identity.models import Staff
from server.identity.staff import NewStaff, add_staff
from server.platform.actor import Actor
from server.platform.db import unit_of_work
from tests.identity.administering import NEW, entries, made, signed_in
from tests.support import world as town
from tests.support.clocks import FrozenClock
from tests.support.forms import if_match, send_form
from tests.support.queries import Queries
from tests.support.refusals import refused
from tests.support.together import at_once
from tests.support.town import PASSWORD
from tests.support.world import API, Person, World

template, world = town.template, town.world

OWN = "a password of my own"


def test_a_new_person_signs_in_once_and_chooses_a_password(world: World) -> None:
    person = made(world)
    start = person["start_password"]
    assert (person["username"], person["starting"]) == ("east_new", True)
    browser, welcome = signed_in(world, "east_new", start)
    me = welcome.get_json()
    assert (welcome.status_code, me["starting"], me["roles"]) == (
        201,
        True,
        ["handler", "intake_clerk"],
    )
    refused(browser.get(f"{API}/cases?queue=all"), 403, "start_password_first")

    def change(present: str, wanted: str) -> TestResponse:
        return browser.put(f"{API}/me/password", json={"present": present, "password": wanted})

    refused(change("not the start one", OWN), 422, "password_wrong")
    refused(change(start, start), 422, "password_same")
    refused(change(start, "short"), 422, "password_unacceptable")
    elsewhere, _ = signed_in(world, "east_new", start)
    done = change(start, OWN)
    assert (done.status_code, done.get_json()["starting"]) == (200, False)
    assert browser.get(f"{API}/cases?queue=all").status_code == 200
    assert elsewhere.get(f"{API}/me").get_json()["kind"] == "anonymous"
    assert signed_in(world, "east_new", start)[1].status_code == 401
    log = entries(world, f"staff:{person['id']}")
    assert [entry.action for entry in log if "sign" not in entry.action] == [
        "created",
        "password_changed",
    ]
    assert log[0].actor == world.staff("admin").actor.owner
    assert log[0].data == {
        "name": [None, "新来的"],
        "organisation": [None, "east"],
        "roles": [None, ["handler", "intake_clerk"]],
        "username": [None, "east_new"],
    }
    assert not any(secret in str(entry.data) for entry in log for secret in (start, OWN))


@pytest.mark.one_database
def test_a_start_password_runs_out_and_a_forgotten_one_is_replaced(
    world: World, clock: FrozenClock
) -> None:
    person = made(world)
    clock.moment += timedelta(days=7)
    assert signed_in(world, "east_new", person["start_password"])[1].status_code == 401
    again = world.staff("admin").post(f"admin/people/{person['id']}/start-password", {})
    browser, welcome = signed_in(world, "east_new", again.get_json()["start_password"])
    assert welcome.status_code == 201
    world.staff("admin").post(f"admin/people/{person['id']}/start-password", {})
    assert browser.get(f"{API}/me").get_json()["kind"] == "anonymous"
    assert [entry.action for entry in entries(world, f"staff:{person['id']}")][-1] == (
        "password_reset"
    )


@pytest.mark.one_database
def test_changes_are_in_the_log_and_a_move_ends_sessions(world: World) -> None:
    person = made(world)
    browser, _ = signed_in(world, "east_new", person["start_password"])
    path, admin = f"admin/people/{person['id']}", world.staff("admin")
    told = {"name": "新来的", "organisation": "east", "roles": ["handler"]}
    assert send_form(admin, path, told).get_json()["roles"] == ["handler"]
    assert browser.get(f"{API}/me").get_json()["kind"] == "anonymous"
    browser, welcome = signed_in(world, "east_new", person["start_password"])
    assert welcome.get_json()["roles"] == ["handler"]
    send_form(admin, path, told)
    assert browser.get(f"{API}/me").get_json()["kind"] == "staff"
    moved = send_form(admin, path, told | {"organisation": "west"})
    assert moved.get_json()["organisation"]["code"] == "west"
    assert browser.get(f"{API}/me").get_json()["kind"] == "anonymous"
    changes = [e.data for e in entries(world, f"staff:{person['id']}") if e.action == "changed"]
    assert changes == [
        {"roles": [["handler", "intake_clerk"], ["handler"]]},
        {"organisation": ["east", "west"]},
    ]


@pytest.mark.one_database
def test_a_role_that_was_taken_does_not_come_back_with_an_older_form(world: World) -> None:
    person, admin = made(world), world.staff("admin")
    path = f"admin/people/{person['id']}"
    seen = if_match(admin, path)
    told = {"name": "新来的", "organisation": "east", "roles": ["handler", "intake_clerk"]}
    assert send_form(admin, path, told | {"roles": ["handler"]}).status_code == 200
    late = admin.ask("PUT", path, json=told | {"name": "新名字"}, headers=seen)
    refused(late, 412, "edited_meanwhile")
    now = admin.get(path).get_json()
    assert (now["name"], now["roles"]) == ("新来的", ["handler"])


@pytest.mark.one_database
def test_who_leaves_is_out_at_once_and_may_come_back(world: World) -> None:
    clerk, admin = world.staff("east_clerk"), world.staff("admin")
    assert clerk.get("cases?queue=all").status_code == 200
    path = f"admin/people/{clerk.actor.staff_id}"
    assert admin.post(f"{path}/deactivation", {}).get_json()["active"] is False
    assert clerk.get("cases?queue=all").status_code == 401
    assert signed_in(world, "east_clerk", PASSWORD)[1].status_code == 401
    assert admin.post(f"{path}/activation", {}).get_json()["active"] is True
    assert signed_in(world, "east_clerk", PASSWORD)[1].status_code == 201


@pytest.mark.one_database
def test_an_administrator_unlocks_who_failed_too_often(world: World) -> None:
    clerk = world.staff("east_clerk")
    for _ in range(5):
        assert signed_in(world, "east_clerk", "wrong")[1].status_code == 401
    assert signed_in(world, "east_clerk", PASSWORD)[1].status_code == 429
    path = f"admin/people/{clerk.actor.staff_id}"
    assert world.staff("admin").get(path).get_json()["failures"] == 5
    assert world.staff("admin").post(f"{path}/unlocking", {}).status_code == 200
    assert signed_in(world, "east_clerk", PASSWORD)[1].status_code == 201


def test_somebody_always_administers(world: World) -> None:
    admin = world.staff("admin")
    mine = f"admin/people/{admin.actor.staff_id}"
    as_clerk = {"name": "尤管理甲", "organisation": "centre", "roles": ["dispatcher"]}
    refused(admin.post(f"{mine}/deactivation", {}), 409, "last_administrator")
    refused(send_form(admin, mine, as_clerk), 409, "last_administrator")
    second = made(world, roles=["administrator"], organisation="centre")
    both = as_clerk | {"roles": ["administrator", "dispatcher"]}
    assert send_form(admin, mine, both).status_code == 200
    own = entries(world, f"staff:{admin.actor.staff_id}")[-1]
    assert (own.action, own.data) == (
        "own_roles_changed",
        {"roles": [["administrator"], ["administrator", "dispatcher"]]},
    )
    assert admin.post(f"{mine}/deactivation", {}).status_code == 200
    assert admin.get("admin/people").status_code == 401
    assert second["roles"] == ["administrator"]


def test_two_who_remove_each_other_at_once_leave_one(world: World) -> None:
    first = world.staff("admin")
    with world.app.app_context(), unit_of_work() as session:
        place = session.get_one(Staff, first.actor.staff_id).organisation_id
        new = NewStaff("second", "副管理", "-", place, frozenset({"administrator"}))
        second = Person(world, "second", Actor(staff_id=add_staff(session, new).id))
    for person in (first, second):
        assert person.get("admin/people?role=administrator").status_code == 200
    answers = at_once(
        [
            lambda: first.post(f"admin/people/{second.actor.staff_id}/deactivation", {}),
            lambda: second.post(f"admin/people/{first.actor.staff_id}/deactivation", {}),
        ]
    )
    assert [answer.status_code for answer in answers].count(200) == 1, answers
    left = first if answers[0].status_code == 200 else second
    assert len(found(left, "role=administrator&active=true")) == 1


@pytest.mark.one_database
def test_what_does_not_fit_is_refused_in_words(world: World) -> None:
    admin = world.staff("admin")
    made(world)
    for changes, wanted in (
        ({"username": " EAST_NEW "}, (409, "username_taken")),
        ({"username": "新来的"}, (422, "username_unfit")),
        ({"username": "n 2"}, (422, "username_unfit")),
        ({"username": "n2", "roles": ["auditor", "handler"]}, (422, "auditor_alone")),
        ({"username": "n2", "roles": ["king"]}, (422, "invalid")),
        ({"username": "n2", "roles": []}, (422, "invalid")),
        ({"username": "n2", "organisation": "nowhere"}, (422, "organisation_unknown")),
        ({"username": "n2", "name": "  "}, (422, "invalid")),
        ({"username": "n2", "password": "mine"}, (422, "invalid")),
    ):
        refused(admin.post("admin/people", NEW | changes), *wanted)
    refused(admin.get("admin/people/999999"), 404, "not_found")


@pytest.mark.one_database
def test_administrators_and_auditors_see_no_case(world: World) -> None:
    number = world.resident().report().get_json()["case_number"]
    for person in (world.staff("admin"), world.staff("auditor")):
        for path in ("queues", "cases?queue=all", f"cases/{number}"):
            refused(person.get(path), 403, "forbidden")
    refused(world.staff("auditor").post("admin/people", NEW), 403, "forbidden")


def found(person: Person, query: str) -> list[str]:
    return [one["username"] for one in person.get(f"admin/people?{query}").get_json()["items"]]


def test_people_are_found_and_listed_in_pages(
    world: World, query_count: Callable[[], AbstractContextManager[Queries]]
) -> None:
    admin = world.staff("admin")
    assert found(admin, "q=受理丙") == ["west_clerk"]
    assert found(admin, "q=WEST_") == ["west_clerk", "west_dispatcher"]
    assert found(admin, "organisation=west&role=dispatcher") == ["west_dispatcher"]
    assert found(admin, "active=false") == []
    with query_count() as few:
        admin.get("admin/people")
    with world.app.app_context(), unit_of_work() as session:
        place = session.get_one(Staff, admin.actor.staff_id).organisation_id
        for number in range(60):
            new = NewStaff(f"n{number:02}", f"某{number}", "-", place, frozenset({"handler"}))
            add_staff(session, new)
    with query_count() as many:
        first = admin.get("admin/people").get_json()
    assert many.count == few.count
    second = admin.get(f"admin/people?cursor={first['next']}").get_json()
    assert (len(first["items"]), second["next"]) == (50, None)
    assert len({one["id"] for one in first["items"] + second["items"]}) == len(world.people) + 60
