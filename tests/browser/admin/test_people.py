"""An administrator makes an account; its owner signs in and chooses a password."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office.conftest import Desk

pytestmark = pytest.mark.browser

OWN = "a password of my own"


def test_a_new_person_signs_in_and_chooses_a_password(
    new_desk: Callable[..., Desk],
    assert_accessible: Callable[[Page], None],
    screenshot: Callable[..., Path],
) -> None:
    admin = new_desk("admin")
    page = admin.page
    page.get_by_role("link", name="人员").click()
    admin.settle()
    assert_accessible(page)
    page.get_by_role("link", name="新增人员").click()
    page.get_by_role("button", name="创建账号").click()
    expect(page.get_by_role("alert")).to_contain_text("请至少选择一项。")
    page.get_by_label("用户名").fill("east_new")
    page.get_by_label("姓名").fill("新来的")
    page.get_by_label("所在单位").select_option(label="东街道办事处")
    page.get_by_label("处置人员").check()
    assert_accessible(page)
    screenshot(page, "admin-new-person")
    page.get_by_role("button", name="创建账号").click()
    start = page.locator(".start-password").inner_text()

    person = new_desk(phone=True)
    mine = person.page
    person.open()
    mine.get_by_label("用户名").fill("east_new")
    mine.get_by_label("密码").fill(start)
    mine.get_by_role("button", name="登录").click()
    expect(mine.get_by_role("heading", name="请先设置自己的密码")).to_be_visible()
    expect(mine.get_by_role("navigation")).to_have_count(0)
    mine.get_by_label("现在的密码").fill(start)
    mine.get_by_label("新密码").fill("short")
    mine.get_by_role("button", name="修改密码").click()
    expect(mine.get_by_role("alert")).to_contain_text("至少")
    mine.get_by_label("新密码").fill(OWN)
    assert_accessible(mine)
    screenshot(mine, "admin-start")
    mine.get_by_role("button", name="修改密码").click()
    expect(mine.get_by_role("navigation", name="主导航")).to_be_visible()
    person.open("/me")
    expect(mine.get_by_text("新来的", exact=True)).to_be_visible()

    page.get_by_role("link", name="查看账号").click()
    page.get_by_role("button", name="停用账号").click()
    page.get_by_role("dialog").get_by_role("button", name="停用账号").click()
    expect(page.get_by_role("button", name="重新启用")).to_be_visible()
    person.page.reload()
    expect(mine.get_by_role("button", name="登录")).to_be_visible()
