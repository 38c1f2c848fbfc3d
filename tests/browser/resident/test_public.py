"""What everybody may see: the public page of a case, list and map."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.resident.conftest import Offices, Phone
from tests.support.world import World

pytestmark = pytest.mark.browser


@pytest.fixture
def fixed(world: World, offices: Offices) -> str:
    """The number of a case that was fixed and published, and waits for its reporter."""
    number: str = world.resident().report().get_json()["case_number"]
    offices.fix(number)
    return number


def test_public_page_works_without_script_and_is_better_with(
    fixed: str, site: str, phone: Page, new_page: Callable[..., Page]
) -> None:
    plain = new_page(PHONE, java_script_enabled=False)
    plain.goto(f"{site}/c/{fixed}")
    expect(plain.locator("[data-compare] img")).to_have_count(2)
    expect(plain.get_by_text("待居民确认")).to_be_visible()
    image = plain.locator('meta[property="og:image"]').get_attribute("content")
    assert image is not None
    assert image.startswith(f"{site}/photos/")
    assert plain.request.get(image).ok

    phone.goto(f"{site}/c/{fixed}")
    slider = phone.get_by_role("slider")
    slider.focus()
    slider.press("ArrowLeft")
    expect(slider).to_have_value("49")
    phone.get_by_role("button", name="二维码").click()
    expect(phone.locator("img.qr")).to_be_visible()


def test_join_from_the_public_page(fixed: str, resident: Phone, world: World) -> None:
    resident.page.goto(f"{resident.site}/c/{fixed}")
    resident.tap("我也遇到", role="link")
    expect(resident.page.get_by_text(f"将加入案件 {fixed}")).to_be_visible()
    resident.page.locator(".send-bar").get_by_role("button", name="我也遇到").click()
    assert resident.receipt()[0] == fixed
    assert len(world.staff("east_clerk").view(fixed).get_json()["reports"]) == 2


def test_watch_what_somebody_else_reported(fixed: str, resident: Phone, world: World) -> None:
    page = resident.page
    page.goto(f"{resident.site}/c/{fixed}")
    resident.tap("关注进展", role="link")
    resident.tap("关注这件事")
    expect(page.get_by_role("button", name="已关注，点这里取消")).to_be_visible()
    assert resident.taps == 2
    world.clock.advance(hours=73)
    world.timers()
    world.drain()
    resident.open("/me/notices")
    told = page.get_by_role("link", name="您关注的案件已办结")
    expect(told).to_have_attribute("href", f"/c/{fixed}")
    resident.open("/me/watched")
    expect(page.locator(f'a.case-cell[href="/c/{fixed}"]')).to_contain_text("已办结")


def test_gallery_of_what_was_solved(
    fixed: str, site: str, world: World, new_page: Callable[..., Page]
) -> None:
    plain = new_page(PHONE, java_script_enabled=False)
    plain.goto(f"{site}/solved")
    expect(plain.get_by_text("还没有可以公示的对比照片")).to_be_visible()
    world.clock.advance(hours=73)
    world.timers()
    plain.reload()
    pair = plain.locator(f'a.solved-case[href="/c/{fixed}"]')
    expect(pair.locator("img")).to_have_count(2)
    expect(pair).to_contain_text("3 天解决")
    plain.get_by_label("街道").select_option("西街道")
    plain.get_by_role("button", name="查看").click()
    expect(plain.get_by_text("还没有可以公示的对比照片")).to_be_visible()
    plain.goto(f"{site}/solved?before=1")
    expect(plain.get_by_role("link", name="回到最新")).to_be_visible()


def test_list_and_map_show_the_same(fixed: str, resident: Phone, offices: Offices) -> None:
    other = offices.world.resident().report(tile="T8").get_json()["case_number"]
    offices.accept(other, "E03")
    page = resident.page
    resident.open("/nearby")
    expect(page.locator("a.case-cell")).to_have_count(2)
    page.get_by_label("问题类别").select_option("T1")
    expect(page.locator("a.case-cell")).to_have_count(1)
    resident.tap("已办结")
    expect(page.get_by_text("这里还没有公示的案件")).to_be_visible()
    resident.tap("全部")
    page.get_by_label("上报时间").select_option("近 7 天")
    expect(page.locator("a.case-cell")).to_have_count(1)
    resident.tap("2 公里内")
    expect(page.locator("a.case-cell")).to_contain_text("米")

    resident.tap("地图")
    marker = page.locator(".map-point")
    expect(marker).to_have_count(1)
    marker.press("Enter")
    expect(page.locator(f'.leaflet-popup a[href="/c/{fixed}"]')).to_be_visible()
    page.get_by_label("问题类别").select_option("")
    expect(page.get_by_text("地图上有 2 件")).to_be_visible()


SLOW_FOR_BINS = """
  const real = window.fetch;
  window.fetch = async (address, ...rest) => {
    const answer = await real(address, ...rest);
    if (String(address).includes("tile=T1")) await new Promise((done) => setTimeout(done, 700));
    return answer;
  };
"""


@pytest.mark.usefixtures("fixed")
def test_a_late_answer_is_not_shown_for_a_newer_question(resident: Phone, offices: Offices) -> None:
    other = offices.world.resident().report(tile="T8").get_json()["case_number"]
    offices.accept(other, "E03")
    page = resident.page
    page.add_init_script(SLOW_FOR_BINS)
    resident.open("/nearby")
    kinds = page.get_by_label("问题类别")
    for view, both in (
        ("列表", page.locator("ul.cells:has(li:nth-child(2))")),
        ("地图", page.get_by_text("地图上有 2 件")),
    ):
        resident.tap(view)
        expect(both).to_be_visible()
        kinds.select_option("T1")
        kinds.select_option("")
        page.wait_for_timeout(1200)
        expect(both, view).to_be_visible()


def test_home_shows_what_was_solved(fixed: str, resident: Phone, world: World) -> None:
    world.clock.advance(hours=73)
    world.timers()
    resident.open()
    expect(resident.page.locator(f'a.solved-case[href="/c/{fixed}"] img')).to_have_count(2)
