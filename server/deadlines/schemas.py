"""Calendar and hours as administrators see and change them."""

from __future__ import annotations

from marshmallow import fields, validate

from server.deadlines.views import KINDS
from server.platform.http.api import Schema


class DayForm(Schema):
    """One local date; ``name`` says why."""

    day = fields.Date(required=True)
    is_working = fields.Boolean(required=True, data_key="working")
    name = fields.String(load_default="", validate=validate.Length(0, 60, error="too_long"))


class DaysForm(Schema):
    """Days of one year."""

    days = fields.List(fields.Nested(DayForm), required=True, validate=validate.Length(1, 366))


class HoursForm(Schema):
    """Spans of local wall-clock time, ``["08:00", "12:00"]``, in order."""

    spans = fields.List(
        fields.List(fields.String(), validate=validate.Length(equal=2)),
        required=True,
        validate=validate.Length(1, 4),
    )


class DaySchema(Schema):
    """One local date; ``set_by`` is who listed it, null for one that nobody did."""

    day = fields.Date(required=True)
    working = fields.Boolean(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    name = fields.String(required=True)
    set_by = fields.String(required=True, allow_none=True)


class StandingSchema(Schema):
    """How the calendar stands: ``unknown_years`` are reckoned as Monday to Friday."""

    unknown_years = fields.List(fields.Integer(), required=True)


class YearSchema(Schema):
    """A year of the calendar.

    ``version`` is the ``If-Match`` of days, ``policy_version`` that of hours. A year that is not
    ``known`` is reckoned as Monday to Friday; ``unknown_years`` wait for somebody to confirm them.
    """

    version = fields.Integer(required=True)
    policy_version = fields.Integer(required=True)
    year = fields.Integer(required=True)
    known = fields.Boolean(required=True)
    unknown_years = fields.List(fields.Integer(), required=True)
    hours = fields.List(fields.List(fields.String()), required=True)
    time_zone = fields.String(required=True)
    days = fields.List(fields.Nested(DaySchema), required=True)
