"""What is asked and told about the import of areas."""

from __future__ import annotations

from marshmallow import fields, validate

from server.geography.datum import Datum
from server.geography.levels import Level
from server.geography.report import Outcome
from server.platform.http.api import Schema

_OUTCOMES = validate.OneOf([outcome.value for outcome in Outcome])


class AreaPlanArguments(Schema):
    """A GeoJSON FeatureCollection or Feature and how it is to be read.

    ``source`` names it, ``parent`` is the code of the area above rows that name none, ``kind``
    what grids are that do not say it, and ``label`` is shown with the shapes.
    """

    source = fields.String(required=True, validate=validate.Length(min=1, max=200))
    level = fields.Enum(Level, by_value=True, required=True)
    datum = fields.Enum(Datum, by_value=True, load_default=Datum.WGS84)
    parent = fields.String(
        load_default=None, allow_none=True, validate=validate.Length(min=1, max=32)
    )
    kind = fields.String(
        load_default=None, allow_none=True, validate=validate.Length(min=1, max=32)
    )
    label = fields.String(load_default="", allow_none=True, validate=validate.Length(max=60))
    collection = fields.Raw(required=True)


class AreaImportArguments(AreaPlanArguments):
    """The same with the edition of the map that the preview was made for."""

    edition = fields.Integer(required=True)


class ImportRowSchema(Schema):
    """One feature, counted from 1, and what becomes of it; 0 for the file or for an area above."""

    number = fields.Integer(required=True)
    code = fields.String(required=True)
    name = fields.String(required=True)
    outcome = fields.String(required=True, validate=_OUTCOMES)
    notes = fields.List(fields.String(), required=True)


class ImportReportSchema(Schema):
    """The rows (unchanged ones left out when they are many) and how many had each outcome.

    ``edition`` is the state of the map that was looked at, or that was made.
    """

    rows = fields.List(fields.Nested(ImportRowSchema), required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    edition = fields.Integer(required=True, allow_none=True)


class MoveSchema(Schema):
    """An open case that would go to another street today, by names; it stays where it is."""

    number = fields.String(required=True)
    old = fields.String(required=True)
    new = fields.String(required=True, allow_none=True)


class ImportPreviewSchema(ImportReportSchema):
    """What an import would do: GeoJSON of the shapes before and after, and the cases concerned.

    ``moves`` are the first of ``moving`` in all.
    """

    before = fields.Dict(required=True)
    after = fields.Dict(required=True)
    moves = fields.List(fields.Nested(MoveSchema), required=True)
    moving = fields.Integer(required=True)


class AreaNodeSchema(Schema):
    """An area and how deep it lies in the tree."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    level = fields.String(required=True)
    depth = fields.Integer(required=True)


class AreaTreeSchema(Schema):
    """The areas in force above the grids, from the top down."""

    items = fields.List(fields.Nested(AreaNodeSchema), required=True)
