"""Response templates: administrators keep them, each office uses its own and the city's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from server.desk.queries import template_words
from server.identity.models import Staff
from server.platform.audit import AuditEntry
from server.platform.db import db
from server.platform.errors import Problem
from tests.support.world import World

ASK: dict[str, Any] = {
    "code": "ask_place",
    "title": "请补充位置",
    "words": "请补充具体位置。",
    "words_ko": "구체적인 위치를 보충해주십시오.",
    "audience": "public",
    "organisation": None,
}


def put(world: World, code: str, version: int, **changes: Any) -> Any:
    body = {name: value for name, value in (ASK | changes).items() if name != "code"}
    headers = {"If-Match": f'"{version}"'}
    return world.staff("admin").ask("PUT", f"templates/{code}", json=body, headers=headers)


def codes(world: World, username: str) -> list[str]:
    """What somebody may use of what this test made; the town has a template of its own."""
    items = world.staff(username).get("templates").get_json()["items"]
    return [item["code"] for item in items if item["code"] != "thanks"]


@pytest.mark.one_database
def test_each_office_has_its_own_and_those_of_the_city(world: World) -> None:
    admin = world.staff("admin")
    assert admin.post("templates", ASK).status_code == 201
    ours = ASK | {"code": "east_note", "organisation": "east", "audience": "internal"}
    assert admin.post("templates", ours).status_code == 201
    assert codes(world, "admin") == ["ask_place", "east_note"]
    assert codes(world, "east_clerk") == ["east_note", "ask_place"]
    assert codes(world, "sanitation_handler") == ["ask_place"]
    listed = admin.get("templates").get_json()["items"]
    shown = next(item for item in listed if item["code"] == "east_note")
    assert shown["organisation"] == {"code": "east", "name": "东街道办事处"}
    assert admin.post("templates", ASK).get_json()["code"] == "template_code_taken"
    for wrong, field in (({"code": "Ask"}, "code"), ({"audience": "all"}, "audience")):
        answer = admin.post("templates", ASK | wrong)
        assert (answer.status_code, list(answer.get_json()["errors"])) == (422, [field])
    unknown = admin.post("templates", ASK | {"code": "other", "organisation": "nowhere"})
    assert unknown.get_json()["code"] == "organisation_unknown"


def test_a_change_needs_the_present_version_and_is_written_down(world: World) -> None:
    world.staff("admin").post("templates", ASK)
    assert put(world, "ask_place", 1, title="请写明位置").status_code == 200
    assert put(world, "ask_place", 1, title="再改").get_json()["code"] == "edited_meanwhile"
    assert put(world, "nowhere", 1).status_code == 404
    body = ASK | {"title": "x"}
    del body["code"]
    unversioned = world.staff("admin").ask("PUT", "templates/ask_place", json=body)
    assert unversioned.status_code == 428
    with world.app.app_context():
        entries = db.session.execute(
            select(AuditEntry.action, AuditEntry.actor, AuditEntry.data).where(
                AuditEntry.subject == "template:ask_place"
            )
        ).all()
        db.session.remove()
    actor = f"s:{world.staff_ids['admin']}"
    assert [(row.action, row.actor) for row in entries] == [
        ("template.added", actor),
        ("template.changed", actor),
    ]
    assert entries[0].data["title"] == "请补充位置"
    assert entries[1].data == {
        "title": ["请补充位置", "请写明位置"],
        "version": 2,
    }


@pytest.mark.one_database
def test_words_come_in_the_language_of_the_reader(world: World) -> None:
    world.staff("admin").post("templates", ASK)
    world.staff("admin").post("templates", ASK | {"code": "west_only", "organisation": "west"})
    with world.app.app_context():
        person = world.staff("east_clerk").actor
        office = db.session.scalar(select(Staff.organisation_id).where(Staff.id == person.staff_id))
        clerk = replace(person, organisation_id=office)
        assert template_words(clerk, "ask_place", "ko").startswith("구체적")
        assert template_words(clerk, "ask_place", "en") == "请补充具体位置。"
        with pytest.raises(Problem, match="template_unknown"):
            template_words(clerk, "west_only", "zh-CN")
        db.session.remove()
    put(world, "ask_place", 1, active=False)
    assert codes(world, "east_clerk") == []
    with world.app.app_context(), pytest.raises(Problem, match="template_unknown"):
        template_words(clerk, "ask_place", "ko")
