"""Schemas of actions, made from the fields of the lifecycle table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import marshmallow as ma
from marshmallow import validate

from server.cases.fields import PHOTOS_MOST, Field
from server.cases.workflow import BY_ACTION, TABLE
from server.catalog.values import DETAILS
from server.platform.http.api import Schema, fits_a_column

SHA256 = validate.Regexp(r"^[0-9a-f]{64}$", error="invalid")
LAT = validate.Range(-90, 90, error="range")
LON = validate.Range(-180, 180, error="range")
_CAMERAS = (datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
_EXPONENT_MOST = 9
DATUMS = ("wgs84", "gcj02", "bd09")


class PlaceSchema(Schema):
    """A point with the datum it is given in; ``accuracy_m`` metres."""

    lat = ma.fields.Float(required=True, validate=LAT)
    lon = ma.fields.Float(required=True, validate=LON)
    accuracy_m = ma.fields.Float(
        load_default=None, allow_none=True, validate=validate.Range(0, 1e7, error="range")
    )
    datum = ma.fields.String(load_default="wgs84", validate=validate.OneOf(DATUMS, error="choice"))
    source = ma.fields.String(
        load_default="pin", validate=validate.OneOf(("fix", "pin", "exif"), error="choice")
    )


class PhotoRefSchema(Schema):
    """An uploaded photo and what the phone knew when it was shot (WGS-84, metres, aware time)."""

    sha256 = ma.fields.String(required=True, validate=SHA256)
    role = ma.fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(("near", "far", "after", "evidence"), error="choice"),
    )
    captured_at = ma.fields.AwareDateTime(
        load_default=None, allow_none=True, validate=validate.Range(*_CAMERAS, error="range")
    )
    lat = ma.fields.Float(load_default=None, allow_none=True, validate=LAT)
    lon = ma.fields.Float(load_default=None, allow_none=True, validate=LON)
    accuracy_m = ma.fields.Float(
        load_default=None, allow_none=True, validate=validate.Range(0, 1e7, error="range")
    )
    source = ma.fields.String(
        load_default="camera", validate=validate.OneOf(("camera", "album"), error="choice")
    )


def _written_out(value: Decimal) -> None:
    """Refuse what is short with an exponent and endless without one."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or abs(exponent) > _EXPONENT_MOST:
        raise ma.ValidationError("invalid")


class QuantitySchema(Schema):
    """A number in one of the category's units."""

    unit = ma.fields.String(required=True, validate=validate.Length(1, 20, error="invalid"))
    value = ma.fields.Decimal(
        required=True,
        as_string=True,
        validate=[validate.Range(0, 10**9, error="range"), _written_out],
        metadata={"type": ["number", "string"], "minimum": 0, "maximum": 10**9},
    )


class BoxSchema(Schema):
    """A rectangle on a photo, in shares of its width and height from the top left."""

    x = ma.fields.Float(required=True, validate=validate.Range(0, 1, error="range"))
    y = ma.fields.Float(required=True, validate=validate.Range(0, 1, error="range"))
    w = ma.fields.Float(required=True, validate=validate.Range(0, 1, error="range"))
    h = ma.fields.Float(required=True, validate=validate.Range(0, 1, error="range"))
    kind = ma.fields.String(
        load_default="other", validate=validate.OneOf(("face", "plate", "other"), error="choice")
    )


def _text(field: Field, **common: Any) -> ma.fields.Field[Any]:
    least = int(field.least or 0) if field.required else 0
    too_short = "too_short" if least > 1 else "required"
    checks = [
        validate.Length(min=least, error=too_short),
        validate.Length(max=field.most, error="too_long"),
    ]
    return Trimmed(**common, validate=checks)


