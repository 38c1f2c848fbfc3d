"""What is asked and told about areas, grid workers, task forces, claims, gaps and one's own."""

from __future__ import annotations

from marshmallow import fields, validate

from server.platform.http.api import Schema
from server.responsibility.importing_workers import Outcome
from server.responsibility.schemas import (
    AnsweredAreaSchema,
    ByCodeSchema,
    ColleagueSchema,
    DutySchema,
    RoleHolderSchema,
    SponsorCoverageSchema,
    moment,
)

_PERSON = validate.Range(1)


class NodesQuery(Schema):
    """The code of the area above; without it the top of the tree."""

    parent = fields.String(validate=validate.Length(min=1, max=32))


class NodeSchema(AnsweredAreaSchema):
    """An area with who answers for it and the grid workers bound to it."""

    kind = fields.Nested(ByCodeSchema, required=True, allow_none=True)
    person = fields.Nested(ColleagueSchema, required=True, allow_none=True)
    since = fields.AwareDateTime(required=True, allow_none=True, data_key="from")
    workers = fields.List(fields.Nested(ColleagueSchema), required=True)


class NodesSchema(Schema):
    """Areas by code, and the city's kinds of grids."""

    items = fields.List(fields.Nested(NodeSchema), required=True)
    kinds = fields.List(fields.Nested(ByCodeSchema), required=True)


class AreaDutyForm(Schema):
    """Who answers for an area from now, or from ``from``, on; null: nobody."""

    person = fields.Integer(required=True, allow_none=True, validate=_PERSON)
    since = moment("from")


class AreaDutySchema(Schema):
    """Who answers now, and who did when; ``answers_for`` is the nearest area with somebody."""

    area = fields.Nested(AnsweredAreaSchema, required=True)
    answers = fields.Nested(ColleagueSchema, required=True, allow_none=True)
    answers_for = fields.Nested(AnsweredAreaSchema, required=True, allow_none=True)
    duties = fields.List(fields.Nested(DutySchema), required=True)


class WorkersImportQuery(Schema):
    """``dry_run=1``: report only, enter nothing. ``from_line``: go on with this line."""

    dry_run = fields.Boolean(load_default=False)
    from_line = fields.Integer(load_default=0, validate=validate.Range(0, 1_000_000))


class WorkersImportRowSchema(Schema):
    """A row as it was read; ``line`` is its number in the file, the heading being line 1.

    ``start_password`` is shown this once, for an account that was made.
    """

    line = fields.Integer(required=True)
    outcome = fields.Enum(Outcome, by_value=True, required=True)
    username = fields.String(required=True)
    name = fields.String(required=True)
    organisation = fields.String(required=True)
    areas = fields.String(required=True)
    start_password = fields.String(required=True, allow_none=True)


