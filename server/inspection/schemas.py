"""Rounds and hotspots in the API."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import validate

from server.cases.schemas import PhotoRefSchema, Trimmed
from server.cases.view_schemas import NamedSchema
from server.geography.schemas import AreaRefSchema
from server.identity.schemas import PersonSchema
from server.inspection.rounds import KINDS
from server.platform.http.api import Schema
from server.reports.schemas import ReportPlaceSchema

fields = ma.fields

_CODE = validate.Length(1, 40, error="invalid")
_LINE = validate.Length(max=200, error="too_long")


class BeginRoundSchema(Schema):
    """A round; ``id`` is made by the device, so that sending it again begins no second one."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS, error="choice"))
    route = Trimmed(load_default="", validate=_LINE)
    area = fields.String(load_default=None, allow_none=True, validate=_CODE)


class IssueSchema(Schema):
    """One problem found on a round; ``id`` is made by the device."""

    id = fields.UUID(required=True)
    photos = fields.List(
        fields.Nested(PhotoRefSchema),
        required=True,
        validate=validate.Length(max=9, error="photo_count"),
    )
    place = fields.Nested(ReportPlaceSchema, required=True)
    category = fields.String(required=True, validate=_CODE)
    condition = fields.Integer(required=True, strict=True)
    address = Trimmed(load_default="", validate=_LINE)
    words = Trimmed(load_default="", validate=validate.Length(max=500, error="too_long"))
    locale = fields.String(
        load_default="zh-CN", validate=validate.OneOf(("zh-CN", "ko", "en"), error="choice")
    )


class IssueReceiptSchema(Schema):
    """The case that the problem became."""

    case_number = fields.String(required=True)
    areas = fields.List(fields.Nested(AreaRefSchema), required=True)


class MonthSchema(Schema):
    """A month of the city's time zone, the present one if not given."""

    month = fields.String(
        load_default=None, validate=validate.Regexp(r"^20\d\d-(0[1-9]|1[0-2])$", error="invalid")
    )


class RoundsQuerySchema(MonthSchema):
    """Whose rounds; the asker's own if not given."""

    leader = fields.Integer(load_default=None, validate=validate.Range(1, error="range"))


class RoundSchema(Schema):
    """A round; ``off_window`` marks a morning check that began outside the city's hours."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    leader = fields.Nested(PersonSchema, required=True)
    route = fields.String(required=True)
    area = fields.Nested(NamedSchema, required=True, allow_none=True)
    started_at = fields.AwareDateTime(required=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    off_window = fields.Boolean(required=True)
    issues = fields.Integer(required=True)


class RoundsSchema(Schema):
    """Rounds, latest first."""

    items = fields.List(fields.Nested(RoundSchema), required=True)


class FoundCaseSchema(Schema):
    """A case found on a round."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    tile = fields.String(required=True)
    category = fields.Nested(NamedSchema, required=True, allow_none=True)
    address = fields.String(required=True)
    found_at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(required=True, allow_none=True)
    overdue = fields.Boolean(required=True)
    thumb_url = fields.String(required=True, allow_none=True)


class RoundViewSchema(RoundSchema):
    """A round with the cases found on it that the reader may see."""

    cases = fields.List(fields.Nested(FoundCaseSchema), required=True)


class CurrentRoundSchema(Schema):
    """The round to go on with, if there is one; ``window`` as in the figures."""

    round = fields.Nested(RoundViewSchema, required=True, allow_none=True)
    window = fields.List(fields.String(), required=True)


class LeaderFiguresSchema(Schema):
    """One leader's month; shares and means are empty where there is nothing to divide by."""

    leader = fields.Nested(PersonSchema, required=True)
    morning = fields.Integer(required=True)
    off_window = fields.Integer(required=True)
    supervision = fields.Integer(required=True)
    issues = fields.Integer(required=True)
    closed = fields.Integer(required=True)
    on_time_percent = fields.Float(required=True, allow_none=True)
    average_hours = fields.Float(required=True, allow_none=True)


class FiguresSchema(Schema):
    """A month; ``window`` is when a morning check must begin, in the city's time."""

    month = fields.String(required=True)
    window = fields.List(fields.String(), required=True)
    items = fields.List(fields.Nested(LeaderFiguresSchema), required=True)


class HotspotCaseSchema(Schema):
    """A case of a hotspot that the reader may open."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    address = fields.String(required=True)


class HotspotSchema(Schema):
    """A place that ``people`` different people told of; the position is WGS-84."""

    tile = fields.String(required=True)
    category = fields.Nested(NamedSchema, required=True, allow_none=True)
    street = fields.Nested(NamedSchema, required=True)
    lat = fields.Float(required=True)
    lon = fields.Float(required=True)
    people = fields.Integer(required=True)
    reports = fields.Integer(required=True)
    first_at = fields.AwareDateTime(required=True)
    last_at = fields.AwareDateTime(required=True)
    cases = fields.List(fields.Nested(HotspotCaseSchema), required=True)


class HotspotsSchema(Schema):
    """Hotspots, those most people told of first, and the city's numbers that make one."""

    items = fields.List(fields.Nested(HotspotSchema), required=True)
    people = fields.Integer(required=True)
    radius_m = fields.Float(required=True)
    days = fields.Integer(required=True)
