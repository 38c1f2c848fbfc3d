"""Desks and phones of the town's offices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.resident.conftest import HERE, shot, site, template, world
from tests.support.clocks import START
from tests.support.town import PASSWORD
from tests.support.world import World

__all__ = ["shot", "site", "template", "world"]


@dataclass
class Desk:
    """The browser of somebody of the offices; ``taps`` counts every touch in the page."""

    page: Page
    site: str
    shot: Callable[[], Path]
    taps: int = 0

    def open(self, path: str = "/") -> None:
        """Go to a screen and wait until it is drawn."""
        self.page.goto(f"{self.site}/office#{path}")
        self.settle()

    def settle(self) -> None:
        """Wait until nothing grey is left."""
        expect(self.page.locator("#app > *").first).to_be_attached()
        expect(self.page.locator(".skeleton")).to_have_count(0)

    def sign_in(self, username: str) -> None:
        """Sign in through the form."""
        self.open()
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        expect(self.page.get_by_role("navigation", name="主导航")).to_be_visible()
        self.settle()

    def case(self, number: str, action: str = "") -> None:
        """Open a case, or the form of one of its actions."""
        self.open("/".join(["/q/all", number, action]).rstrip("/"))

    def tap(self, target: Locator) -> None:
        """Tap something."""
        target.click()
        self.taps += 1

    def take_photo(self) -> None:
        """Tap the camera of the open form and wait until the photo is with the server."""
        tiles = self.page.locator(".action-form .photo-tile .caption")
        before = tiles.count()
        with self.page.expect_file_chooser() as chooser:
            self.tap(self.page.locator(".action-form").get_by_text("拍照", exact=True))
        chooser.value.set_files(self.shot())
        expect(tiles).to_have_count(before + 1)

    def send(self, action: str) -> None:
        """Press the button at the end of the form."""
        self.tap(self.page.locator(".send").get_by_role("button", name=action))

    def done(self, action: str) -> None:
        """Send the form and see that it is done."""
        self.send(action)
        expect(self.page.get_by_text(f"已办理：{action}")).to_be_visible()


@pytest.fixture
def new_desk(
    site: str, shot: Callable[[], Path], new_page: Callable[..., Page]
) -> Callable[..., Desk]:
    """``new_desk("east_clerk")`` is signed in; ``phone=True`` on a phone in East."""

    def make(username: str = "", *, phone: bool = False, **options: Any) -> Desk:
        mobile = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}
        page = new_page(
            PHONE if phone else DESK,
            geolocation=HERE,
            permissions=["geolocation"],
            **((mobile if phone else {}) | options),
        )
        page.clock.set_fixed_time(START)
        desk = Desk(page, site, shot)
        if username:
            desk.sign_in(username)
        return desk

    return make


@pytest.fixture
def number(world: World) -> str:
    """A case just reported in East."""
    answer = world.resident().report()
    assert answer.status_code == 201, answer.text
    found: str = answer.get_json()["case_number"]
    return found