class Trimmed(ma.fields.String):
    """Text without blanks around it, so that a blank is not an answer."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return str(super()._deserialize(value, attr, data, **kwargs)).strip()


def _field(field: Field) -> ma.fields.Field[Any]:
    common: dict[str, Any] = {"required": field.required}
    if not field.required:
        common |= {"load_default": None, "allow_none": True}
    return _MAKERS[field.type](field, common)


Maker = Callable[[Field, dict[str, Any]], ma.fields.Field[Any]]


def _choice(field: Field, common: dict[str, Any]) -> ma.fields.Field[Any]:
    return ma.fields.String(**common, validate=validate.OneOf(field.choices, error="choice"))


def _photos(field: Field, common: dict[str, Any]) -> ma.fields.Field[Any]:
    if not field.required:
        common = {"load_default": list}
    size = validate.Length(int(field.least or 0), PHOTOS_MOST, error="photo_count")
    return ma.fields.List(ma.fields.Nested(PhotoRefSchema), **common, validate=size)


def _photo_ids(field: Field, common: dict[str, Any]) -> ma.fields.Field[Any]:
    size = validate.Length(int(field.least or 0), field.most or 50, error="required")
    numbers = ma.fields.Integer(strict=True, validate=fits_a_column)
    return ma.fields.List(numbers, **common, validate=size)


def _quantities(_field: Field, common: dict[str, Any]) -> ma.fields.Field[Any]:
    size = validate.Length(max=2, error="too_long")
    return ma.fields.List(ma.fields.Nested(QuantitySchema), **common, validate=size)


def _details(_field: Field, common: dict[str, Any]) -> ma.fields.Field[Any]:
    code = ma.fields.String(validate=validate.OneOf(tuple(DETAILS), error="choice"))
    answer = Trimmed(validate=validate.Length(1, 20, error="too_long"))
    return ma.fields.Dict(keys=code, values=answer, **common)


def _boxes(_field: Field, common: dict[str, Any]) -> ma.fields.Field[Any]:
    size = validate.Length(max=100, error="too_long")
    return ma.fields.List(ma.fields.Nested(BoxSchema), **common, validate=size)


def _checkbox(field: Field, _common: dict[str, Any]) -> ma.fields.Field[Any]:
    return ma.fields.Boolean(
        required=field.required, load_default=False, truthy={True}, falsy={False}
    )


def _reference_id(_field: Field, common: dict[str, Any]) -> ma.fields.Field[Any]:
    return ma.fields.Integer(**common, strict=True, validate=fits_a_column)


def _number(field: Field, common: dict[str, Any]) -> ma.fields.Field[Any]:
    size, step = validate.Range(field.least or 0, 10_000, error="range"), field.step or 1

    def counted(value: float) -> None:
        if value % step:
            raise ma.ValidationError("invalid")

    return ma.fields.Float(**common, validate=[size, counted], metadata={"multipleOf": step})


def _codes(_field: Field, common: dict[str, Any]) -> ma.fields.Field[Any]:
    code = ma.fields.String(validate=validate.Length(1, 40, error="invalid"))
    return ma.fields.List(code, **common, validate=validate.Length(1, 20, error="required"))


def _code(_field: Field, common: dict[str, Any]) -> ma.fields.Field[Any]:
    return ma.fields.String(**common, validate=validate.Length(1, 40, error="invalid"))


_MAKERS: dict[str, Maker] = {
    "text": lambda field, common: _text(field, **common),
    "longtext": lambda field, common: _text(field, **common),
    "choice": _choice,
    "photos": _photos,
    "photo_ids": _photo_ids,
    "quantities": _quantities,
    "details": _details,
    "boxes": _boxes,
    "place": lambda _field, common: ma.fields.Nested(PlaceSchema, **common),
    "checkbox": _checkbox,
    "number": _number,
    "date": lambda _field, common: ma.fields.Date(**common),
    "person": _reference_id,
    "grid_worker": _reference_id,
    "condition": _reference_id,
    "organisations": _codes,
    "template": _code,
    "tile": _code,
    "category": _code,
    "organisation": _code,
    "case": _code,
    "area": _code,
}


@cache
def action_schema(action: str) -> ma.Schema:
    """The schema of an action's body."""
    fields = {field.name: _field(field) for field in BY_ACTION[action].fields}
    return Schema.from_dict(dict(fields), name=f"Action_{action}")()


TAKEN = tuple(row.action for row in TABLE if not row.creates and row.action != "join")
"""The actions that are done on a case by name."""

ACTION_DOCS: dict[str, Any] = {
    "parameters": [
        {"in": "path", "name": "action", "required": True, "schema": {"enum": list(TAKEN)}},
        {
            "in": "header",
            "name": "If-Match",
            "required": True,
            "description": "The version of the case that the client has seen.",
            "schema": {"type": "string", "examples": ['"3"']},
        },
        {
            "in": "header",
            "name": "Idempotency-Key",
            "required": True,
            "description": "The same key again gives the same answer.",
            "schema": {"type": "string", "pattern": "^[A-Za-z0-9._:-]{8,80}$"},
        },
    ],
    "requestBody": {
        "content": {
            "application/json": {"schema": {"anyOf": [action_schema(name) for name in TAKEN]}}
        }
    },
}
"""What the OpenAPI document says of the routes that do an action."""
