"""Staff set up a second factor, sign in with it on a desk, and without it on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.office.conftest import Desk
from tests.identity.factors import code_of, set_rules
from tests.support.town import PASSWORD
from tests.support.world import World

pytestmark = pytest.mark.browser


def test_a_code_from_the_phone_or_a_kept_one(
    world: World,
    new_desk: Callable[..., Desk],
    assert_accessible: Callable[[Page], None],
    screenshot: Callable[..., Path],
    watch: Watch,
) -> None:
    watch.allow("status of (401|422)")
    set_rules(world.app)
    desk = new_desk()
    page = desk.page

    def sign_in(someone: Desk) -> None:
        someone.open()
        someone.page.get_by_label("用户名").fill("east_clerk")
        someone.page.get_by_label("密码").fill(PASSWORD)
        someone.page.get_by_role("button", name="登录").click()

    sign_in(desk)
    expect(page.get_by_role("heading", name="设置两步验证")).to_be_visible()
    expect(page.get_by_role("img", name="两步验证的二维码")).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    secret = page.locator(".factor-key").inner_text().replace(" ", "")
    assert_accessible(page)
    screenshot(page, "factor-setup", full_page=True)
    page.get_by_label("填写验证器显示的 6 位数字").fill("12345x")
    page.get_by_role("button", name="开启两步验证").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("填写验证器显示的 6 位数字").fill(code_of(secret))
    page.get_by_role("button", name="开启两步验证").click()
    expect(page.get_by_role("heading", name="请保存恢复码")).to_be_visible()
    codes = page.locator(".recovery-codes code").all_inner_texts()
    assert len(codes) == 10
    screenshot(page, "factor-codes", full_page=True)
    with page.expect_download() as file:
        page.get_by_role("button", name="下载恢复码").click()
    assert file.value.path().read_text().split() == codes
    page.get_by_role("button", name="已经保存好").click()
    expect(page.get_by_role("navigation", name="主导航")).to_be_visible()

    world.clock.advance(minutes=1)
    desk.open("/me")
    expect(page.get_by_text("恢复码还剩 10 个")).to_be_visible()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_label("用户名")).to_be_visible()
    sign_in(desk)
    field = page.get_by_label("验证码", exact=True)
    expect(field).to_be_focused()
    screenshot(page, "factor-code")
    field.fill("000000")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("不正确")
    field.fill(code_of(secret))
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("navigation", name="主导航")).to_be_visible()

    phone = new_desk(phone=True)
    mine = phone.page
    sign_in(phone)
    mine.get_by_role("button", name="用恢复码").click()
    mine.get_by_label("恢复码", exact=True).fill(codes[0].upper())
    assert_accessible(mine)
    screenshot(mine, "factor-recovery")
    mine.get_by_role("button", name="登录").click()
    expect(mine.get_by_role("navigation", name="主导航")).to_be_visible()
    phone.open("/me")
    expect(mine.get_by_text("恢复码还剩 9 个")).to_be_visible()
    expect(mine.get_by_role("button", name="关闭两步验证")).to_have_count(0)
    screenshot(mine, "factor-me", full_page=True)
    mine.get_by_role("button", name="更换验证器").click()
    mine.get_by_label("密码", exact=True).fill(PASSWORD)
    mine.get_by_role("dialog").get_by_role("button", name="更换验证器").click()
    expect(mine.get_by_role("img", name="两步验证的二维码")).to_be_visible()
    expect(mine.get_by_role("link", name="在这部手机的验证器里打开")).to_be_visible()
    screenshot(mine, "factor-replace")
    fresh = mine.locator(".factor-key").inner_text().replace(" ", "")
    mine.get_by_label("填写验证器显示的 6 位数字").fill(code_of(fresh))
    mine.get_by_role("button", name="开启两步验证").click()
    expect(mine.locator(".recovery-codes code")).to_have_count(10)
    screenshot(mine, "factor-codes")
    mine.get_by_role("button", name="已经保存好").click()
    expect(mine.get_by_text("恢复码还剩 10 个")).to_be_visible()
