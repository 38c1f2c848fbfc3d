"""What the tests of passwords and of the second factor have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyotp
import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from server.city.models import City
from server.city.service import forget_cached
from server.identity import passwords
from server.notifications.models import Notice
from server.platform import clock as server_clock
from server.platform.audit import AuditEntry
from server.platform.db import db, unit_of_work
from tests.identity.conftest import PASSWORD, MakeStaff
from tests.support.client import CheckedClient
from tests.support.clocks import FrozenClock

API = "/api/v1"
FACTOR = f"{API}/me/second-factor"
_QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same hashes with less work: test_passwords.py looks at the real ones."""
    monkeypatch.setattr(passwords, "_MEMORY_KIB", 64)
    monkeypatch.setattr(passwords, "_hasher", _QUICK)


@pytest.fixture(scope="session")
def password_hash() -> str:
    """The quick hash of ``PASSWORD``."""
    return _QUICK.hash(PASSWORD)


@dataclass(frozen=True)
class Entrance:
    """The door of an office: who works there, with which browsers, and what time it is."""

    app: Flask
    clock: FrozenClock
    make_staff: MakeStaff

    def browser(self) -> CheckedClient:
        """A further browser, with cookies of its own."""
        made = self.app.test_client()
        assert isinstance(made, CheckedClient)
        return made

    def signed_in(self, username: str) -> CheckedClient:
        """A further browser, in which somebody has signed in with the password alone."""
        browser = self.browser()
        assert password_step(browser, username).status_code == 201
        return browser


@pytest.fixture
def entrance(app: Flask, clock: FrozenClock, make_staff: MakeStaff) -> Entrance:
    return Entrance(app, clock, make_staff)


def set_rules(app: Flask, **rules: Any) -> None:
    """Replace what the city says otherwise than the defaults."""
    with app.app_context(), unit_of_work() as session:
        session.execute(update(City).values(policy=rules))
        session.flush()
    with app.app_context():
        forget_cached()


def code_of(secret: str, *, steps_off: int = 0) -> str:
    """What the app shows now, or some spans of 30 seconds off."""
    return pyotp.TOTP(secret).at(int(server_clock.now().timestamp()) + 30 * steps_off)


def password_step(
    client: CheckedClient, username: str, password: str = PASSWORD, **request: Any
) -> TestResponse:
    body = {"username": username, "password": password}
    return client.post(f"{API}/sessions", json=body, **request)


def code_step(client: CheckedClient, challenge: str, code: str, **request: Any) -> TestResponse:
    body = {"challenge": challenge, "code": code}
    return client.post(f"{API}/sessions/second-step", json=body, **request)


def enter(
    client: CheckedClient, username: str, code: str, password: str = PASSWORD, **request: Any
) -> TestResponse:
    """Both steps; the answer to the second."""
    first = password_step(client, username, password, **request)
    assert first.status_code == 202, first.text
    return code_step(client, first.get_json()["challenge"], code, **request)


def set_up(client: CheckedClient, present: str | None = PASSWORD) -> tuple[str, list[str]]:
    """Give a signed-in person a second factor; its secret and the recovery codes."""
    begun = client.post(FACTOR, json={} if present is None else {"present": present})
    assert begun.status_code == 201, begun.text
    secret = begun.get_json()["secret"]
    done = client.post(f"{FACTOR}/confirmation", json={"code": code_of(secret, steps_off=-1)})
    assert done.status_code == 200, done.text
    return secret, done.get_json()["recovery_codes"]


def logged(app: Flask, staff_id: int) -> list[str]:
    """What the audit log says was done to a person, oldest first."""
    with app.app_context():
        wanted = select(AuditEntry.action).where(AuditEntry.subject == f"staff:{staff_id}")
        return list(db.session.scalars(wanted.order_by(AuditEntry.id)))


def notices(app: Flask, staff_id: int) -> list[str]:
    """The templates of somebody's notices, oldest first."""
    with app.app_context():
        wanted = select(Notice.template).where(Notice.owner == f"s:{staff_id}")
        return list(db.session.scalars(wanted.order_by(Notice.id)))
