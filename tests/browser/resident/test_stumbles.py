"""What people stumble over: the back key, a pin nobody set, signs of Chinese keyboards."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Watch
from tests.browser.resident.conftest import CONSENT, Phone

pytestmark = pytest.mark.browser


@pytest.fixture
def nowhere(site: str, new_page: Callable[..., Page], shot: Callable[[], Path]) -> Phone:
    """A phone that may not say where it is."""
    return Phone(new_page(PHONE, has_touch=True, is_mobile=True), site, shot)


def _is_back(page: Page) -> None:
    """Wait until the steps of closed sheets are taken back."""
    page.wait_for_function("() => !history.state?.sheets")


def test_choosing_a_place_leads_on_and_back(nowhere: Phone) -> None:
    page = nowhere.page
    nowhere.open("/")
    nowhere.take_photo(CONSENT)
    expect(page.get_by_text("没有定位权限")).to_be_visible()

    nowhere.tap("选择位置")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("详细地址").fill("东门 3 号")
    expect(page.locator(".where")).to_contain_text("东门 3 号")  # whatever comes
    nowhere.tap("就是这里")
    expect(dialog.get_by_text("请先在地图上点一下")).to_be_visible()
    nowhere.tap("区域列表")
    expect(dialog.get_by_text("请先在地图上点一下")).to_have_count(0)
    nowhere.tap("就是这里")
    expect(dialog.get_by_text("请先选择街道")).to_be_visible()

    page.go_back()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="提交", exact=True)).to_be_visible()
    expect(page.get_by_text("东门 3 号")).to_be_visible()

    nowhere.tap("选择位置")
    nowhere.tap("区域列表")
    page.get_by_label("街道（乡镇）").select_option("西街道")
    nowhere.tap("就是这里")
    expect(page.get_by_text("可以提交了")).to_be_visible()
    _is_back(page)
    page.go_back()
    expect(page.get_by_text("有一份没写完的上报")).to_be_visible()


SLOW_ONCE = """() => {
  const fast = window.createImageBitmap;
  window.createImageBitmap = (...given) => new Promise((done) => {
    window.createImageBitmap = fast;
    window.goOn = () => done(fast(...given));
  });
}"""
"""An old phone takes seconds for a large photo."""


SLOW_BACK = """
  const go = history.go;
  History.prototype.go = function (steps) { setTimeout(() => go.call(this, steps), 400); };
  History.prototype.back = function () { this.go(-1); };
"""


def test_who_is_quicker_than_the_browser_stays_where_they_went(resident: Phone) -> None:
    """A phone at its limits goes back from a closed sheet when its owner has gone on."""
    page = resident.page
    page.add_init_script(SLOW_BACK)
    resident.open("/me")
    resident.open("/")
    dialog = page.get_by_role("dialog")
    for _ in range(2):
        resident.tap("语言")
        dialog.get_by_role("button", name="关闭").click()
    resident.tap("语言")
    page.wait_for_timeout(1000)
    expect(dialog).to_be_visible()

    dialog.get_by_role("button", name="关闭").click()
    page.get_by_role("navigation").get_by_role("link", name="附近").click()
    page.wait_for_timeout(1000)
    expect(page.get_by_role("heading", name="附近", level=1)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="语言")).to_be_visible()

    resident.tap("语言")
    expect(dialog).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="语言")).to_be_visible()
    _is_back(page)
    page.go_back()
    expect(page).to_have_url(f"{resident.site}/#/me")


def test_what_cannot_be_a_photo_is_said_at_once(nowhere: Phone, tmp_path: Path) -> None:
    page = nowhere.page
    nowhere.open("/snap")
    page.evaluate(SLOW_ONCE)
    nowhere.take_photo(CONSENT)
    expect(page.locator(".photo-tile.skeleton")).to_have_count(1)  # and no camera button again
    expect(page.locator(".shutter")).to_have_count(0)
    page.wait_for_function("() => window.goOn")
    page.evaluate("goOn()")
    expect(page.locator(".photo-tile img")).to_have_count(1)
    for name, content in {"empty.jpg": b"", "letter.jpg": b"%PDF-1.7 a letter"}.items():
        wrong = tmp_path / name
        wrong.write_bytes(content)
        with page.expect_file_chooser() as chooser:
            page.get_by_text("从相册选", exact=True).click()
        chooser.value.set_files(wrong)
        said = page.get_by_text("这张照片打不开")
        expect(said).to_be_visible()
        expect(page.locator(".photo-tile.skeleton")).to_have_count(0)
        expect(page.locator(".photo-tile img")).to_have_count(1)
        expect(said).to_have_count(0)


def test_the_back_key_leads_back_after_a_reload_with_a_sheet(nowhere: Phone) -> None:
    page = nowhere.page
    nowhere.open("/nearby")
    page.get_by_role("link", name="首页").click()
    nowhere.tap("语言")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.reload()
    expect(page.locator(".tabs a")).to_have_count(4)
    expect(page.get_by_role("dialog")).to_have_count(0)
    _is_back(page)
    page.go_back()
    expect(page).to_have_url(re.compile("#/nearby$"))


def test_codes_and_numbers_as_people_write_them(resident: Phone, watch: Watch) -> None:
    watch.allow("status of 40[14]")
    number, code = resident.send_report()
    page = resident.page
    wide = str.maketrans({chr(sign): chr(sign + 0xFEE0) for sign in range(0x21, 0x7F)})
    written = [
        (f"案件编号：{number}", f"查询码：{code}。"),
        (number.replace("-", "—").lower().replace("0", "o"), code.lower().replace("o", "0")),
        (number.translate(wide), code.translate(wide)),
        (f"{number} {code}", ""),  # as the button of the receipt copies both
        (number.replace("-", ""), "-".join(code[at : at + 4] for at in range(0, 16, 4))),
    ]
    for wrote, beside in written:
        page.goto("about:blank")  # each time as somebody who comes anew
        resident.open("/follow")
        page.get_by_label("案件编号").fill(wrote)
        if beside:
            page.get_by_label("查询码").fill(beside)
        resident.tap("查询")
        expect(page.get_by_text(number, exact=True)).to_be_visible()

    resident.open("/me/signin")
    page.get_by_label("手机号").fill("＋86 １３８ ００００ ０００２")
    resident.tap("获取验证码")
    expect(page.get_by_text("已发送到 13800000002")).to_be_visible()


def test_the_page_without_scripts_reads_them_too(
    resident: Phone, new_page: Callable[..., Page], site: str
) -> None:
    number, code = resident.send_report()
    plain = new_page(PHONE, java_script_enabled=False)
    plain.goto(f"{site}/follow")
    plain.get_by_label("案件编号").fill(f"编号：{number.lower().replace('-', '－')}")
    plain.get_by_label("查询码").fill(f"{code.lower().replace('o', '0')}。")
    plain.get_by_role("button", name="查询").click()
    expect(plain.get_by_text(number)).to_be_visible()


def test_a_wrong_code_says_how_to_go_on(nowhere: Phone, watch: Watch) -> None:
    watch.allow("status of 422")
    page = nowhere.page
    nowhere.open("/me/signin")
    page.get_by_label("手机号").fill("138 1234 5678")
    nowhere.tap("获取验证码")
    code = page.get_by_label("验证码")
    for left in (4, 3, 2, 1):
        code.fill("000000")
        nowhere.tap("登录")
        expect(page.get_by_text(f"还可以再试 {left} 次")).to_be_visible()
    nowhere.tap("登录")
    expect(page.get_by_text("验证码已失效，请重新获取")).to_be_visible()
    expect(page.get_by_role("button", name="重新获取验证码")).to_be_enabled()
