"""A test client that holds every API answer against the application's own OpenAPI document."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import quote

import orjson
from flask.testing import FlaskClient
from jsonschema_rs import Draft202012Validator, Registry
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

API = "/api/v1/"
DOCUMENT = "/api/v1/openapi.json"
PROBLEM = "application/problem+json"
_VARIABLE = re.compile(r"<(?:[^<>:]+:)?([^<>]+)>")
_BODILESS = {204, 304}
_documents: dict[frozenset[str], bytes] = {}


class CheckedClient(FlaskClient):
    """Fails the test on an answer that the OpenAPI document does not announce."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        path = response.request.path
        if path.startswith(API) and path != DOCUMENT:
            check_answer(self._document(), self._route(response), response)
        return response

    def _document(self) -> bytes:
        """The same for all applications with the same routes: making it takes its time."""
        routes = frozenset(map(str, self.application.url_map.iter_rules()))
        if routes not in _documents:
            with self.application.test_client() as plain:
                answer = FlaskClient.open(plain, DOCUMENT)
            assert answer.status_code == 200, answer.text
            _documents[routes] = answer.data
        return _documents[routes]

    def _route(self, response: TestResponse) -> tuple[str, str] | None:
        """The documented path and method of the request, or None where no route is."""
        method = response.request.method
        adapter = self.application.url_map.bind("localhost")
        try:
            rule, _ = adapter.match(response.request.path, method, return_rule=True)
        except HTTPException:
            return None
        return _VARIABLE.sub(r"{\1}", rule.rule), "get" if method == "HEAD" else method.lower()


def check_answer(document: bytes, route: tuple[str, str] | None, response: TestResponse) -> None:
    """Raise ``AssertionError`` when the answer breaks the document or is no valid problem."""
    status = response.status_code
    assert status < 500, f"server error: {response.text}"
    if status >= 400:
        _check_problem(response)
    if route is None:
        assert status in (404, 405), f"{status} from a path without a route"
        return
    where = f"{route[1].upper()} {route[0]} -> {status}"
    operation = _operation(document, route)
    assert operation is not None, f"{where}: the route is not in the OpenAPI document"
    announced = _announced(document, operation, status)
    assert announced is not None, f"{where}: the status is not in the OpenAPI document"
    if status in _BODILESS or response.request.method == "HEAD":
        assert response.data == b"", f"{where}: carries a body"
        return
    _check_body(document, announced, response, where)


def _check_problem(response: TestResponse) -> None:
    assert response.mimetype == PROBLEM, f"{response.status_code} is no problem+json"
    problem = orjson.loads(response.data)
    missing = {"type", "title", "status", "detail", "code"} - problem.keys()
    assert not missing, f"problem lacks {missing}: {problem}"
    assert problem["status"] == response.status_code, problem
    assert problem["detail"].strip(), f"problem without a sentence: {problem}"


def _check_body(document: bytes, announced: str, response: TestResponse, where: str) -> None:
    content = _lookup(document, announced).get("content", {})
    assert response.mimetype in content, f"{where}: {response.mimetype} not in {sorted(content)}"
    if response.mimetype.endswith("json"):
        pointer = f"{announced}/content/{_escape(response.mimetype)}/schema"
        errors = list(_validator(document, pointer).iter_errors(orjson.loads(response.data)))
        told = "; ".join(f"{error.instance_path}: {error.message}" for error in errors[:5])
        assert not errors, f"{where}: {told}"


def _operation(document: bytes, route: tuple[str, str]) -> str | None:
    path, method = route
    known = method in _parsed(document)["paths"].get(path, {})
    return f"/paths/{_escape(path)}/{method}" if known else None


def _announced(document: bytes, operation: str, status: int) -> str | None:
    """The pointer to the response object; a default announces refusals only."""
    responses = _lookup(document, operation)["responses"]
    names = [str(status)] + (["default"] if status >= 400 else [])
    name = next((name for name in names if name in responses), None)
    if name is None:
        return None
    reference = responses[name].get("$ref")
    return reference.removeprefix("#") if reference else f"{operation}/responses/{name}"


@cache
def _parsed(document: bytes) -> dict[str, Any]:
    parsed: dict[str, Any] = orjson.loads(document)
    return parsed


@cache
def _lookup(document: bytes, pointer: str) -> dict[str, Any]:
    node: Any = _parsed(document)
    for part in pointer.split("/")[1:]:
        node = node[part.replace("~1", "/").replace("~0", "~")]
    found: dict[str, Any] = node
    return found


@cache
def _registry(document: bytes) -> Registry:
    return Registry([("urn:openapi", _parsed(document))])


@cache
def _validator(document: bytes, pointer: str) -> Draft202012Validator:
    return Draft202012Validator(
        {"$ref": f"urn:openapi#{quote(pointer)}"},
        registry=_registry(document),
        validate_formats=True,
    )


def _escape(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
