"""A round on a phone, its figures on a desk, and what many people told of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office.conftest import Desk
from tests.support.world import World

pytestmark = pytest.mark.browser

MOST_TAPS = 4


def shoot(phone: Desk) -> None:
    """Tap the camera; the phone finds the place by itself."""
    with phone.page.expect_file_chooser() as chooser:
        phone.tap(phone.page.get_by_text("拍下问题"))
    chooser.value.set_files(phone.shot())
    expect(phone.page.locator(".photo-tile .caption")).to_have_count(1)
    expect(phone.page.get_by_text("东街道 › 东一社区")).to_be_visible()


def send(phone: Desk) -> None:
    phone.tap(phone.page.get_by_role("button", name="立案，拍下一个"))
    expect(phone.page.get_by_text("已立案：").last).to_be_visible()
    expect(phone.page.get_by_text("拍下问题")).to_be_visible()


def test_a_round_on_a_phone_and_its_figures(
    new_desk: Callable[..., Desk],
    world: World,
    screenshot: Callable[..., Path],
    assert_accessible: Callable[[Page], None],
) -> None:
    phone = new_desk("patrol", phone=True)
    phone.open("/patrol")
    page = phone.page
    page.get_by_role("button", name="晨检").click()
    expect(page.get_by_text("不计入晨检")).to_be_visible()
    page.get_by_label("路线或地点").fill("东一路到市场")
    assert_accessible(page)
    screenshot(page, "patrol-start")
    page.get_by_role("button", name="开始巡查").click()
    expect(page.get_by_text("时段外")).to_be_visible()
    screenshot(page, "patrol-open")

    shoot(phone)
    assert_accessible(page)
    screenshot(page, "patrol-first")
    page.get_by_role("button", name="立案，拍下一个").click()
    expect(page.get_by_role("alert").get_by_role("listitem")).to_have_text(
        ["类别和情形：请选择类别和情形"]
    )
    phone.tap(page.get_by_text("散落"))
    send(phone)
    assert phone.taps <= MOST_TAPS
    phone.taps = 0
    shoot(phone)
    phone.tap(page.get_by_role("button", name="垃圾", exact=True))
    screenshot(page, "patrol-issue")
    send(phone)
    assert phone.taps == 3

    page.reload()
    phone.settle()
    expect(page.get_by_role("heading", name="2 个问题")).to_be_visible()
    screenshot(page, "patrol-round")
    page.get_by_role("button", name="结束巡查").click()
    page.get_by_role("button", name="结束", exact=True).click()
    expect(page.get_by_text("发现 2 个问题")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "patrol-done")
    assert world.staff("east_clerk").get("cases?queue=to_accept").json["items"] == []
    page.get_by_role("link", name="巡查统计").click()
    expect(page.get_by_role("button", name="秦晨检甲")).to_be_visible()
    screenshot(page, "patrol-figures")

    desk = new_desk("supervisor")
    desk.open("/patrol")
    row = desk.page.get_by_role("row").filter(has_text="秦晨检甲")
    expect(row.get_by_role("cell")).to_have_text(["0", "1", "0", "2", "0", "—", "—"])
    assert_accessible(desk.page)
    screenshot(desk.page, "patrol-figures")
    desk.page.get_by_role("link").filter(has_text="东一路到市场").click()
    expect(desk.page.get_by_role("heading", name="2 个问题")).to_be_visible()


def test_a_hotspot_leads_to_its_cases(
    new_desk: Callable[..., Desk],
    world: World,
    screenshot: Callable[..., Path],
    assert_accessible: Callable[[Page], None],
) -> None:
    for _ in range(3):
        number = world.resident().report(address="东二路 8 号").get_json()["case_number"]
    desk = new_desk("east_clerk")
    desk.page.get_by_role("link", name="反映突出：1 处").click()
    expect(desk.page.get_by_text("3 人反映，共 3 次")).to_be_visible()
    assert_accessible(desk.page)
    screenshot(desk.page, "hotspots")
    desk.page.get_by_role("link").filter(has_text=number).click()
    expect(desk.page.locator(".case").get_by_text("反映突出")).to_be_visible()
