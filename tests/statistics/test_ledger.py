"""Ledgers: what is in them, who reads them, and the files that are written from them."""

from __future__ import annotations

import errno
import io
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from server.platform.audit import AuditEntry
from server.platform.db import db
from server.statistics import service, workbook, writing
from server.statistics.workbook import harmless
from tests.statistics.work import PHONE, finished, reported
from tests.support.forms import send_form
from tests.support.queries import Queries
from tests.support.world import Person, World

ALIVE_SECONDS = 60
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")


def _ledger(person: Person, **query: Any) -> dict[str, Any]:
    answer = person.get("ledger", query_string=query)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def _export(world: World, person: Person, **wanted: Any) -> list[tuple[Any, ...]]:
    """Ask for a ledger, let it be written in this process, and read the rows below the head."""
    asked = person.post("exports", wanted)
    assert asked.status_code == 202, asked.text
    with world.app.app_context():
        writing.write_waiting()
        db.session.remove()
    return _rows(person, asked.get_json()["id"])


def _rows(person: Person, export_id: str) -> list[tuple[Any, ...]]:
    sent = person.get(f"exports/{export_id}/file", buffered=True)
    assert sent.status_code == 200, sent.text
    book = load_workbook(io.BytesIO(sent.data), read_only=True)
    return list(book.worksheets[0].iter_rows(min_row=2, values_only=True))


@pytest.mark.one_database
def test_a_line_says_who_what_where_and_when(world: World) -> None:
    number = finished(world)
    (line,) = _ledger(world.staff("east_clerk"))["items"]
    assert (line["no"], line["number"]) == (1, number)
    assert line["place"] == "东一社区 东一路 3 号"
    assert line["problem"] == "堆物 · 堆放"
    assert (line["organisation"], line["person"]) == ("市政处", "卫处置丁")
    assert (line["state"], line["late"]) == ("confirming", False)
    assert line["done_at"] == "2026-11-23T01:00:00Z"
    assert line["due_at"] == "2026-11-24T01:00:00Z"
    for url in (line["before_url"], line["after_url"]):
        assert world.staff("east_clerk").get(url).status_code == 200
    assert line["checker"] == "", "not before the case is closed"
    world.account(PHONE).do(number, "confirm")
    (closed,) = _ledger(world.staff("east_clerk"), state="closed")["items"]
    names = {row["username"]: row["name"] for row in world.people}
    assert closed["checker"] == names[world.checker_of(number).name]


def test_filters_narrow_and_pages_count_on(world: World) -> None:
    numbers = reported(world, 5)
    world.clock.advance(days=1)
    late = finished(world)
    clerk = world.staff("east_clerk")

    def listed(**query: Any) -> list[str]:
        found = _ledger(clerk, **query)
        assert found["total"] == len(found["items"])
        return [line["number"] for line in found["items"]]

    assert listed() == [late, *reversed(numbers)]
    assert listed(since="2026-11-24") == listed(state="confirming") == [late]
    assert listed(until="2026-11-23") == listed(state="submitted") == [*reversed(numbers)]
    assert (
        listed(category="E02") == listed(place="一路") == listed(organisation="municipal") == [late]
    )
    assert listed(place="100%") == []
    assert len(listed(area="990101001")) == len(listed(area="990101001001")) == 6
    assert listed(area="990101002") == []
    first = _ledger(clerk, limit=4)
    rest = _ledger(clerk, limit=4, cursor=first["next"])
    assert [line["no"] for line in first["items"] + rest["items"]] == [1, 2, 3, 4, 5, 6]
    assert (first["total"], rest["next"]) == (6, None)
    for wrong in (
        {"area": "990199"},
        {"category": "E99"},
        {"organisation": "x"},
        {"state": "gone"},
        {"since": "never"},
    ):
        assert clerk.get("ledger", query_string=wrong).status_code == 422


