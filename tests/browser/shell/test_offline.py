"""Without a network: what was seen last, marked with its time, and never a browser's error page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Watch
from tests.browser.resident.conftest import HERE, Phone

pytestmark = pytest.mark.browser

CONTROLLED = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"


@pytest.fixture
def phone(site: str, new_page: Callable[..., Page], shot: Callable[[], Path]) -> Phone:
    """A phone in East with a service worker."""
    page = new_page(PHONE, geolocation=HERE, permissions=["geolocation"], service_workers="allow")
    return Phone(page, site, shot)


def test_reports_and_case_as_last_seen(phone: Phone, watch: Watch) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED|Failed to load resource")
    page = phone.page
    number, _ = phone.send_report()
    page.wait_for_function("() => navigator.serviceWorker.controller !== null", timeout=15000)
    phone.open("/me")
    page.locator(f"a[href='#/follow/{number}']").click()
    expect(page.get_by_text("办理进度")).to_be_visible()
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("办理进度")).to_be_visible()
    phone.open("/me")
    expect(page.locator(f"a[href='#/follow/{number}']")).to_be_visible()
    page.goto(f"{phone.site}/privacy")
    expect(page.get_by_text("现在没有网络")).to_be_visible()
