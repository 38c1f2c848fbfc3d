"""An administrator keeps limits, calendar, rules, tiles and the responsibility list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.browser.office.conftest import Desk
from tests.support.admin import read, rules
from tests.support.story import Story
from tests.support.world import World

pytestmark = pytest.mark.browser


def test_limits_days_and_rules(
    world: World,
    new_desk: Callable[..., Desk],
    watch: Watch,
    assert_accessible: Callable[[Page], None],
) -> None:
    watch.allow("status of 422.*city/policy")
    running = Story(world).dispatched()
    desk = new_desk("admin")
    page = desk.page
    desk.open("/admin/catalog")
    page.get_by_role("link", name="垃圾", exact=True).click()
    page.get_by_role("link", name="散落").click()
    page.get_by_label("处置时限").fill("2")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("row", name="散落 2 工作时 清理 2")).to_be_visible()
    page.get_by_role("link", name="散落").click()
    expect(page.get_by_role("row", name="1 4 工作时 清理")).to_be_visible()
    assert [rule for rule, _, _ in rules(world, running.number, "main")] == ["test/E01/1@1"]

    desk.open("/admin/calendar")
    expect(page.get_by_text("2027 年的日历还没有确认")).to_be_visible()
    page.get_by_role("link", name="查看 2027 年", exact=True).first.click()
    page.get_by_role("button", name="2027年1月1日(周五) 工作日").click()
    page.get_by_label("这一天").select_option("放假")
    page.get_by_label("说明").fill("元旦")
    page.get_by_role("dialog").get_by_role("button", name="保存").click()
    expect(page.get_by_role("button", name="2027年1月1日(周五) 节假日 元旦")).to_be_visible()
    page.get_by_role("button", name="确认 2027 年日历").click()
    page.get_by_role("dialog").get_by_role("button", name="确认 2027 年日历").click()
    expect(page.get_by_text("2027 年的日历还没有确认")).to_have_count(0)
    assert read(world, "calendar/2027")["unknown_years"] == []

    desk.open("/admin/policy")
    intake = page.get_by_role("group", name="受理", exact=True)
    intake.get_by_label("数量").fill("900")
    page.get_by_role("button", name="保存 1 项修改").click()
    expect(intake.get_by_text("数值超出了允许的范围。")).to_be_visible()
    intake.get_by_label("数量").fill("3")
    page.get_by_role("button", name="保存 1 项修改").click()
    expect(page.get_by_text("现在是第 2 版")).to_be_visible()
    expect(intake.get_by_role("button", name="恢复默认：4 工作时")).to_be_visible()
    assert_accessible(page)


def test_tiles_and_lines_on_a_phone(
    world: World, new_desk: Callable[..., Desk], assert_accessible: Callable[[Page], None]
) -> None:
    desk = new_desk("admin", phone=True)
    page = desk.page
    desk.open("/admin/tiles")
    page.get_by_role("button", name="下移：垃圾与保洁").click()
    assert_accessible(page)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("button", name="保存")).to_be_disabled()
    shown = world.anonymous.get("config").get_json()["tiles"]
    assert [tile["code"] for tile in shown[:2]] == ["T2", "T1"]

    holes = [
        {"lead": lead, "street": {"code": str(n), "name": f"第{n}街道"}}
        for n in range(1, 344)
        for lead in ("gas", "water")
    ]
    listed = "**/catalog/responsibilities"
    page.route(listed, lambda route: route.fulfill(json=route.fetch().json() | {"holes": holes}))
    desk.open("/admin/charges")
    expect(page.get_by_text("第1街道").first).to_contain_text("等 343 个街道")
    expect(page.get_by_role("listitem").filter(has_text="第1街道")).to_have_count(2)
    page.unroute(listed)
    page.get_by_role("link", name="登记牵头单位").click()
    expect(page.get_by_role("heading", name="登记牵头单位")).to_be_visible()
    page.get_by_label("单位类型").select_option("环卫")
    page.get_by_label("东街道").check()
    page.get_by_label("无", exact=True).check()
    expect(page.get_by_label("东街道")).not_to_be_checked()
    page.get_by_label("东街道").check()
    page.get_by_label("牵头单位").select_option("东街道办事处")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("环卫").last).to_be_visible()
    lines = read(world, "catalog/responsibilities")["items"]
    standing = [
        (line["area"] and line["area"]["name"], line["standing"])
        for line in lines
        if line["lead"] == "sanitation"
    ]
    assert standing == [(None, "present"), ("东街道", "present")]


def test_one_of_343_streets_is_told_from_others_and_the_form_stays_short(
    new_desk: Callable[..., Desk],
) -> None:
    desk = new_desk("admin", phone=True)
    streets = [
        {"type": "Feature", "geometry": None, "properties": {"code": str(n), "name": f"第{n}街道"}}
        for n in range(343)
    ]
    for street, code in zip(streets, ("110105019000", "110108013000"), strict=False):
        street["properties"] = {"code": code, "name": "八里庄街道"}  # as in Beijing
    desk.page.route(
        "**/areas.geojson?level=street",
        lambda route: route.fulfill(json={"type": "FeatureCollection", "features": streets}),
    )
    desk.open("/admin/charges/new")
    expect(desk.page.get_by_text("八里庄街道")).to_have_text(
        ["八里庄街道 110105019000", "八里庄街道 110108013000"]
    )
    last = desk.page.get_by_label("第342街道")
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    first, end = (
        shown.bounding_box()
        for shown in (
            desk.page.get_by_label("单位类型"),
            desk.page.get_by_role("button", name="登记"),
        )
    )
    assert first is not None
    assert end is not None
    assert end["y"] - first["y"] < 1600
