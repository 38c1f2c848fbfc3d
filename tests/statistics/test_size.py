"""A ledger of 100,000 cases: all rows, readable, in bounded memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from server.statistics import service
from server.statistics.tasks import environment
from tests.statistics import crowd
from tests.statistics.work import finished
from tests.support.databases import ROOT
from tests.support.world import World

FULL_ROWS, FEW_ROWS = 100_000, 3_000
GROWTH_MOST_MB = 150
SECONDS_MOST = 600
# ru_maxrss outlives exec and would count this very test; the high-water mark of the new image
# is its own.
CHILD = """
import json, time
from server import create_app
from server.statistics.writing import write_waiting
def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
app = create_app()
with app.app_context():
    before = peak()
    taken = write_waiting()
    print(json.dumps({"taken": taken, "grown_mb": (peak() - before) / 1024,
                      "seconds": time.process_time()}))
"""


@pytest.mark.timeout(1800)
def test_a_hundred_thousand_rows(
    world: World, full: bool, database: str, record_property: Any
) -> None:
    if not full and not database.startswith("sqlite"):
        pytest.skip("reduced: the size is tried on SQLite")
    rows = FULL_ROWS if full else FEW_ROWS
    number = finished(world)
    with world.app.app_context():
        crowd.add(number, rows - 1)
    clerk = world.staff("east_clerk")
    asked = clerk.post("exports", {"area": "990101001"}).get_json()["id"]
    told = _write(world)
    done = clerk.get(f"exports/{asked}").get_json()
    assert (done["state"], done["done"], done["total"]) == ("done", rows, rows)
    assert clerk.get("ledger", query_string={"limit": 1}).get_json()["total"] == rows
    with world.app.app_context():
        (path,) = service.folder().glob("*.xlsx")
    _check(path, rows)
    record_property("summary", f"{rows} rows, {told['grown_mb']:.0f} MB, {told['seconds']:.0f} s")
    if full:
        assert told["grown_mb"] <= GROWTH_MOST_MB


def _write(world: World) -> dict[str, Any]:
    with world.app.app_context():
        own = environment()
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        cwd=ROOT,
        env=own,
        capture_output=True,
        text=True,
        check=True,
        timeout=SECONDS_MOST,
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert told["taken"] == 1
    return told


def _check(path: Path, rows: int) -> None:
    sheet = load_workbook(path, read_only=True).worksheets[0]
    seen = 0
    for seen, row in enumerate(sheet.iter_rows(min_row=2, values_only=True), start=1):
        assert row[0] == seen
    assert seen == rows
