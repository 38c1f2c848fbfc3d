"""What administration of organisations and people reads and answers over HTTP. Times are UTC."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from server.catalog.values import LEAD_TYPES
from server.identity.organisations import CODE, KINDS
from server.identity.permissions import STAFF_ROLES
from server.platform.http.api import Schema, fits_a_column

_KIND = ma.validate.OneOf(KINDS, error="choice")
_ROLE = ma.validate.OneOf(STAFF_ROLES, error="choice")
_LEAD = ma.validate.OneOf(sorted(LEAD_TYPES), error="choice")


def text(most: int, **options: Any) -> ma.fields.String:
    """Words of one to ``most`` characters, without spaces around them."""
    return Trimmed(
        validate=[
            ma.validate.Length(min=1, error="required"),
            ma.validate.Length(max=most, error="too_long"),
        ],
        **options,
    )


class Trimmed(ma.fields.String):
    """Words whose spaces at both ends do not count."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return super()._deserialize(value, attr, data, **kwargs).strip()


class CodeAndNameSchema(Schema):
    """Something by code and name."""

    code = ma.fields.String(required=True)
    name = ma.fields.String(required=True)


class DescriptionArguments(Schema):
    """What an organisation is; ``area`` and ``parent`` are codes."""

    name = text(80, required=True)
    kind = ma.fields.String(required=True, validate=_KIND)
    lead_type = ma.fields.String(load_default=None, allow_none=True, validate=_LEAD)
    area = text(32, load_default=None, allow_none=True)
    parent = text(40, load_default=None, allow_none=True)
    phone = Trimmed(
        load_default="", allow_none=True, validate=ma.validate.Length(max=40, error="too_long")
    )


class NewOrganisationArguments(DescriptionArguments):
    """A new organisation; its code stays."""

    code = ma.fields.String(
        required=True,
        validate=ma.validate.Regexp(rf"^{CODE.pattern}\Z", error="code_form"),
    )


class AdminOrganisationSchema(Schema):
    """An organisation; ``people`` is how many open accounts it has, ``version`` the ``If-Match``
    of a change."""

    code = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    lead_type = ma.fields.String(required=True, allow_none=True)
    area = ma.fields.Nested(CodeAndNameSchema, required=True, allow_none=True)
    parent = ma.fields.Nested(CodeAndNameSchema, required=True, allow_none=True)
    phone = ma.fields.String(required=True)
    active = ma.fields.Boolean(required=True)
    people = ma.fields.Integer(required=True)
    version = ma.fields.Integer(required=True)


class AdminOrganisationsSchema(Schema):
    """Organisations, those out of service too, and what they and their people may be."""

    items = ma.fields.List(ma.fields.Nested(AdminOrganisationSchema), required=True)
    kinds = ma.fields.List(ma.fields.String(), required=True)
    lead_types = ma.fields.List(ma.fields.String(), required=True)
    roles = ma.fields.List(ma.fields.String(), required=True)


class PersonArguments(Schema):
    """What an administrator says about a person."""

    name = text(60, required=True)
    organisation = text(40, required=True)
    roles = ma.fields.List(
        ma.fields.String(validate=_ROLE),
        required=True,
        validate=ma.validate.Length(min=1, error="required"),
    )


class NewPersonArguments(PersonArguments):
    """A new person. Usernames differ neither by case nor by spaces around them."""

    username = text(60, required=True)


class PeopleQuery(Schema):
    """Which people: words of name or username; ``cursor`` is where the last page ended."""

    q = ma.fields.String(load_default="", validate=ma.validate.Length(max=60, error="too_long"))
    organisation = text(40, load_default=None)
    role = ma.fields.String(load_default=None, validate=_ROLE)
    active = ma.fields.Boolean(load_default=None)
    cursor = ma.fields.Integer(load_default=0, validate=ma.validate.Range(min=0))


class AdminPersonSchema(Schema):
    """A person; ``starting``: has a start password still; ``seen_at``: when last at work;
    ``second_factor``: signs in with a code too; ``version``: the ``If-Match`` of a change."""

    id = ma.fields.Integer(required=True)
    username = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    organisation = ma.fields.Nested(CodeAndNameSchema, required=True)
    roles = ma.fields.List(ma.fields.String(), required=True)
    active = ma.fields.Boolean(required=True)
    starting = ma.fields.Boolean(required=True)
    second_factor = ma.fields.Boolean(required=True)
    seen_at = ma.fields.String(required=True, allow_none=True)
    version = ma.fields.Integer(required=True)


class AdminPeopleSchema(Schema):
    """People by the order of their entry."""

    items = ma.fields.List(ma.fields.Nested(AdminPersonSchema), required=True)
    next = ma.fields.Integer(required=True, allow_none=True)


class PersonPageSchema(AdminPersonSchema):
    """One of them, with the number of sign-ins that failed within 15 minutes."""

    failures = ma.fields.Integer(required=True)


class StartSchema(PersonPageSchema):
    """A person with the start password, which is told this once."""

    start_password = ma.fields.String(required=True)
    start_until = ma.fields.String(required=True)


class DeputyArguments(Schema):
    """Who is away and who stands in, by id; from ``since`` up to ``until``, moments with offset."""

    absent = ma.fields.Integer(required=True)
    deputy = ma.fields.Integer(required=True)
    since = ma.fields.AwareDateTime(required=True, format="iso")
    until = ma.fields.AwareDateTime(required=True, format="iso")


class DeputyPersonSchema(Schema):
    """A person by id and name."""

    id = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)


class DeputySchema(Schema):
    """A deputyship; ``stage`` says whether it is to come, runs, or is over."""

    id = ma.fields.Integer(required=True)
    absent = ma.fields.Nested(DeputyPersonSchema, required=True)
    deputy = ma.fields.Nested(DeputyPersonSchema, required=True)
    organisation = ma.fields.Nested(CodeAndNameSchema, required=True)
    since = ma.fields.String(required=True)
    until = ma.fields.String(required=True)
    entered_by = ma.fields.String(required=True)
    stage = ma.fields.String(
        required=True, validate=ma.validate.OneOf(("coming", "running", "over"))
    )


class DeputiesSchema(Schema):
    """Deputyships, the latest end first."""

    items = ma.fields.List(ma.fields.Nested(DeputySchema), required=True)


class TrailQuery(Schema):
    """Which entries: by person (id), action, and period; moments with offset."""

    person = ma.fields.Integer(load_default=None)
    action = ma.fields.String(load_default=None, validate=ma.validate.Length(max=40))
    since = ma.fields.AwareDateTime(load_default=None, format="iso")
    until = ma.fields.AwareDateTime(load_default=None, format="iso")
    cursor = ma.fields.Integer(load_default=None, validate=fits_a_column)


class TrailEntrySchema(Schema):
    """Who did what when; ``data`` is the change, by name the values before and after, and
    ``names`` are those of people in it, by their keys."""

    id = ma.fields.Integer(required=True)
    at = ma.fields.String(required=True)
    actor = ma.fields.String(required=True)
    actor_name = ma.fields.String(required=True, allow_none=True)
    action = ma.fields.String(required=True)
    subject = ma.fields.String(required=True)
    subject_name = ma.fields.String(required=True, allow_none=True)
    data = ma.fields.Dict(required=True)
    names = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String(), required=True)


class TrailSchema(Schema):
    """Entries, newest first."""

    items = ma.fields.List(ma.fields.Nested(TrailEntrySchema), required=True)
    next = ma.fields.Integer(required=True, allow_none=True)


class TrailActionsSchema(Schema):
    """The actions that there are entries of."""

    items = ma.fields.List(ma.fields.String(), required=True)
