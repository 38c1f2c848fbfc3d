"""Every screen in every way of looking at it: axe, nothing beyond the edge, no word of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from tests.browser.conftest import PASSING_MS, PHONE, Watch
from tests.browser.everybody import pseudo
from tests.browser.everybody.driver import BEYOND, MODES, Visitor
from tests.browser.everybody.scene import OFFICE_FORMS, RESIDENT_FORMS, Scene, build
from tests.browser.everybody.screens import Screen, screens
from tests.browser.resident.conftest import HERE
from tests.conftest import FULL
from tests.support.clocks import START
from tests.support.databases import ROOT
from tests.support.world import World

pytestmark = pytest.mark.browser

STATIC = ROOT / "static"
NOT_SCREENS = {
    "/healthz", "/readyz", "/worker.js", "/manifest.webmanifest", "/offline", "/demo/sms",
}  # fmt: skip
"""Addresses that answer a GET and are no screens of the town."""

_AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
_RUN = """async (rules) => (await axe.run(document, rules)).violations.flatMap(({ id, nodes }) =>
  nodes.slice(0, 3).map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`))"""
_SMALL = """(least) => [...document.querySelectorAll("a, button, summary, select, .input")]
  .filter((one) => one.checkVisibility() && !one.closest("p, .skip, .leaflet-container, .prose"))
  .filter((one) => !one.matches(".skip, .visually-hidden"))
  .map((one) => [one.textContent.trim().slice(0, 20), one.getBoundingClientRect()])
  .filter(([, box]) => box.height && Math.min(box.height, box.width) < least - 0.5)
  .map(([words, box]) => `small: ${words} ${Math.round(box.width)}x${Math.round(box.height)}`)"""
LEAST = {"elder": 60, "normal": 44}
"""Sides of what a resident touches, in px."""


@pytest.fixture
def scene(world: World) -> Scene:
    return build(world)


@pytest.fixture
def visitor(
    scene: Scene, site: str, new_page: Callable[..., Page], shot: Callable[[], Path], watch: Watch
) -> Iterator[Visitor]:
    """Somebody who reads the language of brackets."""
    watch.allow("status of 40[149]")
    options = {"geolocation": HERE, "permissions": ["geolocation"], "has_touch": True}
    page = new_page(PHONE, service_workers="block", **options)
    page.clock.set_fixed_time(START)
    with pseudo.spoken(page.context):
        yield Visitor(page, site, scene, shot, pseudo.LOCALE)


@dataclass
class Measure:
    """Looks at a screen in some modes and collects what is wrong."""

    visitor: Visitor
    known: str

    def faults(self, screen: Screen, modes: list[str]) -> list[str]:
        try:
            self.visitor.go(screen)
            found = self._seen(screen, modes)
            if found:  # a photo that fades in, a message that passes: what lasts is wrong
                self.visitor.page.wait_for_timeout(PASSING_MS)
                found = self._seen(screen, modes)
        except (AssertionError, PlaywrightError) as error:
            found = [f"not reached: {error}"]
        return [f"{screen.name}: {fault}" for fault in found]

    def _seen(self, screen: Screen, modes: list[str]) -> list[str]:
        page = self.visitor.page
        found = pseudo.bare(page, self.known)
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(_AXE)
        for name in modes:
            self.visitor.look(MODES[name], office=screen.is_office)
            seen = page.evaluate(_RUN, _RULES) + page.evaluate(BEYOND)
            if screen.is_office:  # what scrolls below the bar of actions can be scrolled out
                seen = [fault for fault in seen if "partially obscured" not in fault]
            if name in LEAST and not screen.is_office:
                seen += page.evaluate(_SMALL, LEAST[name])
            found += [f"{name}: {fault}" for fault in seen]
        return found


@pytest.mark.timeout(3600)
def test_every_screen_in_every_way(visitor: Visitor, scene: Scene, app: Flask) -> None:
    """At reduced size each screen in one of the five ways, and one of six forms of offices."""
    known = pseudo.known_words(app)
    measure = Measure(visitor, known)
    faults = []
    for turn, screen in enumerate(screens(scene)):
        if not FULL and screen.name.startswith("form-") and turn % 6:
            continue
        modes = list(MODES) if FULL else [list(MODES)[turn % len(MODES)]]
        faults += measure.faults(screen, modes)
    assert not faults, "\n".join(faults)


def test_the_table_has_every_screen(scene: Scene, app: Flask) -> None:
    paths = [screen.path for screen in screens(scene)]
    assert OFFICE_FORMS - scene.forms.keys() == set()
    assert RESIDENT_FORMS - scene.wishes.keys() == set()
    wanted = {*_resident_routes(), *_office_routes(), *_pages(app)}
    missing = [route for route in wanted if not any(_fits(route, path) for path in paths)]
    assert not missing


def _fits(route: str, path: str) -> bool:
    """Whether an address is of a route; what a route leaves open is a name without a slash."""
    open_places = re.sub(r":\w+|<[^>]+>", "[^/]+", route)
    return re.fullmatch(open_places, path) is not None


def _resident_routes() -> set[str]:
    source = (STATIC / "app" / "router.js").read_text("utf-8")
    found = re.findall(r'^  \["\w+", "(/[^"]*)"\]', source, re.MULTILINE)
    assert len(found) > 10
    return {f"/#{path}" for path in found} - {"/#/sent/:id", "/#/follow/:number/:code"}


def _office_routes() -> set[str]:
    pages = re.findall(r'page: "(\w+)"', (STATIC / "office" / "entries.js").read_text("utf-8"))
    source = (STATIC / "office" / "admin" / "sections.js").read_text("utf-8")
    sections = re.findall(r'name: "(\w+)"', source)
    assert len(pages) > 10
    assert len(sections) > 10
    addresses = {f"/office#/{'' if page == 'queue' else page}" for page in pages} - {
        "/office#/admin"
    }
    return addresses | {f"/office#/admin/{section}" for section in sections}


def _pages(app: Flask) -> set[str]:
    """The addresses of pages that the server draws."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    apis = ("/api/", "/static/", "/photos/", "/icon/", "/go/", "/wechat", "/open311", "/office")
    shown = {rule.rule for rule in rules if not rule.rule.startswith(apis)}
    return shown - NOT_SCREENS - {"/"}


def test_words_of_a_locale_are_those_of_its_catalogue() -> None:
    """The brackets prove nothing if a catalogue had them itself."""
    for path in STATIC.glob("i18n/*/*.json"):
        assert pseudo.OPEN not in "".join(json.loads(path.read_text("utf-8")).values())
