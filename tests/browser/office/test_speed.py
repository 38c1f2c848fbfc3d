"""Many cases at once, saved views, what is news, and the shift on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.office.conftest import Desk
from tests.support.world import World

pytestmark = pytest.mark.browser


def _report(world: World, count: int, **changes: Any) -> list[str]:
    return [world.resident().report(**changes).get_json()["case_number"] for _ in range(count)]


def test_many_at_once_with_a_result_for_each(
    new_desk: Callable[..., Desk], world: World, assert_accessible: Callable[..., None]
) -> None:
    numbers = _report(world, 4)
    desk = new_desk("east_clerk")
    page = desk.page
    world.staff("east_clerk2").do(numbers[1], "add_note", note="同事先动了")
    boxes = page.locator("tbody input[type=checkbox]")
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    expect(page.get_by_text("已选 3 件")).to_be_visible()
    page.locator(".bulk-bar").get_by_role("button", name="受理立案").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("各按建议类别")).to_be_visible()
    dialog.get_by_role("button", name="受理立案").click()
    expect(dialog.get_by_text("这 1 件没有办成")).to_be_visible()
    expect(dialog).to_contain_text(numbers[1])
    assert_accessible(page)
    dialog.get_by_role("button", name="再试一次").click()
    expect(dialog).to_have_count(0)
    states = [world.column(number, "state") for number in numbers]
    assert states == ["to_dispatch"] * 3 + ["submitted"]

    dispatcher = new_desk("east_dispatcher")
    page = dispatcher.page
    page.keyboard.press("j")
    page.keyboard.press(" ")
    page.keyboard.press("j")
    page.keyboard.press(" ")
    page.locator(".bulk-bar").get_by_role("button", name="派遣").click()
    expect(page.get_by_role("dialog").get_by_text("各按责任清单")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="派遣").click()
    expect(page.get_by_text("派遣：已办 2 件")).to_be_visible()
    assert [world.column(number, "state") for number in numbers].count("assigned") == 2


def test_a_view_is_kept_shared_and_opened_first(
    new_desk: Callable[..., Desk], world: World
) -> None:
    _report(world, 1, tile="T2")
    (rubbish,) = _report(world, 1)
    desk = new_desk("east_clerk")
    desk.page.get_by_label("按问题类型筛选").select_option("T1")
    expect(desk.page.locator("tbody tr")).to_have_count(1)
    assert "tile=T1" in desk.page.url
    desk.page.get_by_role("button", name="视图与筛选").click()
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label("视图名称").fill("只看垃圾")
    dialog.get_by_label("本单位同事也能用").check()
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_role("link", name="只看垃圾")).to_be_visible()
    colleague = new_desk("east_clerk2")
    colleague.page.get_by_role("button", name="视图与筛选").click()
    colleague.page.get_by_role("button", name="设为首页").click()
    expect(colleague.page.get_by_role("button", name="设为首页", pressed=True)).to_be_visible()
    colleague.page.goto("about:blank")
    colleague.open()
    expect(colleague.page.locator("tbody tr")).to_have_count(1)
    expect(colleague.page.locator("tbody tr")).to_contain_text(rubbish)


def test_a_shift_on_a_phone(
    new_desk: Callable[..., Desk], world: World, assert_accessible: Callable[..., None]
) -> None:
    (late,) = _report(world, 1, address="东市场")
    world.clock.advance(minutes=200)
    leaving = world.staff("east_clerk2")
    left = {"note": "注意东市场。", "items": [{"number": late, "remark": "已联系"}]}
    assert leaving.post("handovers", left).status_code == 201
    phone = new_desk("east_clerk", phone=True)
    page = phone.page
    page.get_by_role("link", name="本班").click()
    expect(page.get_by_role("link", name="快到期")).to_contain_text("1")
    assert_accessible(page)
    page.get_by_text("钱受理乙").click()
    expect(page.get_by_text("已联系")).to_be_visible()
    page.get_by_role("button", name="我已看过，接班").click()
    expect(page.get_by_text("赵受理甲 已接班")).to_be_visible()
    page.get_by_label("交班说明").fill("东市场已清，待派遣。")
    page.get_by_role("button", name="交班", exact=True).click()
    expect(page.get_by_text("等下一班接班")).to_be_visible()
    assert_accessible(page)
    made = leaving.get("handovers").get_json()["items"]
    assert [len(one["items"]) for one in made] == [1, 1]


def test_words_for_residents_and_for_colleagues_look_different(
    new_desk: Callable[..., Desk], world: World
) -> None:
    (number,) = _report(world, 1)
    admin = world.staff("admin")
    template = {
        "code": "scope",
        "title": "不属受理范围",
        "words": "该事项由市级部门受理。",
        "audience": "public",
        "organisation": None,
    }
    assert admin.post("templates", template).status_code == 201
    desk = new_desk("east_clerk")
    desk.case(number, "reject")
    form = desk.page.locator(".action-form")
    expect(form.get_by_text("居民看得到")).to_be_visible()
    form.get_by_label("选用常用语").select_option(label="不属受理范围")
    expect(form.locator("textarea")).to_have_value("该事项由市级部门受理。")
    desk.case(number, "add_note")
    expect(form.get_by_text("内部备注，居民看不到")).to_be_visible()
    expect(form.get_by_label("选用常用语")).to_have_count(0)
