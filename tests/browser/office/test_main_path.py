"""One case through all offices, each step in the page of who takes it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Watch
from tests.browser.office.conftest import Desk
from tests.support.world import World

pytestmark = pytest.mark.browser


def test_from_acceptance_to_the_public_page(
    new_desk: Callable[..., Desk], world: World, number: str
) -> None:
    clerk = new_desk("east_clerk")
    clerk.page.get_by_role("row").filter(has_text=number).click()
    clerk.page.get_by_role("link", name="受理立案").click()
    clerk.page.get_by_text("散落").click()
    clerk.done("受理立案")

    dispatcher = new_desk("east_dispatcher")
    dispatcher.page.get_by_role("link", name=number).click()
    dispatcher.page.get_by_role("link", name="派遣", exact=True).click()
    expect(dispatcher.page.get_by_role("radio", checked=True)).to_have_count(1)
    dispatcher.done("派遣")
    expect(dispatcher.page.get_by_role("button", name="撤回", exact=True)).to_be_visible()

    handler = new_desk("sanitation_handler", phone=True)
    handler.page.get_by_text(number).click()
    handler.page.get_by_role("button", name="接单").click()
    expect(handler.page.get_by_text("已办理：接单")).to_be_visible()
    handler.page.get_by_role("link", name="处置完成").click()
    handler.take_photo()
    handler.page.get_by_role("button", name="已清理干净").click()
    handler.done("处置完成")

    checker = new_desk(world.checker_of(number).name)
    checker.page.get_by_role("link", name=number).click()
    checker.page.get_by_role("link", name="核查通过").click()
    expect(checker.page.locator(".case")).not_to_contain_text("陈处置乙")
    expect(checker.page.get_by_role("button", name="核查通过", exact=True)).to_be_visible()
    checker.page.get_by_role("button", name="滑动对比").click()
    seam = checker.page.get_by_role("slider", name="拖动比较处置前后")
    seam.press("ArrowRight")
    expect(seam).to_have_value("51")
    expect(checker.page.locator(".compare")).to_have_css("--split", "51%")
    checker.page.get_by_role("checkbox", name="根据照片判断").check()
    checker.done("核查通过")

    clerk.case(number, "publish")
    expect(clerk.page.locator(".photo-tile.chosen")).to_have_count(2)
    clerk.done("公开照片")
    public = world.anonymous.get(f"public/cases/{number}").get_json()
    assert {photo["role"] for photo in public["photos"]} == {"near", "after"}
    assert not world.findings()


def test_finish_takes_four_taps(new_desk: Callable[..., Desk], world: World, number: str) -> None:
    world.staff("east_clerk").do(number, "accept", **world.condition())
    world.staff("east_dispatcher").do(number, "dispatch", organisation="sanitation")
    handler = new_desk("sanitation_handler", phone=True)
    handler.tap(handler.page.get_by_role("link", name="处置完成"))
    handler.take_photo()
    handler.tap(handler.page.get_by_role("button", name="已清理干净"))
    handler.done("处置完成")
    assert handler.taps == 4, "of the queue, the camera, the words and the button"
    view = world.staff("sanitation_handler").view(number).get_json()
    assert view["state"] == "fixed"
    assert view["timeline"][-1]["words"] == "已清理干净，现场恢复整洁。"


def test_undo_takes_a_dispatch_back(
    new_desk: Callable[..., Desk], world: World, number: str
) -> None:
    world.staff("east_clerk").do(number, "accept", **world.condition())
    desk = new_desk("east_dispatcher")
    desk.case(number, "dispatch")
    desk.done("派遣")
    desk.page.get_by_role("button", name="撤回", exact=True).click()
    expect(desk.page.get_by_text("已办理：撤回派遣")).to_be_visible()
    assert world.column(number, "state") == "to_dispatch"


def test_another_organisation_needs_a_reason(
    new_desk: Callable[..., Desk], world: World, number: str, watch: Watch
) -> None:
    watch.allow("status of 422")
    world.staff("east_clerk").do(number, "accept", **world.condition())
    desk = new_desk("east_dispatcher")
    desk.case(number, "dispatch")
    desk.page.locator(".picker .condition:not(.chosen)").first.click()
    desk.send("派遣")
    reason = desk.page.get_by_label("派遣理由")
    expect(reason).to_have_attribute("aria-invalid", "true")
    expect(desk.page.get_by_role("alert")).to_be_focused()
    reason.fill("清单的单位正在整修")
    desk.done("派遣")


def test_a_case_that_could_not_be_fetched_is_no_dead_end(
    new_desk: Callable[..., Desk], world: World, number: str, watch: Watch
) -> None:
    watch.allow("ERR_FAILED")
    world.staff("east_clerk").do(number, "accept", **world.condition())
    world.staff("east_dispatcher").do(number, "dispatch", organisation="sanitation")
    page = new_desk("sanitation_handler", phone=True).page
    page.route(f"**/api/v1/cases/{number}", lambda route: route.abort())
    page.get_by_role("link", name="处置完成").click()
    expect(page.get_by_role("link", name="返回")).to_be_visible()
    page.unroute(f"**/api/v1/cases/{number}")
    page.get_by_role("button", name="重试").click()
    expect(page.get_by_label("处置情况")).to_be_visible()
