"""Photos on pages that were open for longer than their addresses are good for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.office.conftest import Desk
from tests.browser.resident.conftest import Offices, Phone, resident
from tests.support.world import World

__all__ = ["resident"]

pytestmark = pytest.mark.browser


def _seen(page: Page, picture: str) -> None:
    """Wait until a picture is drawn."""
    page.wait_for_function("(one) => document.querySelector(one)?.naturalWidth > 0", arg=picture)


def test_a_photo_opens_large_when_its_address_has_ended(
    resident: Phone, new_desk: Callable[..., Desk], world: World, watch: Watch
) -> None:
    watch.allow("status of 404")
    number, _ = resident.send_report()
    resident.open(f"/follow/{number}")
    _seen(resident.page, ".photo-grid img")
    sender = world.resident()
    photos = [{**sender.photo(), "role": role} for role in ("near", "far")]
    other = sender.report(photos=photos).get_json()["case_number"]
    desk = new_desk("east_clerk2")
    desk.case(other)
    _seen(desk.page, ".others img")

    offices = Offices(world)
    for one in (number, other):
        offices.accept(one)  # and shows the photos to everybody, which ends their addresses
    resident.page.get_by_role("button", name="放大查看").first.click()
    _seen(resident.page, ".photo-large")
    desk.page.locator(".others button").click()
    _seen(desk.page, ".viewer figure:last-child img")
    expect(desk.page.get_by_role("button", name="有新变化")).to_be_attached()
