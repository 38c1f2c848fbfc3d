"""What the tests of administration have in common."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from server.platform.audit import AuditEntry
from server.platform.db import db
from tests.support.client import CheckedClient
from tests.support.world import API, World

NEW = {
    "username": "East_New",
    "name": "新来的",
    "organisation": "east",
    "roles": ["intake_clerk", "handler"],
}


def made(world: World, **changes: Any) -> dict[str, Any]:
    """A person made by the administrator, with the start password."""
    answer = world.staff("admin").post("admin/people", NEW | changes)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def signed_in(world: World, username: str, password: str) -> tuple[CheckedClient, TestResponse]:
    """A browser of its own and what signing in with it answered."""
    client = world.app.test_client()
    assert isinstance(client, CheckedClient)
    form = {"username": username, "password": password}
    return client, client.post(f"{API}/sessions", json=form)


def entries(world: World, subject: str) -> list[AuditEntry]:
    """What the audit log says about something, oldest first."""
    with world.app.app_context():
        wanted = select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.id)
        found = list(db.session.scalars(wanted))
        db.session.remove()
    return found
