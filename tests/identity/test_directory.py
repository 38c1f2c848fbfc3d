"""Organisations and colleagues."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import update

from server.identity.models import Organisation
from server.platform.db import unit_of_work
from tests.identity.conftest import MakeStaff, new_claim_key
from tests.identity.test_staff_sign_in import sign_in
from tests.support.client import CheckedClient
from tests.support.refusals import refused


def codes(client: CheckedClient, query: str = "") -> list[str]:
    items = client.get(f"/api/v1/organisations{query}").get_json()["items"]
    return [item["code"] for item in items]


def test_staff_see_the_active_organisations(
    app: Flask, client: CheckedClient, make_staff: MakeStaff
) -> None:
    make_staff("zhao")
    make_staff("qian", "handler")
    sign_in(client)
    assert codes(client) == ["centre", "property", "street"]
    assert codes(client, "?for=dispatch") == ["street"]
    with app.app_context(), unit_of_work() as session:
        session.execute(
            update(Organisation).where(Organisation.code == "property").values(active=False)
        )
    assert codes(client) == ["centre", "street"]


def test_no_suggestion_for_a_case_one_may_not_see(
    client: CheckedClient, make_staff: MakeStaff
) -> None:
    make_staff("zhao")
    sign_in(client)
    answer = client.get("/api/v1/organisations?for=dispatch&case=220402-20261122-4F7K")
    assert answer.status_code == 404
    assert client.get("/api/v1/organisations?for=nothing").status_code == 422


def test_colleagues_are_those_of_ones_own_office(
    client: CheckedClient, make_staff: MakeStaff
) -> None:
    first = make_staff("zhao", "handler")
    second = make_staff("qian", "handler")
    make_staff("sun", "handler", organisation="property")
    sign_in(client)
    assert client.get("/api/v1/people?organisation=street").get_json() == {
        "items": [{"id": second, "name": "Name of qian"}, {"id": first, "name": "Name of zhao"}]
    }
    for code in ("property", "nowhere"):
        answer = client.get(f"/api/v1/people?organisation={code}")
        refused(answer, 404, "not_found")
    assert client.get("/api/v1/people").status_code == 422


def test_who_manages_staff_sees_every_office(client: CheckedClient, make_staff: MakeStaff) -> None:
    make_staff("zhao", "administrator")
    make_staff("sun", organisation="property")
    sign_in(client)
    assert len(client.get("/api/v1/people?organisation=property").get_json()["items"]) == 1


@pytest.mark.parametrize("path", ["/api/v1/organisations", "/api/v1/people?organisation=street"])
@pytest.mark.usefixtures("offices")
def test_residents_see_neither(client: CheckedClient, path: str) -> None:
    assert client.get(path).status_code == 401
    assert client.get(path, headers={"X-Claim-Key": new_claim_key()}).status_code == 403


def test_the_auditor_sees_no_people(client: CheckedClient, make_staff: MakeStaff) -> None:
    make_staff("zhao", "auditor")
    sign_in(client)
    assert client.get("/api/v1/people?organisation=street").status_code == 403
