"""What residents send, and what the API answers them."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import validate

from server.cases.schemas import DATUMS, PhotoRefSchema, PlaceSchema, Trimmed
from server.geography.schemas import AreaRefSchema
from server.platform.http.api import Schema

_WORDS = validate.Length(max=500, error="too_long")
_LINE = validate.Length(max=200, error="too_long")
_PHONE = validate.Regexp(r"^1[3-9][0-9]{9}$", error="phone")


class ReportPlaceSchema(PlaceSchema):
    """A point, or the code of an area chosen without a map."""

    lat = ma.fields.Float(validate=validate.Range(-90, 90, error="range"))
    lon = ma.fields.Float(validate=validate.Range(-180, 180, error="range"))
    area_code = ma.fields.String(validate=validate.Length(2, 20, error="invalid"))

    @ma.validates_schema
    def _one_way(self, data: dict[str, Any], **_kwargs: Any) -> None:
        has_point = "lat" in data and "lon" in data
        if has_point == ("area_code" in data):
            raise ma.ValidationError("place", "place")


class ContactSchema(Schema):
    """How the office may reach the reporter; never shown to who works the case."""

    phone = Trimmed(required=True, validate=_PHONE)


class OnBehalfSchema(Schema):
    """代报: staff file for a resident who called or came, with the resident's consent."""

    channel = ma.fields.String(
        required=True, validate=validate.OneOf(("phone", "walk_in", "community"), error="choice")
    )
    name = Trimmed(load_default="", validate=validate.Length(max=40, error="too_long"))
    phone = Trimmed(
        load_default=None,
        allow_none=True,
        validate=validate.Regexp(r"^(1[3-9][0-9]{9})?$", error="phone"),
    )
    consent = ma.fields.Boolean(
        required=True, validate=validate.Equal(True, error="required"), truthy={True}, falsy={False}
    )


class PatrolSchema(Schema):
    """晨检 and 督查: an official enters a case that skips intake."""

    category = ma.fields.String(required=True, validate=validate.Length(1, 40, error="invalid"))
    condition = ma.fields.Integer(required=True, strict=True)


class JoinSchema(Schema):
    """我也遇到: the report of another resident on an open case.

    ``guardian`` is the version of the notice that a guardian agreed to, for who is ``under_14``.
    """

    id = ma.fields.UUID(required=True)
    photos = ma.fields.List(
        ma.fields.Nested(PhotoRefSchema),
        load_default=list,
        validate=validate.Length(max=9, error="photo_count"),
    )
    place = ma.fields.Nested(ReportPlaceSchema, load_default=None, allow_none=True)
    address = Trimmed(load_default="", validate=_LINE)
    words = Trimmed(load_default="", validate=_WORDS)
    contact = ma.fields.Nested(ContactSchema, load_default=None, allow_none=True)
    anonymous = ma.fields.Boolean(load_default=True, truthy={True}, falsy={False})
    locale = ma.fields.String(
        load_default="zh-CN", validate=validate.OneOf(("zh-CN", "ko", "en"), error="choice")
    )
    consent = ma.fields.String(load_default=None, allow_none=True)
    under_14 = ma.fields.Boolean(load_default=False, truthy={True}, falsy={False})
    guardian = ma.fields.String(load_default=None, allow_none=True)


class ReportSchema(JoinSchema):
    """One report; ``id`` is made by the device and makes sending idempotent."""

    place = ma.fields.Nested(ReportPlaceSchema, required=True)
    tile = ma.fields.String(load_default="T13", validate=validate.Length(1, 10, error="choice"))
    about_org = ma.fields.String(
        load_default=None, allow_none=True, validate=validate.Length(1, 40, error="choice")
    )
    on_behalf = ma.fields.Nested(OnBehalfSchema, load_default=None, allow_none=True)
    patrol = ma.fields.Nested(PatrolSchema, load_default=None, allow_none=True)


class ReceiptSchema(Schema):
    """The answer to a report: what to keep and read out."""

    case_number = ma.fields.String(required=True)
    query_code = ma.fields.String(required=True)
    areas = ma.fields.List(ma.fields.Nested(AreaRefSchema), required=True)


class SimilarQuerySchema(Schema):
    """Where and what the resident is about to report."""

    lat = ma.fields.Float(required=True, validate=validate.Range(-90, 90, error="range"))
    lon = ma.fields.Float(required=True, validate=validate.Range(-180, 180, error="range"))
    datum = ma.fields.String(load_default="wgs84", validate=validate.OneOf(DATUMS, error="choice"))
    tile = ma.fields.String(load_default=None)
    photo = ma.fields.String(
        load_default=None, validate=validate.Regexp(r"^[0-9a-f]{64}$", error="invalid")
    )


class ConsentSchema(Schema):
    """The notice in force."""

    version = ma.fields.String(required=True)
    text = ma.fields.String(required=True)
