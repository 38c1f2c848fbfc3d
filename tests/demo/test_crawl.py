"""Signs in to the demo as each role that takes no reports in, reads it all, and finds nobody."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from server.demo.answers import load_answers
from server.demo.cases import load_cases
from server.demo.city import CITIES, CityFolder, load_city
from server.identity import sessions
from server.identity.models import Staff, StaffRole
from server.platform.db import unit_of_work
from server.platform.http.cookies import SESSION_COOKIE
from tests.support.crawl import (
    READS_REPORTERS,
    crawl,
    fewer,
    holds_no_member,
    holds_nobody,
    known_values,
    original_digests,
    readable_routes,
)


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
        load_city(folder, with_people=True)
        load_answers(folder)
        load_cases(folder)
    with (folder.path / "residents.csv").open(encoding="utf-8") as lines:
        phones = {row["phone"] for row in csv.DictReader(lines)}
    values, originals = fewer(known_values(app), 6), original_digests(app)
    desks = _desks(app)
    assert len(desks) >= 8
    for desk in desks:
        for seen in crawl(desk, readable_routes(app), values):
            holds_nobody(desk, seen, phones)
            holds_no_member(desk, seen)
            digest = hashlib.sha256(seen.response.data).hexdigest()
            assert digest not in originals, (desk.name, seen.path)
