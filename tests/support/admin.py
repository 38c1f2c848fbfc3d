"""What administrators do in tests: an edit with the version they saw, and its trace."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from server.cases.models import Clock
from server.platform.audit import AuditEntry
from server.platform.db import db
from tests.support.world import World


def edit(world: World, method: str, path: str, body: Any, version: int) -> TestResponse:
    """A write of the administrator that names the version it is about."""
    headers = {"If-Match": f'"{version}"'}
    return world.staff("admin").ask(method, path, json=body, headers=headers)


def read(world: World, path: str) -> dict[str, Any]:
    """What the administrator sees."""
    answer = world.staff("admin").get(path)
    assert answer.status_code == 200, answer.text
    seen: dict[str, Any] = answer.get_json()
    return seen


def audited(world: World, action: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Actor, subject and data of each audit entry of an action."""
    with world.app.app_context():
        found = db.session.scalars(
            select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)
        ).all()
        db.session.remove()
    return [(entry.actor, entry.subject, entry.data) for entry in found]


def rules(world: World, case: str, kind: str) -> list[tuple[str, float, str]]:
    """Rule, due time (seconds since 1970) and unit of the clocks of a kind, oldest first."""
    case_id = world.column(case, "id")
    with world.app.app_context():
        found = db.session.scalars(
            select(Clock).where(Clock.case_id == case_id, Clock.kind == kind).order_by(Clock.number)
        ).all()
        db.session.remove()
    return [(clock.rule, clock.due_at.timestamp(), clock.unit) for clock in found]
