"""How people choose what goes to their phones: officers in their app, residents without scripts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from server.settings import Settings
from tests.browser.conftest import PHONE, Watch
from tests.browser.office.conftest import Desk
from tests.support.world import World

pytestmark = pytest.mark.browser

_SAVED = "**/api/v1/notices/preferences"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation that sends text messages."""
    return replace(settings, sms_provider="local")


def test_an_officer_chooses(
    new_desk: Callable[..., Desk],
    assert_accessible: Callable[[Page], None],
    screenshot: Callable[..., Path],
    watch: Watch,
) -> None:
    watch.allow("status of 422")
    desk = new_desk("sanitation_handler", phone=True)
    desk.open("/me")
    number = desk.page.get_by_label("接收短信的手机号")
    number.fill("123")
    desk.page.get_by_role("button", name="保存", exact=True).click()
    expect(desk.page.locator("#notify-phone-error")).to_contain_text("手机号")
    number.fill("137 0013 7000")
    desk.page.get_by_role("button", name="保存", exact=True).click()
    expect(desk.page.get_by_text("137****7000")).to_be_visible()
    with desk.page.expect_response(_SAVED):
        desk.page.get_by_label("到", exact=True).fill("08:30")
    expect(desk.page.get_by_text("已保存")).to_be_visible()
    assert_accessible(desk.page)
    screenshot(desk.page, "office-phone-preferences")
    with desk.page.expect_response(_SAVED):
        desk.page.get_by_role("switch", name="短信").click()
    desk.page.reload()
    desk.settle()
    expect(desk.page.get_by_role("switch", name="短信")).not_to_be_checked()
    expect(desk.page.get_by_label("到", exact=True)).to_have_value("08:30")
    desk.page.set_viewport_size({"width": 1440, "height": 900})
    screenshot(desk.page, "office-desk-preferences")


def test_a_resident_chooses_without_scripts(
    world: World,
    site: str,
    new_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    screenshot: Callable[..., Path],
) -> None:
    resident = world.account("13800138000")
    resident.get("me")
    cookie = resident.client.get_cookie("ssp_session")
    assert cookie is not None
    page = new_page(PHONE)
    page.context.add_cookies([{"name": "ssp_session", "value": cookie.value, "url": site}])
    page.goto(f"{site}/preferences")
    page.get_by_label("短信").uncheck()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存")).to_be_visible()
    expect(page.get_by_label("短信")).not_to_be_checked()
    assert_accessible(page)
    screenshot(page, "resident-preferences")
