"""Signs in as each role that takes no reports in, reads all there is to read, and finds nobody."""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from server.cases.workflow import BY_ACTION
from server.demo.answers import load_answers
from server.demo.cases import load_cases
from server.demo.city import CITIES, CityFolder, load_city
from server.identity import sessions
from server.identity.models import Staff, StaffRole
from server.identity.permissions import ROLE_PERMISSIONS
from server.platform.db import unit_of_work
from server.platform.http.cookies import SESSION_COOKIE
from tests.support.busy import CALLED, PHONE, Busy, busy
from tests.support.crawl import (
    Seen,
    Values,
    crawl,
    fewer,
    keys_of,
    known_values,
    original_digests,
    readable_routes,
)
from tests.support.world import Person, World

READS_REPORTERS = {role for role, may in ROLE_PERMISSIONS.items() if "reporter.read" in may}
MASKED = {f"{phone[:3]}****{phone[-4:]}" for phone in (PHONE, CALLED)}
REDUCED = ("property_handler", "east_head", "admin")
_MOBILE = re.compile(r"(?<![\w.%-])1[3-9]\d{9}(?![\w.%-])")
_DOCUMENT = "/api/v1/openapi.json"


def _people(world: World, full: bool) -> list[Person]:
    """Somebody of each role in each office, or a few."""
    first = {(row["organisation"], row["roles"]): row["username"] for row in world.people[::-1]}
    return [world.staff(name) for name in (first.values() if full else REDUCED)]


def _routes(person: Person, full: bool) -> list[str]:
    """All; at reduced size those that not everybody may read, and that this person may."""
    app = person.world.app
    if full:
        return readable_routes(app)
    held = set(person.get("me").get_json()["permissions"])
    return readable_routes(app, held - ROLE_PERMISSIONS["anonymous"])


def _takes_reports_in(world: World, person: Person) -> bool:
    roles = next(row["roles"] for row in world.people if row["username"] == person.name)
    return not READS_REPORTERS.isdisjoint(roles.split())


def test_nobody_is_found_in_any_answer(world: World, full: bool) -> None:
    made = busy(world)
    values = known_values(world.app) if full else fewer(known_values(world.app))
    originals = original_digests(world.app)
    _finds_them_where_they_are(made, values)
    for person in _people(world, full):
        routes = _routes(person, full)
        trusted = _takes_reports_in(world, person)
        words = made.secrets if trusted else made.secrets | MASKED
        count = 0
        for seen in crawl(person, routes, values):
            count += 1
            _holds_nobody(person, seen, words - ({*_names(made)} if trusted else set()))
            if not trusted:
                _holds_no_member(person, seen)
                digest = hashlib.sha256(seen.response.data).hexdigest()
                assert digest not in originals, (person.name, seen.path)
        assert count > len(routes), person.name
        for number in made.numbers.values():
            for action in BY_ACTION if full else ("accept",):
                answer = person.post(f"cases/{number}/actions/{action}", {})
                assert answer.status_code >= 400
                _holds_nobody(person, Seen(action, answer), words)


def _names(made: Busy) -> set[str]:
    """Who takes reports in reads the names of callers, and numbers only masked."""
    return {word for word in made.secrets if not word.isascii()}


@dataclass(frozen=True)
class Desk:
    """A member of staff of the demo at a browser."""

    name: str
    client: FlaskClient

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(path, **options)


def _desks(app: Flask) -> list[Desk]:
    """One of each role that takes no reports in."""
    with app.app_context(), unit_of_work() as session:
        rows = session.execute(
            select(Staff.id, StaffRole.role).join(StaffRole, Staff.id == StaffRole.staff_id)
        )
        roles: dict[int, set[str]] = {}
        for staff_id, role in rows:
            roles.setdefault(staff_id, set()).add(role)
        chosen = {
            frozenset(held): staff_id
            for staff_id, held in roles.items()
            if READS_REPORTERS.isdisjoint(held)
        }
        cookies = {
            ", ".join(sorted(held)): sessions.open_for_staff(session, staff_id, "", None)
            for held, staff_id in chosen.items()
        }
    desks = [Desk(name, app.test_client()) for name in cookies]
    for desk in desks:
        desk.client.set_cookie(SESSION_COOKIE, cookies[desk.name])
    return desks


@pytest.mark.one_database
@pytest.mark.timeout(3600)
@pytest.mark.usefixtures("clock")
def test_nobody_is_found_in_the_demo(app: Flask, full: bool) -> None:
    if not full:
        pytest.skip("draws a hundred photographs: only at full size")
    folder = CityFolder.of(CITIES / "liaoyuan")
    with app.app_context():
        load_city(folder)
        load_answers(folder)
        load_cases(folder)
    with (folder.path / "residents.csv").open(encoding="utf-8") as lines:
        phones = {row["phone"] for row in csv.DictReader(lines)}
    values, originals = fewer(known_values(app), 6), original_digests(app)
    desks = _desks(app)
    assert len(desks) >= 8
    for desk in desks:
        for seen in crawl(desk, readable_routes(app), values):
            _holds_nobody(desk, seen, phones)
            _holds_no_member(desk, seen)
            digest = hashlib.sha256(seen.response.data).hexdigest()
            assert digest not in originals, (desk.name, seen.path)


def _holds_nobody(person: Person | Desk, seen: Seen, words: set[str]) -> None:
    assert seen.response.status_code < 500, (person.name, seen.path)
    text = seen.text
    found = [word for word in words if word in text] + _MOBILE.findall(text)
    assert not found, (person.name, seen.path, found)


def _holds_no_member(person: Person | Desk, seen: Seen) -> None:
    if seen.path == _DOCUMENT or seen.json is None:
        return
    bad = [key for key in keys_of(seen.json) if key.startswith(("reporter_", "contact"))]
    assert not bad, (person.name, seen.path, bad)


def _finds_them_where_they_are(made: Busy, values: Values) -> None:
    """What the office that takes reports in may read is there to be found."""
    clerk = made.world.staff("east_clerk")
    pages = [*crawl(clerk, ["/api/v1/cases/<number>"], values, links=False)]
    assert any(word in seen.text for seen in pages for word in MASKED)
    assert any(name in seen.text for seen in pages for name in _names(made))
    assert any("reporter_phone" in set(keys_of(seen.json)) for seen in pages if seen.json)
