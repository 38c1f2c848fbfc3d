"""A report that was begun arrives, once and whole, whatever network, phone and server do.

The essential ones run always; the complete matrix with ``SSP_TEST_FULL=1``.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.conftest import Watch
from tests.browser.outbox.conftest import MOBILE, Pocket
from tests.browser.resident.conftest import CONSENT, Phone
from tests.conftest import FULL
from tests.support.wire import Wire
from tests.support.world import World

pytestmark = pytest.mark.browser

HALF_A_PHOTO = 60_000
REPORTS = "**/api/v1/reports"
WAITS = "都保存在这台手机里，有网时自动发送"

only_full = pytest.mark.skipif(not FULL, reason="the complete matrix runs with SSP_TEST_FULL=1")


@pytest.fixture
def wire(site: str) -> Iterator[Wire]:
    """The wire between the phone and the town's server."""
    made = Wire(int(site.rpartition(":")[2]))
    yield made
    made.close()


def cases(world: World) -> list[dict[str, Any]]:
    """Every case of East, as its clerk sees it."""
    clerk = world.staff("east_clerk")
    items = clerk.get("cases?queue=all").json["items"]
    return [clerk.view(item["number"]).get_json() for item in items]


def snap(phone: Phone, photos: int = 1) -> None:
    """Photos in a draft whose place is known."""
    phone.open("/snap")
    phone.take_photo(CONSENT)
    expect(phone.page.get_by_text("东街道 · 东一社区")).to_be_visible()
    phone.page.wait_for_load_state("networkidle")
    for count in range(2, photos + 1):
        phone.take_photo("拍照")
        expect(phone.page.locator(".photo-tile img")).to_have_count(count)


def refuse(page: Page, *answers: dict[str, Any]) -> None:
    """The next reports are answered so, each once; those after them reach the server."""
    left = list(answers)

    def answer(route: Route) -> None:
        route.fulfill(**left.pop(0)) if left else route.continue_()

    page.route(REPORTS, answer)


def problem(status: int, code: str, detail: str = "", **headers: str) -> dict[str, Any]:
    """An answer as the server writes it."""
    body = {"status": status, "code": code, "detail": detail}
    return {"status": status, "json": body, "headers": headers}


def again(page: Page) -> None:
    page.get_by_role("button", name="重新发送").click()


