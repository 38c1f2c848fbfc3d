"""Everything a resident needs, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Watch
from tests.support.world import World

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(site: str, new_page: Callable[..., Page]) -> Page:
    """A phone that runs no scripts, on the first page."""
    page = new_page(PHONE, java_script_enabled=False)
    page.goto(site)
    return page


def _fill(page: Page, photo: Path) -> None:
    page.locator("input[type=file]").set_input_files(photo)
    page.get_by_label("位置").select_option(label="东街道 · 东一社区")
    page.get_by_label("问题类别").select_option("T1")
    page.get_by_label("补充说明").fill("垃圾没有人清")
    page.get_by_role("checkbox").check()


def test_report_and_follow(plain: Page, shot: Callable[[], Path], world: World) -> None:
    _fill(plain, shot())
    plain.get_by_role("button", name="提交").click()
    expect(plain.get_by_role("heading", name="已提交")).to_be_visible()
    number, code = plain.locator("#number").inner_text(), plain.locator("#code").inner_text()
    view = world.staff("east_clerk").view(number).get_json()
    assert view["reports"][0]["words"] == "垃圾没有人清"
    assert len(view["photos"]) == 1

    plain.get_by_role("button", name="查看进度").click()
    expect(plain.get_by_text("上报了问题")).to_be_visible()
    assert code not in plain.url

    plain.get_by_role("link", name="凭编号查进度").click()
    plain.get_by_label("案件编号").fill(number)
    plain.get_by_label("查询码").fill(code.lower())
    plain.get_by_role("button", name="查询").click()
    expect(plain.get_by_text("上报了问题")).to_be_visible()


def test_refused_form_keeps_what_was_given(
    plain: Page, shot: Callable[[], Path], world: World, watch: Watch
) -> None:
    watch.allow("status of 422")
    _fill(plain, shot())
    plain.get_by_label("手机号").fill("12345")
    plain.get_by_role("button", name="提交").click()
    expect(plain.get_by_role("alert")).to_be_visible()
    expect(plain.locator("#contact-error")).to_be_visible()
    expect(plain.get_by_label("补充说明")).to_have_value("垃圾没有人清")
    expect(plain.get_by_text("已收到照片 1 张")).to_be_visible()
    plain.get_by_label("手机号").fill("")
    plain.get_by_role("button", name="提交").click()
    number = plain.locator("#number").inner_text()
    assert len(world.staff("east_clerk").view(number).get_json()["photos"]) == 1


def test_large_text_and_language(plain: Page, site: str) -> None:
    plain.get_by_role("link", name="长辈版").first.click()
    assert plain.locator("html").get_attribute("data-elder") is not None
    plain.get_by_role("link", name="한국어").click()
    expect(plain.get_by_role("heading", name="찰칵신고")).to_be_visible()
    plain.goto(f"{site}/privacy")
    assert plain.locator("html").get_attribute("lang") == "ko"


def test_unknown_case_says_so(plain: Page, site: str, watch: Watch) -> None:
    watch.allow("status of 404")
    answer = plain.goto(f"{site}/c/990101-20250101-AAAA")
    assert answer is not None
    assert answer.status == 404
    expect(plain.get_by_text("没有找到您要看的内容")).to_be_visible()
