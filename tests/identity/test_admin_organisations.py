"""Administrators keep organisations."""

from __future__ import annotations

from typing import Any

import pytest

from tests.identity.administering import entries
from tests.support import world as town
from tests.support.forms import send_form
from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.world import World

template, world = town.template, town.world

NEW = {
    "code": "parks",
    "name": "园林处",
    "kind": "department",
    "lead_type": "landscape",
    "area": "990101",
    "parent": "centre",
    "phone": "0437-1234567",
}


def put(world: World, code: str, **told: Any) -> Any:
    return send_form(world.staff("admin"), f"admin/organisations/{code}", told)


def test_an_organisation_is_made_and_changed(world: World) -> None:
    admin = world.staff("admin")
    made = admin.post("admin/organisations", NEW)
    assert made.status_code == 201
    assert made.get_json() == NEW | {
        "version": made.get_json()["version"],
        "area": {"code": "990101", "name": "测试区"},
        "parent": {"code": "centre", "name": "督察中心"},
        "active": True,
        "people": 0,
    }
    refused(admin.post("admin/organisations", NEW), 409, "organisation_code_taken")
    told = {name: value for name, value in NEW.items() if name != "code"}
    changed = put(world, "parks", **told | {"name": "园林绿化处", "phone": None, "parent": None})
    assert changed.get_json()["name"] == "园林绿化处"
    listed = admin.get("admin/organisations").get_json()["items"]
    in_east = sum(row["organisation"] == "east" for row in world.people)
    assert [one["people"] for one in listed if one["code"] in ("east", "parks")] == [0, in_east]
    log = entries(world, "organisation:parks")
    assert [entry.action for entry in log] == ["created", "changed"]
    assert log[1].data == {
        "name": ["园林处", "园林绿化处"],
        "parent": ["centre", None],
        "phone": ["0437-1234567", ""],
    }


def test_a_form_that_somebody_overtook_is_refused(world: World) -> None:
    admin = world.staff("admin")
    for one in admin.get("admin/organisations").get_json()["items"]:
        told = {name: one[name] for name in ("name", "kind", "lead_type", "phone")}
        told |= {name: one[name] and one[name]["code"] for name in ("area", "parent")}
        path, seen = f"admin/organisations/{one['code']}", {"If-Match": f'"{one["version"]}"'}
        assert admin.ask("PUT", path, json=told, headers=seen).get_json() == one
        refused(admin.ask("PUT", path, json=told), 428, "version_required")
    other = admin.ask("PUT", path, json=told | {"phone": "0437-1"}, headers=seen)
    assert other.get_json()["version"] != one["version"]
    late = admin.ask("PUT", path, json=told | {"name": "别名"}, headers=seen)
    refused(late, 412, "edited_meanwhile")


@pytest.mark.one_database
def test_what_does_not_fit_is_refused(world: World) -> None:
    admin = world.staff("admin")
    for changes, wanted in (
        ({"code": "Parks und Wege"}, (422, "invalid")),
        ({"kind": "kingdom"}, (422, "invalid")),
        ({"area": "1"}, (422, "area_unknown")),
        ({"kind": "street", "area": None}, (422, "area_needed")),
        ({"parent": "nobody"}, (422, "organisation_unknown")),
    ):
        refused(admin.post("admin/organisations", NEW | changes), *wanted)
    admin.post("admin/organisations", NEW)
    loop = {"name": "督察中心", "kind": "centre", "area": "990101", "parent": "parks"}
    refused(put(world, "centre", **loop), 422, "organisation_loop")
    refused(put(world, "nobody", **loop), 404, "not_found")


def test_an_organisation_with_cases_or_people_stays_in_service(world: World) -> None:
    admin = world.staff("admin")
    number = world.resident().report().get_json()["case_number"]
    world.staff("east_clerk").do(number, "accept", **world.condition())
    world.staff("east_dispatcher").do(number, "dispatch", organisation="sanitation")
    for code in ("east", "sanitation"):
        answer = admin.post(f"admin/organisations/{code}/deactivation", {})
        refused(answer, 409, "organisation_has_cases")
        assert "1" in answer.get_json()["detail"]
    answer = admin.post("admin/organisations/municipal/deactivation", {})
    refused(answer, 409, "organisation_has_people")
    person = world.staff("municipal_handler").actor.staff_id
    admin.post(f"admin/people/{person}/deactivation", {})
    closed = admin.post("admin/organisations/municipal/deactivation", {})
    assert closed.get_json()["active"] is False
    refused(admin.post(f"admin/people/{person}/activation", {}), 409, "organisation_closed")
    known = world.staff("east_dispatcher").get("organisations?for=dispatch").text
    assert "municipal" not in known
    opened = admin.post("admin/organisations/municipal/activation", {})
    assert opened.get_json()["active"] is True
    actions = [entry.action for entry in entries(world, "organisation:municipal")]
    assert actions == ["disabled", "enabled"]


def test_the_centre_of_a_district_with_open_cases_stays_its_centre(world: World) -> None:
    """Else nobody could check or decide: the cases would be in the air."""
    Story(world)
    told = {"name": "监督中心", "lead_type": None, "parent": None, "phone": ""}
    for changed in (
        {"kind": "centre", "area": "990101002"},
        {"kind": "department", "area": "990101"},
    ):
        refused(put(world, "centre", **told, **changed), 409, "organisation_has_cases")
    assert put(world, "centre", **told, kind="centre", area="990101").status_code == 200
    closed = world.staff("admin").post("admin/organisations/centre/deactivation", {})
    refused(closed, 409, "organisation_has_cases")


def test_who_may_not_lead_holds_no_case(world: World) -> None:
    story = Story(world).handling()
    told = {"name": "环卫公司", "lead_type": None, "area": "990101", "parent": None, "phone": ""}
    refused(put(world, "sanitation", **told, kind="company"), 409, "organisation_has_cases")
    story.by("supervisor", "settle", organisation="municipal", reason="改制")
    assert put(world, "sanitation", **told, kind="company").status_code == 200
