"""Pictures of every screen for people to look at: ``make screenshots``."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from server.platform.i18n import LOCALES
from tests.browser.conftest import DESK, PHONE, RESULTS, Watch
from tests.browser.everybody.driver import BEYOND, Mode, Visitor
from tests.browser.everybody.scene import build
from tests.browser.everybody.screens import screens
from tests.browser.resident.conftest import HERE
from tests.support.clocks import START
from tests.support.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(os.environ.get("SSP_SCREENSHOTS") != "1", reason="make screenshots"),
]

LOOKS = {
    "phone": Mode(PHONE, PHONE),
    "phone-elder": Mode(PHONE, PHONE, elder=True),
    "desk-elder": Mode(DESK, DESK, elder=True),
    "desk": Mode(DESK, DESK),
}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_screen_has_its_picture(
    locale: str,
    site: str,
    world: World,
    new_page: Callable[..., Page],
    shot: Callable[[], Path],
    watch: Watch,
) -> None:
    """Nothing reaches beyond the edge either, however long the words of a language are."""
    watch.allow("status of 40[149]")
    options = {"geolocation": HERE, "permissions": ["geolocation"], "has_touch": True}
    page = new_page(PHONE, service_workers="block", **options)
    page.clock.set_fixed_time(START)
    visitor = Visitor(page, site, build(world), shot, locale)
    folder = RESULTS / "screens" / locale
    faults = []
    for screen in screens(visitor.scene):
        try:
            visitor.go(screen)
        except (AssertionError, PlaywrightError) as error:
            faults.append(f"{screen.name}: not reached: {error}")
            continue
        for name, look in LOOKS.items():
            visitor.look(look, office=screen.is_office)
            faults += [f"{screen.name} {name}: {fault}" for fault in page.evaluate(BEYOND)]
            path = folder / f"{screen.name.replace('/', '-')}.{name}.jpg"
            page.screenshot(path=path, type="jpeg", quality=80, animations="disabled")
    assert not faults, "\n".join(faults)
