"""The JSON API: blueprints, the base schema, and answers that skip marshmallow.

Bodies are read by ``orjson`` too: it refuses what the standard library lets through and no
database keeps (lone surrogates, ``NaN``, numbers without end), and nesting of any depth.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

import flask_smorest
import marshmallow as ma
import orjson
from flask import Flask, Request, Response
from flask.json.provider import DefaultJSONProvider
from webargs.core import is_json, missing
from webargs.flaskparser import FlaskParser

from server.platform.http.auth import requires
from server.platform.http.problems import CONTENT_TYPE
from server.platform.json import rendered

__all__ = ["LARGEST_ID", "Blueprint", "Schema", "answer", "fits_a_column", "init_api"]

LARGEST_ID = 2**31 - 1  # of a PostgreSQL INTEGER

_MESSAGES = {
    "required": "required",
    "null": "required",
    "validator_failed": "invalid",
    "type": "invalid",
    "unknown": "unknown",
}


class Schema(ma.Schema):
    """The base of every schema: unknown fields are refused, messages are codes of catalogues.

    No text holds NUL and no whole number is larger than a column: both would only fail later, in
    some databases.
    """

    error_messages = _MESSAGES

    def on_bind_field(self, _name: str, field_obj: ma.fields.Field[Any]) -> None:
        """Missing and null fields speak in codes too."""
        field_obj.error_messages = {
            **field_obj.error_messages,
            "required": _MESSAGES["required"],
            "null": _MESSAGES["null"],
        }
        if isinstance(field_obj, ma.fields.String):
            field_obj.validators = [*field_obj.validators, _without_nul]
        if isinstance(field_obj, ma.fields.Integer):
            field_obj.validators = [*field_obj.validators, fits_a_column]


def _without_nul(value: str) -> None:
    if "\x00" in value:
        raise ma.ValidationError("invalid")


def fits_a_column(value: int) -> None:
    """Raise ``ValidationError`` for a number beyond 32 bits; for items of a list."""
    if not -LARGEST_ID <= value <= LARGEST_ID:
        raise ma.ValidationError("range")


class _Json(DefaultJSONProvider):
    def loads(self, s: str | bytes, **_kwargs: Any) -> Any:
        return orjson.loads(s)


class _Parser(FlaskParser):
    def _raw_load_json(self, req: Request) -> Any:
        return orjson.loads(req.get_data(cache=True)) if is_json(req.mimetype) else missing


class Blueprint(flask_smorest.Blueprint):
    """A blueprint that makes each schema of arguments once, not at every request."""

    ARGUMENTS_PARSER = _Parser()

    def arguments(self, schema: type[Schema], **options: Any) -> Callable[..., Any]:
        """Parse the body, or the query with ``location="query"``, with ``schema``."""
        parse: Callable[..., Any] = super().arguments(schema(), **options)
        return parse


class ProblemSchema(Schema):
    """RFC 9457 problem details, as every refusal answers.

    ``missing`` and ``reused`` are SHA-256 of photos, ``marks`` codes of what is odd about them,
    ``version`` that of the notice in force.
    """

    type = ma.fields.String(required=True)
    title = ma.fields.String(required=True)
    status = ma.fields.Integer(required=True)
    detail = ma.fields.String(required=True)
    code = ma.fields.String(required=True)
    errors = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.List(ma.fields.String()))
    missing = ma.fields.List(ma.fields.String())
    marks = ma.fields.List(ma.fields.String())
    reused = ma.fields.List(ma.fields.String())
    version = ma.fields.String()


class _Api(flask_smorest.Api):
    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Problems are answered by ``platform.http.problems`` alone."""


def answer(data: object, status: int = 200, *, etag: str | None = None) -> Response:
    """A JSON answer straight from ``orjson``; a test holds it against the schema.

    ``etag`` is the bare tag, quoted here.
    """
    response = Response(rendered(data), status=status, content_type="application/json")
    if etag is not None:
        response.headers["ETag"] = f'"{etag}"'
    return response


def init_api(app: Flask, blueprints: list[Blueprint]) -> None:
    """Register the blueprints and serve their OpenAPI 3.1 document."""
    app.config |= {
        "API_TITLE": "随手拍 Suishoupai",
        "API_VERSION": "v1",
        "OPENAPI_VERSION": "3.1.0",
    }
    app.json = _Json(app)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)

    document: list[bytes] = []
    describing = Lock()

    @app.get("/api/v1/openapi.json")
    @requires("page.read")
    def openapi() -> Response:
        """The OpenAPI document of this very application."""
        with describing:
            if not document:
                document.append(orjson.dumps(_finish(_described(app, blueprints))))
        return Response(document[0], content_type="application/json")


def _described(app: Flask, blueprints: list[Blueprint]) -> dict[str, Any]:
    """What flask-smorest says of the blueprints: most of the work of an application's start, and
    wanted by nobody who only serves."""
    api = _Api(app)
    for blueprint in blueprints:
        blueprint.register_views_in_doc(api, app, api.spec, name=blueprint.name, parameters=None)
        api.spec.tag({"name": blueprint.name, "description": blueprint.description})
    spec: dict[str, Any] = api.spec.to_dict()
    return spec


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
        "token": {"type": "http", "scheme": "bearer"},
    }
    spec["security"] = [{}, *({name: []} for name in spec["components"]["securitySchemes"])]
    _spell_patterns(spec)
    return spec


def _spell_patterns(node: Any) -> None:
    r"""Write patterns as JSON Schema reads them: searched for anywhere, without Python's ``\Z``."""
    if isinstance(node, list):
        for item in node:
            _spell_patterns(item)
    if isinstance(node, dict):
        pattern = node.get("pattern")
        if isinstance(pattern, str):
            node["pattern"] = "^" + pattern.removeprefix("^").replace(r"\Z", "$")
        for item in node.values():
            _spell_patterns(item)
