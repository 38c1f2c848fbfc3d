"""What is asked and told about places. Positions are WGS-84 degrees unless ``datum`` says else."""

from __future__ import annotations

from marshmallow import fields, validate

from server.geography.datum import Datum
from server.geography.levels import Level
from server.platform.http.api import Schema

_LEVELS = validate.OneOf([level.value for level in Level])


class PositionQuery(Schema):
    """A position and the datum it is given in."""

    lat = fields.Float(required=True, validate=validate.Range(-90, 90))
    lon = fields.Float(required=True, validate=validate.Range(-180, 180))
    datum = fields.Enum(Datum, by_value=True, load_default=Datum.WGS84)


class AreaRefSchema(Schema):
    """An area by name."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    level = fields.String(required=True, validate=_LEVELS)


class PlacementSchema(Schema):
    """The areas from the city down; ``gap_m`` metres from the nearest street when in none."""

    areas = fields.List(fields.Nested(AreaRefSchema), required=True)
    gap_m = fields.Float(required=True)


class AreasQuery(Schema):
    """The code of the area above; without it the top of the tree."""

    parent = fields.String(validate=validate.Length(min=1, max=32))


class AreaSchema(AreaRefSchema):
    """An area to choose; its position is missing where only its name is known."""

    parent = fields.String(required=True, allow_none=True)
    lat = fields.Float(required=True, allow_none=True)
    lon = fields.Float(required=True, allow_none=True)
    label = fields.String(required=True)


class AreasSchema(Schema):
    """Areas by code."""

    areas = fields.List(fields.Nested(AreaSchema), required=True)


class AreaMapQuery(Schema):
    """The level to draw."""

    level = fields.Enum(Level, by_value=True, load_default=Level.STREET)


class AreaPropertiesSchema(AreaRefSchema):
    """What is told with a shape."""

    label = fields.String(required=True)


class AreaFeatureSchema(Schema):
    """A GeoJSON feature."""

    type = fields.String(required=True, validate=validate.Equal("Feature"))
    geometry = fields.Dict(required=True)
    properties = fields.Nested(AreaPropertiesSchema, required=True)


class AreaMapSchema(Schema):
    """A GeoJSON feature collection."""

    type = fields.String(required=True, validate=validate.Equal("FeatureCollection"))
    features = fields.List(fields.Nested(AreaFeatureSchema), required=True)
