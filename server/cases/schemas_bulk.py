"""Shapes of an action on many cases."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import validate

from server.cases import bulk
from server.platform.http.api import Schema
from server.platform.http.versions import KEY

fields = ma.fields


class BulkItemSchema(Schema):
    """A case, the version that was seen, and the idempotency key; ``data`` is this case's own."""

    number = fields.String(required=True, validate=validate.Length(1, 40, error="invalid"))
    version = fields.Integer(required=True, validate=validate.Range(min=1, error="range"))
    key = fields.String(required=True, validate=validate.Regexp(KEY, error="invalid"))
    data = fields.Dict(keys=fields.String(), load_default=dict)


class BulkOrderSchema(Schema):
    """An action on up to 50 cases; ``data`` is what all of them get."""

    action = fields.String(required=True, validate=validate.OneOf(bulk.ACTIONS, error="choice"))
    items = fields.List(
        fields.Nested(BulkItemSchema),
        required=True,
        validate=validate.Length(1, bulk.MOST, error="invalid"),
    )
    data = fields.Dict(keys=fields.String(), load_default=dict)


class BulkResultSchema(Schema):
    """What became of one case: 200 and its new version, or why not."""

    number = fields.String(required=True)
    status = fields.Integer(required=True)
    version = fields.Integer()
    code = fields.String()
    detail = fields.String()
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))


class BulkResultsSchema(Schema):
    """One result for each case, in the order they were named."""

    results = fields.List(fields.Nested(BulkResultSchema), required=True)


def items_of(data: dict[str, Any]) -> list[bulk.Item]:
    """The cases of an order, each with the data of all and its own."""
    return [
        bulk.Item(item["number"], item["version"], item["key"], {**data["data"], **item["data"]})
        for item in data["items"]
    ]
