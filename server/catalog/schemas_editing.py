"""The catalogue as administrators see and change it."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from server.catalog.values import DETAILS, KINDS, LEAD_TYPES, LEADS, QUANTITIES, TILE_ICONS
from server.deadlines.working_time import Unit
from server.platform.http.api import Schema

LONGEST_LIMIT = 400.0


def _words(most: int, *, least: int = 1) -> validate.Length:
    return validate.Length(least, most, error="too_long")


def _one_of(choices: tuple[str, ...]) -> validate.OneOf:
    return validate.OneOf(choices, error="choice")


class TileFields(Schema):
    """A tile; its words come from the catalogues, ``category`` is a code or null."""

    code = fields.String(required=True)
    icon = fields.String(required=True, validate=_one_of(TILE_ICONS))
    category = fields.String(required=True, allow_none=True)


class TilesChange(Schema):
    """Every tile, in the order of the screen."""

    items = fields.List(fields.Nested(TileFields), required=True, validate=validate.Length(1, 40))


class ConditionFields(Schema):
    """A condition; ``limit`` counts ``unit``, both null for what is only passed on."""

    text = fields.String(required=True, validate=_words(200))
    limit_value = fields.Float(
        required=True,
        allow_none=True,
        data_key="limit",
        validate=validate.Range(0.25, LONGEST_LIMIT, error="range"),
    )
    limit_unit = fields.String(
        required=True,
        allow_none=True,
        data_key="unit",
        validate=_one_of(tuple(unit.value for unit in Unit)),
    )
    close_standard = fields.String(required=True, validate=_words(200))
    urgent = fields.Boolean(load_default=False)
    active = fields.Boolean(load_default=True)

    @validates_schema
    def _both_or_neither(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if (data["limit_value"] is None) != (data["limit_unit"] is None):
            raise ValidationError("required", "unit" if data["limit_unit"] is None else "limit")


class CategoryFields(Schema):
    """A category; ``groups`` are names of campaigns such as 四清, ``label`` says what is sure."""

    name = fields.String(required=True, validate=_words(60))
    name_ko = fields.String(load_default="", validate=_words(80, least=0))
    name_en = fields.String(load_default="", validate=_words(80, least=0))
    tile = fields.String(required=True)
    kind = fields.String(required=True, validate=_one_of(KINDS))
    lead_type = fields.String(required=True, data_key="lead", validate=_one_of(LEADS))
    co_leads = fields.List(fields.String(validate=_one_of(LEADS)), load_default=list)
    minor = fields.Boolean(load_default=False)
    groups = fields.List(fields.String(validate=_words(20)), load_default=list)
    units = fields.List(fields.String(validate=_one_of(QUANTITIES)), load_default=list)
    details = fields.List(fields.String(validate=_one_of(tuple(DETAILS))), load_default=list)
    label = fields.String(load_default="", validate=_words(40, least=0))
    active = fields.Boolean(load_default=True)


class NewCategory(CategoryFields):
    """A category of the city's own."""

    code = fields.String(
        required=True,
        validate=validate.Regexp(r"^[A-Z][A-Za-z0-9-]{1,19}\Z", error="category_code"),
    )


class EarlierRuleSchema(Schema):
    """What a condition said before; clocks that name this version still follow it."""

    rule_version = fields.Integer(required=True)
    limit = fields.Float(required=True, allow_none=True)
    unit = fields.String(required=True, allow_none=True)
    close_standard = fields.String(required=True)
    until = fields.String(required=True)


class EditedConditionSchema(Schema):
    """A condition with its versions."""

    id = fields.Integer(required=True)
    no = fields.Integer(required=True)
    text = fields.String(required=True)
    limit = fields.Float(required=True, allow_none=True)
    unit = fields.String(required=True, allow_none=True)
    close_standard = fields.String(required=True)
    urgent = fields.Boolean(required=True)
    active = fields.Boolean(required=True)
    rule_version = fields.Integer(required=True)
    earlier = fields.List(fields.Nested(EarlierRuleSchema), required=True)


class EditedCategorySchema(Schema):
    """A category, in use or retired, with all of its conditions."""

    code = fields.String(required=True)
    code_scheme = fields.String(required=True)
    name = fields.String(required=True)
    name_ko = fields.String(required=True)
    name_en = fields.String(required=True)
    tile = fields.String(required=True)
    kind = fields.String(required=True)
    lead = fields.String(required=True)
    co_leads = fields.List(fields.String(), required=True)
    minor = fields.Boolean(required=True)
    groups = fields.List(fields.String(), required=True)
    units = fields.List(fields.String(), required=True)
    details = fields.List(fields.String(), required=True)
    label = fields.String(required=True)
    active = fields.Boolean(required=True)
    conditions = fields.List(fields.Nested(EditedConditionSchema), required=True)


class EditedTileSchema(Schema):
    """A tile with its words in the reader's language."""

    code = fields.String(required=True)
    icon = fields.String(required=True)
    name = fields.String(required=True)
    category = fields.String(required=True, allow_none=True)


class EditedCatalogueSchema(Schema):
    """Everything there is to edit; ``version`` is the ``If-Match`` of any change.

    ``icons``, ``leads``, ``kinds``, ``quantities`` and ``details`` are what may be chosen.
    """

    version = fields.Integer(required=True)
    tiles = fields.List(fields.Nested(EditedTileSchema), required=True)
    categories = fields.List(fields.Nested(EditedCategorySchema), required=True)
    icons = fields.List(fields.String(), required=True)
    leads = fields.List(fields.String(), required=True)
    kinds = fields.List(fields.String(), required=True)
    quantities = fields.List(fields.String(), required=True)
    details = fields.List(fields.String(), required=True)


class ChargeForm(Schema):
    """A line to be: ``area`` null means the whole city, ``since`` null the present moment."""

    lead_type = fields.String(
        required=True, data_key="lead", validate=_one_of(tuple(sorted(LEAD_TYPES)))
    )
    area = fields.String(required=True, allow_none=True)
    organisation = fields.String(required=True)
    since = fields.AwareDateTime(required=True, allow_none=True)


class ChargeAreaSchema(Schema):
    """Where a line counts."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    level = fields.String(required=True)


class ChargeOrganisationSchema(Schema):
    """Who leads."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class ChargeSchema(Schema):
    """A line of the responsibility list; ``standing`` is past, present or future."""

    id = fields.Integer(required=True)
    lead = fields.String(required=True)
    area = fields.Nested(ChargeAreaSchema, required=True, allow_none=True)
    organisation = fields.Nested(ChargeOrganisationSchema, required=True)
    since = fields.String(required=True)
    version = fields.Integer(required=True)
    standing = fields.String(required=True)


class HoleSchema(Schema):
    """A street where categories of a lead type have nobody to lead."""

    lead = fields.String(required=True)
    street = fields.Nested(ChargeOrganisationSchema, required=True)


class ChargesSchema(Schema):
    """The responsibility list and its holes; ``version`` is the ``If-Match`` of a new line."""

    version = fields.Integer(required=True)
    items = fields.List(fields.Nested(ChargeSchema), required=True)
    holes = fields.List(fields.Nested(HoleSchema), required=True)
    leads = fields.List(fields.String(), required=True)
