"""Tokens of other programs: what each may do, and that none of it is what people do."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from server.identity.models import ApiToken
from server.identity.permissions import SCOPES, permissions_of_scopes
from server.platform.audit import AuditEntry, first_broken
from server.platform.db import db
from server.platform.http.auth import permission_of
from tests.support import world as town
from tests.support.crawl import filled, parameters
from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.world import API, WEST, Person, World

template, world = town.template, town.world


class Program:
    """Another program with a token; it keeps no cookies."""

    def __init__(self, world: World, token: str) -> None:
        self.client = world.app.test_client(use_cookies=False)
        self.headers = {"Authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, **options: Any) -> Any:
        where = path if path.startswith("/") else f"{API}/{path}"
        return self.client.open(where, method=method, headers=self.headers, **options)

    def get(self, path: str, **options: Any) -> Any:
        return self.ask("GET", path, **options)


def issued(world: World, *scopes: str, **more: Any) -> tuple[int, str]:
    form = {"name": "热线系统", "scopes": [*scopes], **more}
    answer = world.staff("admin").post("admin/tokens", form)
    assert answer.status_code == 201, answer.text
    made = answer.get_json()
    return made["id"], made["token"]


def program(world: World, *scopes: str, **more: Any) -> Program:
    return Program(world, issued(world, *scopes, **more)[1])


def test_a_token_is_shown_once_and_kept_as_a_digest(world: World) -> None:
    number, token = issued(world, "ledger.read", organisation="east", days=30)
    listed = world.staff("admin").get("admin/tokens")
    (item,) = listed.get_json()["items"]
    assert token not in listed.text
    assert (item["stage"], item["hint"], item["created_by"]) == ("running", token[-4:], "尤管理甲")
    assert item["organisation"] == {"code": "east", "name": "东街道办事处"}
    with world.app.app_context():
        row = db.session.get_one(ApiToken, number)
        assert token.encode() not in row.token_digest
        assert len(row.token_digest) == 32
        entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert entry is not None
        assert (entry.action, entry.subject) == ("token_made", f"token:{number}")
        assert token not in str(entry.data)
    ours = Program(world, token)
    assert ours.get("ledger").status_code == 200
    (item,) = world.staff("admin").get("admin/tokens").get_json()["items"]
    assert item["last_used_at"] is not None


def test_a_token_ends_by_time_and_by_hand(world: World) -> None:
    _, short = issued(world, "public.read", days=1)
    number, other = issued(world, "public.read", days=30)
    assert Program(world, short).get("public/cases").status_code == 200
    world.clock.advance(hours=24)
    refused(Program(world, short).get("public/cases"), 401, "token_invalid")
    assert Program(world, other).get("public/cases").status_code == 200
    admin = world.staff("admin")
    assert admin.ask("DELETE", f"admin/tokens/{number}").status_code == 204
    refused(Program(world, other).get("public/cases"), 401, "token_invalid")
    assert admin.ask("DELETE", f"admin/tokens/{number}").status_code == 204
    refused(admin.ask("DELETE", "admin/tokens/999999"), 404, "not_found")
    stages = [item["stage"] for item in admin.get("admin/tokens").get_json()["items"]]
    assert stages == ["revoked", "over"]
    with world.app.app_context():
        told = select(AuditEntry).where(AuditEntry.action == "token_revoked")
        assert len(db.session.scalars(told).all()) == 1
        assert first_broken(db.session()) is None


@pytest.mark.one_database
@pytest.mark.parametrize(
    "wrong", ["", "x", "ssp_" + "A" * 43, "ssp_" + "A" * 44, "ssp_" + "é" * 43]
)
def test_nobody_guesses_a_token(world: World, wrong: str) -> None:
    answer = Program(world, wrong).get("public/cases")
    refused(answer, 401, "token_invalid")


@pytest.mark.one_database
def test_a_token_asks_only_so_often(world: World) -> None:
    ours = program(world, "public.read", per_minute=3)
    assert [ours.get("areas").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert int(ours.get("areas").headers["Retry-After"]) <= 60
    world.clock.advance(seconds=61)
    assert ours.get("areas").status_code == 200


def test_a_program_of_an_office_reads_of_its_cases(world: World) -> None:
    east, west = Story(world), Story(world, place={**WEST, "source": "fix"})
    about = Story(world, about_org="east")

    def numbers(**more: Any) -> set[str]:
        items = program(world, "ledger.read", **more).get("ledger").get_json()["items"]
        return {item["number"] for item in items}

    assert numbers(organisation="east") == {east.number}
    assert numbers(organisation="centre") == {east.number, west.number, about.number}
    assert numbers() == {east.number, west.number}, "of a case about an office only its centre"
    assert numbers(organisation="sanitation") == set()
    assert program(world, "statistics.read").get("statistics/figures").status_code == 200


def test_a_hotline_reports_for_who_called(world: World) -> None:
    ours = program(world, "report.create", organisation="centre")
    form = world.report_form(world.staff("east_clerk"), photos=[])
    refused(ours.ask("POST", "reports", json=form), 422, "on_behalf_required", "on_behalf")
    called = {"channel": "phone", "name": "沈某", "phone": "13912345678", "consent": True}
    sent = ours.ask("POST", "reports", json=form | {"on_behalf": called})
    assert sent.status_code == 201, sent.text
    again = ours.ask("POST", "reports", json=form | {"on_behalf": called})
    assert again.get_json() == sent.get_json()
    number = sent.get_json()["case_number"]
    case = world.staff("east_clerk").view(number).get_json()
    assert case["reports"][0]["source"] == "phone"
    assert case["reports"][0]["reporter_phone"] == "139****5678"
    assert world.account("13912345678").view(number).status_code == 200
    assert world.findings() == []
    for path in (f"cases/{number}", f"follow/{number}", "me"):
        assert ours.get(path).status_code in (403, 404), path
    headers = {"If-Match": '"1"', "Idempotency-Key": "0" * 32}
    for base in ("cases", "follow"):
        path = f"{API}/{base}/{number}/actions/withdraw"
        answer = ours.client.post(path, json={}, headers=ours.headers | headers)
        assert answer.status_code in (403, 404), answer.text


_UNKNOWN = "999999"
_WORDS = {"year": "2026", "size": "thumb", "sha256": "0" * 64, "number": "990101-20260101-2222"}


def test_every_route_for_every_scope(world: World, full: bool) -> None:
    """What a scope does not name is refused, whatever the token's office is."""
    for scope in SCOPES if full else ("report.create",):
        ours = program(world, scope, organisation="centre", per_minute=6000)
        held, wrong = permissions_of_scopes([scope]), []
        for rule in world.app.url_map.iter_rules():
            if parameters(rule) and not full:
                continue
            values = {name: _value(name) for name in parameters(rule)}
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                answer = ours.ask(method, filled(rule.rule, values))
                allowed = permission_of(world.app, rule.endpoint) in held
                if (answer.status_code in (401, 403)) == allowed:
                    wrong.append((method, rule.rule, answer.status_code))
        assert not wrong, (scope, wrong)


