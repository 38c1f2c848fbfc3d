"""What is held on a resident, member by member; times in UTC, positions in WGS-84 degrees."""

from __future__ import annotations

from marshmallow import fields

from server.platform.http.api import Schema
from server.reports.view_schemas import LookSchema


class OwnIdentitySchema(Schema):
    """A device or an account; an account that only WeChat opens has no ``phone``."""

    kind = fields.String(required=True, metadata={"enum": ["account", "device"]})
    phone = fields.String(required=True, allow_none=True)
    language = fields.String(required=True)
    since = fields.AwareDateTime(required=True)


class OwnSessionSchema(Schema):
    """A session; ``revoked_at`` is empty while nobody ended it."""

    device = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
    last_seen_at = fields.AwareDateTime(required=True)
    revoked_at = fields.AwareDateTime(required=True, allow_none=True)


class OwnPhotoSchema(Schema):
    """What a photo says besides its picture; ``accuracy_m`` in metres."""

    role = fields.String(required=True)
    captured_at = fields.AwareDateTime(required=True, allow_none=True)
    lat = fields.Float(required=True, allow_none=True)
    lon = fields.Float(required=True, allow_none=True)
    accuracy_m = fields.Float(required=True, allow_none=True)
    source = fields.String(required=True)
    visibility = fields.String(required=True)


class OwnContactSchema(Schema):
    """Name and number in full, those that were left."""

    name = fields.String()
    phone = fields.String()


class OwnReportSchema(Schema):
    """A report as it was sent, what was answered about it and how it was rated.

    ``consent`` and ``guardian`` are versions of the notice, ``accuracy_m`` is in metres.
    """

    id = fields.UUID(required=True)
    case_number = fields.String(required=True)
    sent_at = fields.AwareDateTime(required=True)
    tile = fields.String(required=True)
    words = fields.String(required=True)
    address = fields.String(required=True)
    lat = fields.Float(required=True)
    lon = fields.Float(required=True)
    accuracy_m = fields.Float(required=True, allow_none=True)
    contact = fields.Nested(OwnContactSchema, required=True)
    anonymous = fields.Boolean(required=True)
    consent = fields.String(required=True)
    guardian = fields.String(required=True, allow_none=True)
    withdrawn_at = fields.AwareDateTime(required=True, allow_none=True)
    answer = fields.String(required=True, allow_none=True)
    rated_at = fields.AwareDateTime(required=True, allow_none=True)
    rated_solved = fields.String(required=True, allow_none=True)
    rated_score = fields.String(required=True, allow_none=True)
    photos = fields.List(fields.Nested(OwnPhotoSchema), required=True)


class OwnWordsSchema(Schema):
    """What was done about a case, with the words to it that are still kept."""

    number = fields.String(required=True)
    action = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    words = fields.String(required=True, allow_none=True)


class OwnUploadSchema(Schema):
    """That a photo was sent; ``attached_at`` is empty while nothing used it."""

    created_at = fields.AwareDateTime(required=True)
    attached_at = fields.AwareDateTime(required=True, allow_none=True)


class OwnNoticeSchema(Schema):
    """A notice in the inbox; ``number`` is empty where it is about no case."""

    number = fields.String(required=True, allow_none=True)
    template = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
    read_at = fields.AwareDateTime(required=True, allow_none=True)


class OwnMessageSchema(Schema):
    """A message to a phone."""

    number = fields.String(required=True)
    channel = fields.String(required=True)
    state = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)


class OwnMessageWishSchema(Schema):
    """Which messages are wanted, and from when to when none: minutes after local midnight."""

    sms = fields.Boolean(required=True)
    wechat = fields.Boolean(required=True)
    quiet_from = fields.Integer(required=True)
    quiet_until = fields.Integer(required=True)


class OwnDataSchema(Schema):
    """What is held on a resident, by what it is.

    ``looks``: which office opened contact data or originals, when and what for;
    ``browsers_told``: how many browsers get notices of the system.
    """

    identities = fields.List(fields.Nested(OwnIdentitySchema), required=True)
    wechat_linked_at = fields.AwareDateTime(required=True, allow_none=True)
    sessions = fields.List(fields.Nested(OwnSessionSchema), required=True)
    reports = fields.List(fields.Nested(OwnReportSchema), required=True)
    looks = fields.List(fields.Nested(LookSchema), required=True)
    words = fields.List(fields.Nested(OwnWordsSchema), required=True)
    uploads = fields.List(fields.Nested(OwnUploadSchema), required=True)
    notices = fields.List(fields.Nested(OwnNoticeSchema), required=True)
    messages = fields.List(fields.Nested(OwnMessageSchema), required=True)
    message_wishes = fields.List(fields.Nested(OwnMessageWishSchema), required=True)
    browsers_told = fields.Integer(required=True)
    watched = fields.List(fields.String(), required=True)
