"""Messages and effects that were given up, over HTTP; nothing of what they say is shown."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from flask import Response

from server.platform import audit
from server.platform.db import unit_of_work
from server.platform.http.api import Blueprint, Schema, answer, fits_a_column
from server.platform.http.auth import actor, requires
from server.platform.outbox import service as outbox
from server.platform.outbox.models import OutboxRow

blueprint = Blueprint(
    "outbox", __name__, url_prefix="/api/v1/admin/outbox", description="What was given up."
)


class DeadLetterSchema(Schema):
    """A row given up: ``reason`` is the kind of its last failure, the words are in the log."""

    id = ma.fields.Integer(required=True)
    topic = ma.fields.String(required=True)
    reason = ma.fields.String(required=True)
    attempts = ma.fields.Integer(required=True)
    created_at = ma.fields.String(required=True)
    given_up_at = ma.fields.String(required=True, allow_none=True)


class DeadLettersSchema(Schema):
    """The oldest of them, and how many there are in all."""

    items = ma.fields.List(ma.fields.Nested(DeadLetterSchema), required=True)
    total = ma.fields.Integer(required=True)


class RetryArguments(Schema):
    """Which to try again; without ``ids`` all."""

    ids = ma.fields.List(
        ma.fields.Integer(validate=fits_a_column), validate=ma.validate.Length(min=1, max=200)
    )


class RetriedSchema(Schema):
    """How many are tried again."""

    retried = ma.fields.Integer(required=True)


@blueprint.get("/dead")
@requires("outbox.manage")
@blueprint.response(200, DeadLettersSchema)
def dead_letters() -> Response:
    """What was given up after the last attempt."""
    rows, total = outbox.oldest_dead_letters()
    return answer({"items": [_letter(row) for row in rows], "total": total})


@blueprint.post("/dead/retry")
@requires("outbox.manage")
@blueprint.arguments(RetryArguments)
@blueprint.response(200, RetriedSchema)
def retry(data: dict[str, Any]) -> Response:
    """Give them another round of attempts."""
    with unit_of_work() as session:
        revived = outbox.revive(session, data.get("ids"))
        if revived:
            audit.record(session, actor(), "outbox_retried", "outbox", {"ids": sorted(revived)})
    outbox.ring()
    return answer({"retried": len(revived)})


def _letter(row: OutboxRow) -> dict[str, object]:
    return {
        "id": row.id,
        "topic": row.topic,
        "reason": (row.last_error or "").partition(":")[0],
        "attempts": row.attempts,
        "created_at": row.created_at,
        "given_up_at": row.settled_at,
    }
