"""Signs in as each role that takes no reports in, reads all there is to read, and finds nobody."""

from __future__ import annotations

import hashlib

from server.cases.workflow import BY_ACTION
from server.identity.permissions import ROLE_PERMISSIONS
from tests.support.busy import CALLED, PHONE, Busy, busy
from tests.support.crawl import (
    READS_REPORTERS,
    Seen,
    Values,
    crawl,
    fewer,
    holds_no_member,
    holds_nobody,
    keys_of,
    known_values,
    original_digests,
    readable_routes,
)
from tests.support.world import Person, World

MASKED = {f"{phone[:3]}****{phone[-4:]}" for phone in (PHONE, CALLED)}
REDUCED = ("property_handler", "east_head", "admin")


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
            holds_nobody(person, seen, words - ({*_names(made)} if trusted else set()))
            if not trusted:
                holds_no_member(person, seen)
                digest = hashlib.sha256(seen.response.data).hexdigest()
                assert digest not in originals, (person.name, seen.path)
        assert count > len(routes), person.name
        for number in made.numbers.values():
            for action in BY_ACTION if full else ("accept",):
                answer = person.post(f"cases/{number}/actions/{action}", {})
                assert answer.status_code >= 400
                holds_nobody(person, Seen(action, answer), words)


def _names(made: Busy) -> set[str]:
    """Who takes reports in reads the names of callers, and numbers only masked."""
    return {word for word in made.secrets if not word.isascii()}


def _finds_them_where_they_are(made: Busy, values: Values) -> None:
    """What the office that takes reports in may read is there to be found."""
    clerk = made.world.staff("east_clerk")
    pages = [*crawl(clerk, ["/api/v1/cases/<number>"], values, links=False)]
    assert any(word in seen.text for seen in pages for word in MASKED)
    assert any(name in seen.text for seen in pages for name in _names(made))
    assert any("reporter_phone" in set(keys_of(seen.json)) for seen in pages if seen.json)
