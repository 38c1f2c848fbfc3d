"""A sponsor claims a road on a phone, its street agrees, an administrator sees what is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office.conftest import Desk

pytestmark = pytest.mark.browser


def test_a_claimed_road_and_a_named_person(
    new_desk: Callable[..., Desk],
    assert_accessible: Callable[[Page], None],
    screenshot: Callable[..., Path],
) -> None:
    sponsor = new_desk("sponsor_handler", phone=True)
    page = sponsor.page
    sponsor.open("/targets")
    expect(page.get_by_text("目前没有由您或本单位负责的对象。")).to_be_visible()
    page.get_by_role("button", name="认领").click()
    page.get_by_role("dialog").get_by_role("button", name="认领").click()
    expect(page.get_by_text("待街道审核", exact=True)).to_be_visible()

    street = new_desk("east_lead")
    street.open("/targets")
    street.page.get_by_role("button", name="同意", exact=True).click()
    street.page.get_by_role("dialog").get_by_role("button", name="同意", exact=True).click()
    expect(street.page.get_by_text("已认领", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_role("listitem").filter(has_text="本单位包保")).to_contain_text("东二路")
    expect(page.get_by_text("目前没有空闲的路段。")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "targets-phone")

    admin = new_desk("admin")
    desk = admin.page
    admin.open("/admin/gaps")
    gap = desk.locator("section.card").filter(has_text="没有责任人的区域")
    expect(gap.get_by_text("3 处")).to_be_visible()
    assert_accessible(desk)
    admin.open("/admin/grids/area/990101001")
    desk.get_by_label("新责任人").select_option(label="曹主任甲（东街道办事处）")
    desk.get_by_role("button", name="保存").click()
    expect(desk.get_by_text("现由 曹主任甲 负责（东街道的责任人）。")).to_be_visible()
    desk.get_by_label("添加网格员").select_option(label="严网格甲（东街道办事处）")
    desk.get_by_role("button", name="添加到这里").click()
    expect(desk.get_by_role("listitem").filter(has_text="严网格甲")).to_be_visible()
    assert_accessible(desk)
    screenshot(desk, "admin-grids")
