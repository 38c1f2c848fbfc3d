"""What holds, tombstones and erasures look like over HTTP."""

from __future__ import annotations

from marshmallow import fields, validate

from server.platform.http.api import Schema


class HoldFormSchema(Schema):
    """Why a case is held, or not any more."""

    reason = fields.String(
        required=True, validate=validate.Length(min=1, max=500, error="required")
    )


class HoldSchema(Schema):
    """A hold; ``lifted_at`` is empty while it holds."""

    reason = fields.String(required=True)
    set_at = fields.AwareDateTime(required=True)
    set_by = fields.String(required=True)
    lifted_at = fields.AwareDateTime(required=True, allow_none=True)
    lifted_by = fields.String(required=True, allow_none=True)
    lift_reason = fields.String(required=True, allow_none=True)


class HoldsSchema(Schema):
    """All holds of a case, the latest first."""

    items = fields.List(fields.Nested(HoldSchema), required=True)


class LivingHoldSchema(Schema):
    """A hold in force and its case."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    tile = fields.String(required=True)
    address = fields.String(required=True)
    reason = fields.String(required=True)
    set_at = fields.AwareDateTime(required=True)
    set_by = fields.String(required=True)


class LivingHoldsSchema(Schema):
    """Every hold in force on a case that the asker may see, the latest first."""

    items = fields.List(fields.Nested(LivingHoldSchema), required=True)


class TombstoneSchema(Schema):
    """How many things of a kind were forgotten on a day, by which rule."""

    day = fields.Date(required=True)
    kind = fields.String(required=True)
    rule = fields.String(required=True)
    removed = fields.Integer(required=True)
    before = fields.AwareDateTime(required=True)


class TombstonesSchema(Schema):
    """The latest 200, newest first."""

    items = fields.List(fields.Nested(TombstoneSchema), required=True)


class ContactFormSchema(Schema):
    """A mobile number, or none."""

    phone = fields.String(required=True, allow_none=True, validate=validate.Length(max=40))


class ErasedSchema(Schema):
    """``complete`` is false while a legal hold keeps a report."""

    complete = fields.Boolean(required=True)
