"""Organisations side by side: task forces, and claims on free segments."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from server.catalog.service import catalogue
from server.identity.models import Organisation
from server.platform.db import unit_of_work
from server.responsibility.service import keepers_at, sponsors_at, task_forces_at, task_forces_of
from tests.responsibility.conftest import LAT, segment_form
from tests.support.refusals import refused
from tests.support.together import at_once
from tests.support.town import MIDDLE
from tests.support.world import World

MARKET = {
    "type": "Polygon",
    "coordinates": [
        [
            [MIDDLE + 0.010, LAT],
            [MIDDLE + 0.012, LAT],
            [MIDDLE + 0.012, LAT + 0.002],
            [MIDDLE + 0.010, LAT + 0.002],
            [MIDDLE + 0.010, LAT],
        ]
    ],
}
INSIDE = (LAT + 0.001, MIDDLE + 0.0119)
OUTSIDE = (LAT + 0.001, MIDDLE + 0.01224)  # 20 m east of the market


def _task_force(app: Flask) -> None:
    with app.app_context(), unit_of_work() as session:
        session.add(Organisation(code="market", name="东市整治专班", kind="taskforce"))


def _at_work(
    app: Flask, category: str | None, place: tuple[float, float], at: datetime
) -> list[int]:
    with app.app_context():
        found = catalogue().category(category) if category else None
        return [item.id for item in task_forces_at(found.id if found else None, *place, at)]


def test_a_task_force_works_in_its_polygon_for_its_time(world: World, app: Flask) -> None:
    _task_force(app)
    admin, now = world.staff("admin"), world.clock()
    form: dict[str, Any] = {
        "members": ["sanitation", "east"],
        "geometry": MARKET,
        "categories": ["E01"],
        "leader": world.staff_ids["east_head"],
        "to": (now + timedelta(days=30)).isoformat(),
    }
    for changes, code in (
        ({"geometry": None, "categories": []}, "scope_missing"),
        ({"categories": ["E99"]}, "category_unknown"),
        ({"members": ["nobody"]}, "organisation_unknown"),
        ({"leader": 9999}, "person_not_in_service"),
        ({"to": now.isoformat()}, "interval_empty"),
        ({"geometry": {"type": "Point", "coordinates": [1, 2]}}, "shape_refused"),
    ):
        answer = admin.ask("PUT", "task-forces/market", json=form | changes)
        refused(answer, 422, code)
    assert admin.ask("PUT", "task-forces/sanitation", json=form).status_code == 404
    made = admin.ask("PUT", "task-forces/market", json=form)
    assert made.status_code == 200, made.text
    assert [member["name"] for member in made.get_json()["members"]] == ["东街道办事处", "环卫处"]
    assert made.get_json()["leader"]["name"] == "曹主任甲"

    assert len(_at_work(app, "E01", INSIDE, now)) == 1
    assert _at_work(app, "E01", OUTSIDE, now) == []
    assert _at_work(app, "E02", INSIDE, now) == []
    assert _at_work(app, None, INSIDE, now) == []
    assert _at_work(app, "E01", INSIDE, now + timedelta(days=30)) == []
    world.clock.advance(days=1)
    anywhere = {"members": ["municipal"], "categories": ["E03"]}
    changed = admin.ask("PUT", "task-forces/market", json=anywhere).get_json()
    assert (changed["geometry"], changed["leader"], changed["to"]) == (None, None, None)
    assert changed["from"] == made.get_json()["from"]
    assert len(_at_work(app, "E03", OUTSIDE, now)) == 1
    assert _at_work(app, "E01", INSIDE, now) == []
    assert len(admin.get("task-forces").get_json()["items"]) == 1


def test_members_of_a_task_force_are_known(world: World, app: Flask) -> None:
    _task_force(app)
    form = {"members": ["sanitation"], "categories": ["E01"]}
    world.staff("admin").ask("PUT", "task-forces/market", json=form)
    with app.app_context(), unit_of_work() as session:
        ids = {row.code: row.id for row in session.query(Organisation)}
    with app.app_context():
        now = world.clock()
        assert task_forces_of(ids["sanitation"], now) == task_forces_of(ids["market"], now) != []
        assert task_forces_of(ids["municipal"], now) == []
        assert task_forces_of(ids["sanitation"], now - timedelta(days=1)) == []


def test_of_two_claims_at_once_one_wins(world: World, app: Flask) -> None:
    admin = world.staff("admin")
    admin.post("segments", segment_form(world))
    sponsor, property_company = world.staff("sponsor_handler"), world.staff("property_handler")
    assert sponsor.post("segments/LD-001/claims", {}).status_code == 404
    admin.post("segments/LD-001/activate", {})
    office = world.staff("sanitation_handler").post("segments/LD-001/claims", {})
    refused(office, 422, "claim_not_for_offices")
    for person in (sponsor, property_company):
        person.get("me")
    answers = at_once(
        [
            lambda person=person: person.post("segments/LD-001/claims", {})
            for person in (sponsor, property_company)
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    won = next(answer.get_json() for answer in answers if answer.status_code == 201)
    winner, loser = (
        (sponsor, property_company)
        if won["organisation"]["name"] == "图书馆"
        else (property_company, sponsor)
    )
    assert loser.get("claims").get_json()["items"] == []
    assert loser.post(f"claims/{won['id']}/end", {}).status_code == 404

    street, other = world.staff("east_lead"), world.staff("west_lead")
    assert other.get("claims").get_json()["items"] == []
    assert other.post(f"claims/{won['id']}/approve", {}).status_code == 404
    assert street.get("claims").get_json()["items"][0]["may_decide"] is True
    assert street.post(f"claims/{won['id']}/approve", {}).status_code == 204
    again = street.post(f"claims/{won['id']}/decline", {})
    refused(again, 409, "claim_decided")
    segment = admin.get("segments/LD-001").get_json()
    assert segment["claimed_by"] == won["organisation"]
    assert [item["capacity"] for item in winner.get("my/targets").get_json()["items"]] == [
        "organisation"
    ]
    with app.app_context():
        found = sponsors_at((), LAT, MIDDLE - 0.01, world.clock())
        assert [item.code for item in found] == [won["organisation"]["code"]]
        assert len(keepers_at(LAT, MIDDLE - 0.01, world.clock())) == 1

    world.clock.advance(hours=1)
    assert winner.post(f"claims/{won['id']}/end", {}).status_code == 204
    assert winner.get("my/targets").get_json()["items"] == []
    anew = loser.post("segments/LD-001/claims", {})
    assert anew.status_code == 201
    assert street.post(f"claims/{anew.get_json()['id']}/decline", {}).status_code == 204
    gaps = admin.get("responsibility/gaps").get_json()
    assert gaps["claims"] == {"all": 2, "claimed": 0, "asked": 0}


def test_keepers_see_what_waits_on_their_road(world: World) -> None:
    clerk, keeper = world.staff("east_clerk"), world.staff("east_keeper")
    for _ in range(2):
        number = world.resident().report().get_json()["case_number"]
        clerk.do(number, "accept", **world.condition())
    elsewhere = {"lat": LAT, "lon": MIDDLE - 0.01, "accuracy_m": 9, "source": "fix"}
    assert world.resident().report(place=elsewhere).status_code == 201
    expected = {"open": 2, "overdue": 0, "recurred": 1}
    (own,) = keeper.get("my/targets").get_json()["items"]
    assert (own["target"]["code"], own["capacity"]) == ("east-road", "chief")
    assert own.items() >= expected.items()
    (figures,) = keeper.get("segments/figures").get_json()["items"]
    assert figures.items() >= expected.items()
