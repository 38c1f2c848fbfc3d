"""Claim keys and query codes."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.identity import claims, service
from server.identity.identify import Credentials, actor_of
from server.identity.models import Resident
from server.platform.actor import Actor, ActorKind
from server.platform.db import db
from server.platform.errors import Problem
from tests.identity.conftest import new_claim_key
from tests.support.client import CheckedClient
from tests.support.clocks import FrozenClock
from tests.support.refusals import refused

ADDRESS = "203.0.113.7"
CASE = "220402-20261122-4F7K"


@pytest.fixture(autouse=True)
def _context(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def residents() -> int:
    return db.session.scalar(select(func.count()).select_from(Resident)) or 0


@pytest.mark.parametrize(
    "key",
    [
        "short",
        "A" * 42,
        "A" * 44,
        "A" * 42 + "+",
        "A" * 42 + "汉",
        "A" * 43 + "==",
        " " + "A" * 42,
        base64.b64encode(bytes(31)).decode(),
        "A" * 5000,
    ],
)
def test_anything_but_32_bytes_is_no_claim_key(key: str) -> None:
    with pytest.raises(Problem) as refusal:
        claims.claim_digest(key)
    assert (refusal.value.code, refusal.value.status) == ("claim_key_invalid", 401)


def test_a_damaged_key_is_told_over_http(client: CheckedClient) -> None:
    answer = client.get("/api/v1/me", headers={"X-Claim-Key": "short"})
    refused(answer, 401, "claim_key_invalid")


def test_a_key_with_or_without_padding_is_the_same() -> None:
    key = new_claim_key()
    assert claims.claim_digest(key) == claims.claim_digest(key + "=")


def test_a_device_is_a_claimant_and_reading_makes_no_row(client: CheckedClient) -> None:
    answer = client.get("/api/v1/me", headers={"X-Claim-Key": new_claim_key()})
    assert answer.get_json()["kind"] == "claimant"
    assert "photo.upload" in answer.get_json()["permissions"]
    assert residents() == 0


def test_the_row_of_a_device_is_made_once_and_when_needed() -> None:
    key = new_claim_key()
    unknown = actor_of(Credentials(claim_key=key, wanted_locale="ko"))
    assert (unknown.kind, unknown.owner) == (ActorKind.RESIDENT, "")
    first, twin = service.ensure_resident(unknown), service.ensure_resident(unknown)
    assert first.owner == twin.owner != ""
    assert residents() == 1
    known = actor_of(Credentials(claim_key=key))
    assert (known.owner, known.locale) == (first.owner, "ko")
    assert service.ensure_resident(known) is known


def test_an_anonymous_actor_cannot_own_anything() -> None:
    with pytest.raises(Problem) as refusal:
        service.ensure_resident(actor_of(Credentials()))
    assert refusal.value.code == "sign_in_required"


def test_the_key_itself_is_not_stored() -> None:
    key = new_claim_key()
    service.ensure_resident(actor_of(Credentials(claim_key=key)))
    row = db.session.scalars(select(Resident)).one()
    raw = base64.urlsafe_b64decode(key + "=")
    assert row.claim_digest is not None
    assert row.claim_digest != raw
    assert raw not in row.claim_digest


def test_query_codes_belong_to_the_device_and_can_be_shown_again() -> None:
    one, other = (
        service.ensure_resident(actor_of(Credentials(claim_key=new_claim_key()))) for _ in range(2)
    )
    code = service.query_code(one.owner, "a" * 32)
    assert re.fullmatch(r"[A-Z2-7]{16}", code)
    assert code == service.query_code(one.owner, "b" * 32)
    assert code != service.query_code(other.owner, "a" * 32)


def test_a_report_typed_by_staff_has_a_code_of_its_own() -> None:
    codes = {service.query_code("s:1", "a" * 32), service.query_code("s:1", "b" * 32)}
    assert len(codes) == 2
    assert service.query_code("s:2", "a" * 32) in codes


def test_codes_are_read_as_people_write_them() -> None:
    code = claims.query_code_for("s:1", "a" * 32)
    written = f" {code[:4].lower()}-{code[4:8]} {code[8:12]}-{code[12:]} "
    assert claims.query_code_digest(written) == claims.query_code_digest(code)
    assert claims.query_code_digest("0000-0000-0000-0000") is None


def check(code: str, expected: list[bytes], address: str = ADDRESS, case: str = CASE) -> bytes:
    return service.check_query_code(code, expected, case_number=case, address=address)


def code_and_digest() -> tuple[str, bytes]:
    code = claims.query_code_for("s:1", "a" * 32)
    digest = claims.query_code_digest(code)
    assert digest is not None
    return code, digest


def fault_of(code: str, expected: list[bytes], **where: str) -> str:
    with pytest.raises(Problem) as refusal:
        check(code, expected, **where)
    return refusal.value.code


def test_ten_wrong_codes_an_hour_for_a_case_and_address(clock: FrozenClock) -> None:
    code, digest = code_and_digest()
    wrong = [fault_of(f"{'A' * 15}{letter}", [digest]) for letter in "ABCDEFGHIJ"]
    assert set(wrong) == {"not_found"}
    assert fault_of("B" * 16, [digest]) == "too_many_requests"
    assert fault_of(code, [digest]) == "too_many_requests"
    assert check(code, [digest], address="203.0.113.8") == digest
    assert check(code, [digest], case="220402-20261122-AAAA") == digest
    clock.advance(hours=1)
    assert check(code, [bytes(32), digest]) == digest


def test_an_unknown_case_answers_and_counts_like_a_wrong_code() -> None:
    answers = [fault_of("A" * 16, []) for _ in range(11)]
    assert answers == ["not_found"] * 10 + ["too_many_requests"]


def test_an_address_cannot_walk_through_the_cases() -> None:
    answers = [fault_of("A" * 16, [], case=f"case-{number}") for number in range(101)]
    assert answers == ["not_found"] * 100 + ["too_many_requests"]


def test_right_codes_are_never_counted() -> None:
    code, digest = code_and_digest()
    for _ in range(30):
        assert check(code, [digest]) == digest


def test_anonymous_actors_hold_the_public_permissions_only() -> None:
    actor = actor_of(Credentials())
    assert isinstance(actor, Actor)
    assert "public.read" in actor.permissions
    assert not actor.may("photo.upload")
