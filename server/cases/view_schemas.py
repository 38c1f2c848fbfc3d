"""The shapes of cases in the API. Hot answers skip marshmallow; tests hold them against these."""

from __future__ import annotations

import marshmallow as ma

from server.geography.schemas import AreaRefSchema
from server.platform.http.api import Schema

fields = ma.fields


class NamedSchema(Schema):
    """Something with a code and a name."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class OrganisationNameSchema(Schema):
    """An organisation as residents read it."""

    name = fields.String(required=True)


class PhotoSchema(Schema):
    """A photo; its URLs (at most 1600, 800 and 480 px) die when it is redacted or hidden."""

    id = fields.Integer(required=True)
    role = fields.String(required=True)
    url = fields.String(required=True)
    middle_url = fields.String(required=True)
    thumb_url = fields.String(required=True)
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)
    captured_at = fields.AwareDateTime(required=True, allow_none=True)
    public = fields.Boolean(required=True)


class EventSchema(Schema):
    """One step of the timeline; ``by`` is reporter, office or system.

    ``organisation`` took the step; ``given_to`` has the case from then on, where it was passed on.
    """

    seq = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    action = fields.String(required=True)
    from_state = fields.String(required=True, allow_none=True)
    to_state = fields.String(required=True)
    by = fields.String(required=True)
    organisation = fields.Nested(OrganisationNameSchema, required=True, allow_none=True)
    given_to = fields.Nested(OrganisationNameSchema, required=True, allow_none=True)
    words = fields.String(required=True, allow_none=True)
    photos = fields.List(fields.Nested(PhotoSchema), required=True)


class OfficeEventSchema(EventSchema):
    """A step as offices read it; ``internal`` words are not for residents."""

    internal = fields.Boolean(required=True)
    person = fields.String(required=True, allow_none=True)


class FormFieldSchema(Schema):
    """One input of an action's form; ``audience`` says who reads the words typed into it."""

    name = fields.String(required=True)
    type = fields.String(required=True)
    required = fields.Boolean(required=True)
    min = fields.Float()
    max = fields.Float()
    step = fields.Float()
    choices = fields.List(fields.String())
    audience = fields.String()


class ActionsSchema(Schema):
    """What the actor may do now, and with which forms."""

    allowed_actions = fields.List(fields.String(), required=True)
    forms = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(FormFieldSchema)),
        required=True,
    )


class CaseBriefSchema(Schema):
    """What list and page of the offices both show of a case; positions are WGS-84."""

    number = fields.String(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True)
    tile = fields.String()
    category = fields.Nested(NamedSchema, allow_none=True)
    address = fields.String()
    street = fields.Nested(NamedSchema)
    submitted_at = fields.AwareDateTime()
    due_at = fields.AwareDateTime(allow_none=True)
    clock = fields.String(allow_none=True)
    paused = fields.Boolean()
    overdue = fields.Boolean()
    urgent = fields.Boolean()
    recurrent = fields.Boolean()
    organisation = fields.Nested(NamedSchema, allow_none=True)
    person = fields.String(allow_none=True)
    thumb_url = fields.String(allow_none=True)
    lat = fields.Float()
    lon = fields.Float()


class CaseItemSchema(CaseBriefSchema):
    """A case in a list; ``reports`` counts them.

    ``news`` is ``new`` or ``changed`` since the moment that was asked about.
    """

    reports = fields.Integer(required=True)
    news = fields.String(allow_none=True)
    suggested_organisation = fields.Nested(NamedSchema, allow_none=True)


