"""My data: all of mine and nothing of others; corrected; and forgotten, also by a backup."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from server.cases.models import Case
from server.identity.models import Resident
from server.keeping import backup, erasing, restore, retention
from server.platform.db import db
from server.reports.models import Report
from tests.keeping.conftest import Elsewhere
from tests.keeping.test_retention import report_of, residents_in_journal
from tests.support.story import Story
from tests.support.world import Person, World

MINE, THEIRS = "13812345678", "13987654321"


def data_of(person: Person) -> dict[str, Any]:
    answer = person.get("my/data")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    body: dict[str, Any] = answer.get_json()
    return body


def test_a_copy_holds_everything_of_mine_and_nothing_of_others(world: World) -> None:
    me, other = world.account(MINE), world.account(THEIRS)
    story = Story(world, me, contact={"phone": MINE}, words="门口的垃圾").confirming()
    story.join(other, contact={"phone": THEIRS}, words="我也看见了")
    me.do(story.number, "refuse", words="还有垃圾")
    Story(world, other)
    world.drain()
    data = data_of(me)
    assert [item["phone"] for item in data["identities"]] == [MINE]
    (report,) = data["reports"]
    assert (report["words"], report["contact"]) == ("门口的垃圾", {"phone": MINE})
    assert len(report["photos"]) == 1
    assert {item["action"] for item in data["words"]} == {"submit", "refuse"}
    assert "还有垃圾" in {item["words"] for item in data["words"]}
    assert data["notices"]
    everything = str(data)
    assert THEIRS not in everything
    assert "我也看见了" not in everything
    device = world.resident()
    Story(world, device)
    assert [item["kind"] for item in data_of(device)["identities"]] == ["device"]
    assert world.anonymous.get("my/data").status_code == 401
    assert world.staff("supervisor").get("my/data").status_code == 403


def test_the_number_of_a_report_is_corrected_by_its_reporter_only(world: World) -> None:
    me, other = world.account(MINE), world.account(THEIRS)
    story = Story(world, me, contact={"phone": MINE})
    path = f"my/reports/{report_of(world, story.number).id}/contact"
    assert other.ask("PUT", path, json={"phone": THEIRS}).status_code == 404
    assert me.ask("PUT", path, json={"phone": "12"}).status_code == 422
    assert me.ask("PUT", path, json={"phone": "139 0000 1111"}).status_code == 204
    assert data_of(me)["reports"][0]["contact"] == {"phone": "13900001111"}
    assert me.ask("PUT", path, json={"phone": None}).status_code == 204
    assert report_of(world, story.number).contact_sealed is None


def test_who_asks_is_forgotten_and_the_cases_stay(
    app: Flask, world: World, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    """Held cases wait for their hold; a backup from before forgets again."""
    me, other = world.account(MINE), world.account(THEIRS)
    held = Story(world, me, contact={"phone": MINE}).dispatched()
    mine = Story(world, me, contact={"phone": MINE}).dispatched()
    mine.join(other)
    world.drain()
    hold = f"cases/{held.number}/hold"
    assert world.staff("leader").post(hold, {"reason": "法院调取"}).status_code == 201
    path = tmp_path / "before.sspbackup"
    with app.app_context():
        backup.create(path)
    assert me.ask("DELETE", "my/data").get_json() == {"complete": False}
    assert report_of(world, held.number).owner == me.actor.owner
    assert residents_in_journal(world, mine.number) == {"r:", other.actor.owner}
    assert people_known(world) == {me.actor.owner, other.actor.owner}
    assert world.findings() == []
    lifted = world.staff("leader").post(f"{hold}/lift", {"reason": "已结束"})
    assert lifted.status_code == 200
    with app.app_context():
        retention.purge_due()
    world.drain()
    assert people_known(world) == {other.actor.owner}
    assert report_of(world, held.number).contact_sealed is None
    assert residents_in_journal(world, held.number) == {"r:"}
    assert world.findings() == []
    for story in (held, mine):
        story.by("sanitation_handler", "acknowledge")
        story.finished().passed()
    with elsewhere() as there:
        list_ = there.extensions["suishoupai"].settings.data_dir / erasing.LIST
        shutil.copy(app.extensions["suishoupai"].settings.data_dir / erasing.LIST, list_)
        restore.restore(path)
        known = set(
            db.session.scalars(
                select(Report.owner)
                .join(Case, Case.id == Report.case_id)
                .where(Case.number == mine.number)
            )
        )
        assert me.actor.owner not in known
        assert db.session.scalar(select(func.count()).select_from(Report)) == 3
        db.session.remove()


def people_known(world: World) -> set[str]:
    """The owner keys of the accounts that exist."""
    with world.app.app_context():
        found = set(db.session.scalars(select(Resident.id)))
        db.session.remove()
    return {f"r:{number}" for number in found}
