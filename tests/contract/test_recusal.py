"""A case about an office does not exist for it: not in lists, maps, counts, files, figures."""

from __future__ import annotations

import pytest

from server.identity.permissions import ROLE_PERMISSIONS
from server.platform import clock as server_clock
from server.platform.http.auth import permission_of
from tests.support.busy import busy
from tests.support.crawl import Values, crawl, fewer, known_values, readable_routes
from tests.support.refusals import refused
from tests.support.story import Story
from tests.support.world import Person, World

WORDS, ADDRESS = "工作人员长期把垃圾堆在这里", "督察巷七号"
HELD, TASK = "涉及街道办事处本身", "请协助看看现场"
PUBLIC = ROLE_PERMISSIONS["anonymous"]
REDUCED = ("east_lead",)


def _office(world: World, full: bool) -> list[Person]:
    """Everybody who works for the office complained about."""
    names = [row["username"] for row in world.people if row["organisation"] == "east"]
    return [world.staff(name) for name in names if full or name in REDUCED]


def _routes(world: World) -> list[str]:
    """What not everybody may read: what the public sees of a case, the office may see too."""
    open_to_all = {
        rule.rule
        for rule in world.app.url_map.iter_rules()
        if permission_of(world.app, rule.endpoint) in PUBLIC
    }
    return [rule for rule in readable_routes(world.app) if rule not in open_to_all]


def _about_east(world: World) -> Story:
    """A complaint about the office of East that goes its whole way above it."""
    reporter = world.account("13600000007")
    story = Story(world, reporter, about_org="east", words=WORDS, address=ADDRESS)
    clerk, number = world.staff("centre_clerk"), story.number
    asked = {"person": world.staff_ids["east_grid"], "note": "看看"} | world.condition()
    refused(clerk.act(number, "ask_verify", asked), 422, "organisation_recused", "person")
    clerk.do(number, "accept", **world.condition())
    dispatcher = world.staff("centre_dispatcher")
    to_themselves = {"organisation": "east", "reason": "近"}
    refused(dispatcher.act(number, "dispatch", to_themselves), 422, "organisation_recused")
    dispatcher.do(number, "dispatch", organisation="sanitation")
    story.by("sanitation_handler", "acknowledge")
    help_of = {"organisation": "east", "task": TASK}
    assert dispatcher.act(number, "add_co_handler", help_of).status_code == 422
    dispatcher.do(number, "add_co_handler", organisation="property", task=TASK)
    supervisor = world.staff("supervisor")
    assert supervisor.post(f"cases/{number}/hold", {"reason": HELD}).status_code == 201
    form = {"title": "整改", "due": "2026-12-31", "items": [{"case": number}]}
    listed = supervisor.post("rectification-lists", form | {"organisation": "east"})
    refused(listed, 422, "list_case", "items")
    listed = supervisor.post("rectification-lists", form | {"organisation": "sanitation"})
    assert listed.status_code == 201, listed.text
    story.finished().passed()
    reporter.do(number, "confirm")
    sample = {"street": "990101001", "month": server_clock.now().strftime("%Y-%m")}
    assert world.staff("supervisor").post("samples", sample).status_code == 201
    world.drain()
    return story


def _bodies(person: Person, routes: list[str], values: Values) -> dict[str, str]:
    return {seen.path: seen.body for seen in crawl(person, routes, values, links=False)}


def _with_newest(values: Values, known: Values) -> Values:
    """And every case and report, of all else the last: photos, hold and draw of the case."""

    def newest(name: str) -> frozenset[str]:
        counted = sorted((one for one in known[name] if one.isdigit()), key=int)
        return frozenset(counted[-1:]) or known[name]

    return {name: found | newest(name) for name, found in values.items()}


def test_the_office_notices_nothing(world: World, full: bool) -> None:
    """Neither number nor words of the case are found, and every other answer stays the same."""
    busy(world)
    office, routes = _office(world, full), _routes(world)
    values = known_values(world.app) if full else fewer(known_values(world.app))
    before = {person.name: _bodies(person, routes, values) for person in office}
    story = _about_east(world)
    known = known_values(world.app) if full else _with_newest(values, known_values(world.app))
    for person in office:
        after = {}
        for seen in crawl(person, routes, known, links=False):
            told = seen.text.replace(seen.path, "")
            found = [word for word in (story.number, WORDS, ADDRESS, TASK, HELD) if word in told]
            assert not found, (person.name, seen.path, found)
            after[seen.path] = seen.body
        changed = [path for path, body in before[person.name].items() if after[path] != body]
        assert not changed, (person.name, changed)


@pytest.mark.one_database
def test_one_level_up_it_is_there(world: World) -> None:
    story = _about_east(world)
    assert world.staff("centre_clerk").view(story.number).status_code == 200
    assert WORDS in world.staff("supervisor").view(story.number).text
    assert world.staff("east_clerk").view(story.number).status_code == 404
