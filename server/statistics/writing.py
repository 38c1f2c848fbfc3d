"""Writing the exports that wait: what the writer process does."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import structlog
from sqlalchemy import ColumnElement, Engine
from sqlalchemy.orm import Session

from server.city.service import time_zone
from server.platform.db import db
from server.platform.disk import is_full
from server.statistics import workbook
from server.statistics.queries import Line, condition_of, count, lines
from server.statistics.service import GivenUp, Job, beat, claim, fail, file_of, finish, folder

log = structlog.get_logger()
PICTURES_MOST = 300
_BATCH = 1000
_BEAT_SECONDS = 1.0


def write_waiting() -> int:
    """Write exports until none waits; how many were taken in hand. One writer at a time works."""
    taken = 0
    while (job := claim()) is not None:
        taken += 1
        _write(job)
    return taken


def _write(job: Job) -> None:
    workshop = folder() / f"{job.id.hex}.{job.attempt}"
    try:
        workshop.mkdir(mode=0o700, exist_ok=True)
        draft = workshop / "ledger.xlsx"
        done = _fill(job, draft)
        draft.chmod(0o600)
        draft.replace(file_of(job.id))
        finish(job, done)
        log.info("export_written", export=job.id.hex, rows=done)
    except GivenUp:
        log.warning("export_given_up", export=job.id.hex, attempt=job.attempt)
    except Exception as error:
        log.exception("export_failed", export=job.id.hex)
        shutil.rmtree(workshop, ignore_errors=True)  # first, so that the database has room
        fail(job, "storage_full" if is_full(error) else "failed")
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _fill(job: Job, draft: Path) -> int:
    """Write the file from one snapshot of the database, so that the count is that of the rows."""
    with Session(_snapshots()) as session:
        condition = condition_of(job.actor, job.wanted)
        total = count(session, condition)
        beat(job, total=total)
        zone, few = time_zone(), total <= PICTURES_MOST
        with workbook.Sheet(draft, job.actor.locale, zone, pictures=few) as sheet:
            return workbook.write(sheet, _stream(session, job, condition), _Pulse(job))


def _snapshots() -> Engine:
    """Connections on which every query sees the same state."""
    if db.engine.dialect.name == "postgresql":
        return db.engine.execution_options(isolation_level="REPEATABLE READ")
    return db.engine


def _stream(session: Session, job: Job, condition: ColumnElement[bool]) -> Iterator[Line]:
    last: int | None = None
    while batch := lines(
        session, job.actor, condition, now=job.asked_at, before=last, limit=_BATCH
    ):
        yield from batch
        last = batch[-1].id


class _Pulse:
    """Tells the progress, at most once a second."""

    def __init__(self, job: Job) -> None:
        self._job, self._last = job, time.monotonic()

    def __call__(self, done: int) -> None:
        if time.monotonic() - self._last >= _BEAT_SECONDS:
            beat(self._job, done=done)
            self._last = time.monotonic()
