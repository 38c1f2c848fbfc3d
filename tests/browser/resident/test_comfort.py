"""For everybody: large text, three languages, narrow screens, and axe on every screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.resident.conftest import HERE, Offices, Phone

pytestmark = pytest.mark.browser

SMALL_TARGETS = """() => [...document.querySelectorAll("#app a, #app button, #app .shutter")]
  .filter((one) => one.offsetParent && !one.closest("p") && !one.classList.contains("skip"))
  .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
  .filter(([, box]) => box.height && Math.min(box.height, box.width) < LEAST - 0.5)
  .map(([words, box]) => `${words} ${Math.round(box.width)}x${Math.round(box.height)}`)"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TOO_WIDE = """() => [...document.querySelectorAll("#app *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => `${one.tagName}.${one.className}`).slice(0, 9)"""
MODES = {
    "normal": {},
    "elder": {},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": {"width": 320, "height": 640}},
    "zoomed": {"viewport": {"width": 195, "height": 422}},
}


def test_large_text_in_one_tap_and_for_good(resident: Phone) -> None:
    resident.open()
    resident.tap("长辈版")
    assert resident.taps == 1
    page = resident.page
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "22px"
    assert page.evaluate(SMALL_TARGETS.replace("LEAST", "60")) == []
    assert page.evaluate(SIDEWAYS) == 0
    page.reload()
    assert page.locator("html").get_attribute("data-elder") is not None
    resident.tap("标准版")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "17px"
    assert page.evaluate(SMALL_TARGETS.replace("LEAST", "44")) == []


def test_switching_language_keeps_the_draft(resident: Phone) -> None:
    resident.open("/snap")
    resident.take_photo("同意并拍照")
    resident.page.get_by_label("补充说明").fill("쓰레기가 있습니다")
    resident.open()
    resident.tap("语言")
    resident.tap("한국어(조선어)")
    page = resident.page
    expect(page.get_by_role("link", name="홈")).to_be_visible()
    page.goto(f"{resident.site}/#/snap")
    expect(page.get_by_label("보충 설명")).to_have_value("쓰레기가 있습니다")
    page.reload()
    expect(page.get_by_label("보충 설명")).to_have_value("쓰레기가 있습니다")
    assert page.locator("html").get_attribute("lang") == "ko"


@pytest.mark.parametrize("mode", MODES)
def test_every_screen_is_accessible(
    mode: str,
    new_page: Callable[..., Page],
    resident: Phone,
    site: str,
    offices: Offices,
    assert_accessible: Callable[[Page], None],
) -> None:
    number, code = resident.send_report()
    offices.fix(number)
    options = {"viewport": PHONE, **MODES[mode]}
    page = new_page(
        options.pop("viewport"),
        geolocation=HERE,
        permissions=["geolocation"],
        reduced_motion="reduce",
        **options,
    )
    if mode == "elder":
        page.context.add_cookies([{"name": "ssp_elder", "value": "1", "url": site}])
    phone = Phone(page, site, resident.shot)

    def check() -> None:
        assert_accessible(page)
        assert page.evaluate(SIDEWAYS) == 0, page.evaluate(TOO_WIDE)

    for path in ("/", "/snap", "/nearby", "/me", "/me/signin", "/follow"):
        phone.open(path)
        check()
    phone.open("/snap")
    phone.take_photo("同意并拍照")
    expect(page.locator(".send-bar")).to_be_visible()
    check()
    phone.tap("改位置")
    check()
    page.keyboard.press("Escape")
    phone.open(f"/follow/{number}/{code}")
    check()
    phone.tap("还没有解决")
    check()
    for path in (f"/c/{number}", "/privacy", "/follow"):
        page.goto(site + path)
        check()