def test_each_office_has_its_own_ledger(world: World) -> None:
    reported(world, 2)
    assert _ledger(world.staff("west_clerk"))["total"] == 0
    assert _ledger(world.staff("supervisor"))["total"] == 2
    for name in ("sanitation_handler", "checker", "auditor", "sponsor_handler"):
        assert world.staff(name).get("ledger").status_code == 403
        assert world.staff(name).post("exports", {}).status_code == 403


def test_the_file_has_the_rows_of_the_filter(world: World) -> None:
    reported(world, 3)
    number = finished(world)
    clerk = world.staff("east_clerk")
    rows = _export(world, clerk)
    assert len(rows) == _ledger(clerk)["total"] == 4
    first = rows[0]
    assert first[:4] == (1, number, "东一社区 东一路 3 号", "堆物 · 堆放")
    assert first[6:8] == ("市政处", "卫处置丁")
    assert str(first[10]) == "2026-11-23 09:00:00"  # as clocks in the city show it
    assert PHONE not in str(rows)
    assert "我家门口" not in str(rows)
    with world.app.app_context():
        (path,) = service.folder().glob("*.xlsx")
    pictures = load_workbook(path).worksheets[0]._images
    assert len(pictures) == 5, "four photos before, one after"
    assert len(_export(world, clerk, state="submitted")) == 3
    assert _export(world, clerk, area="990101002") == []


@pytest.mark.one_database
def test_cells_that_look_like_formulas_are_words(world: World) -> None:
    resident = world.resident()
    for words in FORMULAS:
        assert resident.report(address=words).status_code == 201
    clerk = world.staff("east_clerk")
    asked = clerk.post("exports", {})
    with world.app.app_context():
        writing.write_waiting()
    sent = clerk.get(f"exports/{asked.get_json()['id']}/file", buffered=True)
    sheet = load_workbook(io.BytesIO(sent.data)).worksheets[0]
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert [harmless(words) for words in FORMULAS] == [f"'{words}" for words in FORMULAS]


def test_an_export_is_its_owners_and_is_forgotten(world: World) -> None:
    clerk, colleague = world.staff("east_clerk"), world.staff("east_clerk2")
    _export(world, clerk)
    (own,) = clerk.get("exports").get_json()["items"]
    for path in (f"exports/{own['id']}", f"exports/{own['id']}/file"):
        assert clerk.get(path, buffered=True).status_code == 200
        assert colleague.get(path).status_code == 404
    assert colleague.get("exports").get_json()["items"] == []
    world.clock.advance(hours=16)
    sent = clerk.get(f"exports/{own['id']}/file", buffered=True)
    assert "2026-11-24.xlsx" in sent.headers["Content-Disposition"], "of the city's calendar"
    world.clock.advance(hours=8, seconds=1)
    assert clerk.get(f"exports/{own['id']}").status_code == 404
    with world.app.app_context():
        assert service.sweep() == 1
        assert list(service.folder().iterdir()) == []


def test_an_export_stays_with_the_office_it_is_of(world: World) -> None:
    """Who works elsewhere now, or stands in no more, does not fetch what they asked for then."""
    clerk, admin = world.staff("east_clerk"), world.staff("admin")
    _export(world, clerk)
    (own,) = clerk.get("exports").get_json()["items"]
    person = admin.get("admin/people", query_string={"q": "east_clerk"}).get_json()["items"][0]
    for organisation, roles, status in (
        ("west", ["intake_clerk"], 404),
        ("east", ["dispatcher"], 404),
        ("east", ["dispatcher", "intake_clerk"], 200),
    ):
        form = {"name": person["name"], "organisation": organisation, "roles": roles}
        moved = send_form(admin, f"admin/people/{person['id']}", form)
        assert moved.status_code == 200, moved.text
        clerk._signed_in_at = None
        listed = clerk.get("exports").get_json()["items"]
        assert [one["id"] for one in listed] == [own["id"]] * (status == 200)
        assert clerk.get(f"exports/{own['id']}/file", buffered=True).status_code == status


