"""Somebody whose phone says that it is in another city."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Watch
from tests.browser.resident.conftest import Phone
from tests.support.world import World

pytestmark = pytest.mark.browser

ELSEWHERE = {"latitude": 39.0, "longitude": 116.4, "accuracy": 12}


def test_the_place_is_chosen_on_the_map(resident: Phone, world: World, watch: Watch) -> None:
    watch.allow("status of 422")
    page = resident.page
    page.context.set_geolocation(ELSEWHERE)
    resident.open("/snap")
    resident.take_photo("同意并拍照")
    expect(page.get_by_text("这个位置不在本市服务范围内")).to_be_visible()
    expect(page.get_by_text("还差位置")).to_be_visible()
    resident.tap("选择位置")
    expect(page.locator(".map-label").filter(has_text="东街道")).to_be_visible()
    page.locator(".map.tall").click(position={"x": 150, "y": 210})
    resident.tap("就是这里")
    expect(page.get_by_text("东街道 · 东一社区")).to_be_visible()
    resident.tap("提交")
    number, _ = resident.receipt()
    assert world.staff("east_clerk").view(number).status_code == 200


def test_a_place_from_the_list_needs_no_map(resident: Phone, watch: Watch) -> None:
    watch.allow("status of 422")
    page = resident.page
    page.context.set_geolocation(ELSEWHERE)
    resident.open("/snap")
    resident.take_photo("同意并拍照")
    expect(page.get_by_text("还差位置")).to_be_visible()
    resident.tap("选择位置")
    resident.tap("区域列表")
    page.get_by_label("街道（乡镇）").select_option("西街道")
    resident.tap("就是这里")
    expect(page.get_by_text("可以提交了")).to_be_visible()
    expect(page.get_by_text("这个位置不在本市服务范围内")).to_be_hidden()
