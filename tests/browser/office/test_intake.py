"""Cases that come in through the office: by phone, at the counter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.office.conftest import Desk
from tests.support.world import World

pytestmark = pytest.mark.browser


def test_a_call_becomes_a_case_that_the_caller_can_follow(
    new_desk: Callable[..., Desk], world: World
) -> None:
    desk = new_desk("east_clerk")
    desk.open("/intake")
    page = desk.page
    expect(page.get_by_role("link", name="隐私说明")).to_have_attribute("href", "/privacy")
    desk.send("登记上报")
    expect(page.get_by_role("alert").get_by_role("listitem")).to_have_count(5)
    page.get_by_text("电话", exact=True).click()
    page.get_by_label("居民反映的问题").fill("楼道口堆了旧家具")
    page.get_by_text("乱堆乱放", exact=True).click()
    page.get_by_label("选择街道").select_option(label="东街道")
    page.get_by_label("选择社区").select_option(label="东一社区")
    page.get_by_label("具体地址").fill("3 号楼 2 单元")
    page.get_by_label("手机号").fill("138 1234 5678")
    page.get_by_role("checkbox", name="已告知并征得居民同意").check()
    desk.send("登记上报")
    values = page.locator(".receipt .value")
    expect(values).to_have_count(2)
    number, code = values.all_inner_texts()
    answer = world.anonymous.get(
        f"follow/{number}", headers={"X-Query-Code": code.replace(" ", "")}
    )
    assert answer.status_code == 200, answer.text
    assert answer.get_json()["words"] == "楼道口堆了旧家具"
    page.get_by_role("link", name="查看案件").click()
    expect(page.locator(".reports")).to_contain_text("电话代录")
    expect(page.locator(".reports")).to_contain_text("138****5678")


def test_a_place_on_the_map_is_told_in_words(new_desk: Callable[..., Desk]) -> None:
    desk = new_desk("east_clerk")
    desk.open("/intake")
    desk.page.get_by_role("button", name="地图点选").click()
    desk.page.get_by_role("button", name="我在这里").click()
    expect(desk.page.get_by_text("东街道 › 东一社区")).to_be_visible()
    desk.page.get_by_label("纬度, 经度").fill("40.01, 120.01")
    expect(desk.page.locator(".located")).to_contain_text("西街道")
