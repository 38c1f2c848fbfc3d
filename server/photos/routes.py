"""Photos over HTTP."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from server.photos import files
from server.photos.client import refusal
from server.photos.decoding.limits import MAX_BYTES
from server.photos.intake import accept_upload
from server.photos.queries import original_for, picture, reviews_for
from server.photos.schemas import ReviewQuerySchema, ReviewsSchema, UploadSchema
from server.photos.urls import Grant, grant_of
from server.platform import audit, clock
from server.platform.db import unit_of_work
from server.platform.errors import not_found
from server.platform.http.api import LARGEST_ID, Blueprint, answer
from server.platform.http.auth import actor, requires

blueprint = Blueprint("photos", __name__, description="Photos.")

_BINARY: dict[str, Any] = {"type": "string", "format": "binary"}
_INERT = "default-src 'none'; sandbox"
_EXTENSIONS = {"jpeg": "jpg", "png": "png", "webp": "webp", "heic": "heic"}


@blueprint.put("/api/v1/photos/<sha256>")
@requires("photo.upload", body_limit=MAX_BYTES)
@blueprint.doc(
    requestBody={"required": True, "content": {"application/octet-stream": {"schema": _BINARY}}}
)
@blueprint.response(201, UploadSchema, description="New to this owner.")
@blueprint.alt_response(200, schema=UploadSchema, description="This owner's already.")
def upload(sha256: str) -> Response:
    """Send the bytes of a photo (JPEG, PNG, WebP or HEIC, at most 15 MB) under their SHA-256."""
    accepted = accept_upload(actor(), sha256, _body())
    body = {"sha256": accepted.sha256, "width": accepted.width, "height": accepted.height}
    return answer(body, 201 if accepted.created else 200)


@blueprint.get(f"/photos/<int(max={LARGEST_ID}):photo_id>/<size>.jpg")
@requires("photo.view")
@blueprint.response(200, _BINARY, content_type="image/jpeg")
def photo(photo_id: int, size: str) -> Response:
    """A picture by its signed address; 404 once the address has expired or been revoked."""
    grant = grant_of(photo_id, size, request.args)
    if grant is None:
        raise not_found()
    response = Response(picture(grant), content_type="image/jpeg")
    response.headers["Content-Security-Policy"] = _INERT
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-site"
    response.headers["Cache-Control"] = _caching(grant)
    return response


@blueprint.get("/api/v1/photo-reviews")
@requires("photo.review")
@blueprint.arguments(ReviewQuerySchema, location="query")
@blueprint.response(200, ReviewsSchema)
def reviews(query: dict[str, Any]) -> Response:
    """Photos to look at before the public does, the longest waiting first, 20 at most.

    What is decided about them are the case's actions ``publish``, ``redact`` and ``unpublish``.
    """
    return answer(reviews_for(actor(), query["case"]))


@blueprint.get(f"/api/v1/photos/<int(max={LARGEST_ID}):photo_id>/original")
@requires("photo.original")
@blueprint.response(200, _BINARY, content_type="application/octet-stream")
def original(photo_id: int) -> Response:
    """The photo exactly as it was uploaded, as a file to keep; every download is logged."""
    found = original_for(actor(), photo_id)
    try:
        data = files.original(found.file_id)
    except FileNotFoundError:
        raise not_found() from None
    with unit_of_work() as session:
        office = {"organisation": actor().organisation_id}
        audit.record(session, actor(), "photo.original", f"photo:{photo_id}", office)
    response = Response(data, content_type="application/octet-stream")
    name = f"photo-{photo_id}.{_EXTENSIONS[found.format]}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = _INERT
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _body() -> bytes:
    """The raw body; refused unread when it announces too many bytes, cut off when it has them."""
    if (request.content_length or 0) > MAX_BYTES:
        raise refusal("photo_too_large")
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise refusal("photo_too_large") from None


def _caching(grant: Grant) -> str:
    """Whoever has seen a picture may keep it as long as its address is good.

    Nobody in between may, not even of the public copy: a photo that is hidden or redacted is gone
    for everybody else at once.
    """
    return f"private, max-age={max(0, grant.expires - int(clock.now().timestamp()))}"
