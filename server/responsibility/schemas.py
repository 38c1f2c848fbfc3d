"""What is asked and told about who answers for what.

Positions and GeoJSON geometries are WGS-84 degrees, moments carry their offset; ``to`` is the
first moment that no longer counts, null means without an end.
"""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from server.identity.permissions import STAFF_ROLES
from server.platform.http.api import Schema

_CODE = validate.Regexp(r"[0-9A-Za-z][0-9A-Za-z._-]{0,31}\Z")
_NAME = validate.Length(min=1, max=80)
_PERSON = validate.Range(1)
_METRES = validate.Range(1, 500)


class PersonSchema(Schema):
    """Somebody of the offices."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)


class NamedSchema(Schema):
    """Something by its code."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class AreaSchema(NamedSchema):
    """An area by name."""

    level = fields.String(required=True)


class RoleQuery(Schema):
    """The role that people must hold."""

    role = fields.String(required=True, validate=validate.OneOf(STAFF_ROLES))


class HolderSchema(PersonSchema):
    """Somebody with the organisation they work for."""

    organisation = fields.Nested(NamedSchema, required=True)


class HoldersSchema(Schema):
    """People by organisation and name."""

    items = fields.List(fields.Nested(HolderSchema), required=True)


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
    since = fields.AwareDateTime(data_key="from", default_timezone=None)

    @validates_schema
    def _somebody(self, data: dict[str, Any], **_options: object) -> None:
        if not data.keys() & {"chief", "sponsor"}:
            raise ValidationError("required", "chief")


class DutySchema(Schema):
    """Who kept a segment when."""

    role = fields.String(required=True, validate=validate.OneOf(["chief", "sponsor"]))
    person = fields.Nested(PersonSchema, required=True)
    since = fields.AwareDateTime(required=True, data_key="from")
    until = fields.AwareDateTime(required=True, allow_none=True, data_key="to")


class SegmentSchema(NamedSchema):
    """A segment with who keeps it now and everybody who did or will."""

    community = fields.Nested(AreaSchema, required=True)
    geometry = fields.Dict(required=True)
    buffer_m = fields.Float(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["draft", "active", "ended"]))
    since = fields.AwareDateTime(required=True, allow_none=True, data_key="from")
    until = fields.AwareDateTime(required=True, allow_none=True, data_key="to")
    chief = fields.Nested(PersonSchema, required=True, allow_none=True)
    sponsor = fields.Nested(PersonSchema, required=True, allow_none=True)
    duties = fields.List(fields.Nested(DutySchema), required=True)


class SegmentsSchema(Schema):
    """Segments by code."""

    items = fields.List(fields.Nested(SegmentSchema), required=True)
