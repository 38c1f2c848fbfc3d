"""Following a case to its end, from this phone and from another."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from server.identity import sms
from tests.browser.conftest import PHONE, Watch
from tests.browser.resident.conftest import LINES_OF_NUMBERS, Offices, Phone
from tests.support.world import Person, World

pytestmark = pytest.mark.browser


def test_confirm_rate_and_reopen(resident: Phone, offices: Offices, world: World) -> None:
    number, _ = resident.send_report()
    offices.fix(number)
    resident.open(f"/follow/{number}")
    page = resident.page
    slider = page.get_by_role("slider", name="拖动比较处置前后")
    slider.focus()
    slider.press("ArrowRight")
    expect(slider).to_have_value("51")

    resident.tap("已经解决")
    page.get_by_role("dialog").get_by_role("button", name="已经解决").click()
    expect(page.get_by_text("已解决", exact=True).first).to_be_visible()

    resident.tap("评价")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="提交评价").click()
    expect(dialog.get_by_text("请填写这一项").first).to_be_visible()
    dialog.get_by_text("已解决", exact=True).click()
    dialog.get_by_text("满意", exact=True).click()
    dialog.get_by_role("button", name="提交评价").click()
    expect(page.get_by_text("您的评价")).to_be_visible()
    expect(page.get_by_role("button", name="评价", exact=True)).to_have_count(0)

    resident.tap("问题又出现了")
    dialog.get_by_label("现在是什么情况").fill("又堆满了,和上次一样")
    dialog.get_by_role("button", name="重新打开").click()
    expect(dialog.get_by_role("group", name="照片").get_by_text("请填写这一项")).to_be_visible()
    resident.add_photo()
    expect(dialog.get_by_text("请填写这一项")).to_have_count(0)
    dialog.get_by_role("button", name="重新打开").click()
    expect(page.get_by_text("处置中").first).to_be_visible()
    assert world.column(number, "state") == "handling"


def test_refuse_with_a_photo(resident: Phone, offices: Offices, world: World) -> None:
    number, _ = resident.send_report()
    offices.fix(number)
    resident.open(f"/follow/{number}")
    resident.tap("还没有解决")
    dialog = resident.page.get_by_role("dialog")
    dialog.get_by_label("哪里没解决").fill("墙角还有一袋垃圾")
    resident.add_photo()
    dialog.get_by_role("button", name="还没有解决").click()
    expect(resident.page.get_by_text("墙角还有一袋垃圾")).to_be_visible()
    assert world.column(number, "state") == "handling"


def test_answer_a_question(resident: Phone, offices: Offices, world: World) -> None:
    number, _ = resident.send_report()
    offices.staff("east_clerk").do(number, "request_info", question="在几号楼门口?")
    resident.open(f"/follow/{number}")
    expect(resident.page.get_by_text("在几号楼门口?").first).to_be_visible()
    resident.tap("补充情况")
    dialog = resident.page.get_by_role("dialog")
    dialog.get_by_label("说明").fill("三号楼东门")
    dialog.get_by_role("button", name="提交补充").click()
    expect(resident.page.get_by_text("三号楼东门")).to_be_visible()
    assert world.column(number, "state") == "submitted"


def test_withdraw_and_appeal(resident: Phone, offices: Offices) -> None:
    number, _ = resident.send_report()
    clerk = offices.staff("east_clerk")
    clerk.do(number, "reject", reason_code="1", words="不归城市管理负责", channel="12345")
    resident.open(f"/follow/{number}")
    expect(resident.page.get_by_text("超出受理范围")).to_be_visible()
    expect(resident.page.get_by_text("12345 政务服务热线")).to_be_visible()
    resident.tap("申诉")
    dialog = resident.page.get_by_role("dialog")
    dialog.get_by_label("申诉理由").fill("这里是市政道路")
    dialog.get_by_role("button", name="申诉").click()
    expect(resident.page.get_by_text("这里是市政道路")).to_be_visible()
    resident.tap("撤回")
    dialog.get_by_role("button", name="撤回上报").click()
    expect(resident.page.get_by_text("您已撤回这次上报")).to_be_visible()


SLOW_TO_REFRESH = """() => {
  const real = window.fetch;
  window.fetch = async (address, init) => {
    const answer = await real(address, init);
    if (init?.method === "GET") await new Promise((done) => setTimeout(done, 500));
    return answer;
  };
}"""


def test_what_was_typed_survives_a_stale_version(
    resident: Phone, offices: Offices, world: World, watch: Watch
) -> None:
    """What only adds to a case goes at once; an answer waits until one has seen what is new."""
    watch.allow("status of 412")
    number, _ = resident.send_report()
    resident.open(f"/follow/{number}")
    resident.tap("补充情况")
    dialog = resident.page.get_by_role("dialog")
    dialog.get_by_label("说明").fill("垃圾在东门")
    offices.accept(number)
    dialog.get_by_role("button", name="提交补充").click()
    expect(resident.page.get_by_text("垃圾在东门")).to_be_visible()
    assert world.column(number, "state") == "to_dispatch"

    offices.fix(number, accept=False)
    resident.page.reload()
    resident.tap("还没有解决")
    dialog.get_by_label("哪里没解决").fill("墙角还有一袋")
    resident.page.evaluate(SLOW_TO_REFRESH)
    neighbour = world.resident()
    joined = neighbour.post(f"public/cases/{number}/join", _joining(neighbour, world))
    assert joined.status_code == 201, joined.json
    dialog.get_by_role("button", name="还没有解决").click()
    expect(dialog.get_by_text("这件事刚刚有了新进展").first).to_be_visible()
    expect(dialog.get_by_label("哪里没解决")).to_have_value("墙角还有一袋")
    dialog.get_by_role("button", name="还没有解决").click()
    expect(resident.page.get_by_text("墙角还有一袋")).to_be_visible()
    assert world.column(number, "state") == "handling"


def _joining(neighbour: Person, world: World) -> dict[str, Any]:
    form = world.report_form(neighbour)
    del form["tile"]
    return form


def test_who_looked_is_told(resident: Phone, offices: Offices) -> None:
    number, _ = resident.send_report()
    centre = offices.staff("supervisor")
    photo = centre.view(number).get_json()["photos"][0]["id"]
    assert centre.get(f"photos/{photo}/original").status_code == 200
    resident.open(f"/follow/{number}")
    resident.tap("谁看过我的信息")
    looked = resident.page.get_by_role("dialog").locator(".cell")
    expect(looked).to_have_count(1)
    expect(looked).to_contain_text("督察中心")
    expect(looked).to_contain_text("看了照片原件")


def test_another_phone_follows_by_number_and_code(
    resident: Phone,
    new_page: Callable[..., Page],
    site: str,
    shot: Callable[[], Path],
    watch: Watch,
) -> None:
    watch.allow("status of 404")
    number, code = resident.send_report()
    resident.open(f"/follow/{number}")
    resident.tap("换一台手机看")
    by_fours = " ".join(code[at : at + 4] for at in range(0, 16, 4))
    expect(resident.page.get_by_role("dialog").get_by_text(by_fours)).to_be_visible()
    other = Phone(new_page(PHONE, has_touch=True, is_mobile=True), site, shot)
    other.open("/follow")
    other.page.get_by_label("案件编号").fill(number.lower())
    other.page.get_by_label("查询码").fill("AAAA BBBB CCCC DDDD")
    other.tap("查询")
    expect(other.page.get_by_text("没有找到")).to_be_visible()
    other.page.go_back()
    expect(other.page.get_by_label("案件编号")).to_have_value(number.lower())
    expect(other.page.get_by_label("查询码")).to_have_value("AAAA BBBB CCCC DDDD")
    other.page.get_by_label("查询码").fill(f"{code[:8].lower()} {code[8:]}")
    other.tap("查询")
    expect(other.page.get_by_text("上报了问题")).to_be_visible()
    expect(other.page).not_to_have_url(re.compile(code))
    other.page.reload()
    expect(other.page.get_by_text("上报了问题")).to_be_visible()


def test_sign_in_brings_the_reports_to_another_phone(
    resident: Phone,
    new_page: Callable[..., Page],
    site: str,
    shot: Callable[[], Path],
    world: World,
    offices: Offices,
) -> None:
    number, _ = resident.send_report()
    _sign_in(resident, world)
    other = Phone(new_page(PHONE, has_touch=True, is_mobile=True), site, shot)
    _sign_in(other, world)
    expect(other.page.locator(f'a[href="#/follow/{number}"]')).to_be_visible()
    other.tap("登录过的设备", role="link")
    expect(other.page.get_by_text("本机")).to_have_count(1)
    other.tap("退出这台")
    expect(other.page.get_by_role("button", name="退出这台")).to_have_count(0)

    offices.accept(number)
    world.drain()
    other.open("/me/notices")
    expect(other.page.get_by_text(number).first).to_be_visible()
    for width in range(320, 400, 10):
        other.page.set_viewport_size({"width": width, "height": 640})
        assert other.page.evaluate(LINES_OF_NUMBERS) == [1], width


def _sign_in(phone: Phone, world: World) -> None:
    phone.open("/me/signin")
    phone.page.get_by_label("手机号").fill("13900000009")
    phone.tap("获取验证码")
    field = phone.page.get_by_label("验证码")
    expect(field).to_have_attribute("autocomplete", "one-time-code")
    world.drain()
    with world.app.app_context():
        words: str = sms.local_gateway().last(1)[0]["words"]
    field.fill(words.split("验证码")[1].strip()[:6])
    phone.tap("登录")
    expect(phone.page.get_by_text("139****0009")).to_be_visible()
