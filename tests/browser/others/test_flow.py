"""Snap, send, follow and confirm in a real WebKit and in Firefox: ``make browsers``."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.others.drivers import Browser, firefox, is_here, webkit
from tests.browser.resident.conftest import Offices
from tests.support.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(os.environ.get("SSP_BROWSERS") != "1", reason="make browsers"),
]

SAYS = "return document.body.innerText.includes(arguments[0])"
PRESS = """const words = arguments[0];
const found = [...document.querySelectorAll("button, a, label")]
  .filter((one) => one.offsetParent && one.textContent.trim() === words).pop();
if (!found) return false;
found.scrollIntoView({ block: "center" });
found.click();
return true;"""
CHOOSE = """const street = document.querySelector("[role=dialog] select");
const option = street && [...street.options].find((one) => one.text === arguments[0]);
if (!option) return false;
street.value = option.value;
street.dispatchEvent(new Event("change", { bubbles: true }));
return true;"""
RECEIPT = """const told = [...document.querySelectorAll(".receipt dd")].map((one) => one.innerText);
return location.hash.startsWith("#/sent/") && told.length >= 2 ? told : null;"""
DRAWN = "return document.querySelector('input[type=file][capture]') !== null"


@pytest.mark.parametrize("start", [webkit, firefox], ids=lambda start: start.__name__)
def test_snap_send_follow_confirm(
    start: Callable[..., object], site: str, world: World, shot: Callable[[], Path], tmp_path: Path
) -> None:
    assert is_here(start.__name__), "sh deploy/test-tools.sh browsers"
    folder = tmp_path / "home"
    folder.mkdir()
    with start(folder) as browser:  # type: ignore[attr-defined]
        number = _send(browser, site, str(shot()))
        Offices(world).fix(number)
        browser.go(f"{site}/c/{number}")
        browser.wait(SAYS, "待居民确认")
        browser.wait("return document.querySelector('input[type=range]') !== null")
        browser.go(f"{site}/#/follow/{number}")
        browser.wait(PRESS, "已经解决")
        browser.wait("return document.querySelector('[role=dialog] button[type=submit]') !== null")
        browser.click("[role=dialog] button[type=submit]")
        browser.wait(SAYS, "评价")
    assert world.column(number, "state") == "closed"


def _send(browser: Browser, site: str, photo: str) -> str:
    """From the first page to the receipt, the place chosen from the list; the case number."""
    browser.go(f"{site}/preferences?locale=zh-CN")
    browser.go(f"{site}/#/snap")
    browser.wait(DRAWN)
    browser.type("input[type=file][capture]", photo)
    browser.wait("return document.querySelector('.photo-tile img')?.naturalWidth > 0")
    browser.wait(PRESS, "选择位置")
    browser.wait(PRESS, "区域列表")
    browser.wait(CHOOSE, "东街道")
    browser.wait(PRESS, "就是这里")
    browser.wait(SAYS, "可以提交了")
    browser.wait(PRESS, "提交")
    number, code = browser.wait(RECEIPT)
    assert len(code.replace(" ", "")) == 16
    return str(number)
