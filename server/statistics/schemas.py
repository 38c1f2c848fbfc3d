"""The shapes of ledgers and exports in the API."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import validate

from server.cases.states import GROUPS, State
from server.platform.http.api import Schema

STATES = tuple(dict.fromkeys([*GROUPS.values(), *(state.value for state in State)]))
_DAY = {"type": "string", "format": "date"}
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def sensible_day(day: object) -> None:
    """Refuse years that nobody means."""
    if not _FIRST_YEAR <= getattr(day, "year", 0) <= _LAST_YEAR:
        raise ma.ValidationError("range")


class WantedSchema(Schema):
    """The filter of a ledger: days of the city, both included, on which cases were reported."""

    area = ma.fields.String(load_default=None, validate=validate.Length(2, 32, error="choice"))
    since = ma.fields.Date(load_default=None, validate=sensible_day, metadata=_DAY)
    until = ma.fields.Date(load_default=None, validate=sensible_day, metadata=_DAY)
    state = ma.fields.String(load_default=None, validate=validate.OneOf(STATES, error="choice"))
    category = ma.fields.String(load_default=None, validate=validate.Length(1, 40, error="choice"))
    organisation = ma.fields.String(
        load_default=None, validate=validate.Length(1, 40, error="choice")
    )
    place = ma.fields.String(load_default=None, validate=validate.Length(1, 60, error="too_long"))
    recurrent = ma.fields.Boolean(load_default=None)


class LedgerQuerySchema(WantedSchema):
    """Which lines of which ledger."""

    cursor = ma.fields.String(
        load_default=None, validate=validate.Regexp(r"^\d{1,9}\.\d{1,9}$", error="invalid")
    )
    limit = ma.fields.Integer(load_default=50, validate=validate.Range(1, 200, error="range"))


class LineSchema(Schema):
    """One case in a ledger; ``due_at`` is the organisation's, the photos' addresses expire."""

    no = ma.fields.Integer(required=True)
    number = ma.fields.String(required=True)
    place = ma.fields.String(required=True)
    problem = ma.fields.String(required=True)
    before_url = ma.fields.String(required=True, allow_none=True)
    after_url = ma.fields.String(required=True, allow_none=True)
    organisation = ma.fields.String(required=True)
    person = ma.fields.String(required=True)
    due_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    state = ma.fields.String(required=True)
    late = ma.fields.Boolean(required=True)
    recurrent = ma.fields.Boolean(required=True)
    done_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    checker = ma.fields.String(required=True)


class LedgerSchema(Schema):
    """A page of a ledger; ``total`` lines are in the whole of it."""

    items = ma.fields.List(ma.fields.Nested(LineSchema), required=True)
    total = ma.fields.Integer(required=True)
    next = ma.fields.String(required=True, allow_none=True)


class SinceSchema(Schema):
    """From which day of the city on; the first of the year if none is given."""

    since = ma.fields.Date(load_default=None, validate=sensible_day, metadata=_DAY)


class AmountSchema(Schema):
    """A sum in one unit; ``words`` as reports write it."""

    unit = ma.fields.String(required=True)
    value = ma.fields.String(required=True)
    words = ma.fields.String(required=True)


class SumsSchema(Schema):
    """Cases mended, what was done on them, and, apart from it, what is planned."""

    name = ma.fields.String(required=True)
    cases = ma.fields.Integer(required=True)
    done = ma.fields.List(ma.fields.Nested(AmountSchema), required=True)
    planned = ma.fields.List(ma.fields.Nested(AmountSchema), required=True)


class TileSumsSchema(SumsSchema):
    """The sums of a tile; every case stands under one."""

    code = ma.fields.String(required=True)


class QuantitiesSchema(Schema):
    """Sums since a day: by tile, which add up to ``total`` cases, and by group."""

    since = ma.fields.Date(required=True)
    total = ma.fields.Integer(required=True)
    tiles = ma.fields.List(ma.fields.Nested(TileSumsSchema), required=True)
    groups = ma.fields.List(ma.fields.Nested(SumsSchema), required=True)


class ExportSchema(Schema):
    """A file being written: ``done`` of ``total`` rows; ``fault`` says why it failed."""

    id = ma.fields.String(required=True)
    state = ma.fields.String(
        required=True, validate=validate.OneOf(("waiting", "running", "done", "failed"))
    )
    done = ma.fields.Integer(required=True)
    total = ma.fields.Integer(required=True, allow_none=True)
    asked_at = ma.fields.AwareDateTime(required=True)
    ended_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    fault = ma.fields.String(required=True, allow_none=True)
    filter = ma.fields.Dict(required=True)


class ExportsSchema(Schema):
    """One's own exports of the last 24 hours, latest first."""

    items = ma.fields.List(ma.fields.Nested(ExportSchema), required=True)
