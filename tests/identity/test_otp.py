"""Residents sign in by phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import orjson
import pytest
from flask import Flask
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from server.identity import service, sms
from server.identity.identify import Credentials, actor_of
from server.identity.models import OneTimeCode, Resident
from server.identity.tasks import forget_old
from server.platform.db import Base, db, unit_of_work
from server.platform.outbox.relay import drain
from server.settings import Settings
from tests.identity.conftest import PHONE, demo_settings, new_claim_key
from tests.support.client import CheckedClient
from tests.support.clocks import FrozenClock
from tests.support.queries import Queries
from tests.support.refusals import refused

NewClient = Callable[[], CheckedClient]
SentCode = Callable[[], str]
OTHER_PHONE = "19987654321"


def ask(client: CheckedClient, phone: str = PHONE, **request: Any) -> TestResponse:
    return client.post("/api/v1/otp", json={"phone": phone}, **request)


def redeem(client: CheckedClient, request_id: str, code: str, **request: Any) -> TestResponse:
    return client.post(f"/api/v1/otp/{request_id}", json={"code": code}, **request)


def sign_in(client: CheckedClient, sent_code: SentCode, phone: str = PHONE, **request: Any) -> Any:
    asked = ask(client, phone, **request)
    assert asked.status_code == 202, asked.text
    answer = redeem(client, asked.get_json()["request_id"], sent_code(), **request)
    assert answer.status_code == 201, answer.text
    return answer.get_json()


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_code_opens_an_account(client: CheckedClient, sent_code: SentCode) -> None:
    asked = ask(client)
    assert asked.get_json()["expires_in"] == 300
    answer = redeem(client, asked.get_json()["request_id"], f" {sent_code()} ")
    assert answer.status_code == 201
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("ssp_session"))
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"} <= set(cookie.split("; "))
    me = client.get("/api/v1/me").get_json()
    assert me == answer.get_json()
    assert (me["kind"], me["phone"], me["name"]) == ("resident", "138****5678", None)
    assert (me["roles"], me["organisation"]) == ([], None)


@pytest.mark.parametrize(
    "phone", ["138 1234 5678", "+86 138-1234-5678", "0086 13812345678", "１３８１２３４５６７８"]
)
def test_numbers_are_understood_as_people_write_them(
    client: CheckedClient, sent_code: SentCode, phone: str
) -> None:
    assert sign_in(client, sent_code, phone)["phone"] == "138****5678"


@pytest.mark.parametrize(
    "phone", ["12812345678", "1381234567", "138123456789", "+1 3812345678", "abc", "手机" * 5]
)
def test_what_is_no_mainland_mobile_number(client: CheckedClient, phone: str) -> None:
    answer = ask(client, phone)
    refused(answer, 422, "phone_invalid")
    assert list(answer.get_json()["errors"]) == ["phone"]


def test_residents_stay_for_thirty_days(
    client: CheckedClient, sent_code: SentCode, clock: FrozenClock
) -> None:
    sign_in(client, sent_code)
    clock.advance(days=29, hours=23)
    assert client.get("/api/v1/me").get_json()["kind"] == "resident"
    clock.advance(hours=1)
    assert client.get("/api/v1/me").get_json()["kind"] == "anonymous"


def test_the_same_phone_is_the_same_account(
    app: Flask, client: CheckedClient, another_client: NewClient, sent_code: SentCode
) -> None:
    sign_in(client, sent_code)
    sign_in(another_client(), sent_code, "+86 13812345678")
    sign_in(another_client(), sent_code, OTHER_PHONE)
    with app.app_context():
        assert len(db.session.scalars(select(Resident.id)).all()) == 2
    assert len(client.get("/api/v1/sessions").get_json()["items"]) == 2


def test_the_reports_of_the_device_join_the_account(
    app: Flask, client: CheckedClient, another_client: NewClient, sent_code: SentCode
) -> None:
    key = new_claim_key()
    with app.app_context():
        before = service.ensure_resident(actor_of(Credentials(claim_key=key)))
    sign_in(client, sent_code, headers={"X-Claim-Key": key})
    sign_in(elsewhere := another_client(), sent_code)
    cookie = elsewhere.get_cookie("ssp_session")
    assert cookie is not None
    with app.app_context():
        account = actor_of(Credentials(session_token=cookie.value))
        alone = actor_of(Credentials(claim_key=key))
    assert before.owner in account.owners
    assert account.owner != before.owner
    assert alone.owners == (before.owner,)


def test_a_device_of_one_account_does_not_move_to_another(
    app: Flask, client: CheckedClient, another_client: NewClient, sent_code: SentCode
) -> None:
    headers = {"X-Claim-Key": new_claim_key()}
    sign_in(client, sent_code, headers=headers)
    sign_in(another_client(), sent_code, OTHER_PHONE, headers=headers)
    with app.app_context():
        first = db.session.scalars(
            select(Resident.id).where(Resident.phone_index.is_not(None)).order_by(Resident.id)
        ).first()
        assert db.session.scalars(
            select(Resident.account_id).where(Resident.claim_digest.is_not(None))
        ).all() == [first]


def test_a_code_is_good_for_five_minutes(
    client: CheckedClient, sent_code: SentCode, clock: FrozenClock
) -> None:
    asked = ask(client).get_json()["request_id"]
    code = sent_code()
    clock.advance(minutes=5)
    late = redeem(client, asked, code)
    refused(late, 422, "otp_expired")


def test_a_code_is_good_for_one_sign_in(client: CheckedClient, sent_code: SentCode) -> None:
    asked = ask(client).get_json()["request_id"]
    code = sent_code()
    assert redeem(client, asked, code).status_code == 201
    refused(redeem(client, asked, code), 422, "otp_expired")


def test_a_code_has_five_tries(client: CheckedClient, sent_code: SentCode) -> None:
    asked = ask(client).get_json()["request_id"]
    code = sent_code()
    answers = [redeem(client, asked, wrong(code)).get_json() for _ in range(5)]
    assert [answer["code"] for answer in answers] == ["otp_wrong"] * 4 + ["otp_expired"]
    assert "1" in answers[3]["detail"]
    refused(redeem(client, asked, code), 422, "otp_expired")


def test_a_code_belongs_to_its_request(client: CheckedClient, sent_code: SentCode) -> None:
    first = ask(client).get_json()["request_id"]
    first_code = sent_code()
    second = ask(client).get_json()["request_id"]
    assert redeem(client, second, first_code).status_code == 422
    refused(redeem(client, "0" * 32, first_code), 422, "otp_expired")
    assert redeem(client, first, first_code).status_code == 201


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "１２３４５６"])
def test_what_is_no_code(client: CheckedClient, code: str) -> None:
    answer = redeem(client, "0" * 32, code)
    assert answer.status_code == 422
    assert list(answer.get_json()["errors"]) == ["code"]


def test_three_sends_in_ten_minutes_and_ten_a_day(
    client: CheckedClient, another_client: NewClient, clock: FrozenClock
) -> None:
    places = iter(range(100))

    def status() -> int:
        place = {"REMOTE_ADDR": f"198.51.100.{next(places)}"}
        return ask(another_client(), environ_base=place).status_code

    assert [status() for _ in range(4)] == [202, 202, 202, 429]
    assert ask(client, OTHER_PHONE).status_code == 202
    sent = 3
    while sent < 10:
        clock.advance(minutes=10)
        sent += [status() for _ in range(3)].count(202)
    assert sent == 10
    clock.advance(minutes=10)
    assert status() == 429
    clock.advance(days=1)
    assert status() == 202


def test_an_address_cannot_send_without_end(client: CheckedClient) -> None:
    codes = [ask(client, f"139{number:08d}").status_code for number in range(61)]
    assert codes == [202] * 60 + [429]
    assert ask(client, environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 202


def test_known_and_unknown_phones_answer_alike(
    client: CheckedClient,
    another_client: NewClient,
    sent_code: SentCode,
    clock: FrozenClock,
    query_count: Callable[[], AbstractContextManager[Queries]],
) -> None:
    sign_in(client, sent_code)
    clock.advance(minutes=10)
    stranger = another_client()
    seen = []
    for phone in (PHONE, OTHER_PHONE):
        for headers in ({}, {"X-Claim-Key": new_claim_key()}):
            with query_count() as queries:
                answer = ask(stranger, phone, headers=headers)
            body = answer.get_json()
            assert re.fullmatch(r"[0-9a-f]{32}", body.pop("request_id"))
            seen.append((answer.status_code, body, queries.count - 2 * bool(headers)))
    assert seen == [seen[0]] * 4


def test_guessing_for_days_never_gets_in_and_the_known_device_still_does(
    client: CheckedClient, another_client: NewClient, sent_code: SentCode, clock: FrozenClock
) -> None:
    own = {"X-Claim-Key": new_claim_key()}
    sign_in(client, sent_code, headers=own)
    tried = 0
    for hour in range(23):
        clock.advance(minutes=60)
        attacker = another_client()
        place = {"REMOTE_ADDR": f"198.51.100.{hour}"}
        for _ in range(3):
            asked = ask(attacker, environ_base=place)
            if asked.status_code == 429:
                break
            guess = wrong(sent_code())
            request_id = asked.get_json()["request_id"]
            answers = [redeem(attacker, request_id, guess, environ_base=place) for _ in range(6)]
            assert 201 not in [answer.status_code for answer in answers]
            tried += sum(
                answer.get_json()["code"] == "otp_wrong"
                or (answer.get_json()["code"] == "otp_expired" and number == 4)
                for number, answer in enumerate(answers)
            )
        if hour == 12:
            assert ask(attacker, environ_base=place).status_code == 429
            assert sign_in(another_client(), sent_code, headers=own)["kind"] == "resident"
    assert 30 <= tried <= 50


def test_neither_phone_nor_code_is_in_the_database_or_the_log_of_work(
    app: Flask, client: CheckedClient, sent_code: SentCode, settings: Settings
) -> None:
    asked = ask(client).get_json()["request_id"]
    code = sent_code()
    redeem(client, asked, wrong(code))
    redeem(client, asked, code)
    with app.app_context():
        for table in Base.metadata.sorted_tables:
            for row in db.session.execute(select(table)):
                told = repr(tuple(row))
                assert PHONE not in told, table.name
                assert re.search(rf"(?<![0-9a-f]){code}(?![0-9a-f])", told) is None, table.name
        if db.engine.dialect.name == "sqlite":
            db.session.execute(text("SELECT 1"))
            files = [path for path in settings.data_dir.glob("app.db*") if path.is_file()]
            assert files
            assert not any(PHONE.encode() in path.read_bytes() for path in files)


def test_messages_are_written_for_their_owner_only(
    app: Flask, client: CheckedClient, settings: Settings
) -> None:
    ask(client, headers={"Accept-Language": "ko"})
    path = settings.data_dir / "sms.jsonl"
    assert not path.exists()
    drain(app)
    drain(app)
    assert path.stat().st_mode & 0o777 == 0o600
    lines = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    assert [line["phone"] for line in lines] == [PHONE]
    assert "인증번호" in lines[0]["words"]


def test_a_message_that_comes_too_late_is_not_sent(
    app: Flask, client: CheckedClient, settings: Settings, clock: FrozenClock
) -> None:
    ask(client)
    clock.advance(minutes=6)
    assert drain(app) == 1
    assert not (settings.data_dir / "sms.jsonl").exists()


def test_a_queued_message_cannot_be_moved_to_another_reference(
    app: Flask, client: CheckedClient
) -> None:
    from cryptography.exceptions import InvalidTag

    from server.platform.outbox.models import OutboxRow

    ask(client)
    with app.app_context():
        payload = db.session.scalars(select(OutboxRow.payload)).one()
        assert payload.keys() == {"reference", "sealed"}
        with pytest.raises(InvalidTag):
            sms.deliver(sms.local_gateway(), {**payload, "reference": "other"})


def test_a_demo_resident_signs_in_on_the_demo_only(
    app: Flask, client: CheckedClient, sent_code: SentCode
) -> None:
    with app.app_context(), unit_of_work() as session:
        service.account_of(session, PHONE, "zh-CN", is_demo=True)
    asked = ask(client).get_json()["request_id"]
    refused(redeem(client, asked, sent_code()), 422, "otp_expired")
    with demo_settings(app):
        assert sign_in(client, sent_code)["kind"] == "resident"
        assert client.get("/api/v1/me").get_json()["kind"] == "resident"
    assert client.get("/api/v1/me").get_json()["kind"] == "anonymous"


def test_old_codes_are_forgotten(app: Flask, client: CheckedClient, clock: FrozenClock) -> None:
    ask(client)
    with app.app_context():
        clock.advance(days=1)
        forget_old()
        assert db.session.scalar(select(OneTimeCode.id)) is not None
        clock.advance(minutes=6)
        forget_old()
        assert db.session.scalar(select(OneTimeCode.id)) is None


class TestMessagesOfTheDemo:
    """``/demo/sms`` shows the messages to the person who tries the demo, and to nobody else."""

    @pytest.mark.usefixtures("demo")
    def test_as_a_page_and_as_data(self, app: Flask, client: CheckedClient) -> None:
        browser = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
        assert "还没有短信" in client.get("/demo/sms", headers=browser).text
        ask(client)
        drain(app)
        page = client.get("/demo/sms", headers=browser)
        assert page.mimetype == "text/html"
        assert PHONE in page.text
        items = client.get("/demo/sms", headers={"Accept": "application/json"}).get_json()["items"]
        assert [(item["phone"], item["at"]) for item in items] == [(PHONE, "2026-11-23T01:00:00Z")]

    def test_not_without_the_demo(self, client: CheckedClient) -> None:
        assert client.get("/demo/sms").status_code == 404

    @pytest.mark.parametrize(
        "headers", [{"Host": "city.example"}, {"X-Forwarded-For": "127.0.0.1"}]
    )
    @pytest.mark.usefixtures("demo")
    def test_not_from_elsewhere(self, client: CheckedClient, headers: dict[str, str]) -> None:
        assert client.get("/demo/sms", headers=headers).status_code == 404
