"""Accounts of grid workers from a table: looked through, entered once, bound and counted (A22)."""

from __future__ import annotations

import io
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import func, select

from server.geography.editions import next_edition
from server.geography.models import Area
from server.geography.queries import latest_edition
from server.geography.service import ancestors, area_by_code
from server.identity import passwords
from server.identity.models import Organisation, Staff
from server.platform import clock as server_clock
from server.platform.db import db, unit_of_work
from server.responsibility.service import areas_of_grid_worker
from tests.support.refusals import refused
from tests.support.world import World

STREETS, COMMUNITIES, WORKERS, BATCH = 8, 17, 170, 20
OWN_PAGE = {"Origin": "http://localhost"}
HEADINGS = ("账号", "姓名", "单位", "网格编码")


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeping 170 passwords takes long on purpose; here it does not matter."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", quick)


def send(world: World, data: bytes, *, dry_run: bool = False, line: int = 0) -> dict[str, Any]:
    path = f"grid-workers/import?dry_run={int(dry_run)}&from_line={line}"
    answer = world.staff("admin").ask("POST", path, data=data, headers=OWN_PAGE)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def send_all(world: World, data: bytes) -> tuple[dict[str, Any], list[int]]:
    """The whole file, as its page sends it: what became of all rows; the lines it went on with."""
    report = send(world, data)
    lines = []
    while report["next_line"] is not None:
        lines.append(report["next_line"])
        following = send(world, data, line=report["next_line"])
        following["rows"] = report["rows"] + following["rows"]
        report = following
    return report, lines


def table(*rows: tuple[str, ...]) -> bytes:
    return "\n".join(",".join(row) for row in (HEADINGS, *rows)).encode()


def parts(app: Flask) -> list[str]:
    """Six more streets, seventeen communities in all; the codes of the communities."""
    with app.app_context():
        with unit_of_work() as session:
            known = ("990101", "990101001", "990101002")
            rows = session.execute(select(Area.code, Area.id).where(Area.code.in_(known)))
            made = {row.code: row.id for row in rows}
            wanted = [f"99010100{n}" for n in range(3, STREETS + 1)]
            wanted += [
                f"99010100{1 + n % STREETS}{2 + n // STREETS:03}" for n in range(COMMUNITIES - 1)
            ]
            for code in wanted:
                street = len(code) == len("990101001")
                area = Area(
                    code=code,
                    stem=code,
                    name=f"{'街道' if street else '社区'}{code}",
                    level="street" if street else "community",
                    parent_id=made["990101" if street else code[:9]],
                    valid_from=server_clock.now(),
                )
                session.add(area)
                session.flush()
                made[code] = area.id
            next_edition(session, latest_edition(session), "the test", len(wanted))
        codes = ["990101001001", *wanted[STREETS - 2 :]]
        assert all(area_by_code(code) for code in codes)
        db.session.remove()
    return codes


def test_a_district_of_grid_workers_is_entered_once_and_counted(world: World, app: Flask) -> None:
    codes = parts(app)
    book, buffer = Workbook(), io.BytesIO()
    for row in (
        HEADINGS,
        *(
            (f"grid{n:03}", f"网格员{n}", "东街道办事处", codes[n % COMMUNITIES])
            for n in range(WORKERS)
        ),
    ):
        book.worksheets[0].append(row)
    book.save(buffer)
    found = send(world, buffer.getvalue(), dry_run=True)
    assert (found["counts"]["ok"], found["dry_run"]) == (WORKERS, True)
    assert all(row["start_password"] is None for row in found["rows"])
    assert len(world.staff("admin").get("grid-workers").get_json()["items"]) == 2
    report, lines = send_all(world, buffer.getvalue())
    assert lines == list(range(2 + BATCH, 2 + WORKERS, BATCH))
    assert [row["outcome"] for row in report["rows"]] == ["ok"] * WORKERS
    assert len({row["start_password"] for row in report["rows"]}) == WORKERS
    again = send(world, buffer.getvalue())
    assert (again["counts"]["ok"], again["counts"]["duplicate"]) == (0, WORKERS)
    workers = world.staff("admin").get("grid-workers").get_json()["items"]
    bound = [area["code"] for worker in workers for area in worker["areas"]]
    assert len(workers) == WORKERS + 2
    assert len({code for code in bound if code in codes}) == COMMUNITIES
    with app.app_context():
        streets = {ancestors(area.id)[-2].code for code in codes if (area := area_by_code(code))}
        assert len(streets) == STREETS
        started = select(func.count()).where(Staff.start_until.is_not(None))
        assert db.session.scalar(started) == WORKERS
        first = db.session.scalars(select(Staff.id).where(Staff.username == "grid000")).one()
        assert areas_of_grid_worker(first) != []
        db.session.remove()
    start = report["rows"][0]["start_password"]
    entered = world.anonymous.post(
        "sessions", {"username": "grid000", "password": start}, headers=OWN_PAGE
    )
    assert entered.status_code in (200, 201), entered.text


def test_what_is_wrong_with_a_row_is_told_by_its_number(world: World, app: Flask) -> None:
    with app.app_context(), unit_of_work() as session:
        session.add(Organisation(code="closed", name="撤销的", kind="street", active=False))
        session.add_all(Organisation(code=f"twin{n}", name="同名的", kind="street") for n in (1, 2))
    east, area = "east", "990101001001"
    data = table(
        ("good.one", "甲", east, f"{area} 990101002"),
        ("east_grid", "乙", east, area),
        ("good.one", "丙", east, area),
        ("nobody", "丁", "closed", area),
        ("nowhere", "戊", east, f"{area} 123"),
        ("", "己", east, area),
        ("王五", "庚", east, area),
        ("no_area", "辛", east, ""),
        ("sum", "=1+1", east, area),
        ("twins", "壬", "同名的", area),
        ("merged", "癸", "", area),
        ("nobody.two", "", east, area),
    )
    for dry in (True, False):
        rows = {row["line"]: row["outcome"] for row in send(world, data, dry_run=dry)["rows"]}
        assert rows == {
            2: "ok",
            3: "duplicate",
            4: "duplicate",
            5: "unknown_organisation",
            6: "unknown_area",
            7: "bad_username",
            8: "bad_username",
            9: "no_area",
            10: "formula",
            11: "same_name",
            12: "no_organisation",
            13: "bad_name",
        }
    workers = world.staff("admin").get("grid-workers").get_json()["items"]
    (made,) = [worker for worker in workers if worker["name"] == "甲"]
    assert {item["code"] for item in made["areas"]} == {area, "990101002"}
    assert (
        world.staff("east_head")
        .ask("POST", "grid-workers/import", data=data, headers=OWN_PAGE)
        .status_code
        == 403
    )


def test_a_missing_column_is_named(world: World) -> None:
    """The headings of this table, not those of another one, and only what is missing."""
    answer = world.staff("admin").ask(
        "POST", "grid-workers/import", data="账号,姓名\na,甲\n".encode(), headers=OWN_PAGE
    )
    refused(answer, 422, "table_without_headings")
    assert "单位、网格编码" in answer.get_json()["detail"]
    assert "点位编码" not in answer.get_json()["detail"]
