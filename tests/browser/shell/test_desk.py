"""An office without a network, and after somebody has left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Watch
from tests.browser.office.conftest import Desk
from tests.browser.shell.conftest import wait_for_worker
from tests.support.world import World

pytestmark = pytest.mark.browser


def test_queue_and_case_as_last_seen_until_somebody_leaves(
    new_desk: Callable[..., Desk], world: World, watch: Watch
) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED|Failed to load resource|status of 401")
    number = world.resident().report().get_json()["case_number"]
    desk = new_desk("east_clerk", service_workers="allow")
    page = desk.page
    wait_for_worker(page)
    page.reload()
    desk.open(f"/q/to_accept/{number}")
    expect(page.locator("article.case")).to_be_visible()
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("article.case")).to_contain_text(number)
    expect(page.locator(f"[data-number='{number}']").first).to_be_visible()
    expect(page.get_by_text("没有网络。这是")).to_have_count(2)
    page.context.set_offline(False)
    desk.open("/me")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_label("用户名")).to_be_visible()
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_label("用户名")).to_be_visible()
    kept = page.evaluate(
        """() => caches.open("ssp-seen").then((cache) => cache.keys())
          .then((all) => all.map(({ url }) => new URL(url).pathname))"""
    )
    assert set(kept) <= {"/api/v1/me", "/owner"}
