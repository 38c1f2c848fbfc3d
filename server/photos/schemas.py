"""What photos look like in the API."""

from __future__ import annotations

import marshmallow as ma

from server.platform.http.api import Schema


class UploadSchema(Schema):
    """A photo that its sender may attach; ``width`` and ``height`` are those of the upright one."""

    sha256 = ma.fields.String(required=True)
    width = ma.fields.Integer(required=True)
    height = ma.fields.Integer(required=True)
