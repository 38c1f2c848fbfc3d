"""Tokens made by an administrator, a case held by the centre, and the auditor reading of both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office.conftest import Desk
from tests.support.story import Story
from tests.support.world import World

pytestmark = pytest.mark.browser


def test_tokens_holds_and_the_log_of_them(
    world: World,
    new_desk: Callable[..., Desk],
    assert_accessible: Callable[[Page], None],
    screenshot: Callable[..., Path],
) -> None:
    admin = new_desk("admin")
    admin.open("/admin/tokens/new")
    page = admin.page
    page.get_by_label("用于哪个系统").fill("便民热线")
    page.get_by_label("整改台账").check()
    page.get_by_label("所属单位").select_option(label="东街道办事处")
    assert_accessible(page)
    screenshot(page, "admin-token-new")
    page.get_by_role("button", name="创建令牌").click()
    token = page.locator(".secret").inner_text()
    assert_accessible(page)
    screenshot(page, "admin-token-made")
    program = world.app.test_client(use_cookies=False)
    asked = program.get("/api/v1/ledger", headers={"Authorization": f"Bearer {token}"})
    assert asked.status_code == 200
    page.get_by_role("link", name="返回列表").click()
    row = page.get_by_role("row").filter(has_text="便民热线")
    expect(row).to_contain_text("有效")
    screenshot(page, "admin-tokens")
    row.get_by_role("button", name="撤销").click()
    page.get_by_role("dialog").get_by_role("button", name="撤销").click()
    expect(row).to_contain_text("已撤销")
    asked = program.get("/api/v1/ledger", headers={"Authorization": f"Bearer {token}"})
    assert asked.status_code == 401

    story = Story(world)
    centre = new_desk("supervisor", phone=True)
    centre.open("/admin/holds/new")
    page = centre.page
    page.get_by_label("案件编号").fill(story.number)
    page.get_by_role("button", name="设置保全").click()
    expect(page.get_by_role("alert")).to_contain_text("请填写说明")
    page.get_by_label("理由").fill("行政复议期间")
    page.get_by_role("button", name="设置保全").click()
    held = page.get_by_role("listitem").filter(has_text=story.number)
    expect(held).to_contain_text("行政复议期间")
    assert_accessible(page)
    screenshot(page, "admin-holds")
    held.get_by_role("button", name="解除保全").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("理由").fill("复议已结束")
    sheet.get_by_role("button", name="解除保全").click()
    expect(page.get_by_text("没有保全中的案件。")).to_be_visible()

    auditor = new_desk("auditor")
    auditor.open("/admin/audit")
    page = auditor.page
    for words in ("创建访问令牌", "撤销访问令牌"):
        expect(page.get_by_role("row").filter(has_text=words).first).to_contain_text("便民热线")
    expect(page.locator("body")).not_to_contain_text(token)
    screenshot(page, "admin-audit")
    page.get_by_role("link", name="清除记录").click()
    expect(page.get_by_text("还没有清除过内容。")).to_be_visible()
    assert_accessible(page)
