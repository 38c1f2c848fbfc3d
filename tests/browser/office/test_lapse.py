"""A session that ends by itself: who signs in again goes on where they were."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.office.conftest import Desk
from tests.support.town import PASSWORD

pytestmark = pytest.mark.browser


def _sign_in_again(page: Page, username: str) -> None:
    asked = page.get_by_role("dialog", name="工作人员登录")
    expect(asked).to_contain_text("登录已到期")
    asked.get_by_label("用户名").fill(username)
    asked.get_by_label("密码").fill(PASSWORD)
    asked.get_by_role("button", name="登录").click()
    expect(asked).to_have_count(0)


def test_what_was_typed_is_there_after_signing_in_again(
    new_desk: Callable[..., Desk], watch: Watch, assert_accessible: Callable[[Page], None]
) -> None:
    watch.allow("status of 401")
    admin = new_desk("admin")
    page = admin.page
    admin.open("/admin/people/new")
    page.get_by_label("用户名").fill("east_new")
    page.get_by_label("姓名").fill("新来的")
    page.get_by_label("所在单位").select_option(label="东街道办事处")
    page.get_by_label("受理员").check()
    page.context.clear_cookies()
    page.get_by_role("button", name="创建账号").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    _sign_in_again(page, "admin")
    expect(page.get_by_label("姓名")).to_have_value("新来的")
    page.get_by_role("button", name="创建账号").click()
    expect(page.locator(".start-password")).to_be_visible()

    page.context.clear_cookies()
    page.get_by_role("link", name="单位", exact=True).click()
    _sign_in_again(page, "admin")
    expect(page.get_by_role("link", name="东街道办事处")).to_be_visible()


def test_somebody_else_who_signs_in_finds_nothing_of_it(
    new_desk: Callable[..., Desk], watch: Watch, number: str
) -> None:
    watch.allow("status of 40[14]")
    desk = new_desk("east_clerk")
    page = desk.page
    desk.case(number, "request_info")
    page.get_by_label("要居民补充什么").fill("请问是几号楼?")
    page.context.clear_cookies()
    desk.send("请居民补充")
    _sign_in_again(page, "west_clerk")
    expect(page.get_by_role("banner")).to_contain_text("西街道办事处")
    expect(page.get_by_text("没有找到").first).to_be_visible()
    expect(page.get_by_text(number)).to_have_count(0)
    expect(page.get_by_label("要居民补充什么")).to_have_count(0)
