"""Signing in, the queue, its keys and its search."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.office.conftest import Desk
from tests.support.world import World

pytestmark = pytest.mark.browser


@pytest.fixture
def numbers(world: World) -> list[str]:
    """Three cases of East, an hour apart, the last one at the market."""
    made = []
    for address in ("东一路", "东二路", "东市场"):
        answer = world.resident().report(address=address)
        made.append(answer.get_json()["case_number"])
        world.clock.advance(minutes=30)
    world.drain()
    return made


def test_sign_in_and_out(new_desk: Callable[..., Desk], watch: Watch) -> None:
    watch.allow("status of 401")
    desk = new_desk()
    desk.open()
    page = desk.page
    page.get_by_label("用户名").fill("east_clerk")
    page.get_by_label("密码").fill("not the password")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不正确")
    desk.sign_in("east_clerk")
    desk.open("/me")
    expect(page.get_by_text("赵受理甲").first).to_be_visible()
    expect(page.get_by_text("本机")).to_have_count(1)
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", name="工作人员登录")).to_be_visible()
    desk.sign_in("checker")
    expect(page.locator(".queue-tabs a").first).to_contain_text("待核查")


def test_least_time_comes_first_and_is_said_in_words(
    new_desk: Callable[..., Desk], numbers: list[str]
) -> None:
    desk = new_desk("east_clerk")
    rows = desk.page.locator("tbody tr")
    expect(rows).to_have_count(3)
    assert [row.get_attribute("data-number") for row in rows.all()] == numbers
    expect(rows.first).to_contain_text("还剩")
    expect(desk.page.locator(".queue-tabs [aria-current]")).to_contain_text("3")


@pytest.mark.usefixtures("numbers")
def test_only_cases_of_the_street_are_seen(new_desk: Callable[..., Desk]) -> None:
    desk = new_desk("west_clerk")
    expect(desk.page.get_by_text("这里都办完了")).to_be_visible()


def test_keys_walk_through_the_list(new_desk: Callable[..., Desk], numbers: list[str]) -> None:
    desk = new_desk("east_clerk")
    keys = desk.page.keyboard
    keys.press("j")
    keys.press("j")
    keys.press("k")
    keys.press("j")
    keys.press("Enter")
    expect(desk.page.locator(".case-head")).to_contain_text(numbers[1])
    keys.press("a")
    expect(desk.page.get_by_role("heading", name="受理立案")).to_be_visible()
    keys.press("Escape")
    expect(desk.page.locator(".action-page")).to_have_count(0)
    keys.press("Escape")
    expect(desk.page.locator(".case-head")).to_have_count(0)
    keys.press("?")
    expect(desk.page.get_by_role("dialog", name="键盘快捷键")).to_be_visible()
    keys.press("Escape")
    keys.press("/")
    keys.type("市场")
    expect(desk.page.locator("tbody tr")).to_have_count(1)


def _look(desk: Desk, world: World) -> None:
    """Let time pass and the page ask, as it does by itself four times a minute."""
    world.clock.advance(seconds=10)
    desk.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_news_wait_until_they_are_asked_for(
    new_desk: Callable[..., Desk],
    world: World,
    numbers: list[str],
    assert_accessible: Callable[[Page], None],
) -> None:
    desk = new_desk("east_clerk")
    page = desk.page
    page.get_by_role("link", name=numbers[1]).click()
    desk.settle()
    page.keyboard.press("/")
    with page.expect_response(lambda answer: "/api/v1/cases?q=" in answer.url):
        page.get_by_label("搜索").first.fill("东")
    expect(page).to_have_url(re.compile("q=%E4%B8%9C"))
    rows = page.locator(".queue-cards li")
    expect(rows).to_have_count(3)
    world.clock.advance(seconds=10)
    with page.expect_response(lambda answer: "/api/v1/cases?" in answer.url) as same:
        _look(desk, world)
    assert same.value.status == 304

    page.get_by_label("搜索").first.focus()
    urgent = world.resident().report(address="东三路", tile="T1").get_json()["case_number"]
    colleague = world.staff("east_clerk2")
    colleague.do(numbers[1], "add_note", note="同事的备注")
    colleague.do(numbers[2], "accept", **world.condition())
    _look(desk, world)
    expect(page.get_by_role("button", name="有 1 件新案件")).to_be_visible()
    assert [row.get_attribute("data-number") for row in rows.all()] == numbers
    expect(rows.nth(2)).to_contain_text("已离开")
    expect(page.get_by_label("搜索").first).to_be_focused()
    expect(page.locator(".queue-tabs, .queue-choice")).to_contain_text("3")
    expect(page.get_by_text("同事的备注")).to_have_count(0)
    assert_accessible(page)

    page.get_by_role("button", name="有新变化").click()
    expect(page.get_by_text("同事的备注")).to_have_count(1)
    expect(page.locator(".case-head h1")).to_be_focused()
    page.get_by_role("button", name="有 1 件新案件").click()
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text=urgent).get_by_role("link").first).to_be_focused()
    expect(page.locator(".queue-card[aria-current]")).to_contain_text(numbers[1])
    expect(rows.filter(has_text=numbers[2])).to_have_count(0)


def test_a_list_that_cannot_be_kept_fresh_says_so(
    new_desk: Callable[..., Desk], world: World, numbers: list[str], watch: Watch
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED")
    desk = new_desk("east_clerk")
    desk.page.context.set_offline(True)
    _look(desk, world)
    expect(desk.page.get_by_text("暂时连不上")).to_be_visible()
    expect(desk.page.get_by_role("row").filter(has_text=numbers[0])).to_be_visible()
    world.resident().report(address="东三路")
    world.clock.advance(seconds=10)
    desk.page.context.set_offline(False)
    expect(desk.page.get_by_role("button", name="有 1 件新案件")).to_be_visible()
    expect(desk.page.get_by_text("暂时连不上")).to_have_count(0)
    desk.page.keyboard.press("u")
    expect(desk.page.locator("tbody tr")).to_have_count(4)