def test_three_photos_without_a_network_arrive_after_the_phone_was_off(
    pocket: Pocket,
    wire: Wire,
    shot: Callable[[], Path],
    world: World,
    watch: Watch,
    screenshot: Callable[..., Path],
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_ABORTED")
    watch.allow("status of (500|401)")
    phone = Phone(pocket.on(), wire.url, shot)
    phone.open("/me")
    phone.open("/snap")
    phone.take_photo(CONSENT)
    expect(phone.page.get_by_text("东街道 · 东一社区")).to_be_visible()
    phone.page.context.set_offline(True)
    for count in (2, 3):
        phone.take_photo("拍照")
        expect(phone.page.locator(".photo-tile img")).to_have_count(count)
    phone.tap("提交")
    expect(phone.page.get_by_text("等待网络")).to_be_visible()
    expect(phone.page.locator(".tabs .count")).to_contain_text("1")
    pocket.off()

    wire.cut(b"PUT /api/v1/photos/", after_bytes=HALF_A_PHOTO, spare=1)
    phone = Phone(pocket.on(), wire.url, shot)
    page = phone.page
    sent: list[str] = []
    page.on("request", lambda one: one.method == "PUT" and sent.append(one.url))
    busy = {"status": 500, "body": "<html>"}
    refuse(page, busy, busy, busy, problem(401, "sign_in_required"))
    phone.open("/me")
    for _ in range(3):
        expect(page.get_by_text("系统暂时繁忙，稍后会自动再发")).to_be_visible()
        again(page)
    expect(page.get_by_text("登录后会自动发出")).to_be_visible()
    expect(page.locator("li.card").get_by_role("link", name="手机号登录")).to_be_visible()
    screenshot(page, "outbox-me")
    again(page)
    expect(page.locator("a.case-cell")).to_have_count(1)
    expect(page.get_by_text(WAITS)).to_be_hidden()
    assert wire.cuts == 1
    assert len(sent) == 4, "only the photo that was cut is sent twice"
    assert [len(case["photos"]) for case in cases(world)] == [3]


OLD_BROWSER = """
  delete Navigator.prototype.locks;
  delete Navigator.prototype.serviceWorker;
  delete window.BroadcastChannel;
"""
"""Web Locks and channels are younger than many phones; WeChat on iOS has no service worker."""


@pytest.mark.parametrize("browser_kind", ["new", pytest.param("old", marks=only_full)])
def test_two_tabs_make_one_case(
    resident: Phone, world: World, watch: Watch, browser_kind: str
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED|ERR_FAILED")
    context = resident.page.context
    if browser_kind == "old":
        context.add_init_script(OLD_BROWSER)
    first = resident.page
    first.route("**/static/**/*.js", lambda _: None)
    first.goto(resident.site, wait_until="commit")

    # A quick hand fills in the server's form before the script is there.
    first.get_by_label("手机号").fill("138 0000 0002")
    first.get_by_label("补充说明").fill("垃圾没有人清")
    first.get_by_label("详细地址").fill("东一路 8 号")
    first.get_by_label("位置", exact=True).select_option(label="东街道 · 东一社区")
    first.get_by_label("问题类别").select_option("T1")
    first.unroute("**/static/**/*.js")
    expect(first.locator("form.plain-form")).to_have_count(0)
    expect(first.get_by_label("手机号")).to_have_value("13800000002")
    expect(first.get_by_label("补充说明")).to_have_value("垃圾没有人清")
    expect(first.get_by_text("东一路 8 号")).to_be_visible()
    expect(first.get_by_text("东街道 · 东一社区")).to_be_visible()
    expect(first.get_by_role("button", name="垃圾与保洁")).to_have_attribute("aria-pressed", "true")
    resident.take_photo(CONSENT)
    expect(first.locator(".photo-tile img")).to_have_count(1)

    second = context.new_page()
    Phone(second, resident.site, resident.shot).open("/snap")
    expect(second.locator(".photo-tile img")).to_have_count(1)
    first.get_by_label("补充说明").fill("垃圾没有人清，已经三天")
    expect(second.get_by_label("补充说明")).to_have_value("垃圾没有人清，已经三天")
    at_once = time.time() * 1000 + 500
    for page in (first, second):
        page.get_by_role("button", name="提交").evaluate(
            "(button, at) => void setTimeout(() => button.click(), at - Date.now())", at_once
        )
    for page in (first, second):
        expect(page).to_have_url(re.compile("#/(sent|me)"))
        page.goto(f"{resident.site}/#/me")
        expect(page.locator("a.case-cell")).to_have_count(1)
        expect(page.get_by_text(WAITS)).to_be_hidden()
    assert [case["reports"][0]["words"] for case in cases(world)] == ["垃圾没有人清，已经三天"]


REFUSED = "indexedDB.open = () => { throw new DOMException('private', 'SecurityError'); };"
FULL_UP = """
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value, key) {
    if (value instanceof ArrayBuffer) throw new DOMException("full", "QuotaExceededError");
    return put.call(this, value, key);
  };
"""


@pytest.mark.parametrize(
    ("storage", "told"),
    [
        (OLD_BROWSER + REFUSED, "这个浏览器不让保存草稿"),
        pytest.param(FULL_UP, "手机存储空间已满", marks=only_full),
        pytest.param("delete window.indexedDB;", "这个浏览器不让保存草稿", marks=only_full),
    ],
)
def test_what_cannot_be_kept_is_said_and_can_be_sent_at_once(
    resident: Phone, world: World, storage: str, told: str
) -> None:
    resident.page.context.add_init_script(storage)
    snap(resident, photos=2)
    expect(resident.page.get_by_text(told)).to_be_visible()
    resident.tap("提交")
    resident.receipt()
    assert [len(case["photos"]) for case in cases(world)] == [2]


def test_a_full_phone_loses_a_photo_with_its_page_and_says_so(
    resident: Phone, world: World, watch: Watch
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED")
    page = resident.page
    snap(resident)
    page.evaluate(f"() => {{ {FULL_UP} }}")
    resident.take_photo("拍照")
    expect(page.locator(".photo-tile img")).to_have_count(2)
    expect(page.get_by_text("手机存储空间已满")).to_be_visible()
    page.context.set_offline(True)
    resident.tap("提交")
    expect(page.get_by_text("等待网络")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    resident.open("/me")
    expect(page.get_by_text("请补拍后再提交")).to_be_visible()
    assert cases(world) == []
    resident.tap("修改后重发")
    expect(page.locator(".photo-tile img")).to_have_count(1)
    resident.tap("提交")
    resident.receipt()


REFUSALS = [
    (problem(403, "forbidden", "这台设备现在不能上报。"), "这台设备现在不能上报。", "重新发送"),
    (problem(409, "report_id_conflict", "已经用过"), "这份上报已经送到过一次", "修改后重发"),
    ({"status": 413, "body": "<html>"}, "请去掉一张照片再试", "修改后重发"),
    ({"status": 404, "body": "<html>"}, "网络没有把它送到（代码 404）", "重新发送"),
    ({"status": 200, "body": "<html>请登录酒店网络"}, "等待网络", "重新发送"),
    (problem(422, "invalid", "这里暂时不能上报。"), "这里暂时不能上报。", "修改后重发"),
]


@only_full
def test_what_is_refused_stays_with_the_reason_and_a_way_to_mend_it(
    resident: Phone, world: World, watch: Watch
) -> None:
    watch.allow("status of")
    page = resident.page
    snap(resident)
    refuse(page, *(answer for answer, _, _ in REFUSALS))
    resident.tap("提交")
    for _, told, way in REFUSALS:
        expect(page.get_by_text(told)).to_be_visible()
        resident.tap(way)
        if way == "修改后重发":
            expect(page.locator(".photo-tile img")).to_have_count(1)
            resident.tap("提交")
    resident.receipt()
    assert len(cases(world)) == 1


@only_full
def test_who_is_asked_to_wait_waits(resident: Phone, watch: Watch) -> None:
    watch.allow("status of 429")
    page = resident.page
    snap(resident)
    asked: list[float] = []
    page.on("request", lambda one: one.method == "POST" and asked.append(time.monotonic()))
    refuse(page, problem(429, "busy", **{"Retry-After": "6"}))
    resident.tap("提交")
    expect(page.get_by_text("系统让我们稍等再发")).to_be_visible()
    resident.tap("重新发送")
    expect(page.locator("a.case-cell")).to_have_count(1)
    assert len(asked) == 2
    assert asked[1] - asked[0] >= 6


def until(page: Page, condition: str) -> None:
    """Wait for what nobody sees."""
    page.evaluate(f"""async () => {{
      while (!({condition})) await new Promise((resolve) => setTimeout(resolve, 50));
    }}""")


def grant(page: Page, *names: str) -> None:
    """Allow things as a person would; Playwright's own list denies what it does not know."""
    session = page.context.browser.new_browser_cdp_session()
    info = page.context.new_cdp_session(page).send("Target.getTargetInfo")["targetInfo"]
    for name in names:
        session.send(
            "Browser.setPermission",
            {
                "permission": {"name": name},
                "setting": "granted",
                "browserContextId": info["browserContextId"],
            },
        )


def test_background_sync_sends_when_every_page_is_closed(
    new_page: Callable[..., Page], site: str, shot: Callable[[], Path], world: World, watch: Watch
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED|ERR_FAILED")
    page = new_page(**MOBILE, service_workers="allow")
    grant(page, "geolocation", "background-sync")
    phone = Phone(page, site, shot)
    snap(phone)
    until(page, "(await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'")
    context: BrowserContext = page.context
    context.set_offline(True)
    phone.tap("提交")
    expect(page.get_by_text("等待网络")).to_be_visible()
    until(page, "(await (await navigator.serviceWorker.getRegistration()).sync.getTags()).length")
    page.close()
    context.set_offline(False)
    other = context.new_page()
    other.goto(f"{site}/privacy")
    for _ in range(100):
        if cases(world):
            break
        other.wait_for_timeout(100)
    assert [len(case["photos"]) for case in cases(world)] == [1]
    phone = Phone(other, site, shot)
    phone.open("/me")
    expect(other.locator("a.case-cell")).to_have_count(1)
    expect(other.get_by_text(WAITS)).to_be_hidden()
    assert len(cases(world)) == 1
