"""What the catalogue shows: tiles to everybody, limits and leads to staff."""

from __future__ import annotations

from marshmallow import fields

from server.platform.http.api import Schema


class TileSchema(Schema):
    """A tile with its label in the reader's language."""

    code = fields.String(required=True)
    icon = fields.String(required=True)
    name = fields.String(required=True)


class TilesSchema(Schema):
    """The tiles in the order of the screen."""

    items = fields.List(fields.Nested(TileSchema), required=True)


class ConditionSchema(Schema):
    """A condition; ``limit`` counts ``unit``, both null for what is only passed on."""

    id = fields.Integer(required=True)
    no = fields.Integer(required=True)
    text = fields.String(required=True)
    limit = fields.Float(required=True, allow_none=True)
    unit = fields.String(required=True, allow_none=True)
    lead = fields.String(required=True)
    urgent = fields.Boolean(required=True)
    close_standard = fields.String(required=True)


class DetailSchema(Schema):
    """What a category asks besides; without ``choices``, a telephone number."""

    code = fields.String(required=True)
    choices = fields.List(fields.String(), required=True)


class CategorySchema(Schema):
    """A category; ``units`` name what a close-out has to count, ``details`` what else is asked.

    ``suggested``: what the table offers first for its tile.
    """

    code = fields.String(required=True)
    code_scheme = fields.String(required=True)
    name = fields.String(required=True)
    tile = fields.String(required=True)
    kind = fields.String(required=True)
    minor = fields.Boolean(required=True)
    suggested = fields.Boolean(required=True)
    units = fields.List(fields.String(), required=True)
    details = fields.List(fields.Nested(DetailSchema), required=True)
    label = fields.String(required=True)
    conditions = fields.List(fields.Nested(ConditionSchema), required=True)


class CategoriesSchema(Schema):
    """The whole table."""

    items = fields.List(fields.Nested(CategorySchema), required=True)
