"""The whole way of a resident without a mouse, a finger or a map."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.everybody.hands import Hands, Keys, Reader
from tests.browser.resident.conftest import Offices
from tests.support.world import World

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("kind", [Keys, Reader], ids=["keyboard", "screen_reader"])
def test_from_the_camera_to_the_confirmation(
    kind: Callable[[Page], Hands],
    site: str,
    world: World,
    offices: Offices,
    new_page: Callable[..., Page],
    shot: Callable[[], Path],
) -> None:
    page = new_page(PHONE, reduced_motion="reduce")
    hands = kind(page)
    page.goto(site)
    expect(page.locator(".tabs a")).to_have_count(4)
    hands.photograph("同意并拍照", shot())
    expect(page.locator(".photo-tile img")).to_be_visible()
    hands.press("button", "选择位置")
    hands.press("button", "区域列表")
    hands.choose("街道（乡镇）", "东街道")
    hands.choose("社区（村）", "东一社区")
    hands.press("button", "就是这里")
    expect(page.get_by_role("status").filter(has_text="可以提交了")).to_be_visible()
    hands.press("button", "全部类别")
    hands.press("button", "垃圾与保洁")
    expect(page.get_by_role("dialog")).to_have_count(0)
    hands.press("button", "提交")
    page.wait_for_url("**/#/sent/**")
    expect(page.get_by_role("heading", name="已提交")).to_be_focused()
    number = page.locator(".receipt dd").first.inner_text()
    hands.press("link", "查看进度")
    expect(page.get_by_text("上报了问题")).to_be_visible()
    assert world.column(number, "tile") == "T1"

    offices.fix(number)
    page.reload()
    hands.press("button", "已经解决")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    hands.press("button", dialog.locator("button[type=submit]").inner_text())
    expect(page.get_by_role("button", name="评价").first).to_be_visible()
    assert world.column(number, "state") == "closed"
    if isinstance(hands, Reader):
        _is_told(hands)


def _is_told(reader: Reader) -> None:
    """Landmarks, one heading of the first order, and no control without a name."""
    nodes = reader.nodes()
    roles = [node["role"]["value"] for node in nodes]
    assert {"main", "navigation"} <= set(roles)
    assert reader.said("button")
    assert all(reader.said(role) and all(reader.said(role)) for role in ("button", "link"))
    levels = [
        entry["value"]["value"]
        for node in nodes
        if node["role"]["value"] == "heading"
        for entry in node["properties"]
        if entry["name"] == "level"
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
