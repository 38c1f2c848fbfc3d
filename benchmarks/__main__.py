"""Measure everything and print it as one table: ``python -m benchmarks``, or ``make bench``."""

from __future__ import annotations

import os
import platform
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import alike, api, ledger, photo_pipeline, routing
from benchmarks.figures import header


def main() -> None:
    """Print machine, figures and the load that others put on the machine meanwhile."""
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {_machine()}")
    print(f"Load average before: {_load()}\n")
    print(header())
    for part in (routing, photo_pipeline, alike, api, ledger):
        for figure in part.measure():
            print(figure.line(), flush=True)
    print(f"\nLoad average after: {_load()}")


def _machine() -> str:
    cores = os.cpu_count()
    python, sqlite = platform.python_version(), sqlite3.sqlite_version
    return f"{cores} × {_processor()}, Python {python}, SQLite {sqlite}"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def _load() -> str:
    return " ".join(f"{load:.1f}" for load in os.getloadavg())


if __name__ == "__main__":
    main()
