"""Lists that offices issue, keep and print, and the ledger with its file."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, Route, expect

from server.statistics.writing import write_waiting
from tests.browser.office.conftest import Desk
from tests.statistics.work import finished, reported
from tests.support.story import Story
from tests.support.world import World

pytestmark = pytest.mark.browser

Shoot = Callable[..., Path]
Accessible = Callable[[Page], None]


def test_a_rectification_list_is_issued_and_signed_for(
    new_desk: Callable[..., Desk], world: World, screenshot: Shoot, assert_accessible: Accessible
) -> None:
    (number,) = reported(world, 1)
    desk = new_desk("supervisor")
    desk.open("/lists/rectification/new")
    page = desk.page
    page.get_by_label("责任单位").select_option(label="环卫处")
    page.get_by_label("清单名称").fill("十一月第四周整改")
    page.get_by_label("整改期限").fill("2026-11-27")
    page.get_by_text(number).click()
    page.get_by_role("button", name="加一项").click()
    page.get_by_label("问题 1").fill("门前垃圾未清")
    page.get_by_label("地点 1").fill("东一路 5 号")
    assert_accessible(page)
    screenshot(page, "lists-new")
    page.get_by_role("button", name="下发（2 项）").click()
    expect(page.get_by_role("heading", name="整改〔2026〕1 号")).to_be_visible()
    screenshot(page, "lists-issued")
    desk.open("/lists")
    expect(page.get_by_text("还没有到期的整改项")).to_be_visible()
    screenshot(page, "lists-rectification")

    phone = new_desk("sanitation_handler", phone=True)
    phone.open("/lists/rectification")
    assert_accessible(phone.page)
    screenshot(phone.page, "lists-rectification")
    phone.page.get_by_role("link", name="整改〔2026〕1 号").click()
    phone.page.get_by_role("button", name="签收").click()
    expect(phone.page.get_by_text("陈处置乙 · 11月23日")).to_be_visible()
    screenshot(phone.page, "lists-received")

    page.goto(f"{desk.site}/office/print/rectification/1")
    expect(page.get_by_text("签收人：")).to_be_visible()
    expect(page.get_by_role("cell", name="门前垃圾未清")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "print-rectification", full_page=True)


def test_a_community_item_becomes_a_case(
    new_desk: Callable[..., Desk], screenshot: Shoot, assert_accessible: Accessible
) -> None:
    phone = new_desk("east_clerk", phone=True)
    phone.open("/lists/community")
    page = phone.page
    page.get_by_role("button", name="新建清单").click()
    page.get_by_label("清单名称").fill("东街道环境整治")
    page.locator("form").get_by_role("button", name="新建清单").click()
    page.get_by_role("button", name="添加问题").click()
    uploads: list[Route] = []
    page.route("**/api/v1/photos/*", lambda upload: uploads.append(upload))
    with page.expect_file_chooser() as chooser:
        page.locator("form").get_by_text("拍照", exact=True).click()
    chooser.value.set_files(phone.shot())
    expect(page.locator(".photo-tile progress")).to_have_count(1)
    page.get_by_label("问题").fill("楼道堆满旧家具")
    page.get_by_label("类别").select_option(label="堆物")
    page.get_by_label("负责人").fill("王楼长")
    assert_accessible(page)
    screenshot(page, "lists-add", full_page=True)
    page.locator("form").get_by_role("button", name="添加问题").click()
    expect(page.get_by_role("button", name="正在提交…")).to_be_visible()
    for upload in uploads:  # it is pressed before the photo has arrived, and waits for it
        upload.continue_()
    expect(page.get_by_text("1. 楼道堆满旧家具")).to_be_visible()
    screenshot(page, "lists-community")
    page.get_by_role("button", name="立案").click()
    expect(page.get_by_text("已立案：")).to_be_visible()
    expect(page.locator(".community-item").get_by_text("待受理")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "lists-community-case")
    page.get_by_role("button", name="删除 1").click()
    expect(page.get_by_text("案件照常办理")).to_be_visible()


def test_the_ledger_is_filtered_written_and_printed(
    new_desk: Callable[..., Desk], world: World, screenshot: Shoot, assert_accessible: Accessible
) -> None:
    reported(world, 3)
    number = finished(world)
    desk = new_desk("east_clerk")
    desk.open("/ledger")
    page = desk.page
    expect(page.get_by_text("共 4 件")).to_be_visible()
    page.get_by_label("状态").select_option("confirming")
    expect(page.get_by_text("共 1 件")).to_be_visible()
    expect(page.get_by_role("cell", name=number)).to_be_visible()
    page.get_by_role("button", name="导出台账 Excel").click()
    expect(page.get_by_text("排队中")).to_be_visible()
    with world.app.app_context():
        write_waiting()
    expect(page.get_by_text("已生成，共 1 行")).to_be_visible(timeout=60_000)
    assert_accessible(page)
    screenshot(page, "ledger")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载").click()
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()), read_only=True)
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == [number]

    page.goto(f"{desk.site}/office/print/ledger?state=confirming")
    expect(page.get_by_role("cell", name=number)).to_be_visible()
    assert_accessible(page)
    screenshot(page, "print-ledger", full_page=True)
    desk.open("/ledger/quantities")
    expect(page.get_by_text("起始日以来")).to_be_visible()
    screenshot(page, "quantities")
    phone = new_desk("east_clerk", phone=True)
    phone.open("/ledger")
    assert_accessible(phone.page)
    screenshot(phone.page, "ledger")


def test_figures_and_clues_are_read_by_period(
    new_desk: Callable[..., Desk], world: World, screenshot: Shoot, assert_accessible: Accessible
) -> None:
    story = Story(world).handling()
    story.by("east_lead", "whistle", whistle_level="daily", organisations=["municipal"], task="看")
    world.clock.advance(days=5)
    desk = new_desk("east_lead")
    desk.open("/ledger/figures")
    page = desk.page
    streets = page.get_by_role("table", name="街道吹哨率")
    expect(streets.get_by_role("row", name="东街道 偏高 1 1 100.0%")).to_be_visible()
    expect(page.get_by_role("table", name="部门报到")).to_contain_text("市政处")
    assert_accessible(page)
    screenshot(page, "figures", full_page=True)
    page.get_by_label("单位").select_option(label="市政处")
    expect(streets).to_be_hidden()
    with page.expect_download() as sent:
        page.get_by_role("link", name="导出 Excel").click()
    book = load_workbook(io.BytesIO(sent.value.path().read_bytes()))
    assert book.worksheets[0]["A1"].value == "部门报到"
    page.get_by_role("link", name="失责线索").click()
    expect(page.get_by_text("不在本系统内办理")).to_be_visible()
    expect(page.get_by_role("row", name=story.number)).to_contain_text("超时 114 小时")
    assert_accessible(page)
    screenshot(page, "clues", full_page=True)
    page.get_by_label("到").fill("2026-11-22")
    expect(page.get_by_role("row", name=story.number)).to_be_hidden()

    phone = new_desk("inspector", phone=True)
    phone.open("/ledger")
    expect(phone.page.get_by_role("heading", name="失责线索")).to_be_visible()
    expect(phone.page.get_by_text(story.number)).to_be_visible()
    assert_accessible(phone.page)
    screenshot(phone.page, "clues", full_page=True)
