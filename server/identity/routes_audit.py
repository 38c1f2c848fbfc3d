"""The audit log over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Response

from server.identity import trail
from server.identity.schemas_admin import TrailActionsSchema, TrailQuery, TrailSchema
from server.platform.audit import AuditEntry
from server.platform.http.api import Blueprint, answer
from server.platform.http.auth import requires

blueprint = Blueprint("audit", __name__, url_prefix="/api/v1/admin", description="Who did what.")


@blueprint.get("/audit")
@requires("audit.read")
@blueprint.arguments(TrailQuery, location="query")
@blueprint.response(200, TrailSchema)
def read_trail(query: dict[str, Any]) -> Response:
    """Who did what, newest first."""
    period = trail.Period(query["since"], query["until"])
    page = trail.trail(
        person=query["person"], action=query["action"], period=period, cursor=query["cursor"]
    )
    return answer({"items": [_entry(page, entry) for entry in page.entries], "next": page.next})


@blueprint.get("/audit/actions")
@requires("audit.read")
@blueprint.response(200, TrailActionsSchema)
def trail_actions() -> Response:
    """What can be asked for."""
    return answer({"items": trail.actions()})


def _entry(page: trail.Trail, entry: AuditEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "at": entry.at,
        "actor": entry.actor,
        "actor_name": page.actor(entry),
        "action": entry.action,
        "subject": entry.subject,
        "subject_name": page.subject(entry),
        "data": entry.data,
        "names": page.told_of(entry),
    }