class CasePageSchema(Schema):
    """One page of a queue; ``next`` is the cursor of the following page."""

    items = fields.List(fields.Nested(CaseItemSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class QueueSchema(Schema):
    """A queue and its size."""

    queue = fields.String(required=True)
    count = fields.Integer(required=True)


class QueuesSchema(Schema):
    """The queues of the actor."""

    items = fields.List(fields.Nested(QueueSchema), required=True)


class CaseConditionSchema(Schema):
    """The condition a case was accepted under."""

    id = fields.Integer(required=True)
    text = fields.String(required=True)
    limit = fields.Float(required=True, allow_none=True)
    unit = fields.String(required=True, allow_none=True)


class OfficeReportSchema(Schema):
    """A report as offices see it; contact members only for who takes reports in."""

    id = fields.UUID(required=True)
    at = fields.AwareDateTime(required=True)
    words = fields.String(required=True)
    locale = fields.String(required=True)
    source = fields.String(required=True)
    photos = fields.List(fields.Integer(), required=True)
    reporter_name = fields.String(allow_none=True)
    reporter_phone = fields.String(allow_none=True)


class ClockSchema(Schema):
    """A clock of a case; ``overdue`` is derived at reading."""

    kind = fields.String(required=True)
    number = fields.Integer(required=True)
    started_at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(required=True)
    stopped_at = fields.AwareDateTime(required=True, allow_none=True)
    paused = fields.Boolean(required=True)
    overdue = fields.Boolean(required=True)
    discarded = fields.Boolean(required=True)


class RecordSchema(Schema):
    """A request, call, task or supervision beside the state; its words are with event ``seq``."""

    kind = fields.String(required=True)
    number = fields.Integer(required=True)
    status = fields.String(required=True)
    alive = fields.Boolean(required=True)
    organisation = fields.Nested(NamedSchema, required=True, allow_none=True)
    person = fields.String(required=True, allow_none=True)
    seq = fields.Integer(required=True)
    opened_at = fields.AwareDateTime(required=True)
    until_at = fields.AwareDateTime(required=True, allow_none=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)
    due_at = fields.AwareDateTime(required=True, allow_none=True)
    overdue = fields.Boolean(required=True)
    level = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    amount = fields.Float(required=True, allow_none=True)
    unit = fields.String(required=True, allow_none=True)
    proposed = fields.String(required=True, allow_none=True)
    first = fields.String(required=True, allow_none=True)


class HolderSchema(Schema):
    """An organisation held the case; ``hours`` leave suspensions out."""

    organisation = fields.Nested(NamedSchema, required=True)
    person = fields.String(required=True, allow_none=True)
    since = fields.AwareDateTime(required=True)
    until = fields.AwareDateTime(required=True, allow_none=True)
    hours = fields.Float(required=True)


class DetailAnswerSchema(Schema):
    """What the category asks besides, and what was answered: a choice or a telephone number."""

    code = fields.String(required=True)
    value = fields.String(required=True, allow_none=True)


class CountedSchema(Schema):
    """What was counted at close-out."""

    unit = fields.String(required=True)
    value = fields.String(required=True)


class SimilarCaseSchema(Schema):
    """An open case that may be the same problem."""

    number = fields.String(required=True)
    tile = fields.String(required=True)
    state = fields.String(required=True)
    distance_m = fields.Integer(required=True)
    submitted_at = fields.AwareDateTime(required=True)
    thumb_url = fields.String(required=True, allow_none=True)


class ProofSchema(Schema):
    """What is odd about the last finish, and why its handler says it is.

    ``on_site``: the check needs a photo taken on the spot.
    """

    marks = fields.List(fields.String(), required=True)
    on_site = fields.Boolean(required=True)
    reason = fields.String(required=True, allow_none=True)


class CaseSchema(CaseBriefSchema, ActionsSchema):
    """The whole case; after an action that takes it out of sight, only number, version, state."""

    areas = fields.List(fields.Nested(AreaRefSchema))
    condition = fields.Nested(CaseConditionSchema, allow_none=True)
    close_standard = fields.String(allow_none=True)
    suggested_organisation = fields.Nested(NamedSchema, allow_none=True)
    photos = fields.List(fields.Nested(PhotoSchema))
    reports = fields.List(fields.Nested(OfficeReportSchema))
    timeline = fields.List(fields.Nested(OfficeEventSchema))
    similar = fields.List(fields.Nested(SimilarCaseSchema))
    clocks = fields.List(fields.Nested(ClockSchema))
    records = fields.List(fields.Nested(RecordSchema))
    holders = fields.List(fields.Nested(HolderSchema))
    marks = fields.List(fields.String())
    proof = fields.Nested(ProofSchema, allow_none=True)
    segment = fields.Nested(NamedSchema, allow_none=True)
    chief = fields.String(allow_none=True)
    sponsor_officer = fields.String(allow_none=True)
    sponsors = fields.List(fields.Nested(NamedSchema))
    close_type = fields.String(allow_none=True)
    quantities = fields.List(fields.Nested(CountedSchema))
    planned_quantities = fields.List(fields.Nested(CountedSchema))
    disputed = fields.Boolean()
    details = fields.List(fields.Nested(DetailAnswerSchema))
    merged_into = fields.String(allow_none=True)
    recurs = fields.String(allow_none=True)


class GeometrySchema(Schema):
    """A GeoJSON point, WGS-84, longitude first."""

    type = fields.String(required=True)
    coordinates = fields.List(fields.Float(), required=True)


class PointPropertiesSchema(Schema):
    """A case, or a cluster of cases."""

    number = fields.String()
    tile = fields.String()
    state = fields.String()
    group = fields.String()
    due_at = fields.AwareDateTime(allow_none=True)
    cluster = fields.Boolean()
    count = fields.Integer()


class PointSchema(Schema):
    """A GeoJSON feature."""

    type = fields.String(required=True)
    geometry = fields.Nested(GeometrySchema, required=True)
    properties = fields.Nested(PointPropertiesSchema, required=True)


class PointsSchema(Schema):
    """A GeoJSON FeatureCollection, valid also when empty."""

    type = fields.String(required=True)
    features = fields.List(fields.Nested(PointSchema), required=True)
