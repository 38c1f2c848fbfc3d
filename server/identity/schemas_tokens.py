"""What administrators send and read of tokens. Times are UTC."""

from __future__ import annotations

import marshmallow as ma

from server.identity.permissions import SCOPES
from server.identity.schemas_admin import CodeAndNameSchema, text
from server.identity.tokens import LONGEST_DAYS, MOST_A_MINUTE
from server.platform.http.api import Schema

_SCOPE = ma.validate.OneOf(sorted(SCOPES), error="choice")
_STAGE = ma.validate.OneOf(("running", "over", "revoked"))


class NewTokenArguments(Schema):
    """A new token; ``organisation`` is a code, null for the whole city."""

    name = text(80, required=True)
    organisation = text(40, load_default=None, allow_none=True)
    scopes = ma.fields.List(
        ma.fields.String(validate=_SCOPE),
        required=True,
        validate=ma.validate.Length(1, len(SCOPES), error="required"),
    )
    days = ma.fields.Integer(
        load_default=365, validate=ma.validate.Range(1, LONGEST_DAYS, error="range")
    )
    per_minute = ma.fields.Integer(
        load_default=120, validate=ma.validate.Range(1, MOST_A_MINUTE, error="range")
    )


class NewTokenSchema(Schema):
    """The one answer that holds the token itself."""

    id = ma.fields.Integer(required=True)
    token = ma.fields.String(required=True)


class TokenSchema(Schema):
    """A token without what opens anything; ``hint`` are its last characters."""

    id = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)
    organisation = ma.fields.Nested(CodeAndNameSchema, required=True, allow_none=True)
    scopes = ma.fields.List(ma.fields.String(), required=True)
    hint = ma.fields.String(required=True)
    per_minute = ma.fields.Integer(required=True)
    created_by = ma.fields.String(required=True, allow_none=True)
    created_at = ma.fields.AwareDateTime(required=True)
    expires_at = ma.fields.AwareDateTime(required=True)
    last_used_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    revoked_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    stage = ma.fields.String(required=True, validate=_STAGE)


class TokensSchema(Schema):
    """Every token."""

    items = ma.fields.List(ma.fields.Nested(TokenSchema), required=True)
