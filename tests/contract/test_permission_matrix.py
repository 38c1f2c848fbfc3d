"""Every route × every role × own and other objects, against the table of routes.py."""

from __future__ import annotations

import re
import uuid

import pytest

from tests.contract.roles import EVERYBODY, person_of
from tests.contract.routes import ROUTES
from tests.support.refusals import refused
from tests.support.world import Person, World

_ARGUMENTS = {
    "number": "990101-20260101-2222",
    "action": "accept",
    "queue": "all",
    "photo_id": "999999",
    "condition_id": "999999",
    "claim_id": "999999",
    "sponsorship_id": "999999",
    "year": "2026",
    "code": "none",
    "size": "thumb",
    "sha256": "0" * 64,
    "request_id": "0" * 32,
    "session_id": "999999",
    "staff_id": "999999",
    "deputy_id": "999999",
    "token_id": "999999",
    "view_id": "999999",
    "handover_id": "999999",
    "round_id": "00000000-0000-4000-8000-000000000000",
    "report_id": "00000000-0000-4000-8000-000000000000",
    "export_id": "00000000-0000-4000-8000-000000000000",
    "list_id": "999999",
    "check_id": "999999",
    "item_id": "999999",
}


def _routes(world: World) -> set[str]:
    return {
        f"{method} {rule.rule}"
        for rule in world.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_route_has_a_row(world: World) -> None:
    assert _routes(world) == set(ROUTES)


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_who_is_let_in(world: World, role: str) -> None:
    """A role without the permission is refused before anything is looked at, others never so."""
    person, wrong = person_of(world, role), []
    for route, allowed in ROUTES.items():
        if route == "DELETE /api/v1/sessions/current":
            person = person_of(world, role)
        method, rule = route.split(" ", 1)
        path = rule
        for name, value in _ARGUMENTS.items():
            path = re.sub(rf"<([^<>]+:)?{name}>", value, path)
        body = {"json": {}} if method == "POST" else {}
        answer = person.ask(method, path, **body)
        denied = answer.status_code in (401, 403)
        if denied == (role in allowed):
            wrong.append((route, answer.status_code))
        elif denied and answer.mimetype != "text/html":
            code = "sign_in_required" if role == "anonymous" else "forbidden"
            assert answer.get_json()["code"] == code, (route, answer.text)
    assert not wrong, f"{role}: {wrong}"


def _case(world: World, *, until: str) -> str:
    number = world.resident().report().get_json()["case_number"]
    if until == "submitted":
        return number
    world.staff("east_clerk").do(number, "accept", **world.condition())
    if until == "to_dispatch":
        return number
    world.staff("east_dispatcher").do(number, "dispatch", organisation="sanitation")
    return number


DISTRICT = frozenset({"supervisor", "leader", "leader2", "inspector"})
STREET = DISTRICT | {
    *("east_clerk", "east_clerk2", "east_dispatcher", "east_dispatcher2"),
    *("east_lead", "east_head", "east_keeper", "east_officer"),
}
HANDLING = STREET | {"sanitation_handler", "sanitation_handler2", "sanitation_head"}


@pytest.mark.parametrize(
    ("until", "may_see"), [("submitted", STREET), ("assigned", HANDLING)], ids=["new", "given out"]
)
def test_whose_case_it_is(world: World, until: str, may_see: frozenset[str]) -> None:
    """For everybody else the case does not exist: by page, list, map and action alike."""
    number = _case(world, until=until)
    for person in world.everybody:
        seen = person.name in may_see
        works_cases = "case.read" in _permissions(person)
        expected = (200 if seen else 404) if works_cases else 403
        assert person.view(number).status_code == expected, person.name
        if works_cases:
            listed = person.get("cases", query_string={"queue": "all"}).text
            assert (number in listed) == seen, person.name
            assert (number in person.get("cases.geojson").text) == seen, person.name
            answer = person.act(number, "add_note", {"note": "看看"})
            assert (answer.status_code == 404) == (not seen), (person.name, answer.text)


def _permissions(person: Person) -> set[str]:
    return set(person.get("me").get_json()["permissions"])


def test_foreign_reports_are_unknown(world: World) -> None:
    mine, other = world.resident(), world.resident()
    form = world.report_form(mine)
    number = mine.post("reports", form).get_json()["case_number"]
    unknown = "990101-20260101-2222"
    for stranger in (other, world.account("13800000000")):
        for asked in (number, unknown):
            answer = stranger.get(f"follow/{asked}")
            refused(answer, 404, "not_found")
            answer = stranger.post(
                f"follow/{asked}/actions/withdraw",
                {},
                headers={"If-Match": '"1"', "Idempotency-Key": uuid.uuid4().hex},
            )
            assert answer.status_code == 404
    again = other.post("reports", form | {"photos": world.report_form(other)["photos"]})
    refused(again, 409, "report_id_conflict")
    assert number not in again.text


def test_a_foreign_hash_counts_as_unknown(world: World) -> None:
    mine, other = world.resident(), world.resident()
    photo = mine.photo()
    known_to_others = other.post("reports", world.report_form(other, photos=[photo]))
    known_to_nobody = other.post("reports", world.report_form(other, photos=[{"sha256": "0" * 64}]))
    for answer, sha256 in ((known_to_others, photo["sha256"]), (known_to_nobody, "0" * 64)):
        assert answer.status_code == 409
        told = answer.get_json()
        assert (told["code"], told["missing"]) == ("photos_missing", [sha256])
