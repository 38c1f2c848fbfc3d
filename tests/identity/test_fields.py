"""Refused fields are explained in the reader's language."""

from __future__ import annotations

import pytest

from server.platform.i18n import t
from tests.support.client import CheckedClient


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"username": "zhao"}, "password", "required"),
        ({"username": None, "password": "x"}, "username", "required"),
        ({"username": 1, "password": "x"}, "username", "invalid"),
        ({"username": "x" * 61, "password": "x"}, "username", "too_long"),
        ({"username": "", "password": "x"}, "username", "too_short"),
        ({"username": "x", "password": "x", "roles": []}, "roles", "unknown"),
    ],
)
@pytest.mark.parametrize("locale", ["zh-CN", "ko", "en"])
def test_each_field_has_its_sentence(
    client: CheckedClient, body: dict[str, object], field: str, code: str, locale: str
) -> None:
    answer = client.post("/api/v1/sessions", json=body, headers={"Accept-Language": locale})
    assert answer.status_code == 422
    assert answer.get_json()["errors"] == {field: [t(f"field.{code}", locale)]}
    assert answer.get_json()["title"] == t("problem_status.422", locale)
