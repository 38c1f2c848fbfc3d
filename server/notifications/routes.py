"""The inbox over HTTP."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from flask import Response

from server.notifications import service
from server.platform.http.api import Blueprint, Schema, answer, fits_a_column
from server.platform.http.auth import actor, requires
from server.platform.http.problems import request_locale

blueprint = Blueprint("notices", __name__, url_prefix="/api/v1", description="The inbox.")

_IDS_MOST = 1000


class NoticeSchema(Schema):
    """A message about a case."""

    id = ma.fields.Integer(required=True)
    at = ma.fields.AwareDateTime(required=True)
    title = ma.fields.String(required=True)
    body = ma.fields.String(required=True)
    case_number = ma.fields.String(required=True)
    read = ma.fields.Boolean(required=True)


class InboxSchema(Schema):
    """The latest messages."""

    items = ma.fields.List(ma.fields.Nested(NoticeSchema), required=True)
    unread = ma.fields.Integer(required=True)


class ReadSchema(Schema):
    """Which messages were read: a list of ids, or the word ``all``."""

    ids = ma.fields.Raw(
        required=True,
        metadata={
            "oneOf": [
                {"type": "array", "items": {"type": "integer"}},
                {"type": "string", "enum": ["all"]},
            ]
        },
    )

    @ma.validates("ids")
    def _ids(self, value: object, **_kwargs: object) -> None:
        if value == "all":
            return
        if not isinstance(value, list) or len(value) > _IDS_MOST:
            raise ma.ValidationError("invalid")
        for item in value:
            if type(item) is not int:
                raise ma.ValidationError("invalid")
            fits_a_column(item)


@blueprint.get("/notices")
@requires("notice.read")
@blueprint.response(200, InboxSchema)
def notices() -> Response:
    """The latest messages of the reader."""
    return answer(service.inbox(actor(), request_locale()))


@blueprint.post("/notices/read")
@requires("notice.read")
@blueprint.arguments(ReadSchema)
@blueprint.response(204)
def read(data: dict[str, Any]) -> None:
    """Mark messages as read."""
    service.mark_read(actor(), None if data["ids"] == "all" else data["ids"])
