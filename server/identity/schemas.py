"""What identity reads and answers over HTTP."""

from __future__ import annotations

import marshmallow as ma

from server.identity import passwords
from server.platform.http.api import Schema

KINDS = ("anonymous", "claimant", "resident", "staff")


def _text(least: int, most: int) -> ma.fields.String:
    length = [
        ma.validate.Length(min=least, error="too_short"),
        ma.validate.Length(max=most, error="too_long"),
    ]
    return ma.fields.String(required=True, validate=length)


class PhoneArguments(Schema):
    """A request for a code."""

    phone = _text(1, 40)


class CodeArguments(Schema):
    """The code that came by message."""

    code = ma.fields.String(
        required=True, validate=ma.validate.Regexp(r"^\s*[0-9]{6}\s*$", error="code")
    )


class PasswordArguments(Schema):
    """A sign-in of staff."""

    username = _text(1, 60)
    password = _text(1, passwords.MOST)


class ChallengeSchema(Schema):
    """A code of the second factor is wanted, with ``challenge``, within ``expires_in`` seconds."""

    challenge = ma.fields.String(required=True)
    expires_in = ma.fields.Integer(required=True)


class SecondStepArguments(Schema):
    """What the first step answered, and a code of the app or a recovery code."""

    challenge = _text(1, 1000)
    code = _text(1, 40)


class PasswordRulesSchema(Schema):
    """What a new password must be: from ``least`` to ``most`` characters of ``classes`` kinds,
    none of the last ``history``; another one after ``days``, 0 for never."""

    least = ma.fields.Integer(required=True)
    most = ma.fields.Integer(required=True)
    classes = ma.fields.Integer(required=True)
    history = ma.fields.Integer(required=True)
    days = ma.fields.Integer(required=True)


class NewPasswordArguments(Schema):
    """One's present password and the one wanted instead."""

    present = _text(1, passwords.MOST)
    password = _text(1, passwords.MOST)


class CodeRequestSchema(Schema):
    """A code on its way: ``expires_in`` seconds."""

    request_id = ma.fields.String(required=True)
    expires_in = ma.fields.Integer(required=True)


class OwnOrganisationSchema(Schema):
    """The organisation one works for."""

    code = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)


class MeSchema(Schema):
    """Oneself; the phone number is masked even here. ``account``: what a phone keeps for an officer
    belongs to this account. ``starting``: the password is a start password. ``must``: what has to
    be done before anything else can be."""

    kind = ma.fields.String(required=True, validate=ma.validate.OneOf(KINDS))
    account = ma.fields.String(required=True, allow_none=True)
    name = ma.fields.String(required=True, allow_none=True)
    phone = ma.fields.String(required=True, allow_none=True)
    roles = ma.fields.List(ma.fields.String(), required=True)
    permissions = ma.fields.List(ma.fields.String(), required=True)
    organisation = ma.fields.Nested(OwnOrganisationSchema, required=True, allow_none=True)
    unread = ma.fields.Integer(required=True)
    starting = ma.fields.Boolean(required=True)
    must = ma.fields.String(
        required=True,
        allow_none=True,
        validate=ma.validate.OneOf(("password", "second_factor", None)),
    )


class SessionSchema(Schema):
    """One of one's own sessions; times are UTC."""

    id = ma.fields.Integer(required=True)
    created_at = ma.fields.String(required=True)
    last_seen_at = ma.fields.String(required=True)
    device = ma.fields.String(required=True)
    current = ma.fields.Boolean(required=True)


class SessionsSchema(Schema):
    """One's own sessions, newest first."""

    items = ma.fields.List(ma.fields.Nested(SessionSchema), required=True)


class OrganisationArguments(Schema):
    """Which organisations: ``for=dispatch`` those that can be made responsible; with ``case``
    of the communities only its street's, and the suggestion marked. ``for=help`` those that can
    be asked to help, of every kind."""

    purpose = ma.fields.String(
        data_key="for", validate=ma.validate.OneOf(("dispatch", "help"), error="choice")
    )
    case = ma.fields.String(validate=ma.validate.Length(max=30, error="too_long"))


class OrganisationSchema(Schema):
    """An organisation as staff see it."""

    code = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    suggested = ma.fields.Boolean(required=True)


class OrganisationsSchema(Schema):
    """Organisations, the suggested ones first."""

    items = ma.fields.List(ma.fields.Nested(OrganisationSchema), required=True)


class PeopleArguments(Schema):
    """The code of one's organisation."""

    organisation = _text(1, 40)


class PersonSchema(Schema):
    """A colleague."""

    id = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)


class PeopleSchema(Schema):
    """Colleagues by name."""

    items = ma.fields.List(ma.fields.Nested(PersonSchema), required=True)
