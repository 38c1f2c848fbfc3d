"""Looks at residents' data, files taken away, changes of rights and sign-ins are in the audit log,
and nobody takes them out of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from server.identity.permissions import ALL_PERMISSIONS, ROLE_PERMISSIONS
from server.platform import audit
from server.platform.audit import AuditEntry
from server.platform.db import db, unit_of_work
from server.platform.http.auth import permission_of
from tests.support.busy import PHONE, Busy, busy
from tests.support.databases import ROOT
from tests.support.forms import send_form
from tests.support.town import PASSWORD
from tests.support.world import World

Do = Callable[[Busy], Any]


def _report_of(made: Busy) -> str:
    view = made.world.staff("east_clerk").view(made.numbers["east"]).get_json()
    return str(view["reports"][0]["id"])


def _photo_of(made: Busy) -> int:
    view = made.world.staff("east_clerk").view(made.numbers["east"]).get_json()
    return int(view["photos"][0]["id"])


def _person(made: Busy, **changes: Any) -> Any:
    number = made.world.staff_ids["east_clerk2"]
    form = {"name": "钱受理乙", "organisation": "east", "roles": ["intake_clerk"]} | changes
    return send_form(made.world.staff("admin"), f"admin/people/{number}", form)


def _signs_in(made: Busy, password: str) -> Any:
    form = {"username": "west_clerk", "password": password}
    return made.world.app.test_client().post("/api/v1/sessions", json=form)


def _get(username: str, path: str) -> Do:
    return lambda made: made.world.staff(username).get(path, buffered=True)


WANTED: dict[str, tuple[str, str, Do]] = {
    "a case with its reporter": (
        "contact.seen",
        "supervisor",
        lambda made: made.world.staff("supervisor").view(made.numbers["east"]),
    ),
    "a whole number": (
        "contact.opened",
        "east_clerk",
        lambda made: made.world.staff("east_clerk").post(
            f"cases/{made.numbers['east']}/reports/{_report_of(made)}/contact", {"purpose": "place"}
        ),
    ),
    "an original": (
        "photo.original",
        "east_clerk",
        lambda made: made.world.staff("east_clerk").get(f"photos/{_photo_of(made)}/original"),
    ),
    "one's own data": ("data.copied", "", lambda made: made.resident.get("my/data")),
    "figures": ("file_taken", "supervisor", _get("supervisor", "statistics/figures/file")),
    "clues": ("file_taken", "leader", _get("leader", "clues/file")),
    "clues on paper": ("file_taken", "leader", _get("leader", "/office/print/clues")),
    "a ledger on paper": ("file_taken", "east_clerk", _get("east_clerk", "/office/print/ledger")),
    "a list": ("file_taken", "east_clerk", _get("east_clerk", "rectification-lists/1/file")),
    "a community's list": (
        "file_taken",
        "east_clerk",
        _get("east_clerk", "community-lists/1/file"),
    ),
    "an export": (
        "ledger.export",
        "east_clerk",
        lambda made: made.world.staff("east_clerk").post("exports", {}),
    ),
    "other roles": ("changed", "admin", lambda made: _person(made, roles=["dispatcher"])),
    "another office": ("changed", "admin", lambda made: _person(made, organisation="west")),
    "the right password": ("signed_in", "west_clerk", lambda made: _signs_in(made, PASSWORD)),
    "the wrong password": ("sign_in_refused", "", lambda made: _signs_in(made, "wrong")),
}


def test_what_must_be_logged_is_logged(world: World) -> None:
    made = busy(world)
    for name, (action, by, do) in WANTED.items():
        before = _last(world)
        answer = do(made)
        assert answer.status_code in (200, 201, 202, 401), (name, answer.text)
        entries = _since(world, before)
        fitting = [entry for entry in entries if entry.action == action]
        assert fitting, (name, [entry.action for entry in entries])
        if by:
            assert fitting[0].actor == f"s:{world.staff_ids[by]}", name
        assert PHONE not in json.dumps([entry.data for entry in entries]), name
    assert _broken(world) is None
    _have_words(world)
    _a_look_is_one_entry(made)


def _last(world: World) -> int:
    with world.app.app_context():
        found = db.session.scalar(select(func.max(AuditEntry.id)))
        db.session.remove()
    return int(found or 0)


def _since(world: World, number: int) -> list[AuditEntry]:
    with world.app.app_context():
        found = list(db.session.scalars(select(AuditEntry).where(AuditEntry.id > number)))
        db.session.expunge_all()
    return found


def _broken(world: World) -> int | None:
    with world.app.app_context():
        return audit.first_broken(db.session())


def _have_words(world: World) -> None:
    """The auditor reads what happened, not its code."""
    folder = ROOT / "static" / "i18n" / "zh-CN"
    words = {
        key for path in folder.glob("office*.json") for key in json.loads(path.read_text("utf-8"))
    }
    entries = _since(world, 0)
    spoken = {f"office.audit.action.{entry.action}" for entry in entries}
    spoken |= {f"office.audit.subject.{entry.subject.split(':')[0]}" for entry in entries}
    spoken |= {
        f"office.audit.file.{entry.subject[5:]}"
        for entry in entries
        if entry.action == "file_taken"
    }
    unspoken = spoken - words
    assert not unspoken


def _a_look_is_one_entry(made: Busy) -> None:
    """A page that asks again does not fill the log; half an hour later it is another look."""
    world, number = made.world, made.numbers["east"]
    clerk = world.staff("east_clerk2")
    _person(made)
    before = _last(world)
    looks = [clerk.view(number), clerk.view(number), clerk.act(number, "add_note", {"note": "看"})]
    assert {answer.status_code for answer in looks} == {200}
    world.clock.advance(minutes=31)
    clerk.view(number)
    seen = [entry for entry in _since(world, before) if entry.action == "contact.seen"]
    assert [entry.subject for entry in seen] == [f"case:{number}"] * 2


def test_nobody_deletes_logs(world: World) -> None:
    """No route writes to the log, no permission says so, and on the database it shows."""
    about = [rule for rule in world.app.url_map.iter_rules() if "audit" in rule.rule]
    assert about
    assert {method for rule in about for method in rule.methods or ()} == {"GET", "HEAD", "OPTIONS"}
    assert {permission_of(world.app, rule.endpoint) for rule in about} == {"audit.read"}
    assert {name for name in ALL_PERMISSIONS if name.startswith("audit")} == {"audit.read"}
    holders = {role for role, held in ROLE_PERMISSIONS.items() if "audit.read" in held}
    assert holders == {"auditor"}
    for _ in range(3):
        _signs_in(Busy(world, world.anonymous), "wrong")
    with world.app.app_context():
        audit.note_head(db.session())
        assert audit.first_broken(db.session()) is None
        last = db.session.scalar(select(func.max(AuditEntry.id)))
        with unit_of_work() as session:
            session.execute(delete(AuditEntry).where(AuditEntry.id == last))
        assert audit.first_broken(db.session()) == last, "a tail cut off shows"
        audit.note_head(db.session())
        assert audit.first_broken(db.session()) == last, "and is not noted away"
        db.session.remove()
    told = world.app.test_cli_runner().invoke(args=["audit", "verify"])
    assert told.exit_code == 1
    assert str(last) in told.output


@pytest.mark.one_database
def test_who_runs_the_system_reads_neither_cases_nor_reporters() -> None:
    work = {"case.read", "case.act", "reporter.read", "photo.original", "report.create"}
    taken = {"ledger.read", "ledger.export", "statistics.read", "clue.read", "list.read"}
    assert not ROLE_PERMISSIONS["administrator"] & (work | taken)
    everybody = frozenset.intersection(
        *(held for role, held in ROLE_PERMISSIONS.items() if role not in ("system", "anonymous"))
    )
    staff = ROLE_PERMISSIONS["auditor"] & ROLE_PERMISSIONS["administrator"]
    assert everybody <= staff
    assert ROLE_PERMISSIONS["auditor"] - staff == {"audit.read"}
    may_change = {
        name for name in ROLE_PERMISSIONS["auditor"] if name.endswith((".manage", ".act"))
    }
    assert may_change <= {"session.manage", "second_factor.manage"}, "only the own account"
