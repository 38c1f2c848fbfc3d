"""Under 14 with a guardian; and one's own data: who looked, a number corrected, a copy, the end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from server.platform.db import db
from server.reports.consent import VERSION
from server.reports.models import Report
from tests.browser.conftest import Watch
from tests.browser.resident.conftest import CONSENT, Phone
from tests.support.world import World

pytestmark = pytest.mark.browser

OLD, NEW = "13800000002", "13900001111"


def test_a_child_reports_with_a_guardian_and_everything_is_theirs(
    resident: Phone, world: World, watch: Watch
) -> None:
    watch.allow("status of 422")  # a number that is none
    number = reported_by_a_child(resident, world)
    clerk = world.staff("east_clerk")
    (report,) = clerk.view(number).get_json()["reports"]
    opened = clerk.post(f"cases/{number}/reports/{report['id']}/contact", {"purpose": "result"})
    assert opened.status_code == 200, opened.text
    page = resident.page
    resident.open("/me")
    page.get_by_role("link", name="查看、更正、删除我的信息").click()
    expect(page.get_by_text("看了联系方式 · 回访结果")).to_be_visible()
    expect(page.locator(".tabs [aria-current]")).to_have_text("我的")
    resident.tap("更正")
    page.get_by_label("新的手机号").fill("12")
    resident.tap("保存")
    expect(page.get_by_role("dialog").locator(".error")).to_be_visible()
    page.get_by_label("新的手机号").fill("139 0000 1111")
    resident.tap("保存")
    expect(page.get_by_text(NEW)).to_be_visible()
    expect(page.get_by_text(OLD)).to_have_count(0)
    with page.expect_download() as download:
        resident.tap("下载我的信息")
    data = json.loads(Path(download.value.path()).read_text("utf-8"))
    (own,) = data["reports"]
    assert (own["contact"], own["guardian"]) == ({"phone": NEW}, VERSION)
    assert [look["purpose"] for look in data["looks"]] == ["result"]
    resident.tap("注销，删除我的信息")
    resident.tap("确定注销")
    expect(page.get_by_text("已注销，您的信息已删除")).to_be_visible()
    assert report_of(world).contact_sealed is None


def reported_by_a_child(resident: Phone, world: World) -> str:
    resident.open("/snap")
    resident.take_photo(CONSENT)
    page = resident.page
    expect(page.get_by_text("东街道 · 东一社区")).to_be_visible()
    resident.tap("留手机号")
    page.get_by_label("手机号").fill(OLD)
    resident.tap("未满 14 周岁？")
    expect(page.get_by_text("还差监护人同意")).to_be_visible()
    resident.tap("提交")
    assert page.url.endswith("#/snap")
    page.get_by_label("我是监护人，已看过隐私说明，同意孩子上报").check()
    expect(page.get_by_text("可以提交了")).to_be_visible()
    resident.tap("提交")
    number, _ = resident.receipt()
    assert report_of(world).guardian == VERSION
    return number


def report_of(world: World) -> Report:
    with world.app.app_context():
        found = db.session.scalars(select(Report)).one()
        db.session.expunge_all()
        db.session.remove()
    return found