def test_a_writer_that_died_is_followed_by_another(world: World) -> None:
    reported(world, 2)
    clerk = world.staff("east_clerk")
    asked = clerk.post("exports", {}).get_json()
    assert (asked["state"], asked["total"]) == ("waiting", None)
    with world.app.app_context():
        for attempt in (1, 2, 3):
            job = service.claim()
            assert job is not None
            assert job.attempt == attempt
            assert service.claim() is None, "a second writer at once"
            assert not service.revive()
            world.clock.advance(seconds=61)
            assert service.revive() == (attempt < 3)
            with pytest.raises(service.GivenUp):
                service.beat(job, done=1)
    failed = clerk.get(f"exports/{asked['id']}").get_json()
    assert (failed["state"], failed["fault"]) == ("failed", "interrupted")
    assert clerk.get(f"exports/{asked['id']}/file").get_json()["code"] == "export_not_ready"


@pytest.mark.one_database
def test_nobody_fills_the_line_alone_and_asking_is_audited(world: World) -> None:
    clerk = world.staff("east_clerk")
    wanted = {"area": "990101001", "place": "王某某家"}
    answers = [clerk.post("exports", wanted).status_code for _ in range(4)]
    assert answers == [202, 202, 202, 429]
    assert world.staff("east_dispatcher").post("exports", {}).status_code == 202
    with world.app.app_context():
        logged = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == "ledger.export").order_by(AuditEntry.id)
        ).all()
    assert len(logged) == 4
    assert logged[0].actor == clerk.actor.owner
    assert logged[0].data == {"area": "990101001"}, "what was typed may name people"


@pytest.mark.one_database
def test_a_process_of_its_own_writes_it(world: World) -> None:
    reported(world, 2)
    clerk = world.staff("east_clerk")
    asked = clerk.post("exports", {}).get_json()["id"]
    world.drain()
    deadline = time.monotonic() + ALIVE_SECONDS
    while clerk.get(f"exports/{asked}").get_json()["state"] in ("waiting", "running"):
        assert time.monotonic() < deadline, "no writer came"
        time.sleep(0.1)
    assert len(_rows(clerk, asked)) == 2


@pytest.mark.one_database
def test_queries_do_not_grow(
    world: World, query_count: Callable[[], AbstractContextManager[Queries]]
) -> None:
    clerk = world.staff("east_clerk")
    reported(world, 2)
    _ledger(clerk)
    with query_count() as few:
        _ledger(clerk)
    reported(world, 6)
    with query_count() as many:
        _ledger(clerk)
    assert many.count == few.count, "\n".join(many.statements)


@pytest.mark.one_database
def test_nothing_of_the_reporter_in_any_format(world: World) -> None:
    finished(world)
    clerk = world.staff("east_clerk")
    for name in ("east_dispatcher", "supervisor"):
        person = world.staff(name)
        export_id = person.post("exports", {}).get_json()["id"]
        with world.app.app_context():
            writing.write_waiting()
        shown = [
            person.get("ledger").text,
            person.get("/office/print/ledger").text,
            person.get("statistics/quantities").text,
            str(_rows(person, export_id)),
        ]
        for text in shown:
            assert PHONE not in text
            assert "我家门口" not in text
            assert "reporter" not in text
        assert "东一路 3 号" in shown[1]
        assert "共 1 条，本页 1 至 1 条" in shown[1]
    assert clerk.get("/office/print/ledger?state=closed").status_code == 200
    assert clerk.get("/office/print/ledger?state=gone").status_code == 422
    assert world.staff("checker").get("/office/print/ledger").status_code == 403


@pytest.mark.one_database
def test_what_cannot_be_written_is_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_args: object) -> int:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(workbook, "write", no_room)
    clerk = world.staff("east_clerk")
    asked = clerk.post("exports", {}).get_json()["id"]
    with world.app.app_context():
        writing.write_waiting()
        assert list(service.folder().iterdir()) == [], "drafts are gone"
    failed = clerk.get(f"exports/{asked}").get_json()
    assert (failed["state"], failed["fault"]) == ("failed", "storage_full")
