"""Covering faces and plates before a photo becomes public."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.office.conftest import Desk
from tests.support.world import World

pytestmark = pytest.mark.browser


def test_boxes_are_drawn_moved_and_removed(
    new_desk: Callable[..., Desk], world: World, number: str
) -> None:
    desk = new_desk("east_clerk")
    desk.case(number, "redact")
    page = desk.page
    page.locator(".choose .photo-tile").first.click()
    frame = page.locator(".boxes")
    page.wait_for_function("() => document.querySelector('.boxes img')?.naturalWidth > 0")
    area = frame.bounding_box()
    assert area is not None
    left, top, wide, high = area["x"], area["y"], area["width"], area["height"]
    page.mouse.move(left + wide * 0.1, top + high * 0.1)
    page.mouse.down()
    page.mouse.move(left + wide * 0.4, top + high * 0.3, steps=4)
    page.mouse.up()
    first = page.get_by_role("group", name="遮挡框 1", exact=True)
    expect(first).to_have_count(1)
    page.get_by_role("button", name="添加遮挡框").click()
    second = page.get_by_role("group", name="遮挡框 2", exact=True)
    second.press("ArrowRight")
    second.press("Shift+ArrowDown")
    page.get_by_role("button", name="删除遮挡框 1").click()
    desk.send("打码")
    expect(page.get_by_text("已办理：打码")).to_be_visible()
    view = world.staff("east_clerk").view(number).get_json()
    assert view["timeline"][-1]["action"] == "redact"
