"""The shapes of rectification and community lists in the API."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import validate

from server.cases.schemas import LAT, LON, PhotoRefSchema, Trimmed
from server.cases.view_schemas import NamedSchema
from server.platform.http.api import Schema

fields = ma.fields
_TITLE = [validate.Length(min=1, error="required"), validate.Length(max=80, error="too_long")]
_LINE = validate.Length(max=200, error="too_long")
_ITEMS_MOST = 500


def _sensible(day: Any) -> None:
    if not 2000 <= day.year <= 2100:
        raise ma.ValidationError("range")


class PageQuerySchema(Schema):
    """Which page: ``cursor`` is the ``next`` of the page before."""

    cursor = fields.Integer(load_default=None, validate=validate.Range(1, error="range"))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200, error="range"))


class NewRectificationItemSchema(Schema):
    """An open case by its number, or words with category and place."""

    case = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 30))
    words = Trimmed(load_default="", validate=_LINE)
    category = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 40))
    place = Trimmed(load_default="", validate=_LINE)

    @ma.validates_schema
    def _something(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if not data.get("case") and not data.get("words"):
            raise ma.ValidationError("required", "words")


class NewRectificationSchema(Schema):
    """A list to issue; ``due`` is the last day on which it can be done in time."""

    organisation = fields.String(required=True, validate=validate.Length(1, 40, error="choice"))
    title = Trimmed(required=True, validate=_TITLE)
    due = fields.Date(required=True, validate=_sensible)
    items = fields.List(
        fields.Nested(NewRectificationItemSchema),
        required=True,
        validate=validate.Length(1, _ITEMS_MOST, error="required"),
    )


class DoneSchema(Schema):
    """Whether an item without a case is done."""

    done = fields.Boolean(required=True, truthy={True}, falsy={False})


class RectificationItemSchema(Schema):
    """An item; ``state`` is that of its case, null for words."""

    id = fields.Integer(required=True)
    no = fields.Integer(required=True)
    case_number = fields.String(required=True, allow_none=True)
    category = fields.String(required=True)
    place = fields.String(required=True)
    words = fields.String(required=True)
    state = fields.String(required=True, allow_none=True)
    done = fields.Boolean(required=True)
    done_at = fields.AwareDateTime(required=True, allow_none=True)


class RectificationSummarySchema(Schema):
    """A list: who must put right how much until when, and whether they signed for it."""

    id = fields.Integer(required=True)
    number = fields.String(required=True)
    title = fields.String(required=True)
    issuer = fields.Nested(NamedSchema, required=True)
    organisation = fields.Nested(NamedSchema, required=True)
    issued_at = fields.AwareDateTime(required=True)
    due = fields.Date(required=True)
    overdue = fields.Boolean(required=True)
    received_at = fields.AwareDateTime(required=True, allow_none=True)
    received_by = fields.String(required=True, allow_none=True)
    status = fields.String(required=True, validate=validate.OneOf(("issued", "received", "done")))
    count = fields.Integer(required=True)
    done = fields.Integer(required=True)


class RectificationSchema(RectificationSummarySchema):
    """A list with its items, and what the reader may do with it."""

    may_receive = fields.Boolean(required=True)
    may_mark = fields.Boolean(required=True)
    items = fields.List(fields.Nested(RectificationItemSchema), required=True)


class RateSchema(Schema):
    """整改落实率: of the ``due`` items ``closed`` are done; percent with one decimal, or null."""

    due = fields.Integer(required=True)
    closed = fields.Integer(required=True)
    percent = fields.String(required=True, allow_none=True)
    low = fields.Boolean(required=True)


class RectificationPageSchema(Schema):
    """A page of lists and the rate over all of them."""

    items = fields.List(fields.Nested(RectificationSummarySchema), required=True)
    rate = fields.Nested(RateSchema, required=True)
    next = fields.Integer(required=True, allow_none=True)


class NewCommunityListSchema(Schema):
    """A list of one's own office."""

    title = Trimmed(required=True, validate=_TITLE)


class ItemPlaceSchema(Schema):
    """A point, WGS-84."""

    lat = fields.Float(required=True, validate=LAT)
    lon = fields.Float(required=True, validate=LON)


class NewCommunityItemSchema(Schema):
    """A matter found; ``owner`` says in words who sees to it, ``due`` the last day."""

    words = Trimmed(required=True, validate=[validate.Length(min=1, error="required"), _LINE])
    category = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 40))
    address = Trimmed(load_default="", validate=_LINE)
    place = fields.Nested(ItemPlaceSchema, load_default=None, allow_none=True)
    owner = Trimmed(load_default="", validate=validate.Length(max=60, error="too_long"))
    due = fields.Date(load_default=None, allow_none=True, validate=_sensible)
    photo = fields.Nested(PhotoRefSchema, load_default=None, allow_none=True)


class CommunityItemSchema(Schema):
    """An item; with a case it stands where the case stands."""

    id = fields.Integer(required=True)
    no = fields.Integer(required=True)
    words = fields.String(required=True)
    category = fields.String(required=True)
    address = fields.String(required=True)
    lat = fields.Float(required=True, allow_none=True)
    lon = fields.Float(required=True, allow_none=True)
    owner = fields.String(required=True)
    due = fields.Date(required=True, allow_none=True)
    overdue = fields.Boolean(required=True)
    photo_url = fields.String(required=True, allow_none=True)
    case_number = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, allow_none=True)
    done = fields.Boolean(required=True)
    done_at = fields.AwareDateTime(required=True, allow_none=True)


class CommunitySummarySchema(Schema):
    """A list and how far it is."""

    id = fields.Integer(required=True)
    title = fields.String(required=True)
    organisation = fields.Nested(NamedSchema, required=True)
    area = fields.String(required=True)
    opened_at = fields.AwareDateTime(required=True)
    count = fields.Integer(required=True)
    done = fields.Integer(required=True)


class CommunityListSchema(CommunitySummarySchema):
    """A list with its items."""

    may_edit = fields.Boolean(required=True)
    items = fields.List(fields.Nested(CommunityItemSchema), required=True)


class CommunityPageSchema(Schema):
    """A page of lists."""

    items = fields.List(fields.Nested(CommunitySummarySchema), required=True)
    may_open = fields.Boolean(required=True)
    next = fields.Integer(required=True, allow_none=True)
