"""Response templates as staff read and administrators write them."""

from __future__ import annotations

from marshmallow import fields, validate

from server.platform.http.api import Schema

WORDS_MOST = 500
_TOO_LONG = "too_long"


class TemplateOwnerSchema(Schema):
    """The organisation a template belongs to."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class TemplateFields(Schema):
    """What a template says; words in Korean and English may be empty."""

    title = fields.String(required=True, validate=validate.Length(1, 60, error=_TOO_LONG))
    words = fields.String(required=True, validate=validate.Length(1, WORDS_MOST, error=_TOO_LONG))
    words_ko = fields.String(load_default="", validate=validate.Length(0, WORDS_MOST))
    words_en = fields.String(load_default="", validate=validate.Length(0, WORDS_MOST))
    audience = fields.String(
        required=True, validate=validate.OneOf(("public", "internal"), error="choice")
    )
    active = fields.Boolean(load_default=True)


class TemplateChange(TemplateFields):
    """A template as it shall be; ``organisation`` is a code, null for the whole city."""

    organisation = fields.String(required=True, allow_none=True)


class NewTemplate(TemplateChange):
    """A template to be; ``code`` is short, lower case, and never changes."""

    code = fields.String(
        required=True, validate=validate.Regexp(r"^[a-z][a-z0-9_-]{1,39}\Z", error="template_code")
    )


class TemplateSchema(TemplateFields):
    """A template; ``version`` is the ``If-Match`` of a change."""

    code = fields.String(required=True)
    words_ko = fields.String(required=True)
    words_en = fields.String(required=True)
    active = fields.Boolean(required=True)
    organisation = fields.Nested(TemplateOwnerSchema, required=True, allow_none=True)
    version = fields.Integer(required=True)


class TemplatesSchema(Schema):
    """The templates of whoever asks."""

    items = fields.List(fields.Nested(TemplateSchema), required=True)
