"""How often somebody may write: hard by person, soft by address, one count for all processes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from server import create_app
from server.identity import rates
from server.identity.models import WriteCount
from server.identity.permissions import ALL_PERMISSIONS
from server.identity.rates import NEW_DEVICES, RATES, Rate, Rates
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem
from server.platform.http.auth import permission_of
from server.settings import Settings
from tests.support.clocks import FrozenClock
from tests.support.databases import SECRET
from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.world import Person, World

SAFE = {"GET", "HEAD", "OPTIONS"}
TEN = Rate(10, 600)
CARRIER = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def settings(database: str, data_dir: Any) -> Settings:
    """An installation with the usual rates."""
    return Settings.complete(
        data_dir=data_dir, database_url=database, secret_key=SECRET, background=False
    )


def test_every_route_that_writes_has_a_rate(world: World) -> None:
    writing = {
        permission_of(world.app, rule.endpoint): rule.rule
        for rule in world.app.url_map.iter_rules()
        if (rule.methods or set()) - SAFE
    }
    assert len(writing) > 20
    missing = {name: rule for name, rule in writing.items() if name not in RATES}
    assert not missing, "put its permission into server/identity/rates.py"
    assert RATES.keys() <= ALL_PERMISSIONS
    idle = RATES.keys() - writing.keys()
    assert not idle, f"nothing writes under {idle}"


def _photo(who: Person, **request: Any) -> int:
    """Send a photo that is none: refused, and counted."""
    return who.ask("PUT", f"photos/{'0' * 64}", data=b"x", **request).status_code


def test_a_person_waits_and_is_told_how_long(world: World, clock: FrozenClock) -> None:
    resident, other = world.resident(), world.resident()
    most = RATES["report.follow"].limit
    for _ in range(most):
        assert resident.ask("PUT", "public/cases/none/watch").status_code == 404
    answer = resident.ask("PUT", "public/cases/none/watch")
    refused(answer, 429, "too_many_requests")
    assert 0 < int(answer.headers["Retry-After"]) <= RATES["report.follow"].seconds
    assert "稍后" in answer.get_json()["detail"]
    assert resident.get("my/watched").status_code == 200, "reading goes on"
    assert _photo(resident) == 422, "and so does what is counted apart"
    assert other.ask("PUT", "public/cases/none/watch").status_code == 404
    clock.advance(seconds=int(answer.headers["Retry-After"]))
    assert resident.ask("PUT", "public/cases/none/watch").status_code == 404


def test_another_address_or_session_is_no_fresh_start(world: World) -> None:
    account = world.account("13912345678")
    for number in range(RATES["report.follow"].limit):
        account._signed_in_at = None
        place = {"REMOTE_ADDR": f"198.51.100.{number}"}
        answer = account.ask("PUT", "public/cases/none/watch", environ_base=place)
        assert answer.status_code == 404
    account._signed_in_at = None
    assert account.ask("PUT", "public/cases/none/watch").status_code == 429


def test_a_form_is_refused_as_a_page(world: World) -> None:
    for _ in range(RATES["page.read"].limit):
        assert world.anonymous.ask("POST", "/report", data={}).status_code == 422
    answer = world.anonymous.ask("POST", "/report", data={})
    assert (answer.status_code, answer.mimetype) == (429, "text/html")
    assert answer.headers["Retry-After"]
    assert "稍后" in answer.text


@pytest.fixture
def public(world: World) -> str:
    """Where a device asks for the first time for something to be kept for it."""
    return f"public/cases/{Story(world).accepted().number}/watch"


def _watch(who: Person, public: str, browser: str) -> TestResponse:
    return who.ask("PUT", public, headers={"User-Agent": browser}, environ_base=CARRIER)


def test_many_people_behind_one_address_pass(world: World, public: str) -> None:
    """A carrier's address with new residents of many browsers: every one is let in, each writes."""
    for number in range(60):
        browser = f"Mozilla/5.0 (Linux; Android 14; M{number % 40})"
        assert _watch(world.resident(), public, browser).status_code == 204, number


def test_one_client_that_makes_up_devices_is_slowed(
    world: World, clock: FrozenClock, public: str
) -> None:
    script, (_, rate) = "python-requests/2.32", NEW_DEVICES[0]
    known = world.resident()
    assert _watch(known, public, script).status_code == 204
    for _ in range(rate.limit - 1):
        assert _watch(world.resident(), public, script).status_code == 204
    answer = _watch(world.resident(), public, script)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) <= rate.seconds, "slowed, not shut out"
    assert _watch(world.resident(), public, "Mozilla/5.0 (iPhone)").status_code == 204
    assert _watch(known, public, script).status_code == 204, "known devices never wait"
    clock.advance(seconds=rate.seconds)
    assert _watch(world.resident(), public, script).status_code == 204