def _value(name: str) -> str:
    if name.endswith("_id") and name in ("report_id", "round_id", "export_id"):
        return "00000000-0000-4000-8000-000000000000"
    return _WORDS.get(name, _UNKNOWN)


@pytest.mark.one_database
def test_only_administrators_make_tokens_and_a_token_makes_none(world: World) -> None:
    form = {"name": "x", "scopes": ["public.read"]}
    for name in ("leader", "auditor", "east_clerk"):
        refused(world.staff(name).post("admin/tokens", form), 403, "forbidden")
    ours = program(world, *SCOPES)
    refused(ours.ask("POST", "admin/tokens", json=form), 403, "token_scope")
    admin: Person = world.staff("admin")
    for wrong in ({"scopes": []}, {"scopes": ["case.act"]}, {"name": " "}, {"days": 0}, {"x": 1}):
        refused(admin.post("admin/tokens", form | wrong), 422, "invalid")
    refused(admin.post("admin/tokens", form | {"organisation": "no"}), 422, "organisation_unknown")


@pytest.mark.one_database
def test_tokens_on_the_command_line(world: World) -> None:
    run = world.app.test_cli_runner().invoke
    made = run(args=["token", "create", "大屏", "--scope", "public.read", "--days", "7"])
    assert made.exit_code == 0, made.output
    number, token = made.output.split()
    assert Program(world, token).get("areas").status_code == 200
    listed = run(args=["token", "list"]).output
    assert "大屏" in listed
    assert token not in listed
    assert run(args=["token", "revoke", number]).exit_code == 0
    refused(Program(world, token).get("areas"), 401, "token_invalid")
    assert run(args=["token", "revoke", "999999"]).exit_code == 1
    unknown = ["token", "create", "x", "--scope", "public.read", "--organisation", "nowhere"]
    assert run(args=unknown).exit_code == 1
