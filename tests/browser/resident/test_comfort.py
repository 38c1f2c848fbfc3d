"""For everybody: large text in one tap, and three languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.resident.conftest import LINES_OF_NUMBERS, Phone

pytestmark = pytest.mark.browser

SMALL_TARGETS = """() => [...document.querySelectorAll("#app a, #app button, #app .shutter")]
  .filter((one) => one.offsetParent && !one.closest("p") && !one.classList.contains("skip"))
  .map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
  .filter(([, box]) => box.height && Math.min(box.height, box.width) < LEAST - 0.5)
  .map(([words, box]) => `${words} ${Math.round(box.width)}x${Math.round(box.height)}`)"""
TWICE = "document.documentElement.style.fontSize = '34px'"
OUTSIDE = """() => [...document.querySelectorAll("#app :not(.strip *)")]
  .filter((one) => one.childNodes.length && one.getBoundingClientRect().right > WIDTH + 0.5)
  .map((one) => one.textContent.trim())"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


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


def test_nothing_is_cut_off_where_the_text_is_twice_as_large(resident: Phone) -> None:
    """As a phone shows it whose system says so, on the narrowest of screens."""
    number, _ = resident.send_report()
    page = resident.page
    page.set_viewport_size({"width": 360, "height": 640})
    page.evaluate("document.documentElement.dataset.elder = '1'")
    assert page.evaluate(LINES_OF_NUMBERS) == [1], "on the receipt"
    page.set_viewport_size({"width": 320, "height": 640})
    for path in ("/", "/me", f"/follow/{number}"):
        resident.open(path)
        page.evaluate(TWICE)
        assert page.evaluate(OUTSIDE.replace("WIDTH", "320")) == [], path


def test_switching_language_keeps_the_draft(resident: Phone) -> None:
    resident.open("/snap")
    resident.take_photo("同意并拍照")
    resident.page.get_by_label("补充说明").fill("쓰레기가 있습니다")
    resident.open()
    resident.tap("语言")
    resident.tap("한국어(조선어)")
    page = resident.page
    expect(page.get_by_role("link", name="홈")).to_be_visible()
    page.get_by_role("link", name="작성 중인 신고가 있습니다").click()
    expect(page.get_by_label("보충 설명")).to_have_value("쓰레기가 있습니다")
    page.reload()
    expect(page.get_by_label("보충 설명")).to_have_value("쓰레기가 있습니다")
    assert page.locator("html").get_attribute("lang") == "ko"
