"""The town's pages on phones and desks that have a service worker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE
from tests.browser.office.conftest import new_desk
from tests.browser.resident.conftest import HERE, Phone, offices, shot, site
from tests.support.world import template, world

__all__ = ["new_desk", "offices", "shot", "site", "template", "world"]

_IS_CONTROLLED = """() => navigator.serviceWorker.controller !== null
  && navigator.serviceWorker.controller.state === "activated" """


def wait_for_worker(page: Page) -> None:
    """Wait until the worker, which comes seconds after the page, answers for it."""
    page.wait_for_function(_IS_CONTROLLED)


@pytest.fixture(scope="session")
def browser(whole_browser: Browser) -> Browser:
    """Workers, messages and shares are of the whole browser."""
    return whole_browser


@pytest.fixture
def phone(site: str, new_page: Callable[..., Page], shot: Callable[[], Path]) -> Phone:
    """A phone in East with a service worker."""
    page = new_page(
        PHONE,
        geolocation=HERE,
        permissions=["geolocation", "notifications"],
        service_workers="allow",
        has_touch=True,
        is_mobile=True,
        device_scale_factor=2,
    )
    return Phone(page, site, shot)
