"""Saved views, visits and hand-overs over HTTP."""

from __future__ import annotations

from marshmallow import fields, validate

from server.cases.view_schemas import CaseItemSchema
from server.desk.handover import MATTERS_MOST
from server.platform.http.api import Schema

_TOO_LONG = "too_long"
_SORTS = ("due", "latest")


class ViewQuerySchema(Schema):
    """Queue, filters and order of a list, as ``GET /cases`` takes them."""

    queue = fields.String(required=True, validate=validate.Length(1, 30, error="invalid"))
    q = fields.String(validate=validate.Length(max=100, error=_TOO_LONG))
    tile = fields.String(validate=validate.Length(max=10, error="invalid"))
    area = fields.String(validate=validate.Length(max=32, error="invalid"))
    sort = fields.String(validate=validate.OneOf(_SORTS, error="choice"))


class ViewFormSchema(Schema):
    """A view to keep."""

    name = fields.String(required=True, validate=validate.Length(1, 40, error=_TOO_LONG))
    shared = fields.Boolean(load_default=False)
    query = fields.Nested(ViewQuerySchema, required=True)


class ViewSchema(ViewFormSchema):
    """A kept view; only one's own can be changed."""

    id = fields.Integer(required=True)
    mine = fields.Boolean(required=True)


class ViewsSchema(Schema):
    """One's own views and the office's; ``default`` is what the desk opens with."""

    items = fields.List(fields.Nested(ViewSchema), required=True)
    default = fields.Integer(required=True, allow_none=True)


class DefaultViewSchema(Schema):
    """Which view the desk opens with."""

    id = fields.Integer(required=True, allow_none=True)


class VisitSchema(Schema):
    """Since when there is news in a queue, and how much; not counted where nothing waits."""

    since = fields.AwareDateTime(required=True)
    new = fields.Integer(required=True, allow_none=True)
    changed = fields.Integer(required=True, allow_none=True)


class MatterSchema(Schema):
    """An open case, and the queue that makes it worth handing over."""

    case = fields.Nested(CaseItemSchema, required=True)
    queue = fields.String(required=True)


class MattersSchema(Schema):
    """What may be worth handing over."""

    items = fields.List(fields.Nested(MatterSchema), required=True)


class LeftItemFormSchema(Schema):
    """A case to hand over, and what to know of it."""

    number = fields.String(required=True, validate=validate.Length(1, 40, error="invalid"))
    remark = fields.String(load_default="", validate=validate.Length(max=300, error=_TOO_LONG))


class HandoverFormSchema(Schema):
    """What a shift leaves to the next."""

    note = fields.String(required=True, validate=validate.Length(1, 1000, error=_TOO_LONG))
    items = fields.List(
        fields.Nested(LeftItemFormSchema),
        load_default=list,
        validate=validate.Length(max=MATTERS_MOST, error=_TOO_LONG),
    )


class LeftItemSchema(Schema):
    """A case that was handed over, as it is now."""

    case = fields.Nested(CaseItemSchema, required=True)
    remark = fields.String(required=True)


class HandoverSchema(Schema):
    """A hand-over; ``taken_by`` has read it."""

    id = fields.Integer(required=True)
    note = fields.String(required=True)
    made_at = fields.AwareDateTime(required=True)
    by = fields.String(required=True)
    mine = fields.Boolean(required=True)
    taken_at = fields.AwareDateTime(required=True, allow_none=True)
    taken_by = fields.String(required=True, allow_none=True)
    items = fields.List(fields.Nested(LeftItemSchema), required=True)


class HandoversSchema(Schema):
    """The latest hand-overs of one's office, the newest first."""

    items = fields.List(fields.Nested(HandoverSchema), required=True)
