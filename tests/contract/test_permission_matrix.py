"""Every route × every role × own and other objects, against a table written by hand."""

from __future__ import annotations

import re
import uuid

import pytest

from server.identity.permissions import STAFF_ROLES
from tests.support.refusals import refused
from tests.support.world import Person, World

EVERYBODY = frozenset({"anonymous", "device", "account", *STAFF_ROLES})
RESIDENTS = frozenset({"device", "account"})
STAFF = frozenset(STAFF_ROLES)
CASE_WORK = STAFF - {"administrator", "auditor"}
ADMINISTRATOR = frozenset({"administrator"})
HEADS = frozenset({"street_head", "organisation_head", "centre_leader"})
FRONT_OFFICE = frozenset({"intake_clerk", "supervisor"})
WALKERS = frozenset({"patrol_leader", "inspector", "supervisor"})
LEADERS = frozenset({"street_lead", "street_head", "centre_leader"})

STREET_LEADERS = frozenset({"street_lead", "street_head"})
STREET_OFFICE = STREET_LEADERS | {"intake_clerk", "dispatcher"}
CENTRE = frozenset({"supervisor", "centre_leader"})
ORGANISATION = frozenset({"handler", "organisation_head"})
COMMUNITY = STREET_OFFICE | ORGANISATION | {"grid_worker"}

