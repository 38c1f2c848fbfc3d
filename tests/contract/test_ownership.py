"""Every route with an object × everybody × own and others': what is not one's own does not exist.

The routes are those of the application, the people those of the town; whose an object is, is
written by hand in ``ownership``. What somebody may not know answers as what never was: the same
status, the same words.
"""

from __future__ import annotations

import re
import uuid
from typing import Any
from urllib.parse import quote

from flask import Flask
from werkzeug.test import TestResponse

from server.identity.permissions import ROLE_PERMISSIONS
from server.platform.http.auth import permission_of
from tests.contract.ownership import (
    ABSENT,
    BODIES,
    CITY,
    GIVEN,
    KINDS,
    OTHER,
    RESIDENT,
    SEES,
    of_east,
)
from tests.support.busy import Busy, busy
from tests.support.crawl import filled, parameters
from tests.support.world import Person, World

REDUCED = ("east_clerk", "west_clerk", "sponsor_handler")
_CONVERTER = re.compile(r"<[^<>:]+(?:\([^)]*\))?:")


def _plain(rule: str) -> str:
    """A route without the converters of its parameters."""
    return _CONVERTER.sub("<", rule)


def _routes(app: Flask) -> list[tuple[str, str, str]]:
    """Method, route and permission of every route with a parameter."""
    return [
        (method, rule.rule, str(permission_of(app, rule.endpoint)))
        for rule in app.url_map.iter_rules()
        if parameters(rule) and "<path:" not in rule.rule
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def test_every_route_with_an_object_has_a_row(world: World) -> None:
    assert {_plain(rule) for _, rule, _ in _routes(world.app)} == set(KINDS)
    assert set(SEES) == set(KINDS.values()) - {CITY}
    known = {f"{method} {_plain(rule)}" for method, rule, _ in _routes(world.app)}
    assert known >= set(BODIES)


def test_what_is_not_ones_own_does_not_exist(world: World, full: bool) -> None:
    made = busy(world)
    objects, routes, wrong = of_east(made), _routes(world.app), []
    numbers = [*made.numbers.values()]
    before = [world.version(number) for number in numbers]
    for person in _people(made, full):
        held = _permissions(world, person)
        for method, rule, permission in routes:
            kind = KINDS[_plain(rule)]
            if kind == CITY or permission not in held:
                continue
            seen = person.name in SEES[kind]
            if seen and method != "GET":
                continue  # what owners do with their own is in the tests of each part
            own = _ask(person, method, rule, objects[kind])
            if seen:
                fits = own.status_code == 200
            else:
                never = _ask(person, method, rule, {})
                fits = (own.status_code, _said(own)) == (never.status_code, _said(never))
                fits = fits and own.status_code in (403, 404)
            if not fits:
                wrong.append((person.name, method, rule, own.status_code, own.text[:120]))
    assert not wrong, "\n".join(map(str, wrong))
    assert [world.version(number) for number in numbers] == before, "nobody changed a case"


def _people(made: Busy, full: bool) -> list[Person]:
    made.resident.name = RESIDENT
    residents = [made.resident, made.world.resident(OTHER)]
    staff = [one for one in made.world.everybody if full or one.name in REDUCED]
    return [*staff, *residents]


def _permissions(world: World, person: Person) -> frozenset[str]:
    roles = next((row["roles"] for row in world.people if row["username"] == person.name), None)
    names = roles.split() if roles else ["resident"]
    return frozenset[str]().union(*(ROLE_PERMISSIONS[name] for name in names))


def _ask(person: Person, method: str, rule: str, known: dict[str, str]) -> TestResponse:
    """Ask for an object, or with nothing ``known`` for one that never was."""
    values = {
        name: GIVEN.get(name) or known.get(name) or ABSENT.get(name, "999999")
        for name in parameters(rule)
    }
    options: dict[str, Any] = {"buffered": True}
    if method in ("POST", "PUT", "PATCH"):
        body = BODIES.get(f"{method} {_plain(rule)}", {})
        options["json"] = _issue(person) if rule.endswith("/issues") else body
        options["headers"] = {"If-Match": '"1"', "Idempotency-Key": uuid.uuid4().hex}
    return person.ask(method, filled(rule, values), **options)


def _said(answer: TestResponse) -> str:
    """The answer without the address that was asked for: pages lead back to it."""
    path = answer.request.path
    return answer.text.replace(path, "").replace(quote(path, safe=""), "")


def _issue(person: Person) -> dict[str, Any]:
    """A problem found on a round, as the phone sends it."""
    form = person.world.report_form(person)
    wanted = {name: form[name] for name in ("id", "photos", "place")}
    return wanted | person.world.condition()
