"""Staff sign in with a password."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from server.identity import passwords, staff
from server.identity.models import Staff
from server.platform.actor import SYSTEM
from server.platform.audit import AuditEntry
from server.platform.db import db, unit_of_work
from tests.identity.conftest import PASSWORD, MakeStaff
from tests.identity.factors import set_up
from tests.support.client import CheckedClient
from tests.support.clocks import FrozenClock
from tests.support.queries import Queries

AWAY = {"REMOTE_ADDR": "203.0.113.9"}
NewClient = Callable[[], CheckedClient]


def sign_in(
    client: CheckedClient, username: str = "zhao", password: str = PASSWORD, **request: Any
) -> TestResponse:
    body = {"username": username, "password": password}
    return client.post("/api/v1/sessions", json=body, **request)


def kind_of(client: FlaskClient, **request: Any) -> str:
    kind: str = client.get("/api/v1/me", **request).get_json()["kind"]
    return kind


def test_the_right_password_opens_a_session(client: CheckedClient, make_staff: MakeStaff) -> None:
    make_staff("zhao", "intake_clerk", "dispatcher")
    answer = sign_in(client, "  ZHAO ")
    assert answer.status_code == 201
    me = answer.get_json()
    assert me == client.get("/api/v1/me").get_json()
    assert me["roles"] == ["dispatcher", "intake_clerk"]
    assert me["organisation"] == {
        "code": "street",
        "name": "东吉街道办事处",
        "kind": "street",
    }
    assert (me["kind"], me["name"], me["phone"]) == ("staff", "Name of zhao", None)
    assert "case.read" in me["permissions"]


def test_the_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites(
    client: CheckedClient, make_staff: MakeStaff
) -> None:
    make_staff("zhao")
    answer = sign_in(client)
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("ssp_session"))
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=43200"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert len(cookie.split(";")[0].removeprefix("ssp_session=")) == 43
    over_tls = sign_in(client, base_url="https://localhost")
    assert all("Secure" in c.split("; ") for c in over_tls.headers.getlist("Set-Cookie"))


def test_unknown_disabled_and_wrong_are_the_same_answer_and_work(
    app: Flask,
    client: CheckedClient,
    make_staff: MakeStaff,
    query_count: Callable[[], AbstractContextManager[Queries]],
) -> None:
    make_staff("zhao")
    make_staff("qian", is_demo=True)
    make_staff("sun")
    with app.app_context(), unit_of_work() as session:
        staff.set_active(session, "sun", active=False, by=SYSTEM)
    seen = []
    for username, password in (
        ("zhao", "wrong"),
        ("nobody", PASSWORD),
        ("qian", PASSWORD),
        ("sun", PASSWORD),
    ):
        with query_count() as queries:
            answer = sign_in(client, username, password)
        seen.append((answer.status_code, answer.get_json(), queries.count))
    assert seen[0][0] == 401
    assert seen[0][1]["code"] == "sign_in_failed"
    assert seen == [seen[0]] * 4


def test_every_attempt_computes_one_hash(
    client: CheckedClient, make_staff: MakeStaff, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_staff("zhao")
    computed: list[str | None] = []
    real = passwords.verify

    def verify(stored: str | None, password: str) -> bool:
        computed.append(stored)
        return real(stored, password)

    monkeypatch.setattr(passwords, "verify", verify)
    for username in ("zhao", "nobody"):
        sign_in(client, username, "wrong")
    assert len(computed) == 2


def test_five_failures_stop_one_address_for_a_quarter_of_an_hour(
    client: CheckedClient, make_staff: MakeStaff, clock: FrozenClock
) -> None:
    make_staff("zhao")
    assert [sign_in(client, password="wrong").status_code for _ in range(5)] == [401] * 5
    stopped = sign_in(client)
    assert stopped.status_code == 429
    assert stopped.headers["Retry-After"] == str(15 * 60)
    assert sign_in(client, environ_base=AWAY).status_code == 201
    clock.advance(minutes=15)
    assert sign_in(client).status_code == 201


def test_a_success_forgets_the_failures_before_it(
    client: CheckedClient, make_staff: MakeStaff
) -> None:
    make_staff("zhao")
    for _ in range(8):
        for _ in range(4):
            assert sign_in(client, password="wrong").status_code == 401
        assert sign_in(client).status_code == 201


def test_strangers_cannot_lock_out_a_device_that_was_here_before(
    client: CheckedClient, another_client: NewClient, make_staff: MakeStaff
) -> None:
    make_staff("zhao")
    assert sign_in(client).status_code == 201
    stranger = another_client()
    for host in range(7):
        place = {"REMOTE_ADDR": f"198.51.100.{host}"}
        for _ in range(5):
            sign_in(stranger, password="wrong", environ_base=place)
    fresh_place = {"REMOTE_ADDR": "198.51.100.77"}
    assert sign_in(stranger, environ_base=fresh_place).status_code == 429
    assert sign_in(client, environ_base=fresh_place).status_code == 201


def test_a_forged_or_foreign_device_mark_helps_nobody(
    client: CheckedClient, another_client: NewClient, make_staff: MakeStaff, clock: FrozenClock
) -> None:
    make_staff("zhao")
    make_staff("qian")
    sign_in(client, "qian")
    mark = client.get_cookie("ssp_device", path="/api/v1/sessions")
    assert mark is not None
    for value in (mark.value, "abc.def", "", "汉字"):
        thief = another_client()
        thief.set_cookie("ssp_device", value, path="/api/v1/sessions")
        for _ in range(5):
            sign_in(thief, password="wrong", environ_base=AWAY)
        assert sign_in(thief, environ_base=AWAY).status_code == 429
        clock.advance(minutes=15)


def test_guessing_through_the_usernames_is_stopped_by_address(
    client: CheckedClient, make_staff: MakeStaff, monkeypatch: Any
) -> None:
    make_staff("zhao")
    monkeypatch.setattr(passwords, "verify", lambda *_given: False)
    codes = [sign_in(client, f"user{n}", environ_base=AWAY).status_code for n in range(101)]
    assert codes == [401] * 100 + [429]
    assert sign_in(client, "user0").status_code == 401


def test_signing_in_replaces_the_session_before(
    client: CheckedClient, another_client: NewClient, make_staff: MakeStaff
) -> None:
    make_staff("zhao")
    sign_in(client)
    first = client.get_cookie("ssp_session")
    sign_in(client)
    second = client.get_cookie("ssp_session")
    assert first is not None
    assert second is not None
    assert first.value != second.value
    old = another_client()
    old.set_cookie("ssp_session", first.value)
    assert (kind_of(old), kind_of(client)) == ("anonymous", "staff")


def test_a_planted_cookie_is_not_taken_over(client: CheckedClient, make_staff: MakeStaff) -> None:
    make_staff("zhao")
    client.set_cookie("ssp_session", "planted")
    assert sign_in(client, headers={"Origin": "http://localhost"}).status_code == 201
    cookie = client.get_cookie("ssp_session")
    assert cookie is not None
    assert cookie.value != "planted"


def test_a_disabled_person_is_out_at_once_and_stays_out_when_enabled(
    app: Flask, client: CheckedClient, make_staff: MakeStaff
) -> None:
    make_staff("zhao")
    sign_in(client)
    for active in (False, True):
        with app.app_context(), unit_of_work() as session:
            staff.set_active(session, "zhao", active=active, by=SYSTEM)
        assert kind_of(client) == "anonymous"
    assert sign_in(client).status_code == 201


def test_switching_a_row_off_by_hand_is_enough(
    app: Flask, client: CheckedClient, make_staff: MakeStaff
) -> None:
    make_staff("zhao")
    sign_in(client)
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Staff).values(active=False))
    assert kind_of(client) == "anonymous"


def test_a_new_password_ends_every_session(
    app: Flask, client: CheckedClient, make_staff: MakeStaff
) -> None:
    make_staff("zhao")
    sign_in(client)
    with app.app_context():
        hashed = passwords.hash_password("another fine password")
        with unit_of_work() as session:
            staff.set_password(session, "zhao", hashed, SYSTEM)
    assert kind_of(client) == "anonymous"
    assert sign_in(client).status_code == 401
    assert sign_in(client, password="another fine password").status_code == 201


def test_hashes_with_old_parameters_are_renewed(
    app: Flask, client: CheckedClient, make_staff: MakeStaff
) -> None:
    from argon2 import PasswordHasher

    make_staff("zhao")
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Staff).values(password_hash=old))
    assert sign_in(client).status_code == 201
    with app.app_context():
        stored = db.session.scalars(select(Staff.password_hash)).one()
    assert "m=19456,t=2,p=1" in stored
    assert sign_in(client).status_code == 201
    set_up(client)
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Staff).values(password_hash=old))
    for password, kept in (("wrong", True), (PASSWORD, False)):
        assert sign_in(client, password=password).status_code == 202
        with app.app_context():
            assert (db.session.scalars(select(Staff.password_hash)).one() == old) == kept


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"username": "zhao"},
        {"username": "", "password": ""},
        {"username": "zhao", "password": "x" * 129},
        {"username": "zhao", "password": "x", "role": "supervisor"},
        {"username": ["zhao"], "password": None},
    ],
)
def test_bodies_that_are_no_sign_in(client: CheckedClient, body: dict[str, Any]) -> None:
    answer = client.post("/api/v1/sessions", json=body)
    assert answer.status_code == 422
    assert answer.get_json()["errors"]


def test_sign_ins_and_refusals_are_audited(
    app: Flask, client: CheckedClient, make_staff: MakeStaff
) -> None:
    number = make_staff("zhao")
    sign_in(client, password="wrong")
    sign_in(client, "nobody")
    sign_in(client)
    with app.app_context():
        entries = db.session.execute(
            select(AuditEntry.actor, AuditEntry.action, AuditEntry.subject).order_by(AuditEntry.id)
        ).all()
        told = db.session.scalars(select(AuditEntry.data).order_by(AuditEntry.id)).all()
    assert [tuple(entry) for entry in entries] == [
        ("anonymous", "sign_in_refused", f"staff:{number}"),
        ("anonymous", "sign_in_refused", "staff:unknown"),
        (f"s:{number}", "signed_in", f"staff:{number}"),
    ]
    assert [entry["from"] for entry in told] == ["127.0.0.1"] * 3


class TestDemoAccounts:
    """Demo accounts live only on a demo, on this very machine, without a proxy."""

    @pytest.mark.usefixtures("demo")
    def test_they_sign_in_on_this_machine(
        self, client: CheckedClient, make_staff: MakeStaff
    ) -> None:
        make_staff("demo", is_demo=True)
        for host in ("localhost", "127.0.0.1:8000", "[::1]:8000"):
            assert sign_in(client, "demo", headers={"Host": host}).status_code == 201

    @pytest.mark.parametrize(
        "request_",
        [
            {"headers": {"Host": "city.example"}},
            {"headers": {"Host": "localhost.example"}},
            {"headers": {"Host": "127.0.0.1.example:8000"}},
            {"headers": {"X-Forwarded-For": "203.0.113.9"}},
            {"headers": {"X-Forwarded-Proto": "https"}},
            {"headers": {"X-Forwarded-Anything": ""}},
            {"headers": {"Forwarded": "for=203.0.113.9"}},
            {"headers": {"X-Real-IP": "127.0.0.1"}},
            {"environ_base": AWAY},
        ],
    )
    @pytest.mark.usefixtures("demo")
    def test_they_are_nobody_anywhere_else(
        self,
        app: Flask,
        client: CheckedClient,
        make_staff: MakeStaff,
        request_: dict[str, Any],
    ) -> None:
        make_staff("demo", is_demo=True)
        assert sign_in(client, "demo", **request_).status_code == 401
        assert sign_in(client, "demo").status_code == 201
        cookie = client.get_cookie("ssp_session")
        assert cookie is not None
        elsewhere = app.test_client(use_cookies=False)
        for request, kind in ((request_, "anonymous"), ({}, "staff")):
            headers = {"Cookie": f"ssp_session={cookie.value}", **request.get("headers", {})}
            place = request.get("environ_base", {})
            assert kind_of(elsewhere, headers=headers, environ_base=place) == kind

    def test_they_end_with_the_demo(
        self, app: Flask, client: CheckedClient, make_staff: MakeStaff
    ) -> None:
        from tests.identity.conftest import demo_settings

        make_staff("demo", is_demo=True)
        with demo_settings(app):
            assert sign_in(client, "demo").status_code == 201
            assert kind_of(client) == "staff"
        assert kind_of(client) == "anonymous"
        assert sign_in(client, "demo").status_code == 401

    @pytest.mark.usefixtures("demo")
    def test_real_accounts_work_from_everywhere(
        self, client: CheckedClient, make_staff: MakeStaff
    ) -> None:
        make_staff("zhao")
        headers = {"Host": "city.example", "X-Forwarded-For": "203.0.113.9"}
        assert sign_in(client, headers=headers).status_code == 201