def test_browsers_made_up_one_after_the_other_are_held_by_their_address(
    world: World, public: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    *by_client, (kind, rate) = NEW_DEVICES
    monkeypatch.setattr(rates, "NEW_DEVICES", (*by_client, (kind, replace(rate, limit=30))))
    codes = [_watch(world.resident(), public, f"made up {n}").status_code for n in range(31)]
    assert codes == [204] * 30 + [429]


def _made_up(world: World, browser: str = "script") -> int:
    """Send a photo that is none with a claim key that nobody has seen."""
    headers = {"User-Agent": browser}
    return _photo(world.resident(), headers=headers, environ_base=CARRIER)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> dict[str, Rate]:
    """Strangers may do a tenth of the usual."""
    lower = tuple((kind, replace(rate, limit=rate.limit // 10)) for kind, rate in rates.STRANGERS)
    monkeypatch.setattr(rates, "STRANGERS", lower)
    return dict(lower)


def test_a_new_key_for_every_write_is_no_fresh_start(
    world: World, public: str, few: dict[str, Rate]
) -> None:
    """Whoever is nobody yet is counted by where they are, whatever they say who they are."""
    known = world.resident()
    assert _watch(known, public, "script").status_code == 204
    by_client, by_address = few["client"], few["address"]
    codes = [_made_up(world) for _ in range(by_client.limit)]
    assert codes == [422] * (by_client.limit - 1) + [429], "one was counted when it was new"
    assert _photo(known, headers={"User-Agent": "script"}, environ_base=CARRIER) == 422
    assert _made_up(world, "Mozilla/5.0 (iPhone)") == 422, "neighbours pass"
    refused = [_made_up(world, f"made up {n}") for n in range(by_address.limit)].count(429)
    assert refused == by_client.limit + 1, "those of the address that were let in before"


def test_browsers_made_up_do_not_fill_the_memory(world: World, few: dict[str, Rate]) -> None:
    counts: Rates = world.app.extensions[rates._EXTENSION]
    most = few["address"].limit
    for number in range(most + 50):
        headers = {"User-Agent": f"made up {number}"}
        world.anonymous.ask("DELETE", "/api/v1/sessions/current", headers=headers)
    assert len(counts._counts) <= 2 * most + 1


# --- one count for all processes -----------------------------------------------------------------


@contextmanager
def _refused() -> Iterator[None]:
    with pytest.raises(Problem) as refusal:
        yield
    assert refusal.value.status == 429


def _write(counts: Rates, times: int) -> None:
    for _ in range(times):
        counts.count(("write:r:1", TEN))


@pytest.mark.usefixtures("clock")
def test_processes_learn_from_each_other(app: Flask) -> None:
    with app.app_context():
        one, other = Rates(1), Rates(1)
        _write(one, 6)
        one.settle(at_once=True)
        _write(other, 4)
        other.settle(at_once=True)
        with _refused():
            _write(other, 1)
        _write(one, 1)
        one.settle(at_once=True)
        with _refused():
            _write(one, 1)


def test_counts_outlive_a_process_and_end_with_their_span(app: Flask, clock: FrozenClock) -> None:
    with app.app_context():
        first = Rates(1)
        _write(first, 10)
        first.settle(at_once=True)
        second = Rates(1)
        _write(second, 1)
        second.settle(at_once=True)
        with _refused():
            _write(second, 1)
        clock.advance(minutes=10)
        _write(second, 10)
        second.settle(at_once=True)
        late = db.session.scalars(select(WriteCount.count)).one()
        assert late == 10
        clock.advance(minutes=70)
        with unit_of_work() as session:
            rates.forget_old(session)
        assert db.session.scalars(select(WriteCount.count)).all() == []


def test_an_older_span_never_overwrites_a_newer_one(app: Flask, clock: FrozenClock) -> None:
    with app.app_context():
        slow, fast = Rates(1), Rates(1)
        _write(slow, 3)
        taken = slow._take()
        clock.advance(minutes=10)
        _write(fast, 2)
        fast.settle(at_once=True)
        slow._write(taken)
        assert db.session.scalars(select(WriteCount.count)).one() == 2


@pytest.mark.usefixtures("clock")
def test_a_busy_database_loses_no_count(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy.exc import OperationalError

    def busy() -> Any:
        raise OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))

    with app.app_context():
        counts, later = Rates(1), Rates(1)
        _write(counts, 10)
        with monkeypatch.context() as patch:
            patch.setattr(rates, "unit_of_work", busy)
            counts.settle(at_once=True)
        with _refused():
            _write(counts, 1)
        counts.settle(at_once=True)
        _write(later, 1)
        later.settle(at_once=True)
        with _refused():
            _write(later, 1)


@pytest.mark.usefixtures("clock")
def test_who_writes_is_stored_unreadable(app: Flask) -> None:
    with app.app_context():
        counts = Rates(1)
        counts.count(("session.open:203.0.113.9|Mozilla", TEN))
        counts.settle(at_once=True)
        assert b"203" not in db.session.scalars(select(WriteCount.subject)).one()


def test_served_requests_settle_by_themselves(
    settings: Settings, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two applications on one database, as two workers are: nobody has to call anything."""
    monkeypatch.setattr(rates, "_SETTLE_SECONDS", 0.0)
    other = create_app(settings)
    most = RATES["session.open"].limit

    def asks(served: Flask, times: int) -> list[int]:
        codes = []
        for _ in range(times):
            with served.test_client() as client:
                answer = client.delete("/api/v1/sessions/current")
                codes.append(answer.status_code)
                answer.close()
        return codes

    assert set(asks(app, most - 2)) == {204}
    assert set(asks(other, 2)) == {204}
    assert asks(other, 1) == asks(app, 2)[1:] == [429]
    with other.app_context():
        db.engine.dispose()


def test_the_windows_of_devices_are_counted_in_seconds() -> None:
    """``limits`` keeps counters for a day: no window may be longer."""
    assert all(timedelta(seconds=rate.seconds) <= timedelta(days=1) for _, rate in NEW_DEVICES)
