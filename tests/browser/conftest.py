"""A real Chromium: pages at phone and desk size that fail a test on console errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.support.databases import ROOT

CHROMIUM = "/usr/bin/chromium"
HEADLESS = "/usr/bin/chromium-headless-shell"
"""The same engine without what is around pages, which no page needs but costs a third more."""

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Each window would start two pages of its own for the address bar that nobody sees.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,HttpsUpgrades,Translate",
)
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
RESULTS = ROOT / "test-results"
_FINISH_FADING = """() => document.getAnimations().forEach((fading) => {
  if (Number.isFinite(fading.effect.getComputedTiming().endTime)) fading.finish();
})"""
"""A colour on its way to another is not the colour that people read."""

_PATIENCE_MS = 30_000
"""Longer than any pause of a busy machine: what is not seen by then does not come."""

PASSING_MS = 1000
"""What comes or goes while it is measured, such as a passing message, has done so by then."""

_AXE_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
}

expect.set_options(timeout=_PATIENCE_MS)


class Watch:
    """Collects what goes wrong in the pages; a test names what it provokes on purpose."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._allowed: list[re.Pattern[str]] = []

    def allow(self, pattern: str) -> None:
        """Expect faults that match ``pattern``, e.g. ``"status of 401"``."""
        self._allowed.append(re.compile(pattern))

    def follow(self, page: Page) -> None:
        """Listen to the console, uncaught errors and CSP violations of a page."""
        page.on("pageerror", lambda error: self.faults.append(f"uncaught: {error}"))
        page.on(
            "console",
            lambda message: (
                message.type == "error"
                and self.faults.append(f"console: {message.text} ({message.location.get('url')})")
            ),
        )

    def check(self) -> None:
        """Raise ``AssertionError`` naming every unexpected fault."""
        unexpected = [
            fault for fault in self.faults if not any(p.search(fault) for p in self._allowed)
        ]
        assert not unexpected, "\n".join(unexpected)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One light Chromium for the whole run."""
    made = playwright.chromium.launch(executable_path=HEADLESS, args=list(FLAGS))
    yield made
    made.close()


@pytest.fixture(scope="session")
def whole_browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium with all that people have: it sends in the background and gets messages."""
    made = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
    yield made
    made.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """The faults of this test's pages; the test fails when an unexpected one is left."""
    made = Watch()
    yield made
    made.check()


@pytest.fixture
def new_page(browser: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """``new_page(PHONE, geolocation=...)``: a page in a browser context of its own.

    Without a service worker, which would answer in place of what a test routes: ask for one with
    ``service_workers="allow"``.
    """
    contexts = []

    def make(viewport: dict[str, int], **options: Any) -> Page:
        settings = {
            "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai",
            "service_workers": "block",
            **options,
        }
        context = browser.new_context(viewport=viewport, **settings)
        contexts.append(context)
        context.on("page", watch.follow)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """A resident's phone, 390×844, with touch."""
    return new_page(PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)


@pytest.fixture
def desk(new_page: Callable[..., Page]) -> Page:
    """An office screen, 1440×900."""
    return new_page(DESK)


@pytest.fixture(scope="session")
def screenshot() -> Callable[..., Path]:
    """``screenshot(page, "name")`` writes ``test-results/name-390.png``."""

    def take(page: Page, name: str, *, full_page: bool = False) -> Path:
        width = page.viewport_size["width"] if page.viewport_size else 0
        path = RESULTS / f"{name}-{width}.png"
        page.screenshot(path=path, full_page=full_page, animations="disabled")
        return path

    return take


def _measured(page: Page) -> AxeResults:
    page.evaluate(_FINISH_FADING)
    return Axe().run(page, options=_AXE_RULES)


@pytest.fixture(scope="session")
def assert_accessible() -> Callable[[Page], None]:
    """Fails with axe's own words on any violation of WCAG 2.2 A and AA that lasts."""

    def check(page: Page) -> None:
        results = _measured(page)
        if results.violations_count:
            page.wait_for_timeout(PASSING_MS)
            results = _measured(page)
        assert results.violations_count == 0, results.generate_report()

    return check
