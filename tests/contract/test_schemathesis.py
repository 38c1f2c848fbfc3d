"""The whole API fuzzed from its own OpenAPI document: no 5xx, no answer outside the schema."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.contract.roles import EVERYBODY, person_of
from tests.support.client import DOCUMENT
from tests.support.world import Person, World

FEW = {"anonymous", "device", "intake_clerk", "supervisor"}
"""Who asks at reduced size; at full size everybody does, each signed in as they are."""

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


def _headers(person: Person) -> dict[str, str]:
    if person.claim_key is not None:
        return {"X-Claim-Key": person.claim_key}
    cookie = person.client.get_cookie("ssp_session")
    return {"Cookie": f"ssp_session={cookie.value}"} if cookie else {}


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_nothing_breaks_the_contract(world: World, full: bool, role: str) -> None:
    if not full and role not in FEW:
        pytest.skip("at full size only")
    person = person_of(world, role)
    resident = world.resident()
    number = resident.report().get_json()["case_number"]
    world.staff("east_clerk").do(number, "accept", **world.condition())
    person.get("me")
    headers = {"Accept-Encoding": "identity", **_headers(person)}
    schema: Any = schemathesis.openapi.from_wsgi(DOCUMENT, world.app)

    for outcome in schema.get_all_operations():
        operation = outcome.ok()

        @settings(
            max_examples=60 if full else 3,
            derandomize=not full,
            database=None,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def attempt(case: Any) -> None:
            if case.path_parameters and "number" in case.path_parameters:
                case.path_parameters["number"] = number
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=CHECKS)

        attempt()
