"""What runs beside the requests of a web worker: the outbox relay and the timers.

Every job finds out from the database what is due and does it idempotently, so any number of
processes may run it, and nothing is lost while none does.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from server.cases import tasks as case_tasks
from server.cases.proof.nightly import verify_tonight
from server.cases.proof.samples import draw_due
from server.cases.service import forget_answers
from server.cases.timers import run_due_timers
from server.identity import tasks as identity_tasks
from server.keeping.retention import purge_due
from server.notifications import tasks as notification_tasks
from server.photos.service import keep_missing, search_waiting, sweep
from server.platform import audit, clock
from server.platform.db import db
from server.platform.outbox.relay import Relay
from server.platform.outbox.service import forget_settled
from server.statistics import tasks as statistics_tasks
from server.statistics.service import sweep as sweep_exports

log = structlog.get_logger()
SUBSCRIBERS = (  # being imported subscribes them
    case_tasks,
    identity_tasks,
    notification_tasks,
    statistics_tasks,
)
_KEPT_OUTBOX = timedelta(days=7)


def _note_audit_log() -> None:
    audit.note_head(db.session())
    db.session.remove()


def _forget_old_rows() -> None:
    forget_answers()
    identity_tasks.forget_old()
    forget_settled(clock.now() - _KEPT_OUTBOX)


_JOBS: tuple[tuple[str, Callable[[], object], timedelta], ...] = (
    ("timers", run_due_timers, timedelta(seconds=20)),
    ("prints", keep_missing, timedelta(minutes=10)),
    ("search", search_waiting, timedelta(seconds=5)),
    ("journals", verify_tonight, timedelta(minutes=20)),
    ("samples", draw_due, timedelta(hours=6)),
    ("sweep", lambda: sweep(clock.now()), timedelta(hours=1)),
    ("exports", statistics_tasks.revive_exports, timedelta(seconds=20)),
    ("sweep_exports", sweep_exports, timedelta(hours=1)),
    ("audit", _note_audit_log, timedelta(minutes=5)),
    ("forget", _forget_old_rows, timedelta(hours=6)),
    ("purge", purge_due, timedelta(hours=12)),
)


def start(app: Flask) -> None:
    """Start relay and timers with the first request of the worker process.

    Commands and tests make applications that never serve; those start nothing.
    """
    once = threading.Lock()

    @app.before_request
    def _begin() -> None:
        if once.acquire(blocking=False):
            Relay(app).start()
            Relay(app, slow=True).start()
            _scheduler(app).start()


def _scheduler(app: Flask) -> BackgroundScheduler:
    scheduler = BackgroundScheduler(
        daemon=True, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 60}
    )
    for name, job, pause in _JOBS:
        scheduler.add_job(
            _in_context(app, name, job), "interval", seconds=pause.total_seconds(), id=name
        )
    return scheduler


def _in_context(app: Flask, name: str, job: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        with app.app_context():
            try:
                job()
            except Exception:
                log.exception("job_failed", job=name)

    return run
