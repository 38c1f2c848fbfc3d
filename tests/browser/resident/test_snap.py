"""From the camera to the receipt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from server.photos.models import PhotoBlob
from server.platform.db import db
from tests.browser.conftest import PHONE, Watch
from tests.browser.resident.conftest import HERE, Offices, Phone
from tests.support.world import World

pytestmark = pytest.mark.browser

SHRUNK_BYTES_MOST = 500_000
"""Also of a photo that is nothing but noise, which no quality makes small."""
REPORTS = "**/api/v1/reports"
CARRY_MS = 15_000
STALLED_MS = 60_000
SEEN_MS = 1000
"""Well before a message in passing goes by itself."""
BAR_PX_MOST = 16


def test_two_taps_from_opening_to_sent(resident: Phone, world: World) -> None:
    resident.open()
    resident.take_photo("同意并拍照")
    resident.tap("提交")
    number, code = resident.receipt()
    assert resident.taps == 2
    assert len(code) == 16
    place = world.staff("east_clerk").view(number).get_json()
    assert [area["name"] for area in place["areas"]][-2:] == ["东街道", "东一社区"]
    expect(resident.page.get_by_role("img", name="扫码查看进度")).to_be_visible()


def test_what_was_added_by_hand_arrives(resident: Phone, world: World) -> None:
    resident.open("/snap")
    resident.take_photo("同意并拍照")
    page = resident.page
    with page.expect_file_chooser() as chooser:
        page.get_by_text("从相册选", exact=True).click()
    chooser.value.set_files([resident.shot(), resident.shot()])
    expect(page.locator(".photo-tile img")).to_have_count(3)
    said = page.get_by_label("补充说明")
    suggested = page.get_by_role("button", name="道路与井盖", exact=True)
    said.fill("路面有个坑")
    expect(suggested).to_be_visible()
    said.fill("")
    expect(suggested).to_have_count(0)
    resident.tap("全部类别")
    resident.tap("道路与井盖")
    resident.tap("有危险")
    said.press_sequentially(",井盖没了")
    expect(page.get_by_text("请先远离")).to_be_visible()
    resident.tap("留手机号")
    resident.tap("提交")
    expect(page.get_by_text("请填写 11 位手机号")).to_be_visible()
    page.get_by_label("手机号").fill("138 0000 0002")
    resident.tap("提交")
    number, _ = resident.receipt()
    view = world.staff("east_clerk").view(number).get_json()
    assert view["tile"] == "T8"
    assert view["urgent"]
    assert [photo["role"] for photo in view["photos"]] == ["near", "far", "near"]
    assert view["reports"][0]["words"] == "有危险,井盖没了"
    with world.app.app_context():
        sizes = db.session.scalars(select(PhotoBlob.bytes)).all()
    assert len(sizes) == 3
    assert max(sizes) <= SHRUNK_BYTES_MOST


def test_rough_position_is_said_and_can_be_chosen_from_a_list(
    resident: Phone, world: World
) -> None:
    resident.page.context.set_geolocation({**HERE, "accuracy": 80})
    resident.open("/snap")
    resident.take_photo("同意并拍照")
    expect(resident.page.get_by_text("定位不太准，误差约 80 米")).to_be_visible()
    resident.tap("改位置")
    resident.tap("区域列表")
    resident.page.get_by_label("街道（乡镇）").select_option("西街道")
    resident.page.get_by_label("详细地址").fill("西大街 5 号楼东侧")
    resident.tap("就是这里")
    expect(resident.page.get_by_text("西大街 5 号楼东侧")).to_be_visible()
    resident.tap("提交")
    number, _ = resident.receipt()
    view = world.staff("west_clerk").view(number).get_json()
    assert view["address"] == "西大街 5 号楼东侧"


def test_without_permission_the_place_is_asked_for(
    site: str, new_page: Callable[..., Page], shot: Callable[[], Any]
) -> None:
    resident = Phone(new_page(PHONE, has_touch=True, is_mobile=True), site, shot)
    resident.open("/snap")
    resident.take_photo("同意并拍照")
    resident.tap("提交")
    expect(resident.page.get_by_text("还差位置")).to_be_visible()
    resident.tap("选择位置")
    expect(resident.page.locator(".map.tall .leaflet-container")).to_be_visible()
    resident.page.locator(".map.tall").click(position={"x": 150, "y": 210})
    resident.tap("就是这里")
    expect(resident.page.get_by_text("可以提交了")).to_be_visible()


def test_draft_survives_the_page(resident: Phone) -> None:
    resident.open("/snap")
    resident.take_photo("同意并拍照")
    resident.page.get_by_label("补充说明").fill("楼道里有积水")
    expect(resident.page.get_by_text("东街道 · 东一社区")).to_be_visible()
    resident.page.reload()
    expect(resident.page.locator(".photo-tile img")).to_have_count(1)
    expect(resident.page.get_by_label("补充说明")).to_have_value("楼道里有积水")
    resident.tap("提交")
    resident.receipt()


def test_offline_report_waits_and_goes_by_itself(resident: Phone, watch: Watch) -> None:
    watch.allow("ERR_INTERNET_DISCONNECTED")
    page = resident.page
    page.clock.install()
    resident.open("/snap")
    resident.take_photo("同意并拍照")
    expect(page.get_by_text("东街道 · 东一社区")).to_be_visible()
    resident.open("/me")
    resident.open("/snap")
    page.route(REPORTS, lambda _: None)  # a network that takes everything and answers nothing
    with page.expect_request(REPORTS):
        resident.tap("提交")
    bar = page.get_by_role("progressbar").bounding_box()
    assert bar is not None
    assert bar["height"] < BAR_PX_MOST, "the photo has to be seen behind it"
    page.clock.fast_forward(CARRY_MS)
    expect(page.get_by_text("都保存在这台手机里，有网时自动发送")).to_be_visible()
    expect(page.get_by_text("正在发送", exact=True)).to_be_visible()
    page.clock.fast_forward(STALLED_MS - CARRY_MS)
    expect(page.get_by_text("等待网络")).to_be_visible()
    page.unroute(REPORTS)
    page.context.set_offline(True)
    resident.tap("重新发送")
    told = page.locator(".toast").get_by_text("网络不通")
    expect(told).to_be_visible()
    page.clock.fast_forward(SEEN_MS)
    page.get_by_role("link", name="首页").click()
    assert told.count() == 0, "it lies over what was tapped"
    page.context.set_offline(False)
    expect(page.get_by_text("刚才保存的已发出")).to_be_visible()
    resident.open("/me")
    expect(page.locator("a.case-cell")).to_have_count(1)
    expect(page.get_by_text("等待网络")).to_have_count(0)


def test_refused_report_is_kept_with_the_reason(resident: Phone, watch: Watch) -> None:
    watch.allow("status of 422")
    resident.open("/snap")
    resident.take_photo("同意并拍照")
    expect(resident.page.get_by_text("东街道 · 东一社区")).to_be_visible()
    problem = {"status": 422, "code": "invalid", "detail": "这里暂时不能上报。"}
    resident.page.route("**/api/v1/reports", lambda route: route.fulfill(status=422, json=problem))
    resident.tap("提交")
    expect(resident.page.get_by_text("这里暂时不能上报。")).to_be_visible()
    resident.page.unroute("**/api/v1/reports")
    resident.tap("修改后重发")
    expect(resident.page.locator(".photo-tile img")).to_have_count(1)
    resident.tap("提交")
    resident.receipt()


def test_a_similar_case_is_joined_instead(resident: Phone, offices: Offices, world: World) -> None:
    number = world.resident().report().get_json()["case_number"]
    offices.accept(number)
    resident.open("/snap")
    resident.take_photo("同意并拍照")
    expect(resident.page.get_by_text("附近有人报过了吗")).to_be_visible()
    resident.tap("我也遇到")
    expect(resident.page.get_by_text(f"将加入案件 {number}")).to_be_visible()
    resident.page.locator(".send-bar").get_by_role("button", name="我也遇到").click()
    assert resident.receipt()[0] == number
