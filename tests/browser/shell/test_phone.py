"""The app on a resident's phone: offline, installed, updated, told, shared to."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from server.platform.http.assets import asset_url
from server.web import shell
from tests.browser.conftest import PHONE, Watch
from tests.browser.resident.conftest import HERE, Phone
from tests.browser.shell.conftest import wait_for_worker
from tests.support.world import World

pytestmark = pytest.mark.browser

OFFLINE = "ERR_INTERNET_DISCONNECTED|Failed to load resource"
SHARE = """([name, data]) => {
  const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
  const files = new DataTransfer();
  files.items.add(new File([bytes], name, { type: "image/jpeg" }));
  const form = document.body.appendChild(document.createElement("form"));
  Object.assign(form, { method: "post", enctype: "multipart/form-data", action: "/share" });
  const photos = form.appendChild(document.createElement("input"));
  Object.assign(photos, { type: "file", name: "photos", files: files.files });
  const text = form.appendChild(document.createElement("input"));
  Object.assign(text, { name: "text", value: "楼道里堆了杂物" });
  form.submit();
}"""
NOTICE = '{"title":"已受理","body":"案件 %s","url":"/#/follow/%s","tag":"t1","unread":2}'


RECORD = """() => {
  self.shown = new Promise((resolve) => {
    self.registration.showNotification = async (...notice) => resolve(notice);
  });
}"""
"""A headless browser shows no notices: keep what the handler would show."""

TAP = """async () => {
  const [, { data }] = await self.shown;
  const tap = new Event("notificationclick");
  self.dispatchEvent(Object.assign(tap, { notification: { data, close() {} }, waitUntil() {} }));
}"""


PHOTO_WIDTH = "document.querySelector('.photo-grid img').naturalWidth"
GREY = 4

SUBSCRIBE = """() => {
  const body = { endpoint: "https://push.example.net/1", keys: { auth: "b", p256dh: "a" } };
  let made = null;
  PushManager.prototype.subscribe = async () => (made = { toJSON: () => body });
  PushManager.prototype.getSubscription = async () => made;
}"""


def share(page: Page, photo: Path) -> None:
    """Share a photo as a gallery does."""
    page.evaluate(SHARE, [photo.name, base64.b64encode(photo.read_bytes()).decode()])


def deliver(page: Page, origin: str, data: str) -> None:
    """Let a push message arrive."""
    session = page.context.new_cdp_session(page)
    found: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    page.wait_for_function("() => true")
    message = {"origin": origin, "registrationId": found[0], "data": data}
    session.send("ServiceWorker.deliverPushMessage", message)


def subscribe_here(page: Page) -> list[dict[str, Any]]:
    """Let the browser, which reaches no push service, and the server take a subscription."""
    told: list[dict[str, Any]] = []

    def answer(route: Route) -> None:
        if route.request.method == "PUT":
            told.append(route.request.post_data_json)
            route.fulfill(status=204)
        else:
            route.fulfill(json={"key": "BA"})

    page.route("**/api/v1/push", answer)
    page.evaluate(SUBSCRIBE)
    return told


def test_what_was_seen_stays_and_what_is_new_comes(
    phone: Phone, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch.allow(OFFLINE)
    page = phone.page
    number, _ = phone.send_report()
    wait_for_worker(page)

    worker = page.context.service_workers[0]
    worker.evaluate(RECORD)
    deliver(page, phone.site, NOTICE % (number, number))
    title, options = worker.evaluate("self.shown")
    assert (title, options["body"], options["tag"]) == ("已受理", f"案件 {number}", "t1")
    told = subscribe_here(page)
    phone.open("/me")
    expect(page.locator(f"a[href='#/follow/{number}']")).to_be_visible()
    page.get_by_role("button", name="手机通知").click()
    expect(page.get_by_role("button", name="手机通知")).to_have_attribute("aria-pressed", "true")
    assert told == [
        {"endpoint": "https://push.example.net/1", "keys": {"auth": "b", "p256dh": "a"}}
    ]
    worker.evaluate(TAP)
    expect(page.get_by_text("办理进度")).to_be_visible()
    expect(page.get_by_text("没有网络")).to_be_hidden()
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("办理进度")).to_be_visible()
    expect(page.get_by_text(re.compile("没有网络。这是 .+ 看到的内容"))).to_be_visible()
    assert page.evaluate(PHOTO_WIDTH) == GREY
    page.context.set_offline(False)
    page.wait_for_function(f"() => {PHOTO_WIDTH} > {GREY}")
    page.context.set_offline(True)
    phone.open("/me")
    expect(page.locator(f"a[href='#/follow/{number}']")).to_be_visible()
    expect(page.get_by_text("没有网络。这是")).to_be_visible()
    page.goto(f"{phone.site}/privacy")
    expect(page.get_by_text("现在没有网络，这一页打不开")).to_be_visible()
    assert page.evaluate("document.contentType") == "text/html"
    page.context.set_offline(False)

    session = page.context.new_cdp_session(page)
    phone.open()
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [error["errorId"] for error in errors] == ["in-incognito"]
    found = session.send("Page.getAppManifest")
    assert not found["errors"]
    assert "share_target" in found["data"]

    phone.open("/snap")
    phone.take_photo()
    expect(page.locator(".photo-tile img")).to_have_count(1)
    other = page.context.new_page()
    other.goto(f"{phone.site}/#/snap")
    expect(other.locator(".photo-tile img")).to_have_count(1)
    for tab in (page, other):
        tab.evaluate("window.same = true")
    old = shell.worker_source()
    new = old.replace(f'"{asset_url("app/main.js")}",'.encode(), b"").replace(b'id:"', b'id:"new')
    assert len(new) < len(old)
    monkeypatch.setattr(shell, "worker_source", lambda: new)
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    page.wait_for_function(
        "() => navigator.serviceWorker.getRegistration().then(({ waiting }) => waiting !== null)"
    )
    expect(page.get_by_text("有新版本")).to_be_hidden()
    page.evaluate("location.hash = '#/'")
    expect(page.get_by_text("有新版本")).to_be_visible()
    page.get_by_role("button", name="更新").click()
    page.wait_for_function("() => !window.same && document.querySelector('.tabs')")
    expect(page.get_by_text("有一份没写完的上报（照片 1 张）")).to_be_visible()
    assert other.evaluate("window.same")
    expect(other.locator(".photo-tile img")).to_have_count(1)
    other.close()


def test_a_photo_shared_from_the_gallery(
    phone: Phone, shot: Callable[[], Path], world: World
) -> None:
    page = phone.page
    phone.open()
    wait_for_worker(page)
    share(page, shot())
    expect(page.get_by_text("收到 1 张分享的照片")).to_be_visible()
    page.get_by_role("button", name="同意并用这些照片上报").click()
    expect(page.locator(".photo-tile img")).to_have_count(1)
    share(page, shot())
    expect(page.locator(".photo-tile img")).to_have_count(2)
    expect(page.get_by_text("东街道 · 东一社区")).to_be_visible()
    phone.tap("提交")
    number, _ = phone.receipt()
    view = world.staff("east_clerk").view(number).get_json()
    assert len(view["photos"]) == 2
    assert view["reports"][0]["words"] == "楼道里堆了杂物"


def test_everything_works_without_a_worker(
    site: str, new_page: Callable[..., Page], shot: Callable[[], Path], world: World
) -> None:
    options: dict[str, Any] = {"geolocation": HERE, "permissions": ["geolocation"]}
    page = new_page(PHONE, **options)
    page.add_init_script("delete Navigator.prototype.serviceWorker")
    resident = Phone(page, site, shot)
    number, _ = resident.send_report()
    assert world.staff("east_clerk").view(number).status_code == 200
    share(page, shot())
    expect(page.get_by_text("已收到照片 1 张，不用重新选")).to_be_visible()
    expect(page.get_by_label("补充说明")).to_have_value("楼道里堆了杂物")
    page.get_by_label("位置").first.select_option(label="东街道")
    page.locator("input[name=consent]").check()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("案件编号").first).to_be_visible()
