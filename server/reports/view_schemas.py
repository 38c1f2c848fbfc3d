"""The shapes of the residents' API."""

from __future__ import annotations

import marshmallow as ma

from server.cases.view_schemas import (
    ActionsSchema,
    EventSchema,
    NamedSchema,
    OrganisationNameSchema,
    PhotoSchema,
    SimilarCaseSchema,
)
from server.geography.schemas import AreaRefSchema
from server.platform.http.api import Schema

fields = ma.fields


class RejectionSchema(Schema):
    """Why a report was not accepted, and where to turn instead."""

    code = fields.String(required=True, allow_none=True)
    words = fields.String(required=True, allow_none=True)
    channel = fields.String(required=True, allow_none=True)


class RatingSchema(Schema):
    """What the reporter thought of the result."""

    solved = fields.String(required=True)
    score = fields.String(required=True)
    at = fields.AwareDateTime(required=True)


class FollowSchema(ActionsSchema):
    """A case as its reporter sees it; the query code only for the key's holder."""

    case_number = fields.String(required=True)
    version = fields.Integer(required=True)
    state = fields.String(required=True)
    tile = fields.String(required=True)
    words = fields.String(required=True)
    address = fields.String(required=True)
    lat = fields.Float(required=True)
    lon = fields.Float(required=True)
    areas = fields.List(fields.Nested(AreaRefSchema), required=True)
    organisation = fields.Nested(OrganisationNameSchema, required=True, allow_none=True)
    due_at = fields.AwareDateTime(required=True, allow_none=True)
    overdue = fields.Boolean(required=True)
    submitted_at = fields.AwareDateTime(required=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)
    photos = fields.List(fields.Nested(PhotoSchema), required=True)
    timeline = fields.List(fields.Nested(EventSchema), required=True)
    question = fields.String(required=True, allow_none=True)
    rejection = fields.Nested(RejectionSchema, required=True, allow_none=True)
    close_type = fields.String(required=True, allow_none=True)
    rating = fields.Nested(RatingSchema, required=True, allow_none=True)
    merged_into = fields.String(required=True, allow_none=True)
    public = fields.Boolean(required=True)
    query_code = fields.String()


class MyReportSchema(Schema):
    """A report in the list of one's own."""

    case_number = fields.String(required=True)
    state = fields.String(required=True)
    tile = fields.String(required=True)
    words = fields.String(required=True)
    submitted_at = fields.AwareDateTime(required=True)
    due_at = fields.AwareDateTime(required=True, allow_none=True)
    overdue = fields.Boolean(required=True)
    thumb_url = fields.String(required=True, allow_none=True)


class MyReportsSchema(Schema):
    """One's own reports."""

    items = fields.List(fields.Nested(MyReportSchema), required=True)


class SimilarSchema(Schema):
    """Open cases near by."""

    items = fields.List(fields.Nested(SimilarCaseSchema), required=True)


class PublicItemSchema(Schema):
    """A case in public lists; the position may be rounded (WGS-84)."""

    number = fields.String(required=True)
    state = fields.String(required=True)
    group = fields.String(required=True)
    tile = fields.String(required=True)
    street = fields.Nested(NamedSchema, required=True)
    submitted_at = fields.AwareDateTime(required=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)
    close_type = fields.String(required=True, allow_none=True)
    lat = fields.Float(required=True)
    lon = fields.Float(required=True)
    thumb_url = fields.String(required=True, allow_none=True)
    after_thumb_url = fields.String(required=True, allow_none=True)


class LookSchema(Schema):
    """That an office opened contact data (``contact``) or an original photo (``original``)."""

    at = ma.fields.AwareDateTime(required=True)
    what = ma.fields.String(required=True)
    purpose = ma.fields.String(required=True, allow_none=True)
    organisation = ma.fields.Nested(OrganisationNameSchema, required=True, allow_none=True)


class PublicPageSchema(Schema):
    """One page of public cases."""

    items = fields.List(fields.Nested(PublicItemSchema), required=True)
    next = fields.String(required=True, allow_none=True)


class PublicCaseSchema(PublicItemSchema):
    """The public page of a case."""

    areas = fields.List(fields.Nested(AreaRefSchema), required=True)
    photos = fields.List(fields.Nested(PhotoSchema), required=True)
    timeline = fields.List(fields.Nested(EventSchema), required=True)
    due_at = fields.AwareDateTime(required=True, allow_none=True)
    overdue = fields.Boolean(required=True)
    reporters = fields.Integer(required=True)
