"""People and offices for the tests of identity."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flask import Flask

from server.city.models import City
from server.identity import passwords, sms, staff
from server.identity.models import Organisation
from server.platform.db import unit_of_work
from server.platform.outbox.relay import drain
from tests.support.client import CheckedClient
from tests.support.clocks import FrozenClock

PASSWORD = "correct horse battery"
PHONE = "13812345678"
MakeStaff = Callable[..., int]


def new_claim_key() -> str:
    """A claim key as a device makes it."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")


@pytest.fixture(autouse=True)
def _standing_clock(clock: FrozenClock) -> None:
    """Every test of identity runs on the standing clock."""


@pytest.fixture(scope="session")
def password_hash() -> str:
    """The hash of ``PASSWORD``."""
    return passwords.hash_password(PASSWORD)


@pytest.fixture
def offices(app: Flask) -> dict[str, int]:
    """Ids of a street office, a property company and the supervision centre, by code."""
    with app.app_context(), unit_of_work() as session:
        rows = [
            Organisation(code="street", name="东吉街道办事处", kind="street"),
            Organisation(code="property", name="安居物业", kind="property"),
            Organisation(code="centre", name="督察中心", kind="centre"),
        ]
        session.add_all(rows)
        passwords_do = {"second_factor_required": False}
        session.add(City(code="990101", name="测试区", profile={}, policy=passwords_do))
        session.flush()
        return {row.code: row.id for row in rows}


@pytest.fixture
def make_staff(app: Flask, offices: dict[str, int], password_hash: str) -> MakeStaff:
    """``make_staff(username, *roles, organisation="street", is_demo=False)`` → id."""

    def make(
        username: str, *roles: str, organisation: str = "street", is_demo: bool = False
    ) -> int:
        new = staff.NewStaff(
            username=username,
            name=f"Name of {username}",
            password_hash=password_hash,
            organisation_id=offices[organisation],
            roles=frozenset(roles or ("intake_clerk",)),
            is_demo=is_demo,
        )
        with app.app_context(), unit_of_work() as session:
            return staff.add_staff(session, new).id

    return make


@pytest.fixture
def demo(app: Flask) -> Iterator[None]:
    """The application as a demo."""
    with demo_settings(app):
        yield


@contextmanager
def demo_settings(app: Flask) -> Iterator[None]:
    """Switch the demo on for a while."""
    runtime = app.extensions["suishoupai"]
    app.extensions["suishoupai"] = replace(runtime, settings=replace(runtime.settings, demo=True))
    yield
    app.extensions["suishoupai"] = runtime


@pytest.fixture
def another_client(app: Flask) -> Callable[[], CheckedClient]:
    """A further client with cookies of its own."""

    def make() -> CheckedClient:
        made = app.test_client()
        assert isinstance(made, CheckedClient)
        return made

    return make


@pytest.fixture
def sent_code(app: Flask) -> Callable[[], str]:
    """Empty the outbox and read the code of the message sent last."""

    def read() -> str:
        drain(app)
        with app.app_context():
            words = sms.local_gateway().last(1)[0]["words"]
        found = re.search(r"\d{6}", words)
        assert found is not None, words
        return found[0]

    return read