class WorkersImportSchema(Schema):
    """What became of each row looked at; ``counts`` by outcome, ``next_line`` if there are more."""

    rows = fields.List(fields.Nested(WorkersImportRowSchema), required=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    dry_run = fields.Boolean(required=True)
    next_line = fields.Integer(required=True, allow_none=True)


class WorkerAreasForm(Schema):
    """All areas that a grid worker works in, by codes."""

    areas = fields.List(fields.String(), required=True, validate=validate.Length(min=1, max=200))


class GridWorkerSchema(RoleHolderSchema):
    """A grid worker with the areas they work in."""

    areas = fields.List(fields.Nested(AnsweredAreaSchema), required=True)


class GridWorkersSchema(Schema):
    """Grid workers by organisation and name."""

    items = fields.List(fields.Nested(GridWorkerSchema), required=True)


class MandateForm(Schema):
    """What a task force is to do: categories, a Polygon, or both."""

    members = fields.List(fields.String(), required=True, validate=validate.Length(min=1, max=50))
    categories = fields.List(fields.String(), load_default=list, validate=validate.Length(max=300))
    geometry = fields.Dict(allow_none=True)
    leader = fields.Integer(allow_none=True, validate=_PERSON)
    since = moment("from")
    until = moment("to", allow_none=True)


class MandateSchema(Schema):
    """A task force with its mandate."""

    organisation = fields.Nested(ByCodeSchema, required=True)
    leader = fields.Nested(ColleagueSchema, required=True, allow_none=True)
    members = fields.List(fields.Nested(ByCodeSchema), required=True)
    categories = fields.List(fields.String(), required=True)
    geometry = fields.Dict(required=True, allow_none=True)
    since = fields.AwareDateTime(required=True, data_key="from")
    until = fields.AwareDateTime(required=True, allow_none=True, data_key="to")
    active = fields.Boolean(required=True)


class MandatesSchema(Schema):
    """Task forces, the oldest mandate first."""

    items = fields.List(fields.Nested(MandateSchema), required=True)


class SegmentClaimSchema(Schema):
    """A claim on a segment; ``may_decide`` for whoever asks."""

    id = fields.Integer(required=True)
    segment = fields.Nested(ByCodeSchema, required=True)
    organisation = fields.Nested(ByCodeSchema, required=True)
    at = fields.AwareDateTime(required=True)
    approved = fields.Boolean(required=True)
    may_decide = fields.Boolean(required=True)


class SegmentClaimsSchema(Schema):
    """Open claims in the order they were made."""

    items = fields.List(fields.Nested(SegmentClaimSchema), required=True)


class SegmentGapSchema(ByCodeSchema):
    """A segment without 1+1."""

    state = fields.String(required=True)
    missing = fields.List(fields.String(), required=True)


class LeadGapSchema(Schema):
    """Categories that nobody leads for in a street."""

    street = fields.Nested(ByCodeSchema, required=True)
    lead_type = fields.String(required=True)
    categories = fields.List(fields.Nested(ByCodeSchema), required=True)


class ClaimedSchema(Schema):
    """How many segments in force were claimed or are being asked for, of how many."""

    all = fields.Integer(required=True)
    claimed = fields.Integer(required=True)
    asked = fields.Integer(required=True)


class GapsSchema(Schema):
    """Everything that nobody answers for, and how far sponsors and claims reach."""

    segments = fields.List(fields.Nested(SegmentGapSchema), required=True)
    areas = fields.List(fields.Nested(AnsweredAreaSchema), required=True)
    grid_workers = fields.List(fields.Nested(ColleagueSchema), required=True)
    offices = fields.List(fields.Nested(ByCodeSchema), required=True)
    leads = fields.List(fields.Nested(LeadGapSchema), required=True)
    coverage = fields.List(fields.Nested(SponsorCoverageSchema), required=True)
    claims = fields.Nested(ClaimedSchema, required=True)


class SegmentFiguresSchema(ByCodeSchema):
    """What waits on a segment; ``recurred`` in the last 30 days after another of its category."""

    open = fields.Integer(required=True)
    overdue = fields.Integer(required=True)
    recurred = fields.Integer(required=True)


class SegmentsFiguresSchema(Schema):
    """The segments in force by code."""

    items = fields.List(fields.Nested(SegmentFiguresSchema), required=True)


class OwnTargetNameSchema(ByCodeSchema):
    """A community, segment, point, compound, or area."""

    kind = fields.String(required=True)


class OwnTargetSchema(Schema):
    """What one answers for, by the organisation or as chief, sponsor, person or grid_worker."""

    target = fields.Nested(OwnTargetNameSchema, required=True)
    capacity = fields.String(required=True)
    open = fields.Integer(required=True)
    overdue = fields.Integer(required=True)
    recurred = fields.Integer(required=True)


class OwnTargetsSchema(Schema):
    """Everything one answers for."""

    items = fields.List(fields.Nested(OwnTargetSchema), required=True)


class StreetQuery(Schema):
    """The code of a street; without it the first one."""

    street = fields.String(validate=validate.Length(min=1, max=32))


class ChargeConditionSchema(Schema):
    """When a case is opened, its limit, and what must be true at the end."""

    text = fields.String(required=True)
    limit = fields.Float(required=True, allow_none=True)
    unit = fields.String(required=True, allow_none=True)
    close_standard = fields.String(required=True)


class ChargeLineSchema(ByCodeSchema):
    """A category and who leads for it: null ``outside`` of what is handled, or where it is open."""

    tile = fields.String(required=True)
    tile_name = fields.String(required=True)
    lead = fields.String(required=True, allow_none=True)
    outside = fields.Boolean(required=True)
    co_leads = fields.List(fields.String(), required=True)
    label = fields.String(required=True)
    conditions = fields.List(fields.Nested(ChargeConditionSchema), required=True)


class ResponsibilityListSchema(Schema):
    """The responsibility list (责任清单) of a street, and the streets to choose from."""

    street = fields.Nested(AnsweredAreaSchema, required=True, allow_none=True)
    streets = fields.List(fields.Nested(AnsweredAreaSchema), required=True)
    items = fields.List(fields.Nested(ChargeLineSchema), required=True)
