"""A ledger of 100,000 cases: all rows, readable, in bounded memory, and after a killed writer."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from server.platform.db import db, unit_of_work
from server.statistics import service
from server.statistics.models import Export
from server.statistics.tasks import environment
from server.statistics.writing import write_waiting
from tests.statistics import crowd
from tests.statistics.work import finished
from tests.statistics.writer import MEASURED_WRITER
from tests.support.databases import ROOT
from tests.support.world import World

FULL_ROWS, FEW_ROWS = 100_000, 3_000
GROWTH_MOST_MB = 150
SECONDS_MOST = 900


@pytest.fixture
def rows(world: World, full: bool) -> int:
    """So many cases are in East."""
    count = FULL_ROWS if full else FEW_ROWS
    number = finished(world)
    with world.app.app_context():
        crowd.add(number, count - 1)
    return count


@pytest.mark.one_database
@pytest.mark.timeout(1800)
def test_all_rows_in_bounded_memory_although_a_writer_was_killed(
    world: World, rows: int, full: bool, record_property: Any
) -> None:
    clerk = world.staff("east_clerk")
    asked = clerk.post("exports", {"area": "990101001"}).get_json()["id"]
    path = f"exports/{asked}"
    _kill_at_work(world, path)
    left = clerk.get(path).get_json()
    assert (left["state"], left["total"]) == ("running", rows), "nobody has noticed yet"
    with world.app.app_context():
        _let_minutes_pass(world)
        assert service.revive()

    if full:
        told = _write_measured(world)
        grown = told["grown_mb"]
        record_property("summary", f"{rows} rows, {grown:.0f} MB, {told['wall_s']:.0f} s")
        assert grown <= GROWTH_MOST_MB
    else:
        with world.app.app_context():
            assert write_waiting() == 1
    done = clerk.get(path).get_json()
    assert (done["state"], done["done"], done["total"]) == ("done", rows, rows)
    assert clerk.get("ledger", query_string={"limit": 1}).get_json()["total"] == rows
    with world.app.app_context():
        (file,) = service.folder().glob("*.xlsx")
    _check(file, rows)


def _start(world: World) -> subprocess.Popen[str]:
    with world.app.app_context():
        variables = environment()
    return subprocess.Popen(
        [sys.executable, "-c", MEASURED_WRITER],
        cwd=ROOT,
        env=variables,
        stdout=subprocess.PIPE,
        text=True,
    )


def _kill_at_work(world: World, path: str) -> None:
    clerk = world.staff("east_clerk")
    deadline = time.monotonic() + SECONDS_MOST
    with _start(world) as writer:
        while clerk.get(path).get_json()["total"] is None:
            assert time.monotonic() < deadline, "the writer does not begin"
            time.sleep(0.03)
        writer.kill()
    with world.app.app_context():
        db.session.remove()


def _let_minutes_pass(world: World) -> None:
    """The last sign of life becomes old; the writer took its time from the real clock."""
    with unit_of_work() as session:
        session.execute(update(Export).values(beat_at=world.clock() - timedelta(minutes=2)))


def _write_measured(world: World) -> dict[str, Any]:
    with _start(world) as writer:
        said, _ = writer.communicate(timeout=SECONDS_MOST)
    told: dict[str, Any] = json.loads(said.splitlines()[-1])
    assert told["taken"] == 1
    return told


def _check(path: Path, rows: int) -> None:
    book = load_workbook(path, read_only=True)
    seen = 0
    for seen, row in enumerate(book.worksheets[0].iter_rows(min_row=2, values_only=True), start=1):
        assert row[0] == seen
    book.close()
    assert seen == rows
