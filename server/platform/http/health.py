"""Whether the process lives, and whether it can work."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from flask import Flask, Response
from sqlalchemy import text

from server.platform.db import db
from server.platform.http.api import answer
from server.platform.http.auth import requires
from server.platform.outbox.models import OutboxRow
from server.platform.runtime import current

log = structlog.get_logger()


def init_health(app: Flask) -> None:
    """Serve ``/healthz`` (alive) and ``/readyz`` (database, storage and outbox usable)."""

    @app.get("/healthz")
    @requires("page.read")
    def healthz() -> Response:
        return answer({"status": "alive"})

    @app.get("/readyz")
    @requires("page.read")
    def readyz() -> Response:
        checks: dict[str, Callable[[], object]] = {
            "database": lambda: db.session.execute(text("SELECT 1")),
            "storage": lambda: current().storage.exists("readyz"),
            "outbox": lambda: db.session.query(OutboxRow.id).limit(1).all(),
        }
        state = {name: _works(name, check) for name, check in checks.items()}
        ready = all(state.values())
        return answer({"ready": ready, **state}, 200 if ready else 503)


def _works(name: str, check: Callable[[], object]) -> bool:
    try:
        check()
    except Exception:
        log.exception("not_ready", part=name)
        return False
    return True
