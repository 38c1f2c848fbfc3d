"""Sessions: how long they live, who sees and ends them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy import select

from server.identity import sessions
from server.identity.models import SignIn
from server.identity.tasks import forget_old
from server.platform.db import db
from tests.identity.conftest import MakeStaff
from tests.identity.test_staff_sign_in import kind_of, sign_in
from tests.support.client import CheckedClient
from tests.support.clocks import FrozenClock
from tests.support.queries import Queries
from tests.support.refusals import refused

NewClient = Callable[[], CheckedClient]
PHONE_BROWSER = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/X) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Mobile Safari/537.36"
)


def test_staff_who_do_nothing_for_half_an_hour_are_out(
    client: CheckedClient, make_staff: MakeStaff, clock: FrozenClock
) -> None:
    make_staff("zhao")
    sign_in(client)
    for _ in range(4):
        clock.advance(minutes=29)
        assert kind_of(client) == "staff"
    clock.advance(minutes=30)
    assert kind_of(client) == "anonymous"


def test_staff_are_out_after_twelve_hours_at_the_latest(
    client: CheckedClient, make_staff: MakeStaff, clock: FrozenClock
) -> None:
    make_staff("zhao")
    sign_in(client)
    for _ in range(12 * 4 - 1):
        clock.advance(minutes=15)
        assert kind_of(client) == "staff"
    clock.advance(minutes=15)
    assert kind_of(client) == "anonymous"


def test_being_seen_is_written_once_a_minute_and_costs_one_query_otherwise(
    client: CheckedClient,
    make_staff: MakeStaff,
    clock: FrozenClock,
    query_count: Callable[[], AbstractContextManager[Queries]],
) -> None:
    make_staff("zhao")
    sign_in(client)

    def statements(seconds: int) -> list[str]:
        clock.advance(seconds=seconds)
        with query_count() as queries:
            client.get("/healthz")
        return [statement.split()[0] for statement in queries.statements]

    assert [statements(30), statements(30), statements(1)] == [
        ["SELECT"],
        ["SELECT", "UPDATE"],
        ["SELECT"],
    ]


def test_one_sees_and_ends_ones_own_sessions_only(
    client: CheckedClient, another_client: NewClient, make_staff: MakeStaff, clock: FrozenClock
) -> None:
    make_staff("zhao")
    make_staff("qian")
    phone, foreign = another_client(), another_client()
    sign_in(client)
    clock.advance(minutes=1)
    sign_in(phone, headers={"User-Agent": PHONE_BROWSER})
    sign_in(foreign, "qian")
    items = client.get("/api/v1/sessions").get_json()["items"]
    assert [(item["device"], item["current"]) for item in items] == [
        ("Chrome · Android", False),
        ("", True),
    ]
    assert items[0]["created_at"] == "2026-11-23T01:01:00Z"
    foreign_id = foreign.get("/api/v1/sessions").get_json()["items"][0]["id"]
    for number in (foreign_id, 999_999):
        answer = client.delete(f"/api/v1/sessions/{number}")
        refused(answer, 404, "not_found")
    assert client.delete(f"/api/v1/sessions/{items[0]['id']}").status_code == 204
    assert client.delete(f"/api/v1/sessions/{items[0]['id']}").status_code == 404
    assert [kind_of(phone), kind_of(client), kind_of(foreign)] == ["anonymous", "staff", "staff"]


def test_ended_and_expired_sessions_are_not_listed(
    client: CheckedClient, another_client: NewClient, make_staff: MakeStaff, clock: FrozenClock
) -> None:
    make_staff("zhao")
    sign_in(another_client())
    clock.advance(minutes=31)
    sign_in(client)
    assert len(client.get("/api/v1/sessions").get_json()["items"]) == 1


def test_signing_out_ends_the_session_and_may_be_repeated(
    client: CheckedClient, another_client: NewClient, make_staff: MakeStaff
) -> None:
    make_staff("zhao")
    sign_in(client)
    cookie = client.get_cookie("ssp_session")
    assert cookie is not None
    for _ in range(2):
        assert client.delete("/api/v1/sessions/current").status_code == 204
    assert client.get_cookie("ssp_session") is None
    thief = another_client()
    thief.set_cookie("ssp_session", cookie.value)
    assert kind_of(thief) == "anonymous"
    assert client.get("/api/v1/sessions").status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:9"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 204),
        ({"Origin": "http://localhost"}, 204),
    ],
)
def test_other_sites_cannot_write_with_the_cookie(
    client: CheckedClient, make_staff: MakeStaff, headers: dict[str, str], status: int
) -> None:
    make_staff("zhao")
    sign_in(client)
    answer = client.delete("/api/v1/sessions/current", headers=headers)
    assert answer.status_code == status
    if status == 403:
        assert answer.get_json()["code"] == "cross_site"
        assert kind_of(client) == "staff"


def test_tokens_are_stored_as_digests(
    app: Flask, client: CheckedClient, make_staff: MakeStaff
) -> None:
    make_staff("zhao")
    sign_in(client)
    cookie = client.get_cookie("ssp_session")
    assert cookie is not None
    with app.app_context():
        stored = db.session.scalars(select(SignIn.token_digest)).one()
        assert stored == sessions.token_digest(cookie.value)
    assert cookie.value.encode() not in stored


def test_dead_sessions_are_forgotten_a_month_later(
    app: Flask, client: CheckedClient, make_staff: MakeStaff, clock: FrozenClock
) -> None:
    make_staff("zhao")
    sign_in(client)
    with app.app_context():
        clock.advance(days=30)
        forget_old()
        assert db.session.scalar(select(SignIn.id)) is not None
        clock.advance(hours=13)
        forget_old()
        assert db.session.scalar(select(SignIn.id)) is None


def test_a_busy_database_does_not_spoil_a_read(
    client: CheckedClient,
    make_staff: MakeStaff,
    clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from sqlalchemy.exc import OperationalError

    make_staff("zhao")
    sign_in(client)

    def busy() -> AbstractContextManager[object]:
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))

    clock.advance(minutes=2)
    monkeypatch.setattr(sessions, "unit_of_work", busy)
    assert kind_of(client) == "staff"
