"""Signing in, the queue, its keys and its search."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

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


def test_news_arrive_without_losing_the_place(
    new_desk: Callable[..., Desk], world: World, numbers: list[str]
) -> None:
    desk = new_desk("east_clerk")
    desk.page.get_by_role("link", name=numbers[1]).click()
    desk.settle()
    number = world.resident().report(address="东三路").get_json()["case_number"]
    world.staff("east_clerk2").do(numbers[1], "add_note", note="同事的备注")
    desk.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(desk.page.get_by_text(number)).to_be_visible()
    expect(desk.page.locator(".queue-card[aria-current]")).to_contain_text(numbers[1])
    expect(desk.page.get_by_text("同事的备注")).to_have_count(1)
