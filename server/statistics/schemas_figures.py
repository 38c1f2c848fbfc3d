"""The shapes of figures and 失责线索 in the API."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import validate

from server.cases.states import State
from server.platform.http.api import LARGEST_ID, Schema
from server.statistics.clues.views import REASONS
from server.statistics.schemas import sensible_day


class PeriodQuery(Schema):
    """Days of the city, both included: this month until today where none is named."""

    since = ma.fields.Date(load_default=None, validate=sensible_day)
    until = ma.fields.Date(load_default=None, validate=sensible_day)


class FiguresQuery(PeriodQuery):
    """Figures of a period, of one organisation if one is named."""

    organisation = ma.fields.String(
        load_default=None, validate=validate.Length(1, 40, error="choice")
    )


class FiguresColumnSchema(Schema):
    """A column: how many, or a percentage with one decimal."""

    code = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    kind = ma.fields.String(required=True, validate=validate.OneOf(("count", "percent")))


class FiguresRowSchema(Schema):
    """A line; ``values`` in the order of the columns, null where there is nothing to divide by.

    ``flags``: ``low`` and ``high`` for a rate outside the city's bounds, ``total`` for a sum.
    """

    name = ma.fields.String(required=True)
    note = ma.fields.String(required=True)
    flags = ma.fields.List(ma.fields.String(), required=True)
    values = ma.fields.List(ma.fields.Float(allow_none=True), required=True)


class FiguresSectionSchema(Schema):
    """A table of figures with words that say how they are counted."""

    code = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    about = ma.fields.String(required=True)
    columns = ma.fields.List(ma.fields.Nested(FiguresColumnSchema), required=True)
    rows = ma.fields.List(ma.fields.Nested(FiguresRowSchema), required=True)


class PeriodFiguresSchema(Schema):
    """All sections for a period."""

    since = ma.fields.Date(required=True)
    until = ma.fields.Date(required=True)
    sections = ma.fields.List(ma.fields.Nested(FiguresSectionSchema), required=True)


class CluesQuery(PeriodQuery):
    """Which page of the clues among the cases reported in a period."""

    cursor = ma.fields.Integer(
        load_default=None, validate=validate.Range(1, LARGEST_ID, error="range")
    )
    limit = ma.fields.Integer(load_default=20, validate=validate.Range(1, 50, error="range"))


class ClueOfficeSchema(Schema):
    """An organisation."""

    code = ma.fields.String(required=True)
    name = ma.fields.String(required=True)


class ClueTrailSchema(Schema):
    """Somebody held the case: hours without suspensions, and how many of them after its time."""

    organisation = ma.fields.Nested(ClueOfficeSchema, required=True)
    person = ma.fields.String(required=True, allow_none=True)
    since = ma.fields.AwareDateTime(required=True)
    until = ma.fields.AwareDateTime(required=True, allow_none=True)
    hours = ma.fields.Float(required=True)
    overdue_hours = ma.fields.Float(required=True)


class ClueSchema(Schema):
    """A case that the thresholds point at, and who held it."""

    number = ma.fields.String(required=True)
    state = ma.fields.String(required=True, validate=validate.OneOf(tuple(State)))
    place = ma.fields.String(required=True)
    problem = ma.fields.String(required=True)
    reasons = ma.fields.List(ma.fields.String(validate=validate.OneOf(REASONS)), required=True)
    trail = ma.fields.List(ma.fields.Nested(ClueTrailSchema), required=True)


class PointedSchema(Schema):
    """An organisation or person: cases of the period, and how many of them for each reason."""

    name = ma.fields.String(required=True)
    cases = ma.fields.Integer(required=True)
    late = ma.fields.Integer(required=True)
    returned = ma.fields.Integer(required=True)
    rework = ma.fields.Integer(required=True)
    spot_check = ma.fields.Integer(required=True)


class ThresholdsSchema(Schema):
    """The city's numbers that make a clue."""

    late_hours = ma.fields.Float(required=True)
    late_cases = ma.fields.Float(required=True)
    returns = ma.fields.Float(required=True)
    rework = ma.fields.Float(required=True)
    spot_checks = ma.fields.Float(required=True)


class CluesSchema(Schema):
    """A page of clues; organisations and people are told with the first page."""

    since = ma.fields.Date(required=True)
    until = ma.fields.Date(required=True)
    thresholds = ma.fields.Nested(ThresholdsSchema, required=True)
    items = ma.fields.List(ma.fields.Nested(ClueSchema), required=True)
    total = ma.fields.Integer(required=True)
    next = ma.fields.String(required=True, allow_none=True)
    organisations = ma.fields.List(ma.fields.Nested(PointedSchema), required=True)
    people = ma.fields.List(ma.fields.Nested(PointedSchema), required=True)
