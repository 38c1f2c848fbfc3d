"""What is asked and told about who answers for what.

Positions and GeoJSON geometries are WGS-84 degrees, moments carry their offset; ``to`` is the
first moment that no longer counts, null means without an end.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from server.identity.permissions import STAFF_ROLES
from server.platform.http.api import Schema
from server.responsibility.book import SITE_KINDS, TARGET_KINDS, YEARS
from server.responsibility.importing import Outcome

_CODE = validate.Regexp(r"[0-9A-Za-z][0-9A-Za-z._-]{0,31}\Z")
_NAME = validate.Length(min=1, max=80)
_PERSON = validate.Range(1)
_METRES = validate.Range(1, 500)


def moment(key: str, **options: Any) -> fields.AwareDateTime:
    """A moment with its offset, under ``key`` in JSON."""
    return fields.AwareDateTime(
        data_key=key, default_timezone=None, validate=_of_our_time, **options
    )


def _of_our_time(value: datetime) -> None:
    if value.year not in YEARS:
        raise ValidationError("range")


class ColleagueSchema(Schema):
    """Somebody of the offices."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)


class ByCodeSchema(Schema):
    """Something by its code."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class AnsweredAreaSchema(ByCodeSchema):
    """An area by name."""

    level = fields.String(required=True)


class RoleQuery(Schema):
    """The role that people must hold; without one, any."""

    role = fields.String(validate=validate.OneOf(STAFF_ROLES))


class RoleHolderSchema(ColleagueSchema):
    """Somebody with the organisation they work for."""

    organisation = fields.Nested(ByCodeSchema, required=True)


class RoleHoldersSchema(Schema):
    """People by organisation and name."""

    items = fields.List(fields.Nested(RoleHolderSchema), required=True)


class SegmentForm(Schema):
    """A new segment. A LineString reaches ``buffer_m`` metres to each side; a Polygon is itself."""

    code = fields.String(required=True, validate=_CODE)
    name = fields.String(required=True, validate=_NAME)
    community = fields.String(required=True)
    geometry = fields.Dict(required=True)
    buffer_m = fields.Float(load_default=20.0, validate=_METRES)
    chief = fields.Integer(validate=_PERSON)
    sponsor = fields.Integer(validate=_PERSON)


class DutiesForm(Schema):
    """Another chief (路长), sponsor officer (包保干部), or both; ``from`` is now if not given."""

    chief = fields.Integer(validate=_PERSON)
    sponsor = fields.Integer(validate=_PERSON)
    since = moment("from")

    @validates_schema
    def _somebody(self, data: dict[str, Any], **_options: object) -> None:
        if not data.keys() & {"chief", "sponsor"}:
            raise ValidationError("required", "chief")


class DutySchema(Schema):
    """Who kept a segment in a role, or answered for an area (no role), and when."""

    role = fields.String(required=True, validate=validate.OneOf(["chief", "sponsor", ""]))
    person = fields.Nested(ColleagueSchema, required=True)
    since = fields.AwareDateTime(required=True, data_key="from")
    until = fields.AwareDateTime(required=True, allow_none=True, data_key="to")


class SegmentSchema(ByCodeSchema):
    """A segment with who keeps it now and everybody who did or will."""

    community = fields.Nested(AnsweredAreaSchema, required=True)
    geometry = fields.Dict(required=True)
    buffer_m = fields.Float(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["draft", "active", "ended"]))
    since = fields.AwareDateTime(required=True, allow_none=True, data_key="from")
    until = fields.AwareDateTime(required=True, allow_none=True, data_key="to")
    chief = fields.Nested(ColleagueSchema, required=True, allow_none=True)
    sponsor = fields.Nested(ColleagueSchema, required=True, allow_none=True)
    duties = fields.List(fields.Nested(DutySchema), required=True)
    claimed_by = fields.Nested(ByCodeSchema, required=True, allow_none=True)


class SegmentsSchema(Schema):
    """Segments by code."""

    items = fields.List(fields.Nested(SegmentSchema), required=True)


class SiteForm(Schema):
    """A new point or compound: a position and the metres it reaches, or a Polygon.

    Without ``community`` it belongs to the one that it lies in.
    """

    kind = fields.String(required=True, validate=validate.OneOf(SITE_KINDS))
    code = fields.String(required=True, validate=_CODE)
    name = fields.String(required=True, validate=_NAME)
    community = fields.String()
    lat = fields.Float(validate=validate.Range(-90, 90))
    lon = fields.Float(validate=validate.Range(-180, 180))
    radius_m = fields.Float(load_default=50.0, validate=_METRES)
    geometry = fields.Dict()


class SiteSchema(ByCodeSchema):
    """A point or compound; ``sponsors`` are those of now."""

    kind = fields.String(required=True, validate=validate.OneOf(SITE_KINDS))
    community = fields.Nested(AnsweredAreaSchema, required=True)
    lat = fields.Float(required=True)
    lon = fields.Float(required=True)
    geometry = fields.Dict(required=True)
    sponsors = fields.List(fields.Nested(ByCodeSchema), required=True)


class SitesSchema(Schema):
    """Points and compounds by kind and code."""

    items = fields.List(fields.Nested(SiteSchema), required=True)


class SponsorTargetSchema(ByCodeSchema):
    """What an organisation stands by."""

    kind = fields.String(required=True, validate=validate.OneOf(TARGET_KINDS))


class SponsorSchema(ByCodeSchema):
    """An organisation and what it is."""

    kind = fields.String(required=True)


class SponsorshipForm(Schema):
    """A new sponsorship by codes; ``from`` is now if not given."""

    organisation = fields.String(required=True)
    target_kind = fields.String(required=True, validate=validate.OneOf(TARGET_KINDS))
    target = fields.String(required=True)
    contact = fields.String(load_default="", validate=validate.Length(max=120))
    since = moment("from")
    until = moment("to")


class SponsorshipEndForm(Schema):
    """The moment something ends; now if not given."""

    until = moment("to")


class SponsorshipSchema(Schema):
    """An organisation stands by a target; ``active`` says whether it does now."""

    id = fields.Integer(required=True)
    organisation = fields.Nested(SponsorSchema, required=True)
    target = fields.Nested(SponsorTargetSchema, required=True)
    contact = fields.String(required=True)
    since = fields.AwareDateTime(required=True, data_key="from")
    until = fields.AwareDateTime(required=True, allow_none=True, data_key="to")
    active = fields.Boolean(required=True)


class SponsorCoverageSchema(Schema):
    """How many targets of a kind have a sponsor now, of how many."""

    kind = fields.String(required=True, validate=validate.OneOf(TARGET_KINDS))
    covered = fields.Integer(required=True)
    all = fields.Integer(required=True)


class SponsorshipsSchema(Schema):
    """Sponsorships in the order they were entered, and how far they cover."""

    items = fields.List(fields.Nested(SponsorshipSchema), required=True)
    coverage = fields.List(fields.Nested(SponsorCoverageSchema), required=True)


class SponsorshipImportQuery(Schema):
    """``dry_run=1``: report only, enter nothing."""

    dry_run = fields.Boolean(load_default=False)


class SponsorshipImportRowSchema(Schema):
    """A row as it was read; ``line`` is its number in the file, the heading being line 1."""

    line = fields.Integer(required=True)
    outcome = fields.Enum(Outcome, by_value=True, required=True)
    organisation = fields.String(required=True)
    target_kind = fields.String(required=True)
    target = fields.String(required=True)
    contact = fields.String(required=True)


class SponsorshipImportSchema(Schema):
    """What became of each row; ``counts`` by outcome."""

    rows = fields.List(fields.Nested(SponsorshipImportRowSchema), required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    dry_run = fields.Boolean(required=True)
