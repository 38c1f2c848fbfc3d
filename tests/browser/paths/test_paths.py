"""Cases that leave the usual way: each exception in the pages of those who meet on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from server.catalog.models import Category
from server.catalog.service import forget_cached
from server.platform.db import unit_of_work
from tests.browser.office.conftest import Desk
from tests.support.story import Story
from tests.support.world import World

pytestmark = pytest.mark.browser

NewDesk = Callable[..., Desk]
Screenshot = Callable[..., Path]
Measure = Callable[[Page], None]


def _record(desk: Desk, key: str) -> Locator:
    return desk.page.locator(f'[data-record="{key}"]')


def _unfold(desk: Desk) -> None:
    """Open what is behind 更多."""
    desk.page.locator(".action-bar").get_by_role("button", name="更多").click()


def _more(desk: Desk, action: str) -> None:
    """Open the form of an action behind 更多."""
    _unfold(desk)
    desk.page.locator(".rest").get_by_role("link", name=action, exact=True).click()


def _write(desk: Desk, words: str) -> None:
    desk.page.locator(".action-form textarea").fill(words)


def test_a_return_goes_to_whom_it_names(
    new_desk: NewDesk, world: World, screenshot: Screenshot, assert_accessible: Measure
) -> None:
    number = Story(world).dispatched().number
    handler = new_desk("sanitation_handler", phone=True)
    handler.case(number)
    _more(handler, "申请退回")
    handler.page.get_by_text("设施不归本单位所有").click()
    handler.page.locator(".picker").get_by_text("市政处").click()
    _write(handler, "井盖归市政处管。")
    screenshot(handler.page, "paths-request-return")
    handler.done("申请退回")

    dispatcher = new_desk("east_dispatcher")
    dispatcher.open("/q/returns_to_decide")
    dispatcher.page.get_by_role("link", name=number).click()
    asked = _record(dispatcher, "return/1")
    expect(asked).to_contain_text("待办")
    expect(asked).to_contain_text("设施不归本单位所有")
    expect(asked).to_contain_text("建议改派给 市政处")
    expect(asked).to_contain_text("井盖归市政处管。")
    asked.get_by_role("link", name="同意退回并改派").click()
    expect(dispatcher.page.get_by_role("radio", checked=True)).to_have_count(1)
    expect(dispatcher.page.locator(".picker .chosen")).to_contain_text("市政处")
    screenshot(dispatcher.page, "paths-return")
    assert_accessible(dispatcher.page)
    dispatcher.done("同意退回并改派")
    expect(asked).to_contain_text("已同意")
    expect(dispatcher.page.locator(".standing")).to_contain_text("曾退回")
    expect(dispatcher.page.locator(".holders li")).to_have_count(2)
    assert world.column(number, "state") == "assigned"


def test_a_whistle_calls_two_departments(
    new_desk: NewDesk, world: World, screenshot: Screenshot, assert_accessible: Measure
) -> None:
    number = Story(world).handling().number
    street = new_desk("east_lead")
    street.case(number)
    _more(street, "吹哨")
    expect(street.page.get_by_text("攻坚哨、应急哨由主要负责人吹")).to_be_visible()
    street.page.get_by_text("日常哨", exact=True).click()
    for name in ("市政处", "环卫处"):
        street.page.locator(".picker").get_by_text(name).click()
    _write(street, "三家一起到现场。")
    street.done("吹哨")
    street.case(number, "finish")
    expect(street.page.locator(".action-page")).to_contain_text("吹哨还没有结束")

    called = new_desk("municipal_handler", phone=True)
    called.open("/q/called")
    called.page.get_by_text(number).click()
    expect(_record(called, "whistle/1")).to_contain_text("三家一起到现场。")
    screenshot(called.page, "paths-called")
    called.page.locator(".action-bar").get_by_role("button", name="哨声签收").click()
    expect(_record(called, "whistle_call/1")).to_contain_text("已签收")
    called.page.locator(".action-bar").get_by_role("link", name="报到", exact=True).click()
    called.done("报到")
    called.page.locator(".action-bar").get_by_role("link", name="反馈措施").click()
    called.take_photo()
    _write(called, "井盖已经换好。")
    called.done("反馈措施")

    street.case(number)
    street.page.reload()
    street.settle()
    answered = _record(street, "whistle_call/1")
    expect(answered).to_contain_text("已反馈措施")
    expect(answered).to_contain_text("井盖已经换好。")
    screenshot(street.page, "paths-whistle")
    assert_accessible(street.page)
    answered.get_by_role("button", name="确认部门措施").click()
    expect(answered).to_contain_text("已确认")
    _record(street, "whistle_call/2").get_by_role("link", name="免除该部门").click()
    expect(street.page.locator(".picker .chosen")).to_contain_text("环卫处")
    _write(street, "市政处一家已办好。")
    street.done("免除该部门")
    expect(_record(street, "whistle/1")).to_contain_text("已完成")
    assert {row.status for row in world.records(number, "whistle_call")} == {"confirmed", "excused"}


def test_why_a_case_came_back_and_both_verdicts_stand_before_all_else(
    new_desk: NewDesk, world: World
) -> None:
    number = Story(world).disputed().number
    supervisor = new_desk("supervisor")
    supervisor.open(f"/q/to_decide/{number}")
    first = supervisor.page.locator(".action-bar .first")
    expect(first.get_by_role("link", name="支持居民意见")).to_be_visible()
    expect(first.get_by_role("link", name="维持结案")).to_be_visible()
    expect(first.get_by_role("link", name="公开照片")).to_have_count(0)
    expect(supervisor.page.locator(".case > .note").first).to_contain_text("等待督办员裁定")

    appealed = Story(world)
    appealed.by("east_clerk", "reject", reason_code="1", words="请拨打 12345", channel="12345")
    appealed.reporter.do(appealed.number, "appeal", words="就在人行道上，请再看看。")
    clerk = new_desk("east_clerk")
    clerk.case(appealed.number)
    why = clerk.page.locator(".case > .note")
    expect(why).to_contain_text("就在人行道上，请再看看。")
    expect(why).to_contain_text("原来的受理员不能再办")
    supervisor.open("/q/to_accept")
    tabs = supervisor.page.get_by_role("navigation", name="队列")
    expect(tabs.get_by_role("link", name="全部")).to_be_visible()
    supervisor.page.set_viewport_size({"width": 1200, "height": 900})
    assert tabs.evaluate("(all) => all.scrollWidth - all.clientWidth") <= 0


def test_a_case_stands_still_and_goes_on(
    new_desk: NewDesk,
    world: World,
    screenshot: Screenshot,
    assert_accessible: Measure,
) -> None:
    story = Story(world).handling()
    number = story.number
    handler = new_desk("sanitation_handler", phone=True)
    handler.case(number, "request_extension")
    expect(handler.page.locator(".action-form")).to_contain_text("处置时限是 4 工作时")
    handler.case(number)
    _unfold(handler)
    screenshot(handler.page, "paths-more")
    handler.page.locator(".rest").get_by_role("link", name="申请挂账").click()
    expect(handler.page.locator(".action-form")).to_contain_text("拍已经采取的安全措施")
    handler.page.get_by_text("受季节限制").click()
    until = handler.page.locator("input[type=date]")
    expect(until).to_have_attribute("min", "2026-11-24")
    until.fill("2027-04-10")
    handler.take_photo()
    _write(handler, "土地封冻，开春后施工。")
    screenshot(handler.page, "paths-request-suspension")
    handler.done("申请挂账")

    leader = new_desk("leader")
    leader.open("/q/requests_to_decide")
    leader.page.get_by_role("link", name=number).click()
    expect(_record(leader, "suspension/1")).to_contain_text("受季节限制")
    _unfold(leader)
    screenshot(leader.page, "paths-decide")
    assert_accessible(leader.page)
    _record(leader, "suspension/1").get_by_role("button", name="同意挂账", exact=True).click()
    expect(leader.page.get_by_text("已办理：同意挂账")).to_be_visible()
    told = story.reporter.view(number).get_json()
    assert told["due_at"].startswith("2027-04-09T16:00")
    assert told["timeline"][-1]["words"] == "土地封冻，开春后施工。"

    street = new_desk("east_lead", phone=True)
    street.case(number)
    screenshot(street.page, "paths-suspended")
    _record(street, "suspension/1").get_by_role("link", name="恢复处置").click()
    street.done("恢复处置")
    story.finished()
    story.checked("check_fail", reason="还有垃圾")
    handler.page.reload()
    handler.case(number, "finish")
    handler.take_photo()
    handler.page.get_by_role("button", name="已清理干净").click()
    handler.done("处置完成")
    expect(handler.page.locator(".clocks")).to_contain_text("第 2")
    assert world.column(number, "state") == "fixed"


def test_a_keeper_mends_in_four_taps(
    new_desk: NewDesk, world: World, screenshot: Screenshot, assert_accessible: Measure
) -> None:
    number = Story(world).accepted().number
    keeper = new_desk("east_keeper", phone=True)
    screenshot(keeper.page, "paths-my-road")
    keeper.tap(keeper.page.get_by_role("link", name="马上整改"))
    keeper.take_photo()
    keeper.tap(keeper.page.get_by_role("button", name="已清理干净"))
    screenshot(keeper.page, "paths-repair")
    assert_accessible(keeper.page)
    keeper.done("马上整改")
    assert keeper.taps == 4
    assert world.column(number, "state") == "fixed"

    # Where the category counts, nobody is told only afterwards that a number is missing.
    with world.app.app_context():
        with unit_of_work() as session:
            session.execute(update(Category).values(units=["place"]))
        forget_cached()
    number = Story(world).accepted().number
    keeper.page.reload()
    keeper.case(number, "repair_now")
    keeper.take_photo()
    keeper.page.get_by_role("button", name="已清理干净").click()
    keeper.send("马上整改")
    expect(keeper.page.get_by_role("alert").get_by_role("listitem")).to_have_text(
        ["完成数量：请填写完成数量"]
    )
    expect(keeper.page.get_by_role("group", name="完成数量", exact=True)).to_be_visible()
    keeper.page.get_by_label("处", exact=True).fill("3")
    keeper.done("马上整改")
