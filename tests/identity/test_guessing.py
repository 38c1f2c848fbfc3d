"""Somebody guesses codes by the thousand, from everywhere; and asks who is known here."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import cycle
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from server.identity import otp, passwords, service, staff
from server.platform.actor import SYSTEM
from server.platform.audit import AuditEntry
from server.platform.db import db, unit_of_work
from tests.identity.conftest import PHONE, MakeStaff, new_claim_key
from tests.support.client import CheckedClient
from tests.support.clocks import FrozenClock
from tests.support.queries import Queries

NewClient = Callable[[], CheckedClient]
SentCode = Callable[[], str]
Counter = Callable[[], AbstractContextManager[Queries]]
ADDRESSES = [{"REMOTE_ADDR": f"198.51.100.{number}"} for number in range(100)]


def _ask(client: CheckedClient, phone: str = PHONE, **request: Any) -> TestResponse:
    return client.post("/api/v1/otp", json={"phone": phone}, **request)


def _redeem(client: CheckedClient, request_id: str, code: str, **request: Any) -> TestResponse:
    return client.post(f"/api/v1/otp/{request_id}", json={"code": code}, **request)


def _sign_in(client: CheckedClient, sent_code: SentCode, **request: Any) -> int:
    asked = _ask(client, **request)
    assert asked.status_code == 202, asked.text
    return _redeem(client, asked.get_json()["request_id"], sent_code(), **request).status_code


def _compared(app: Flask) -> int:
    """How many guesses were held against a code at all."""
    with app.app_context():
        refused = AuditEntry.action == "code_refused"
        return db.session.scalar(select(func.count()).where(refused)) or 0


def test_ten_thousand_guesses_from_a_hundred_addresses(
    app: Flask,
    client: CheckedClient,
    another_client: NewClient,
    sent_code: SentCode,
    clock: FrozenClock,
    full: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Forty guesses a day are held against a code, then not even the right one opens; whoever has
    the phone signs in meanwhile, at an address where nobody else may try any more."""
    own = {"X-Claim-Key": new_claim_key()}
    assert _sign_in(client, sent_code, headers=own) == 201
    clock.advance(days=1)
    attacker, places, left = another_client(), cycle(ADDRESSES), 10_000 if full else 160
    by_address = 200 if full else 20
    monkeypatch.setattr(otp, "_TRIES_BY_ADDRESS", by_address)
    codes: list[tuple[str, str]] = []
    seen: set[int] = set()
    while len(codes) < 10:
        asked = _ask(attacker, environ_base=next(places))
        if asked.status_code == 429:
            clock.advance(minutes=2)
            continue
        codes.append((asked.get_json()["request_id"], sent_code()))
        for offset in range(1, 8):
            wrong = f"{(int(codes[-1][1]) + offset) % 10**6:06d}"
            answer = _redeem(attacker, codes[-1][0], wrong, environ_base=next(places))
            seen.add(answer.status_code)
            left -= 1
    assert _compared(app) == 40
    newest, right = codes[-1]
    assert _redeem(attacker, newest, right, environ_base=next(places)).status_code == 429
    for _ in range(by_address + 1):  # the address of everybody's carrier
        seen.add(_redeem(attacker, "0" * 32, "000000", environ_base=ADDRESSES[0]).status_code)
    assert seen == {422, 429}
    assert _sign_in(another_client(), sent_code, headers=own, environ_base=ADDRESSES[0]) == 201
    for number in range(left):
        request_id = codes[number % len(codes)][0]
        guess = f"{number:06d}"
        seen.add(_redeem(attacker, request_id, guess, environ_base=next(places)).status_code)
    assert seen == {422, 429}
    assert _compared(app) == 40
    assert _ask(attacker, environ_base=next(places)).status_code == 429
    clock.advance(days=1)
    assert _sign_in(another_client(), sent_code) == 201, "tomorrow a new device gets in as well"


def test_a_device_cannot_send_to_one_phone_after_the_other(client: CheckedClient) -> None:
    key, other = ({"X-Claim-Key": new_claim_key()} for _ in range(2))
    codes = [
        _ask(client, f"139{n:08d}", headers=key, environ_base=ADDRESSES[n]).status_code
        for n in range(16)
    ]
    assert codes == [202] * 15 + [429]
    assert _ask(client, headers=other).status_code == 202


# --- who is known here ---------------------------------------------------------------------------


def _told(answer: TestResponse) -> tuple[int, bytes, list[tuple[str, str]]]:
    """All that an asker sees."""
    return answer.status_code, answer.data, sorted(answer.headers)


def test_no_answer_says_whether_there_is_such_a_person_of_staff(
    app: Flask,
    client: CheckedClient,
    make_staff: MakeStaff,
    query_count: Counter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("zhao", "disabled", "demo"):
        make_staff(name, is_demo=name == "demo")
    with app.app_context(), unit_of_work() as session:
        staff.set_active(session, "disabled", active=False, by=SYSTEM)
    work: list[object] = []
    monkeypatch.setattr(passwords, "verify", lambda *given: bool(work.append(given)))
    seen = []
    for number, name in enumerate(("zhao", "disabled", "demo", "nobody", "zhao2")):
        body = {"username": name, "password": "wrong and long enough"}
        with query_count() as queries:
            answer = client.post("/api/v1/sessions", json=body, environ_base=ADDRESSES[number])
        seen.append((*_told(answer), queries.count))
    assert seen == [seen[0]] * 5
    assert len(work) == 5, "each costs one hash"


def test_no_answer_says_whether_a_phone_has_an_account(
    app: Flask, client: CheckedClient, query_count: Counter
) -> None:
    with app.app_context(), unit_of_work() as session:
        service.account_of(session, PHONE, "zh-CN")
        service.account_of(session, "13811111111", "zh-CN", is_demo=True)
    seen = []
    for number, phone in enumerate((PHONE, "13811111111", "13922222222")):
        with query_count() as queries:
            asked = _ask(client, phone, environ_base=ADDRESSES[number])
        request_id = asked.get_json()["request_id"].encode()
        status, body, headers = _told(asked)
        with query_count() as tried:
            answer = _redeem(client, request_id.decode(), "x", environ_base=ADDRESSES[number])
        seen.append((status, body.replace(request_id, b""), headers, queries.count))
        seen[-1] += (*_told(answer), tried.count)  # type: ignore[assignment]
    assert seen == [seen[0]] * 3


def test_unknown_and_used_requests_answer_alike(
    client: CheckedClient, sent_code: SentCode, clock: FrozenClock
) -> None:
    used = _ask(client).get_json()["request_id"]
    assert _redeem(client, used, sent_code()).status_code == 201
    late = _ask(client).get_json()["request_id"]
    clock.advance(minutes=5)
    answers = [_told(_redeem(client, name, "000000")) for name in (used, late, "0" * 32, "a")]
    assert answers == [answers[0]] * 4
