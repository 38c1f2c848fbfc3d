"""Asserting how somebody was refused."""

from __future__ import annotations

from werkzeug.test import TestResponse


def refused(answer: TestResponse, status: int, code: str, *fields: str) -> dict[str, object]:
    """The problem's body, if it is the one expected; ``fields`` must be named in ``errors``."""
    body: dict[str, object] = answer.get_json()
    assert (answer.status_code, body.get("code")) == (status, code), answer.text
    errors = body.get("errors") or {}
    assert set(fields) <= set(errors), body  # type: ignore[arg-type]
    return body
