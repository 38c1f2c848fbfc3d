"""What photos look like in the API."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import validate

from server.platform.http.api import Schema


class FoundBoxSchema(Schema):
    """A rectangle to hide, in shares of the picture's width and height from the top left.

    ``score`` is how sure the detector was, 0 to 1; a person's boxes have none.
    """

    kind = ma.fields.String(required=True, validate=validate.OneOf(("face", "plate", "other")))
    x = ma.fields.Float(required=True)
    y = ma.fields.Float(required=True)
    w = ma.fields.Float(required=True)
    h = ma.fields.Float(required=True)
    source = ma.fields.String(required=True, validate=validate.OneOf(("detector", "person")))
    score = ma.fields.Float(required=True, allow_none=True)


class ReviewedCaseSchema(Schema):
    """The case a photo hangs on; its version goes into ``If-Match`` of the decision."""

    number = ma.fields.String(required=True)
    version = ma.fields.Integer(required=True)
    tile = ma.fields.String(required=True)
    address = ma.fields.String(required=True, allow_none=True)


class ReviewSchema(Schema):
    """A photo that a person looks at before the public does; ``url`` shows it unmasked.

    ``search`` says whether the detectors looked at it: done, waiting, failed, or off.
    """

    id = ma.fields.Integer(required=True)
    role = ma.fields.String(required=True)
    url = ma.fields.String(required=True)
    width = ma.fields.Integer(required=True)
    height = ma.fields.Integer(required=True)
    captured_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    public = ma.fields.Boolean(required=True)
    search = ma.fields.String(
        required=True, validate=validate.OneOf(("done", "waiting", "failed", "off"))
    )
    boxes = ma.fields.List(ma.fields.Nested(FoundBoxSchema), required=True)
    case = ma.fields.Nested(ReviewedCaseSchema, required=True)


class ReviewsSchema(Schema):
    """The first of them, and how many there are."""

    items = ma.fields.List(ma.fields.Nested(ReviewSchema), required=True)
    waiting = ma.fields.Integer(required=True)


class ReviewQuerySchema(Schema):
    """``case``: all photos of this case, shown ones too."""

    case = ma.fields.String(load_default=None, validate=validate.Length(1, 40, error="invalid"))


class UploadSchema(Schema):
    """A photo that its sender may attach; ``width`` and ``height`` are those of the upright one."""

    sha256 = ma.fields.String(required=True)
    width = ma.fields.Integer(required=True)
    height = ma.fields.Integer(required=True)
