"""A handler in a basement: what is done there is kept, and goes when there is a network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Watch
from tests.browser.office.conftest import Desk
from tests.browser.patrol.test_patrol import send, shoot
from tests.conftest import FULL
from tests.support.world import World

pytestmark = pytest.mark.browser

KEPT = "已保存在这台手机里，有网时自动发送"
MOST_TRIES = 2
"""While somebody reads that it is kept: at once, and once more on a slow machine."""
OLD = 8 * 24 * 3_600_000
"""Age in ms of what nobody comes back to."""

_WITH_DATABASE = """(work) => new Promise((done, fail) => {
  const opening = indexedDB.open("suishoupai");
  opening.onerror = () => fail(opening.error);
  opening.onsuccess = () => {
    const database = opening.result;
    const transaction = database.transaction(["orders", "shots"], "readwrite");
    const finish = (result) => { database.close(); done(result); };
    work(transaction.objectStore("orders"), transaction.objectStore("shots"), finish);
  };
})"""
LEAVE = f"""(age) => ({_WITH_DATABASE})((orders, shots, finish) => {{
  const left = (id, age) => shots.put({{ bytes: new ArrayBuffer(8), at: Date.now() - age }}, id);
  left("abandoned", age);
  left("recent", 1000);
  left("queued", age);
  const photos = [{{ id: "queued" }}];
  const order = {{ id: "order", kind: "action", by: "another", status: "refused", target: "",
    created_at: "2026-01-01T00:00:00Z", body: {{}}, photos, fault: null }};
  orders.put(order, "order").onsuccess = () => finish();
}})"""
"""Photos of a form that was left, of one that is being filled in, and of an old order."""
SHOTS = f"""() => ({_WITH_DATABASE})((_, shots, finish) => {{
  const asked = shots.getAllKeys();
  asked.onsuccess = () => finish(asked.result);
}})"""


@pytest.fixture
def handled(world: World, number: str) -> str:
    """The number of a case that sanitation works on."""
    world.staff("east_clerk").do(number, "accept", **world.condition())
    world.staff("east_dispatcher").do(number, "dispatch", organisation="sanitation")
    world.staff("sanitation_handler").do(number, "acknowledge")
    return number


def fill_in(phone: Desk) -> None:
    """One photo and the words of the finish."""
    tiles = phone.page.locator(".action-form .photo-tile img")
    with phone.page.expect_file_chooser() as chooser:
        phone.page.locator(".action-form").get_by_text("拍照", exact=True).click()
    chooser.value.set_files(phone.shot())
    expect(tiles).to_have_count(1)
    phone.page.get_by_label("处置情况").fill("地下室积水已抽干，现场恢复。")
    phone.page.get_by_text("实质整改").click()


def test_finish_in_a_basement(
    new_desk: Callable[..., Desk],
    world: World,
    handled: str,
    watch: Watch,
    screenshot: Callable[..., Path],
    assert_accessible: Callable[[Page], None],
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED")
    watch.allow("status of 412")
    phone = new_desk("sanitation_handler", phone=True)
    page = phone.page
    phone.open("/me")
    page.evaluate(LEAVE, OLD)
    page.reload()
    phone.case(handled, "finish")
    expect(page.get_by_label("处置情况")).to_be_visible()
    page.wait_for_load_state("networkidle")  # without a worker the rest of the page would be lost
    page.context.set_offline(True)
    fill_in(phone)
    expect(page.get_by_text("1 张照片已保存在这台手机里")).to_be_visible()
    phone.send("处置完成")
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_role("link", name="有 1 件保存在这台手机里")).to_be_visible()
    screenshot(page, "outbox-case")
    assert world.column(handled, "state") == "handling"
    phone.open("/me")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("dialog").get_by_text("还有 1 份没发出去")).to_be_visible()
    screenshot(page, "outbox-leave")
    page.get_by_role("dialog").get_by_role("button", name="关闭").click()

    # Meanwhile somebody writes a note: the case moves on, and the finish is kept with what changed.
    world.staff("sanitation_handler").do(handled, "add_note", note="带上水泵")
    page.context.set_offline(False)
    expect(page.get_by_text("有一件保存的没有办成")).to_be_visible()
    phone.case(handled)
    page.get_by_role("link", name="有 1 件保存在这台手机里").click()
    expect(page.get_by_text("同事刚刚更新")).to_be_visible()
    expect(page.get_by_text("带上水泵")).to_be_visible()
    expect(page.get_by_text("地下室积水已抽干")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "outbox-office")
    page.get_by_role("button", name="仍按原内容办理").click()
    expect(page.get_by_text("没有未发出的内容")).to_be_visible()
    assert world.column(handled, "state") == "fixed"
    view = world.staff("sanitation_handler").view(handled).get_json()
    assert [photo["role"] for photo in view["photos"]].count("after") == 1
    assert page.evaluate(SHOTS) == ["queued", "recent"]


def test_what_waits_leaves_a_server_in_trouble_alone(
    new_desk: Callable[..., Desk], handled: str, watch: Watch
) -> None:
    watch.allow("status of 503")
    phone = new_desk("sanitation_handler", phone=True)
    phone.case(handled, "finish")
    fill_in(phone)
    tries: list[str] = []

    def refuse(route: Route) -> None:
        tries.append(route.request.method)
        route.fulfill(status=503)

    phone.page.route(f"**/api/v1/cases/{handled}/**", refuse)
    phone.send("处置完成")
    expect(phone.page.get_by_text(KEPT)).to_be_visible()
    assert tries.count("POST") <= MOST_TRIES


@pytest.mark.skipif(not FULL, reason="the complete matrix runs with SSP_TEST_FULL=1")
def test_a_problem_of_a_round_without_a_network(
    new_desk: Callable[..., Desk], watch: Watch
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED")
    phone = new_desk("patrol", phone=True)
    page = phone.page
    phone.open("/patrol")
    page.get_by_role("button", name="晨检").click()
    page.get_by_label("路线或地点").fill("东一路到市场")
    page.get_by_role("button", name="开始巡查").click()
    shoot(phone)
    page.get_by_text("散落").click()
    send(phone)

    page.context.set_offline(True)
    with page.expect_file_chooser() as chooser:
        page.get_by_text("拍下问题").click()
    chooser.value.set_files(phone.shot())
    page.get_by_role("button", name="垃圾", exact=True).click()
    page.get_by_role("button", name="立案，拍下一个").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.get_by_role("button", name="结束巡查").click()
    expect(page.get_by_text("还有 1 个问题没发出去")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="关闭").click()
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="2 个问题")).to_be_visible()
    expect(page.get_by_role("link", name="有 1 件保存在这台手机里")).to_be_hidden()
