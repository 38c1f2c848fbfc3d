"""Answers that come late, after somebody has gone on: nothing newer is lost to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from server.settings import Settings
from tests.browser.office.conftest import Desk
from tests.support.world import World

pytestmark = pytest.mark.browser

HOLDS_BACK = """() => {
  const askServer = window.fetch;
  let came;
  let go;
  let wanted = "";
  let passing = 0;
  window.holdBack = ([request, before]) => {
    [wanted, passing] = [request, before];
    came = new Promise((tell) => { go = tell; });
  };
  window.letGo = async () => {
    (await came)();
    await new Promise((done) => setTimeout(done, 200));
  };
  window.fetch = async (address, init) => {
    const request = `${init?.method ?? "GET"} ${new URL(address, location.href).pathname}`;
    const mine = wanted && request.endsWith(wanted) && passing-- === 0;
    if (mine) wanted = "";
    const answer = await askServer(address, init);
    if (mine) await new Promise(go);
    return answer;
  };
}"""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation that sends text messages."""
    return replace(settings, sms_provider="local")


def _hold(page: Page, request: str, passing: int = 0) -> None:
    """Let the next answer to such a request wait until ``_let_go``, after ``passing`` others."""
    page.evaluate("wanted => window.holdBack(wanted)", [request, passing])


def _let_go(page: Page) -> None:
    """Let the answer come, and the page do with it what it will."""
    page.evaluate("window.letGo()")


def test_a_late_answer_takes_nothing_back(
    new_desk: Callable[..., Desk], world: World, number: str
) -> None:
    world.clock.advance(minutes=200)  # what is soon late is handed over
    fresh = world.resident().report().get_json()["case_number"]
    desk = new_desk("east_clerk")
    page = desk.page
    page.add_init_script(f"({HOLDS_BACK})()")
    page.reload()
    desk.settle()

    _hold(page, "/views")
    page.get_by_role("button", name="视图与筛选").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("视图名称").fill("全部新案件")
    dialog.get_by_role("button", name="保存").click()
    kept = dialog.get_by_role("link", name="全部新案件")
    expect(kept).to_be_visible()
    _let_go(page)
    expect(kept).to_be_visible()
    page.keyboard.press("Escape")

    _hold(page, f"/cases/{fresh}", passing=1)
    page.evaluate("hash => { location.hash = hash; }", f"#/q/all/{fresh}/accept")
    expect(page.locator(".send button")).to_be_focused()
    desk.done("受理立案")
    _let_go(page)
    expect(page.locator(".case-head")).to_contain_text("待派遣")

    _hold(page, f"/cases/{number}")
    page.evaluate("hash => { location.hash = hash; }", f"#/q/all/{number}/accept")
    expect(page.locator(".case-head")).to_contain_text(number)
    page.evaluate("hash => { location.hash = hash; }", f"#/q/all/{number}/reject")
    expect(page.locator(".send button")).to_be_visible()
    _let_go(page)
    expect(page.locator(".send button")).to_be_visible()

    _hold(page, "/handovers/matters")
    page.evaluate("() => { location.hash = '#/shift/handover'; }")
    expect(page.get_by_role("heading", name="以前的交班")).to_be_visible()
    expect(page.get_by_role("button", name="交班", exact=True)).to_have_count(0)
    _let_go(page)
    page.get_by_label("交班说明").fill("都在这里。")
    page.get_by_role("button", name="交班", exact=True).click()
    expect(page.get_by_text("等下一班接班")).to_be_visible()
    (made,) = world.staff("east_clerk").get("handovers").get_json()["items"]
    assert [one["case"]["number"] for one in made["items"]] == [number]

    desk.open("/me")
    _hold(page, "PATCH /api/v1/notices/preferences")
    page.get_by_label("从", exact=True).fill("21:30")
    page.get_by_label("到", exact=True).fill("08:30")
    _let_go(page)
    expect(page.get_by_text("已保存")).to_be_visible()
    expect(page.get_by_label("从", exact=True)).to_have_value("21:30")
    expect(page.get_by_label("到", exact=True)).to_have_value("08:30")
