"""Every refusal as RFC 9457 problem+json, in the reader's language."""

from __future__ import annotations

import re
from typing import Any

import orjson
import structlog
from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from server.platform.disk import is_full
from server.platform.errors import Problem
from server.platform.i18n import best_locale, catalogue, t

log = structlog.get_logger()
CONTENT_TYPE = "application/problem+json"
_STATUS_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    408: "timeout",
    413: "too_large",
    415: "media_type",
    416: "range",
    422: "invalid",
    429: "too_many_requests",
}
_FIELDS_MOST, _NAME_MOST = 50, 80
_FULL_RETRY_SECONDS = 300
_REFUSED = frozenset({401, 403, 429})
_FIELD_CODE = re.compile(r"^[a-z][a-z0-9_]*$")


def request_locale() -> str:
    """The reader's locale, from ``Accept-Language``."""
    return best_locale([(str(tag), quality) for tag, quality in request.accept_languages])


def problem_body(problem: Problem, locale: str) -> dict[str, Any]:
    """The members of RFC 9457 with our ``code``, ``errors`` by field, and what else helps."""
    body: dict[str, Any] = {
        "type": f"urn:suishoupai:problem:{problem.code}",
        "title": t(f"problem.{problem.code}.title", locale)
        if f"problem.{problem.code}.title" in catalogue(locale)
        else t(f"problem_status.{problem.status}", locale),
        "status": problem.status,
        "detail": t(f"problem.{problem.code}", locale, **problem.params),
        "code": problem.code,
        **problem.extra,
    }
    if problem.fields:
        body["errors"] = {
            name: [field_sentence(code, locale) for code in codes]
            for name, codes in problem.fields.items()
        }
    return body


def field_sentence(code: str, locale: str) -> str:
    """What is wrong with a field, in words."""
    key = f"field.{code}"
    words = catalogue(locale)
    return words.get(key, words["field.invalid"])


def problem_response(problem: Problem) -> Response:
    """The answer for a problem raised while handling the present request."""
    response = Response(
        orjson.dumps(problem_body(problem, request_locale())),
        status=problem.status,
        content_type=CONTENT_TYPE,
    )
    response.headers["Cache-Control"] = "no-store"
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def init_problems(app: Flask) -> None:
    """Answer every error of the application as a problem, and log who was refused what.

    Of residents the log has no name, not even a number: only that it was one.
    """

    @app.after_request
    def _tell_refusal(response: Response) -> Response:
        if response.status_code in _REFUSED:
            who = g.get("actor")
            by = "" if who is None else who.owner if who.is_staff else who.kind.value
            log.warning("refused", status=response.status_code, endpoint=request.endpoint, by=by)
        return response

    @app.errorhandler(Problem)
    def _problem(error: Problem) -> Response:
        return problem_response(error)

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        status = error.code or 500
        if status < 400:
            return Response(response=error.get_body(), status=status, headers=error.get_headers())
        code = _STATUS_CODES.get(status, "bad_request" if status < 500 else "internal")
        messages = (getattr(error, "data", None) or {}).get("messages")
        fields = field_codes(messages or {})
        response = problem_response(Problem(code, status, fields=fields))
        allowed = error.get_response().headers.get("Allow")
        if allowed:
            response.headers["Allow"] = allowed
        return response

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> Response:
        if is_full(error):
            log.error("storage_full", endpoint=request.endpoint)
            return problem_response(Problem("storage_full", 507, retry_after=_FULL_RETRY_SECONDS))
        log.exception("request_failed", endpoint=request.endpoint, error=type(error).__name__)
        return problem_response(Problem("internal", 500))


def field_codes(messages: dict[str, Any]) -> dict[str, list[str]]:
    """Flatten marshmallow's messages ``{"json": {"place": {"lat": [..]}}}`` to dotted names.

    At most ``_FIELDS_MOST`` of them, each cut short: what somebody made up is not sent back whole.
    """
    found: dict[str, list[str]] = {}

    def walk(prefix: str, node: object) -> None:
        if len(found) >= _FIELDS_MOST:
            return
        if isinstance(node, dict):
            for name, child in node.items():
                walk((f"{prefix}.{name}" if prefix else str(name))[:_NAME_MOST], child)
        elif isinstance(node, list):
            found[prefix or "body"] = [
                str(item) if _FIELD_CODE.match(str(item)) else "invalid" for item in node
            ]

    for location in messages.values():
        walk("", location)
    return found
