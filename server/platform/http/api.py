"""The JSON API: blueprints, the base schema, and answers that skip marshmallow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flask_smorest
import marshmallow as ma
import orjson
from flask import Flask, Response

from server.platform.http.auth import requires
from server.platform.http.problems import CONTENT_TYPE

__all__ = ["Blueprint", "Schema", "answer", "init_api"]

_MESSAGES = {
    "required": "required",
    "null": "required",
    "validator_failed": "invalid",
    "type": "invalid",
    "unknown": "unknown",
}


class Schema(ma.Schema):
    """The base of every schema: unknown fields are refused, messages are codes of catalogues."""

    error_messages = _MESSAGES

    def on_bind_field(self, _name: str, field_obj: ma.fields.Field[Any]) -> None:
        """Missing and null fields speak in codes too."""
        field_obj.error_messages = {
            **field_obj.error_messages,
            "required": _MESSAGES["required"],
            "null": _MESSAGES["null"],
        }


class Blueprint(flask_smorest.Blueprint):
    """A blueprint that makes each schema of arguments once, not at every request."""

    def arguments(self, schema: type[Schema], **options: Any) -> Callable[..., Any]:
        """Parse the body, or the query with ``location="query"``, with ``schema``."""
        parse: Callable[..., Any] = super().arguments(schema(), **options)
        return parse


class ProblemSchema(Schema):
    """RFC 9457 problem details, as every refusal answers."""

    type = ma.fields.String(required=True)
    title = ma.fields.String(required=True)
    status = ma.fields.Integer(required=True)
    detail = ma.fields.String(required=True)
    code = ma.fields.String(required=True)
    errors = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.List(ma.fields.String()))


class _Api(flask_smorest.Api):
    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Problems are answered by ``platform.http.problems`` alone."""


def answer(data: object, status: int = 200, *, etag: str | None = None) -> Response:
    """A JSON answer straight from ``orjson``; a test holds it against the schema.

    ``etag`` is the bare tag, quoted here.
    """
    response = Response(orjson.dumps(data), status=status, content_type="application/json")
    if etag is not None:
        response.headers["ETag"] = f'"{etag}"'
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def init_api(app: Flask, blueprints: list[Blueprint]) -> None:
    """Register the blueprints and serve their OpenAPI 3.1 document."""
    app.config |= {
        "API_TITLE": "随手拍 Suishoupai",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
    }
    api = _Api(app)
    for blueprint in blueprints:
        api.register_blueprint(blueprint)

    document: list[bytes] = []

    @app.get("/api/v1/openapi.json")
    @requires("page.read")
    def openapi() -> Response:
        """The OpenAPI document of this very application."""
        if not document:
            document.append(orjson.dumps(_finish(api.spec.to_dict())))
        return Response(document[0], content_type="application/json")


def _finish(spec: dict[str, Any]) -> dict[str, Any]:
    """Name the media type of refusals and the ways to identify oneself."""
    for response in spec["components"].get("responses", {}).values():
        content = response.get("content", {})
        schema = content.pop("application/json", None)
        if schema is not None:
            content[CONTENT_TYPE] = schema
    spec["components"]["securitySchemes"] = {
        "session": {"type": "apiKey", "in": "cookie", "name": "ssp_session"},
        "claim_key": {"type": "apiKey", "in": "header", "name": "X-Claim-Key"},
        "query_code": {"type": "apiKey", "in": "header", "name": "X-Query-Code"},
    }
    spec["security"] = [{}, {"session": []}, {"claim_key": []}, {"query_code": []}]
    return spec
