"""Spot checks, alarms and the nights' checks of the journal in the API."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import validate

from server.cases.schemas import Trimmed
from server.cases.view_schemas import NamedSchema
from server.platform.http.api import Schema

fields = ma.fields


class DrawSchema(Schema):
    """A draw to make: of the closings of a street (its code) in a month (``2026-11``).

    The server makes a seed, beginning with ``seed`` if one is given; it is kept and shown.
    """

    street = fields.String(required=True, validate=validate.Length(1, 40, error="invalid"))
    month = fields.String(
        required=True, validate=validate.Regexp(r"^20\d\d-(0[1-9]|1[0-2])$", error="invalid")
    )
    seed = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Regexp(r"^[0-9A-Za-z-]{1,31}$", error="invalid"),
    )


class SampleSchema(Schema):
    """A draw: ``size`` of ``population`` closings; ``found`` are decided, ``false`` of them so."""

    id = fields.Integer(required=True)
    street = fields.Nested(NamedSchema, required=True)
    month = fields.String(required=True)
    number = fields.Integer(required=True)
    seed = fields.String(required=True)
    population = fields.Integer(required=True)
    drawn_at = fields.AwareDateTime(required=True)
    size = fields.Integer(required=True)
    found = fields.Integer(required=True)
    false = fields.Integer(required=True)


class SamplesSchema(Schema):
    """The draws, latest first."""

    items = fields.List(fields.Nested(SampleSchema), required=True)


class SpotCheckQuerySchema(Schema):
    """Those to do, or those done."""

    pending = fields.Boolean(load_default=True)


class SpotCheckSchema(Schema):
    """A closing to look at again; ``finding`` is ``ok``, ``false``, or empty while it waits."""

    id = fields.Integer(required=True)
    case_number = fields.String(required=True)
    state = fields.String(required=True)
    tile = fields.String(required=True)
    address = fields.String(required=True)
    street = fields.Nested(NamedSchema, required=True)
    organisation = fields.String(required=True, allow_none=True)
    month = fields.String(required=True)
    closed_at = fields.AwareDateTime(required=True)
    close_type = fields.String(required=True, allow_none=True)
    flags = fields.List(fields.String(), required=True)
    lat = fields.Float(required=True)
    lon = fields.Float(required=True)
    thumb_url = fields.String(required=True, allow_none=True)
    inspector = fields.String(required=True, allow_none=True)
    finding = fields.String(required=True, allow_none=True)
    note = fields.String(required=True)
    found_at = fields.AwareDateTime(required=True, allow_none=True)


class SpotChecksSchema(Schema):
    """Spot checks of the asker."""

    items = fields.List(fields.Nested(SpotCheckSchema), required=True)


class FoundOkSchema(Schema):
    """What was seen on the spot."""

    note = Trimmed(load_default="", validate=validate.Length(max=500, error="too_long"))


class AlarmSchema(Schema):
    """An odd finish or check; ``like`` are cases with a photo that looks the same."""

    at = fields.AwareDateTime(required=True)
    marks = fields.List(fields.String(), required=True)
    case_number = fields.String(required=True)
    state = fields.String(required=True)
    address = fields.String(required=True)
    organisation = fields.String(required=True, allow_none=True)
    person = fields.String(required=True, allow_none=True)
    like = fields.List(fields.String(), required=True)


class PairSchema(Schema):
    """A handler and a checker who never disagreed in ``count`` checks; ``at`` is the latest."""

    person = fields.String(required=True)
    checker = fields.String(required=True)
    organisation = fields.String(required=True)
    count = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)


class AlarmsSchema(Schema):
    """What supervisors should look into, of the last 90 days."""

    items = fields.List(fields.Nested(AlarmSchema), required=True)
    pairs = fields.List(fields.Nested(PairSchema), required=True)


class BrokenSchema(Schema):
    """A case whose journal does not hold, and a code of what is wrong."""

    number = fields.String(required=True)
    what = fields.String(required=True)


class NightSchema(Schema):
    """One night's check of all journals; without ``finished_at`` it is under way or was cut."""

    night = fields.Date(required=True)
    started_at = fields.AwareDateTime(required=True)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)
    broken = fields.List(fields.Nested(BrokenSchema), required=True)


class NightsSchema(Schema):
    """The last 30 nights, latest first."""

    items = fields.List(fields.Nested(NightSchema), required=True)
