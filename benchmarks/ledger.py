"""A ledger of many cases written to XLSX by the writer process, as offices ask for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from benchmarks.figures import Figure
from benchmarks.installation import Installation, installation
from server.statistics.tasks import environment
from tests.statistics import crowd
from tests.statistics.writer import MEASURED_WRITER
from tests.support.databases import ROOT

ROWS = int(os.environ.get("SSP_BENCH_LEDGER", "100000"))
AIM_MB = 150


def measure() -> Iterator[Figure]:
    """Time of the whole file, and how far the writer's memory grows meanwhile."""
    with installation() as place:
        with place.app.app_context():
            crowd.add(_reported(place), ROWS - 1)
            variables = environment()
        place.call("POST", "/api/v1/exports", {"state": "open"}, **place.clerk)
        done = subprocess.run(
            [sys.executable, "-c", MEASURED_WRITER],
            cwd=ROOT,
            env=variables,
            capture_output=True,
            text=True,
            check=True,
        )
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        grown = told["grown_mb"]
        yield Figure(
            f"ledger of {ROWS:,} rows as XLSX",
            told["wall_s"] * 1000,
            told["cpu_s"] * 1000,
            rate=ROWS / told["wall_s"],
            aim=f"{grown:.0f}, ≤ {AIM_MB} MB",
            met=grown <= AIM_MB,
        )


def _reported(place: Installation) -> str:
    where = {"area_code": place.area["code"]}
    report = {
        "id": "0c4f8bb2-93cd-4a4b-9a1e-5b8d0f6f5a11",
        "photos": [],
        "place": where,
        "tile": "T1",
        "on_behalf": {"channel": "walk_in", "consent": True},
    }
    answer = place.call("POST", "/api/v1/reports", report, **place.clerk)
    return str(answer["case_number"])
