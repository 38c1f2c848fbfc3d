"""Phones whose network fails, whose storage is full, and that are switched off meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import CHROMIUM, FLAGS, PHONE, Watch
from tests.browser.office.conftest import new_desk, number
from tests.browser.resident.conftest import (
    HERE,
    Phone,
    offices,
    resident,
    shot,
    site,
    template,
    world,
)

__all__ = ["new_desk", "number", "offices", "resident", "shot", "site", "template", "world"]

MOBILE: dict[str, Any] = {
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
    "viewport": PHONE,
    "geolocation": HERE,
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}


@pytest.fixture(scope="session")
def browser(whole_browser: Browser) -> Browser:
    """Sending with every page closed is of the whole browser."""
    return whole_browser


class Pocket:
    """A phone that can be switched off: its browser keeps a profile on the disk."""

    def __init__(self, browser: Browser, profile: Path, watch: Watch) -> None:
        self._browser = browser
        self._profile = profile
        self._watch = watch
        self._context: BrowserContext | None = None

    def on(self) -> Page:
        """Switch it on; the page is blank."""
        kind = self._browser.browser_type
        context = kind.launch_persistent_context(
            self._profile,
            executable_path=CHROMIUM,
            args=list(FLAGS),
            permissions=["geolocation"],
            **MOBILE,
        )
        context.on("page", self._watch.follow)
        for page in context.pages:
            self._watch.follow(page)
        self._context = context
        return context.pages[0]

    def off(self) -> None:
        """Switch it off, with all its pages."""
        if self._context:
            self._context.close()
        self._context = None


@pytest.fixture
def pocket(browser: Browser, tmp_path: Path, watch: Watch) -> Iterator[Pocket]:
    """A phone in East that can be switched off and on again."""
    made = Pocket(browser, tmp_path / "profile", watch)
    yield made
    made.off()


@pytest.fixture
def carried(pocket: Pocket, site: str, shot: Callable[[], Path]) -> Callable[[], Phone]:
    """Switch the phone on and hold it."""
    return lambda: Phone(pocket.on(), site, shot)
