"""What a resident answers without a network: kept first, sent later, never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Watch
from tests.browser.resident.conftest import Offices, Phone
from tests.conftest import FULL
from tests.support.clocks import START
from tests.support.world import World

pytestmark = pytest.mark.browser

PHONE_NUMBER = "13800138000"
KEPT = "已保存在这台手机里，有网时自动发送"


def sign_in(phone: Phone, world: World) -> None:
    """Be the resident whose reports these are."""
    person = world.account(PHONE_NUMBER)
    person.get("me")
    kept = person.client.get_cookie("ssp_session")
    assert kept is not None
    phone.page.context.add_cookies(
        [{"name": "ssp_session", "value": kept.value, "url": phone.site}]
    )


def test_an_answer_without_a_network(
    resident: Phone, offices: Offices, world: World, watch: Watch
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED|ERR_FAILED|status of (412|500)")
    page = resident.page
    dialog = page.get_by_role("dialog")
    sign_in(resident, world)
    number, _ = resident.send_report()
    offices.fix(number)

    # The phone ends the page while the camera is open: the form comes back as it was.
    resident.open(f"/follow/{number}")
    resident.tap("还没有解决")
    dialog.get_by_label("哪里没解决").fill("墙角还有一袋垃圾")
    resident.add_photo()
    page.reload()
    expect(dialog.get_by_label("哪里没解决")).to_have_value("墙角还有一袋垃圾")
    expect(dialog.locator("img.photo")).to_have_count(1)
    dialog.get_by_role("button", name="关闭").click()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name="还没有解决")).to_contain_text("没写完")

    page.context.set_offline(True)
    page.get_by_role("button", name="还没有解决").click()
    dialog.get_by_role("button", name="还没有解决").click()
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_text("等待网络")).to_be_visible()
    expect(page.get_by_text("照片 1 张 · 墙角还有一袋垃圾")).to_be_visible()
    expect(page.get_by_role("button", name="已经解决")).to_have_count(0)
    expect(page.locator(".tabs .count")).to_contain_text("1")
    page.evaluate("location.hash = '#/me'")
    expect(page.get_by_role("heading", name="还没发出去的")).to_be_visible()
    expect(page.locator("li.card").get_by_text("还没有解决")).to_be_visible()
    page.get_by_role("button", name="退出登录").click()
    expect(dialog.get_by_text("还有 1 份没发出去")).to_be_visible()
    dialog.get_by_role("button", name="关闭").click()

    # The server is busy once, and an office has written a note that residents do not read.
    offices.staff("sanitation_handler").do(number, "add_note", note="带上扫帚")
    answers = iter(["busy"])

    def refuse(route: Route) -> None:
        if next(answers, None):
            route.fulfill(status=500, body="<html>")
        else:
            route.continue_()

    page.route("**/actions/refuse", refuse)
    page.context.set_offline(False)
    expect(page.get_by_text("系统暂时繁忙，稍后会自动再发")).to_be_visible()
    page.get_by_role("button", name="重新发送").click()
    expect(page.get_by_text("刚才保存的已发出")).to_be_visible()
    expect(page.get_by_role("heading", name="还没发出去的")).to_have_count(0)
    assert world.column(number, "state") == "handling"
    view = offices.staff("supervisor").view(number).get_json()
    assert [photo["role"] for photo in view["photos"]].count("evidence") == 1


@pytest.mark.skipif(not FULL, reason="the complete matrix runs with SSP_TEST_FULL=1")
def test_an_answer_that_comes_too_late_stays_with_the_reason(
    resident: Phone, offices: Offices, world: World, watch: Watch
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED|status of (409|412|422)")
    page = resident.page
    dialog = page.get_by_role("dialog")
    number, _ = resident.send_report()
    offices.staff("east_clerk").do(number, "request_info", question="在几号楼门口？")
    resident.open(f"/follow/{number}")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    resident.tap("补充情况")
    dialog.get_by_label("说明").fill("三号楼东门")
    dialog.get_by_role("button", name="提交补充").click()
    expect(page.get_by_text("等待网络")).to_be_visible()
    world.clock.set(START + timedelta(hours=80))
    world.timers()
    assert world.column(number, "state") == "rejected"
    page.context.set_offline(False)
    expect(page.get_by_text("没有发成，请改一下")).to_be_visible()
    expect(page.get_by_text("三号楼东门")).to_be_visible()
    expect(page.get_by_role("button", name="重新发送")).to_have_count(0)
    page.get_by_role("button", name="删除").click()
    expect(page.get_by_text("三号楼东门")).to_have_count(0)
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("三号楼东门")).to_be_visible()
