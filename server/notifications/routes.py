"""The inbox, and what somebody wants besides it, over HTTP."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from flask import Response

from server.notifications import preferences, service
from server.platform.http.api import Blueprint, Schema, answer, fits_a_column
from server.platform.http.auth import actor, requires
from server.platform.http.problems import request_locale
from server.platform.i18n import LOCALES

blueprint = Blueprint("notices", __name__, url_prefix="/api/v1", description="The inbox.")

_IDS_MOST = 1000
_CLOCK = ma.validate.Regexp(r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z", error="choice")


class NoticeSchema(Schema):
    """A message about a case, or about the rectification list ``list_id``.

    ``public``: for who only watches the case, its public page says more.
    """

    id = ma.fields.Integer(required=True)
    at = ma.fields.AwareDateTime(required=True)
    title = ma.fields.String(required=True)
    body = ma.fields.String(required=True)
    case_number = ma.fields.String(required=True, allow_none=True)
    list_id = ma.fields.Integer(required=True, allow_none=True)
    public = ma.fields.Boolean(required=True)
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


class ChannelSchema(Schema):
    """A way to a phone: ``address`` is masked, ``own`` says that one may set it here."""

    channel = ma.fields.String(required=True)
    on = ma.fields.Boolean(required=True)
    address = ma.fields.String(required=True, allow_none=True)
    own = ma.fields.Boolean(required=True)


class QuietSchema(Schema):
    """Hours of the city's day without messages, unless a case is urgent; the same twice: none."""

    begin = ma.fields.String(required=True, data_key="from", validate=_CLOCK)
    until = ma.fields.String(required=True, validate=_CLOCK)


class PreferencesSchema(Schema):
    """What somebody wants; the inbox is not up for choice."""

    channels = ma.fields.List(ma.fields.Nested(ChannelSchema), required=True)
    quiet = ma.fields.Nested(QuietSchema, required=True)
    locale = ma.fields.String(required=True)


class QuietChangeSchema(Schema):
    """One end of the quiet hours, or both; the other one stays as it is."""

    begin = ma.fields.String(data_key="from", validate=_CLOCK)
    until = ma.fields.String(validate=_CLOCK)


class PreferencesArguments(Schema):
    """What is to change."""

    sms = ma.fields.Boolean()
    wechat = ma.fields.Boolean()
    quiet = ma.fields.Nested(QuietChangeSchema)
    locale = ma.fields.String(validate=ma.validate.OneOf(LOCALES, error="choice"))
    phone = ma.fields.String(allow_none=True, validate=ma.validate.Length(max=20, error="phone"))


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


@blueprint.get("/notices/preferences")
@requires("notice.read")
@blueprint.response(200, PreferencesSchema)
def get_preferences() -> Response:
    """How one is told besides the inbox."""
    return answer(preferences.preferences_of(actor()))


@blueprint.patch("/notices/preferences")
@requires("notice.read")
@blueprint.arguments(PreferencesArguments)
@blueprint.response(200, PreferencesSchema)
def set_preferences(data: dict[str, Any]) -> Response:
    """Change how one is told."""
    return answer(preferences.prefer(actor(), data))
