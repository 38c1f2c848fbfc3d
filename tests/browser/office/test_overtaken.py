"""Two officers at one case: the slower one loses nothing that was typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Watch
from tests.browser.office.conftest import Desk
from tests.support.world import World

pytestmark = pytest.mark.browser


def test_a_note_in_between_is_shown_and_the_form_can_be_sent_again(
    new_desk: Callable[..., Desk], world: World, number: str, watch: Watch
) -> None:
    watch.allow("status of 412")
    desk = new_desk("east_clerk")
    desk.case(number, "request_info")
    question = desk.page.get_by_label("要居民补充什么")
    question.fill("请问是几号楼?")
    world.staff("east_clerk2").do(number, "add_note", note="已打过电话")
    desk.send("请居民补充")
    told = desk.page.get_by_role("alert").filter(has_text="同事刚刚更新")
    expect(told).to_contain_text("钱受理乙")
    expect(told).to_contain_text("已打过电话")
    expect(question).to_have_value("请问是几号楼?")
    desk.done("请居民补充")
    assert world.column(number, "state") == "need_info"


def test_what_can_no_longer_be_done_is_said(
    new_desk: Callable[..., Desk], world: World, number: str, watch: Watch
) -> None:
    watch.allow("status of 412")
    desk = new_desk("east_clerk")
    desk.case(number, "request_info")
    desk.page.get_by_label("要居民补充什么").fill("请问是几号楼?")
    world.staff("east_clerk2").do(number, "accept", **world.condition())
    desk.send("请居民补充")
    expect(desk.page.get_by_role("alert").filter(has_text="已不能办理")).to_be_visible()
    expect(desk.page.locator(".send button")).to_be_disabled()
    assert world.column(number, "state") == "to_dispatch"


def test_what_was_typed_survives_a_reload(new_desk: Callable[..., Desk], number: str) -> None:
    desk = new_desk("east_clerk")
    desk.case(number, "request_info")
    desk.page.get_by_label("要居民补充什么").fill("请问是几号楼?")
    desk.page.reload()
    expect(desk.page.get_by_label("要居民补充什么")).to_have_value("请问是几号楼?")
