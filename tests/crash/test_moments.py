"""Failing at every single moment on the way of a report, of an action and of the outbox."""

from __future__ import annotations

import base64
import hashlib
import itertools
import secrets
import uuid
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.cases.models import Case
from server.platform.db import db
from server.reports.consent import VERSION
from tests.crash.people import API, picture
from tests.crash.test_kill import EXPECTED
from tests.crash.victims import Request, Victims, victims
from tests.crash.whole import (
    assert_heads_noted,
    assert_nothing_left_over,
    assert_told_once,
    assert_whole,
)
from tests.support.world import EAST

pytestmark = pytest.mark.timeout(1800)  # every single moment takes its time at full size
STORAGE_FULL = 507
LEAST_MOMENTS = 10
LEASE_OVER_SECONDS = 120


@pytest.fixture
def forks(data_dir: Path, database: str) -> Iterator[Victims]:
    """Processes to fail."""
    with victims(data_dir, database) as made:
        yield made


def submission() -> list[Request]:
    """Upload and report of a new device."""
    data = picture()
    sha256 = hashlib.sha256(data).hexdigest()
    key = base64.urlsafe_b64encode(secrets.token_bytes(32)).rstrip(b"=").decode()
    headers = {"X-Claim-Key": key}
    form = {
        "id": str(uuid.uuid4()),
        "photos": [{"sha256": sha256, "role": "near"}],
        "place": {**EAST, "accuracy_m": 10, "source": "fix"},
        "tile": "T1",
        "words": "垃圾没有人清",
        "consent": VERSION,
    }
    upload = {"path": f"{API}/photos/{sha256}", "method": "PUT", "headers": headers}
    return [
        upload | {"data64": base64.b64encode(data).decode()},
        {"path": f"{API}/reports", "method": "POST", "headers": headers, "json": form},
    ]


@pytest.fixture
def moments(full: bool, is_sqlite: bool) -> Iterator[int]:
    """Every moment at full size, else some beginning anywhere; the test ends it."""
    stride = 1 if full else 24 if is_sqlite else 48
    return itertools.count(Random().randint(1, min(stride, 3)), stride)


@pytest.mark.parametrize("how", ["exit", "full"])
def test_report_fails_at_every_moment(
    app: Flask, forks: Victims, data_dir: Path, moments: Iterator[int], how: str
) -> None:
    """Whatever the moment, the report is there or not; sent again, it is there once."""
    for at in moments:
        requests = submission()
        hurt = forks.send(requests, at=at, how=how)
        if not hurt.hit:
            break
        if how == "full":
            assert hurt.answers[-1].status in (201, STORAGE_FULL), (at, hurt)
        assert_whole(app)
        healed = forks.send(requests)
        assert [answer.status < 300 for answer in healed.answers] == [True, True], (at, healed)
        receipt = healed.answers[1].body
        again = forks.send(requests)
        assert [answer.status for answer in again.answers] == [200, 200], (at, again)
        known = [answer.body for answer in (*hurt.answers[1:], again.answers[1])]
        assert all(body == receipt for body in known if "case_number" in body), at
    assert at > LEAST_MOMENTS
    assert_whole(app)
    assert_nothing_left_over(app, data_dir)


def test_action_fails_at_every_moment(
    app: Flask,
    forks: Victims,
    cookies: dict[str, str],
    category: dict[str, Any],
    moments: Iterator[int],
) -> None:
    """An acceptance is done or not; asked again under its key, it is done once."""
    clerk = {"Cookie": f"ssp_session={cookies['east_clerk']}"}

    def acceptance() -> list[Request]:
        number = forks.send(submission()).answers[1].body["case_number"]
        path = f"{API}/cases/{number}/actions/accept"
        headers = clerk | {"If-Match": '"1"', "Idempotency-Key": uuid.uuid4().hex}
        return [{"path": path, "method": "POST", "headers": headers, "json": category}]

    for at in moments:
        order = acceptance()
        hurt = forks.send(order, at=at)
        assert_whole(app)
        (healed,) = forks.send(order).answers
        (again,) = forks.send(order).answers
        assert (healed.status, again.status) == (200, 200), at
        assert healed.body == again.body, at
        if not hurt.hit:
            break
    assert at > LEAST_MOMENTS
    with app.app_context():
        assert set(db.session.scalars(select(Case.version))) == {2}
        db.session.remove()
    assert_whole(app)


@pytest.mark.parametrize("how", ["exit", "full"])
def test_outbox_fails_at_every_moment(
    app: Flask, forks: Victims, moments: Iterator[int], how: str
) -> None:
    """Whatever the moment, in the end everybody is told once and every head is noted."""
    for turn, at in enumerate(moments, start=1):
        forks.send(submission())
        hurt = forks.drain(at=at, how=how, ahead_s=LEASE_OVER_SECONDS * turn)
        if not hurt.hit:
            break
    assert turn > 1
    assert_told_once(app, EXPECTED, ahead_s=LEASE_OVER_SECONDS * (turn + 1))
    assert_heads_noted(app)