ROUTES: dict[str, frozenset[str]] = {
    "GET /": EVERYBODY,
    "GET /c/<number>": EVERYBODY,
    "GET /demo/sms": EVERYBODY,
    "GET /follow": EVERYBODY,
    "GET /healthz": EVERYBODY,
    "GET /office": EVERYBODY,
    "GET /photos/<int(max=2147483647):photo_id>/<size>.jpg": EVERYBODY,
    "GET /icon/<name>.png": EVERYBODY,
    "GET /manifest.webmanifest": EVERYBODY,
    "GET /offline": EVERYBODY,
    "GET /preferences": EVERYBODY,
    "GET /accessibility": EVERYBODY,
    "GET /privacy": EVERYBODY,
    "GET /responsibility": EVERYBODY,
    "GET /readyz": EVERYBODY,
    "GET /go/<number>": EVERYBODY,
    "GET /worker.js": EVERYBODY,
    "GET /wechat": RESIDENTS | STAFF,
    "GET /wechat/back": RESIDENTS | STAFF,
    "GET /wechat/sign-in/back": EVERYBODY,
    "POST /preferences": RESIDENTS | STAFF,
    "POST /follow": EVERYBODY,
    "POST /report": EVERYBODY,
    "POST /share": EVERYBODY,
    "GET /api/v1/push": RESIDENTS | STAFF,
    "PUT /api/v1/push": RESIDENTS | STAFF,
    "POST /api/v1/push/off": RESIDENTS | STAFF,
    "GET /api/v1/areas": EVERYBODY,
    "GET /api/v1/areas.geojson": EVERYBODY,
    "GET /api/v1/config": EVERYBODY,
    "GET /api/v1/consent": EVERYBODY,
    "GET /api/v1/follow/<number>": EVERYBODY - {"anonymous"},
    "GET /api/v1/locate": EVERYBODY,
    "GET /api/v1/me": EVERYBODY,
    "GET /api/v1/openapi.json": EVERYBODY,
    "GET /api/v1/public/cases": EVERYBODY,
    "GET /api/v1/public/cases/<number>": EVERYBODY,
    "GET /api/v1/public/map": EVERYBODY,
    "GET /api/v1/similar": EVERYBODY,
    "GET /api/v1/tiles": EVERYBODY,
    "POST /api/v1/follow/<number>/actions/<action>": EVERYBODY - {"anonymous"},
    "POST /api/v1/otp": EVERYBODY,
    "POST /api/v1/otp/<string:request_id>": EVERYBODY,
    "POST /api/v1/sessions": EVERYBODY,
    "POST /api/v1/sessions/second-step": EVERYBODY,
    "GET /api/v1/sessions": RESIDENTS | STAFF,
    "DELETE /api/v1/sessions/<int(max=2147483647):session_id>": RESIDENTS | STAFF,
    "POST /api/v1/wechat/sign-in": EVERYBODY,
    "GET /api/v1/wechat/signature": EVERYBODY,
    "GET /api/v1/wechat/link": RESIDENTS | STAFF,
    "DELETE /api/v1/wechat/link": RESIDENTS | STAFF,
    "GET /api/v1/notices": RESIDENTS | STAFF,
    "POST /api/v1/notices/read": RESIDENTS | STAFF,
    "GET /api/v1/notices/preferences": RESIDENTS | STAFF,
    "PATCH /api/v1/notices/preferences": RESIDENTS | STAFF,
    "GET /api/v1/my/data": RESIDENTS,
    "PUT /api/v1/my/reports/<uuid:report_id>/contact": RESIDENTS,
    "GET /api/v1/my/reports": RESIDENTS,
    "GET /api/v1/my/watched": RESIDENTS,
    "GET /solved": EVERYBODY,
    "GET /api/v1/public/cases/<number>/watch": EVERYBODY,
    "PUT /api/v1/public/cases/<number>/watch": RESIDENTS,
    "DELETE /api/v1/public/cases/<number>/watch": RESIDENTS,
    "GET /api/v1/follow/<number>/looks": EVERYBODY - {"anonymous"},
    "POST /api/v1/cases/<number>/reports/<uuid:report_id>/contact": FRONT_OFFICE,
    "POST /api/v1/reports": RESIDENTS | FRONT_OFFICE | WALKERS,
    "POST /api/v1/public/cases/<number>/join": RESIDENTS | FRONT_OFFICE | WALKERS,
    "POST /api/v1/patrols": WALKERS,
    "GET /api/v1/patrols": WALKERS | LEADERS,
    "GET /api/v1/patrols/current": WALKERS,
    "GET /api/v1/patrols/figures": WALKERS | LEADERS,
    "GET /api/v1/patrols/<uuid:round_id>": WALKERS | LEADERS,
    "POST /api/v1/patrols/<uuid:round_id>/issues": WALKERS,
    "PUT /api/v1/patrols/<uuid:round_id>/end": WALKERS,
    "GET /api/v1/samples": CENTRE,
    "POST /api/v1/samples": CENTRE,
    "GET /api/v1/spot-checks": CENTRE | {"inspector"},
    "PUT /api/v1/spot-checks/<int(max=2147483647):check_id>/ok": CENTRE | {"inspector"},
    "GET /api/v1/alarms": CENTRE | {"inspector"},
    "GET /api/v1/journal-checks": frozenset({"administrator", "auditor"}),
    "GET /api/v1/hotspots": FRONT_OFFICE | LEADERS | {"dispatcher"},
    "PUT /api/v1/photos/<sha256>": RESIDENTS | CASE_WORK,
    "GET /api/v1/categories": STAFF,
    "GET /api/v1/organisations": STAFF,
    "GET /api/v1/people": CASE_WORK | {"administrator"},
    "GET /api/v1/queues": CASE_WORK,
    "GET /api/v1/cases": CASE_WORK,
    "GET /api/v1/cases.geojson": CASE_WORK,
    "GET /api/v1/cases/<number>": CASE_WORK,
    "POST /api/v1/cases/<number>/actions/<action>": CASE_WORK,
    "POST /api/v1/cases/bulk": CASE_WORK,
    "GET /api/v1/views": CASE_WORK,
    "POST /api/v1/views": CASE_WORK,
    "PUT /api/v1/views/<int(max=2147483647):view_id>": CASE_WORK,
    "DELETE /api/v1/views/<int(max=2147483647):view_id>": CASE_WORK,
    "PUT /api/v1/views/default": CASE_WORK,
    "POST /api/v1/queues/<queue>/visits": CASE_WORK,
    "GET /api/v1/handovers": CASE_WORK,
    "GET /api/v1/handovers/matters": CASE_WORK,
    "POST /api/v1/handovers": CASE_WORK,
    "POST /api/v1/handovers/<int(max=2147483647):handover_id>/take": CASE_WORK,
    "GET /api/v1/photos/<int(max=2147483647):photo_id>/original": FRONT_OFFICE,
    "GET /api/v1/photo-reviews": FRONT_OFFICE | {"dispatcher"},
    "GET /api/v1/templates": CASE_WORK | {"administrator"},
    "POST /api/v1/templates": ADMINISTRATOR,
    "PUT /api/v1/templates/<code>": ADMINISTRATOR,
    "GET /api/v1/catalog": ADMINISTRATOR,
    "PUT /api/v1/catalog/tiles": ADMINISTRATOR,
    "POST /api/v1/catalog/categories": ADMINISTRATOR,
    "PUT /api/v1/catalog/categories/<code>": ADMINISTRATOR,
    "POST /api/v1/catalog/categories/<code>/conditions": ADMINISTRATOR,
    "PUT /api/v1/catalog/conditions/<int(max=2147483647):condition_id>": ADMINISTRATOR,
    "GET /api/v1/catalog/responsibilities": ADMINISTRATOR,
    "POST /api/v1/catalog/responsibilities": ADMINISTRATOR,
    "GET /api/v1/calendar": ADMINISTRATOR,
    "GET /api/v1/calendar/<int(min=2000,max=2100):year>": ADMINISTRATOR,
    "PUT /api/v1/calendar/<int(min=2000,max=2100):year>/days": ADMINISTRATOR,
    "POST /api/v1/calendar/<int(min=2000,max=2100):year>/confirm": ADMINISTRATOR,
    "PUT /api/v1/calendar/hours": ADMINISTRATOR,
    "GET /api/v1/city/policy": ADMINISTRATOR,
    "PATCH /api/v1/city/policy": ADMINISTRATOR,
    "GET /api/v1/me/password": STAFF,
    "PUT /api/v1/me/password": STAFF,
    "GET /api/v1/me/second-factor": STAFF,
    "POST /api/v1/me/second-factor": STAFF,
    "POST /api/v1/me/second-factor/confirmation": STAFF,
    "POST /api/v1/me/second-factor/recovery-codes": STAFF,
    "POST /api/v1/me/second-factor/removal": STAFF,
    "GET /api/v1/admin/organisations": ADMINISTRATOR,
    "POST /api/v1/admin/organisations": ADMINISTRATOR,
    "PUT /api/v1/admin/organisations/<code>": ADMINISTRATOR,
    "POST /api/v1/admin/organisations/<code>/activation": ADMINISTRATOR,
    "POST /api/v1/admin/organisations/<code>/deactivation": ADMINISTRATOR,
    "GET /api/v1/admin/people": ADMINISTRATOR,
    "POST /api/v1/admin/people": ADMINISTRATOR,
    "GET /api/v1/admin/people/<int(max=2147483647):staff_id>": ADMINISTRATOR,
    "PUT /api/v1/admin/people/<int(max=2147483647):staff_id>": ADMINISTRATOR,
    "POST /api/v1/admin/people/<int(max=2147483647):staff_id>/activation": ADMINISTRATOR,
    "POST /api/v1/admin/people/<int(max=2147483647):staff_id>/deactivation": ADMINISTRATOR,
    "POST /api/v1/admin/people/<int(max=2147483647):staff_id>/second-factor-reset": ADMINISTRATOR,
    "POST /api/v1/admin/people/<int(max=2147483647):staff_id>/start-password": ADMINISTRATOR,
    "POST /api/v1/admin/people/<int(max=2147483647):staff_id>/unlocking": ADMINISTRATOR,
    "GET /api/v1/admin/tokens": ADMINISTRATOR,
    "POST /api/v1/admin/tokens": ADMINISTRATOR,
    "DELETE /api/v1/admin/tokens/<int(max=2147483647):token_id>": ADMINISTRATOR,
    "GET /api/v1/admin/deputies": HEADS | ADMINISTRATOR,
    "POST /api/v1/admin/deputies": HEADS | ADMINISTRATOR,
    "DELETE /api/v1/admin/deputies/<int(max=2147483647):deputy_id>": HEADS | ADMINISTRATOR,
    "GET /api/v1/admin/areas": ADMINISTRATOR,
    "POST /api/v1/admin/areas/preview": ADMINISTRATOR,
    "POST /api/v1/admin/areas/import": ADMINISTRATOR,
    "GET /api/v1/holds": CENTRE,
    "GET /api/v1/cases/<number>/hold": CENTRE,
    "POST /api/v1/cases/<number>/hold": CENTRE,
    "POST /api/v1/cases/<number>/hold/lift": CENTRE,
    "GET /api/v1/tombstones": frozenset({"auditor"}),
    "GET /api/v1/admin/audit": frozenset({"auditor"}),
    "GET /api/v1/admin/audit/actions": frozenset({"auditor"}),
    "GET /api/v1/admin/outbox/dead": ADMINISTRATOR,
    "POST /api/v1/admin/outbox/dead/retry": ADMINISTRATOR,
    "GET /api/v1/segments": STAFF,
    "POST /api/v1/segments": ADMINISTRATOR,
    "GET /api/v1/segments/figures": STAFF,
    "GET /api/v1/segments/<code>": STAFF,
    "PUT /api/v1/segments/<code>/duties": ADMINISTRATOR,
    "POST /api/v1/segments/<code>/activate": ADMINISTRATOR,
    "POST /api/v1/segments/<code>/end": ADMINISTRATOR,
    "POST /api/v1/segments/<code>/claims": frozenset({"handler", "organisation_head"}),
    "GET /api/v1/claims": STAFF,
    "POST /api/v1/claims/<int(max=2147483647):claim_id>/approve": STREET_LEADERS,
    "POST /api/v1/claims/<int(max=2147483647):claim_id>/decline": STREET_LEADERS,
    "POST /api/v1/claims/<int(max=2147483647):claim_id>/end": STAFF,
    "GET /api/v1/sites": STAFF,
    "POST /api/v1/sites": ADMINISTRATOR,
    "GET /api/v1/sponsorships": STAFF,
    "POST /api/v1/sponsorships": ADMINISTRATOR,
    "POST /api/v1/sponsorships/import": ADMINISTRATOR,
    "POST /api/v1/sponsorships/<int(max=2147483647):sponsorship_id>/end": ADMINISTRATOR,
    "GET /api/v1/grid-nodes": STAFF,
    "GET /api/v1/areas/<code>/duty": STAFF,
    "PUT /api/v1/areas/<code>/duty": ADMINISTRATOR,
    "GET /api/v1/grid-workers": STAFF,
    "POST /api/v1/grid-workers/import": ADMINISTRATOR,
    "PUT /api/v1/grid-workers/<int(max=2147483647):staff_id>/areas": ADMINISTRATOR,
    "GET /api/v1/task-forces": STAFF,
    "PUT /api/v1/task-forces/<code>": ADMINISTRATOR,
    "GET /api/v1/my/targets": STAFF,
    "GET /api/v1/responsibility/people": ADMINISTRATOR,
    "GET /api/v1/responsibility/gaps": STAFF,
    "GET /api/v1/public/responsibility": EVERYBODY,
    "GET /api/v1/ledger": STREET_OFFICE | CENTRE,
    "GET /api/v1/statistics/quantities": STREET_OFFICE | CENTRE,
    "GET /api/v1/statistics/figures": STREET_OFFICE | CENTRE,
    "GET /api/v1/statistics/figures/file": STREET_OFFICE | CENTRE,
    "GET /api/v1/clues": STREET_LEADERS | CENTRE | {"inspector"},
    "GET /api/v1/clues/file": STREET_LEADERS | CENTRE | {"inspector"},
    "GET /office/print/clues": STREET_LEADERS | CENTRE | {"inspector"},
    "GET /api/v1/exports": STREET_OFFICE | CENTRE,
    "POST /api/v1/exports": STREET_OFFICE | CENTRE,
    "GET /api/v1/exports/<uuid:export_id>": STREET_OFFICE | CENTRE,
    "GET /api/v1/exports/<uuid:export_id>/file": STREET_OFFICE | CENTRE,
    "GET /office/print/ledger": STREET_OFFICE | CENTRE,
    "GET /api/v1/rectification-lists": STREET_OFFICE | CENTRE | ORGANISATION,
    "POST /api/v1/rectification-lists": STREET_OFFICE - {"street_head"} | CENTRE,
    "GET /api/v1/rectification-lists/<int(max=2147483647):list_id>": STREET_OFFICE
    | CENTRE
    | ORGANISATION,
    "GET /api/v1/rectification-lists/<int(max=2147483647):list_id>/file": STREET_OFFICE
    | CENTRE
    | ORGANISATION,
    "GET /office/print/rectification/<int(max=2147483647):list_id>": STREET_OFFICE
    | CENTRE
    | ORGANISATION,
    "POST /api/v1/rectification-lists/<int(max=2147483647):list_id>/receipt": STREET_OFFICE
    | ORGANISATION,
    "PUT /api/v1/rectification-lists/<int(max=2147483647):list_id>"
    "/items/<int(max=2147483647):item_id>": STREET_OFFICE - {"street_head"} | CENTRE,
    "GET /api/v1/community-lists": COMMUNITY | CENTRE,
    "POST /api/v1/community-lists": COMMUNITY,
    "GET /api/v1/community-lists/<int(max=2147483647):list_id>": COMMUNITY | CENTRE,
    "GET /api/v1/community-lists/<int(max=2147483647):list_id>/file": COMMUNITY | CENTRE,
    "GET /office/print/community/<int(max=2147483647):list_id>": COMMUNITY | CENTRE,
    "POST /api/v1/community-lists/<int(max=2147483647):list_id>/items": COMMUNITY,
    "PUT /api/v1/community-lists/<int(max=2147483647):list_id>"
    "/items/<int(max=2147483647):item_id>": COMMUNITY,
    "DELETE /api/v1/community-lists/<int(max=2147483647):list_id>"
    "/items/<int(max=2147483647):item_id>": COMMUNITY,
    "POST /api/v1/community-lists/<int(max=2147483647):list_id>"
    "/items/<int(max=2147483647):item_id>/case": COMMUNITY,
    "GET /api/v1/community-lists/<int(max=2147483647):list_id>"
    "/items/<int(max=2147483647):item_id>/photo": COMMUNITY | CENTRE,
    # These two are last because they end the session of whoever asks.
    "DELETE /api/v1/my/data": RESIDENTS,
    "DELETE /api/v1/sessions/current": EVERYBODY,
}

_USERNAME = {
    "intake_clerk": "east_clerk",
    "dispatcher": "east_dispatcher",
    "handler": "sanitation_handler",
    "checker": "checker",
    "supervisor": "supervisor",
    "patrol_leader": "patrol",
    "inspector": "inspector",
    "grid_worker": "east_grid",
    "segment_keeper": "east_keeper",
    "street_lead": "east_lead",
    "street_head": "east_head",
    "organisation_head": "sanitation_head",
    "centre_leader": "leader",
    "administrator": "admin",
    "auditor": "auditor",
}
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


def person_of(world: World, role: str) -> Person:
    """Somebody who holds a role, signed in."""
    match role:
        case "anonymous":
            return world.anonymous
        case "device":
            return world.resident()
        case "account":
            return world.account("13800000000")
    return world.staff(_USERNAME[role])


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
