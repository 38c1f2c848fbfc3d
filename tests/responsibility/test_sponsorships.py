"""Sponsors: who stands by what, entered one by one and from tables."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from flask import Flask
from openpyxl import Workbook

from server.identity.models import Organisation
from server.platform.db import unit_of_work
from server.responsibility.service import sponsors_at
from tests.responsibility.conftest import LAT
from tests.support.queries import Queries
from tests.support.refusals import refused
from tests.support.town import MIDDLE
from tests.support.world import EAST, WEST, World

POINT = {"kind": "point", "lat": LAT, "lon": MIDDLE + 0.001}

OWN_PAGE = {"Origin": "http://localhost"}


def _points(world: World, count: int) -> None:
    for number in range(1, count + 1):
        form = POINT | {"code": f"DW-{number:03}", "name": f"点位{number}"}
        made = world.staff("admin").post("sites", form)
        assert (made.status_code, made.get_json()["community"]["name"]) == (201, "东一社区")


def _partners(app: Flask, count: int) -> None:
    with app.app_context(), unit_of_work() as session:
        session.add_all(
            Organisation(code=f"unit-{n:03}", name=f"结对单位{n}", kind="sponsor")
            for n in range(1, count + 1)
        )


def _send(world: World, data: bytes, *, dry_run: bool = False) -> dict[str, Any]:
    path = f"sponsorships/import?dry_run={int(dry_run)}"
    answer = world.staff("admin").ask("POST", path, data=data, headers=OWN_PAGE)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def _sheet(*rows: tuple[object, ...]) -> bytes:
    book, buffer = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(buffer)
    return buffer.getvalue()


def test_a_hundred_and_one_units_are_entered_once(
    world: World, app: Flask, query_count: Callable[[], AbstractContextManager[Queries]]
) -> None:
    admin = world.staff("admin")
    _points(world, 3)
    _partners(app, 101)
    lines = [f"unit-{n:03},DW-{1 + n % 2:03},联系人{n}" for n in range(1, 102)]
    table = "\n".join(["单位编码,点位编码,联系人", *lines])
    for data in (table.encode("gb18030"), table.encode()):
        report = _send(world, data, dry_run=True)
        assert (report["counts"]["ok"], report["dry_run"]) == (101, True)
        assert admin.get("sponsorships").get_json()["items"] == []
    with query_count() as queries:
        assert _send(world, table.encode())["counts"]["ok"] == 101
    assert queries.count < 40
    again = _send(world, table.encode())
    assert (again["counts"]["ok"], again["counts"]["duplicate"]) == (0, 101)
    with query_count() as queries:
        told = admin.get("sponsorships").get_json()
    assert (len(told["items"]), queries.count <= 16) == (101, True), queries.statements
    assert {"kind": "point", "covered": 2, "all": 3} in told["coverage"]
    assert {"kind": "community", "covered": 0, "all": 1} in told["coverage"]


def test_bad_rows_are_named_and_the_rest_is_kept(world: World, app: Flask) -> None:
    _points(world, 2)
    _partners(app, 3)
    data = _sheet(
        ("包保单位", "点位编码", "联系人", "开始日期", "备注"),
        ("unit-001", "DW-001", "张三 0437-1234567", "2026/11/1", "x"),
        ("unit-009", "DW-001", "李四", None, None),
        (None, None, None, None, None),
        ("结对单位2", "DW-009", "王五", None, None),
        ("unit-001", "DW-001", "张三", None, None),
        ("unit-002", '="DW-00"&1', "赵六", None, None),
        ("unit-002", "DW-002", "赵六", "下个月", None),
        ("unit-002", "DW-002", "赵六", "0001-01-01", None),
        ("结对单位3", "DW-002", "孙七", None, None),
        (None, "DW-002", "周八", None, None),
        ("unit-002", "DW-002", "字" * 121, None, None),
    )
    report = _send(world, data)
    assert [(row["line"], row["outcome"]) for row in report["rows"]] == [
        (2, "ok"),
        (3, "unknown_organisation"),
        (5, "unknown_target"),
        (6, "duplicate"),
        (7, "formula"),
        (8, "bad_dates"),
        (9, "bad_dates"),
        (10, "ok"),
        (11, "no_organisation"),
        (12, "long_contact"),
    ]
    kept = world.staff("east_clerk").get("sponsorships").get_json()["items"]
    assert [(item["organisation"]["name"], item["from"]) for item in kept] == [
        ("结对单位1", "2026-10-31T16:00:00Z"),
        ("结对单位3", "2026-11-23T01:00:00Z"),
    ]


def test_what_is_no_table_is_refused(world: World) -> None:
    for data, code in (
        (b"", "table_without_headings"),
        (b"a,b\n1,2\n", "table_without_headings"),
        ("单位,联系人\na,b\n".encode(), "table_without_headings"),
        (b"\xff\xfe\x00\x00", "table_unreadable"),
        (b"PK\x03\x04 not a workbook", "table_unreadable"),
        ("单位,点位\n".encode() + b"a,b\n" * 5001, "table_too_long"),
    ):
        answer = world.staff("admin").ask(
            "POST", "sponsorships/import", data=data, headers=OWN_PAGE
        )
        refused(answer, 422, code)


def test_a_workbook_with_entities_is_refused(world: World) -> None:
    """Entities of XML: ten times ten times ten words, and a file of this machine."""
    many = "".join(f'<!ENTITY w{n} "{f"&w{n - 1};" * 10}">' for n in range(1, 12))
    for entities, last in (
        (f'<!ENTITY w0 "word">{many}', "&w11;"),
        ('<!ENTITY file SYSTEM "file:///etc/passwd">', "&file;"),
    ):
        answer = world.staff("admin").ask(
            "POST", "sponsorships/import", data=workbook(entities, last), headers=OWN_PAGE
        )
        refused(answer, 422, "table_unreadable")


def workbook(entities: str, cell: str) -> bytes:
    """A workbook whose one sheet declares ``entities`` and has ``cell`` as its text."""
    plain, changed = io.BytesIO(), io.BytesIO()
    book = Workbook()
    book.active["A1"] = "CELL"
    book.save(plain)
    with ZipFile(plain) as old, ZipFile(changed, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if "CELL" in text:
                body = text.partition("?>")[2] if text.startswith("<?xml") else text
                text = f"<!DOCTYPE sst [{entities}]>{body.replace('CELL', cell)}"
            new.writestr(name, text)
    return changed.getvalue()


def test_what_is_no_site_is_refused(world: World) -> None:
    form = POINT | {"code": "DW-001", "name": "点位"}
    for changes, code in (
        ({"lat": 41}, "out_of_area"),
        ({"lon": MIDDLE - 0.001}, "community_unknown"),
        ({"community": "990101001"}, "community_unknown"),
        ({"geometry": {"type": "Point"}}, "shape_refused"),
    ):
        answer = world.staff("admin").post("sites", form | changes)
        refused(answer, 422, code)
    nowhere = {key: value for key, value in form.items() if key not in ("lat", "lon")}
    assert world.staff("admin").post("sites", nowhere).get_json()["code"] == "place_missing"


def test_the_command_line_reports_row_by_row(world: World, app: Flask, tmp_path: Path) -> None:
    _points(world, 1)
    _partners(app, 1)
    file = tmp_path / "sponsors.csv"
    file.write_text("organisation,target,contact\nunit-001,DW-001,a\nunit-002,DW-001,b\n")
    run = app.test_cli_runner().invoke
    dry = run(args=["sponsorships", "import", str(file), "--dry-run"])
    assert (dry.exit_code, "第3行" in dry.output) == (1, True), dry.output
    assert world.staff("admin").get("sponsorships").get_json()["items"] == []
    assert run(args=["sponsorships", "import", str(file)]).exit_code == 1
    assert len(world.staff("admin").get("sponsorships").get_json()["items"]) == 1


def test_a_sponsorship_begins_and_ends(world: World) -> None:
    admin = world.staff("admin")
    _points(world, 1)
    form = {"organisation": "sponsor", "target_kind": "point", "target": "DW-001", "contact": "沈"}
    made = admin.post("sponsorships", form)
    assert (made.status_code, made.get_json()["target"]["name"]) == (201, "点位1")
    twice = admin.post("sponsorships", form)
    refused(twice, 409, "sponsorship_exists")
    for changes, code in (
        ({"target": "DW-009"}, "target_unknown"),
        ({"organisation": "nobody"}, "organisation_unknown"),
        ({"target_kind": "community", "target": "990101001"}, "target_unknown"),
        ({"from": "2026-12-01T00:00:00Z", "to": "2026-12-01T00:00:00Z"}, "interval_empty"),
    ):
        answer = admin.post("sponsorships", form | changes)
        refused(answer, 422, code)
    assert admin.post(
        "sponsorships", form | {"target_kind": "community", "target": "990101001001"}
    ).get_json()["active"]

    def named(place: dict[str, float], area_ids: tuple[int, ...] = ()) -> list[tuple[str, str]]:
        with world.app.app_context():
            found = sponsors_at(area_ids, place["lat"], place["lon"], world.clock())
            return [(item.name, item.target_kind) for item in found]

    community = world.column(_case(world), "area_id")
    near = {"lat": LAT, "lon": MIDDLE + 0.0012}
    assert named(near, (community,)) == [("图书馆", "point")]
    assert named(EAST, (community,)) == [("图书馆", "community")]
    assert named(WEST) == []
    world.clock.advance(days=1)
    ended = admin.post(f"sponsorships/{made.get_json()['id']}/end", {})
    assert ended.get_json()["active"] is False
    assert named(near) == []
    with world.app.app_context():
        yesterday = world.clock() - timedelta(hours=1)
        assert [item.code for item in sponsors_at((), LAT, MIDDLE + 0.001, yesterday)] == [
            "sponsor"
        ]


def _case(world: World) -> str:
    number: str = world.resident().report().get_json()["case_number"]
    return number


def test_a_sponsor_sees_its_own_targets_and_nothing_of_reporters(
    world: World, query_count: Callable[[], AbstractContextManager[Queries]]
) -> None:
    admin, sponsor = world.staff("admin"), world.staff("sponsor_handler")
    form = {"organisation": "sponsor", "target_kind": "community", "target": "990101001001"}
    admin.post("sponsorships", form)
    other = {"organisation": "property", "target_kind": "point", "target": "DW-001"}
    _points(world, 1)
    admin.post("sponsorships", other)
    for _ in range(2):
        number = _case(world)
        world.staff("east_clerk").do(number, "accept", **world.condition())
    _case(world)
    with query_count() as few:
        told = sponsor.get("my/targets")
    assert told.get_json()["items"] == [
        {
            "target": {"kind": "community", "code": "990101001001", "name": "东一社区"},
            "capacity": "organisation",
            "open": 3,
            "overdue": 0,
            "recurred": 1,
        }
    ]
    world.clock.advance(days=3)
    assert sponsor.get("my/targets").get_json()["items"][0]["overdue"] == 3
    for number in range(5):
        code = f"MORE-{number}"
        admin.post("sites", POINT | {"code": code, "name": code})
        form = {"organisation": "sponsor", "target_kind": "point", "target": code}
        assert admin.post("sponsorships", form).status_code == 201
    sponsor.get("my/targets")
    with query_count() as many:
        told = sponsor.get("my/targets")
    assert [item["open"] for item in told.get_json()["items"]] == [3, *[0] * 5]
    assert many.count <= few.count
    assert world.staff("municipal_handler").get("my/targets").get_json() == {"items": []}
    assert "reporter" not in told.text
