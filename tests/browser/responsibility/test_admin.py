"""Administrators see a road on its map, give a task force its area, and enter grid workers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect
from sqlalchemy import select

from server.identity.models import Organisation
from server.platform.db import db, unit_of_work
from server.responsibility.models import TaskForce
from tests.browser.office.conftest import Desk
from tests.support.town import MIDDLE, NORTH, SOUTH
from tests.support.world import World

pytestmark = pytest.mark.browser

MARKET = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {},
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [
                        [MIDDLE + 0.002, SOUTH + 0.004],
                        [MIDDLE + 0.012, SOUTH + 0.004],
                        [MIDDLE + 0.012, NORTH - 0.004],
                        [MIDDLE + 0.002, SOUTH + 0.004],
                    ]
                ],
            },
        }
    ],
}
WORKERS = (
    "账号,姓名,单位,网格编码\n"
    "east.grid.2,李网格,东街道办事处,990101001001\n"
    "east_grid,已有人,东街道办事处,990101001001\n"
    "east.grid.3,王网格,没有这家,990101001001\n"
)


def _file(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def test_roads_task_forces_and_grid_workers_are_kept(
    world: World,
    new_desk: Callable[..., Desk],
    assert_accessible: Callable[[Page], None],
    screenshot: Callable[..., Path],
) -> None:
    with world.app.app_context(), unit_of_work() as session:
        session.add(Organisation(code="market", name="市场专班", kind="taskforce"))
    admin = new_desk("admin")
    desk = admin.page
    admin.open("/admin/segments/east-road")
    road = desk.get_by_role("application", name="东二路在地图上的位置")
    expect(road.locator("canvas")).not_to_have_count(0)
    road.hover()
    expect(road.get_by_role("tooltip", name="东二路")).to_be_visible()
    expect(road.get_by_text("示例边界")).to_have_count(0)  # nobody said so of these
    assert_accessible(desk)
    screenshot(desk, "admin-segment", full_page=True)
    crowded = road.locator(".map-label.street.crowded")
    for _ in range(200):  # a click while the map still zooms is lost
        if crowded.count():
            break
        road.get_by_role("button", name="缩小").click(force=True)
        desk.wait_for_function("() => !document.querySelector('.leaflet-zoom-anim')")
    expect(crowded).to_have_count(1)

    admin.open("/admin/task_forces/market")
    desk.get_by_label("东街道办事处").check()
    desk.locator("input[type=file]").set_input_files(_file("空.geojson", '{"type": "Point"}'))
    expect(desk.get_by_text("文件里没有多边形。")).to_be_visible()
    desk.locator("input[type=file]").set_input_files(_file("市场.geojson", json.dumps(MARKET)))
    area = desk.get_by_role("application", name="市场专班的工作范围")
    expect(area.locator("canvas")).not_to_have_count(0)
    expect(desk.get_by_text("范围改了，还没有保存。")).to_be_visible()
    assert_accessible(desk)
    screenshot(desk, "admin-task-force", full_page=True)
    desk.get_by_role("button", name="保存").click()
    expect(desk.get_by_text("工作中")).to_be_visible()
    expect(desk.get_by_text("范围改了，还没有保存。")).to_be_hidden()
    with world.app.app_context():
        assert db.session.scalars(select(TaskForce.shape)).one() is not None
        db.session.remove()

    admin.open("/admin/grids/workers")
    desk.get_by_role("link", name="导入网格员").click()
    desk.locator("input[type=file]").set_input_files(_file("网格员.csv", WORKERS))
    expect(desk.get_by_role("row", name="第 2 行")).to_contain_text("东一社区")
    expect(desk.get_by_role("row", name="第 3 行")).to_contain_text("重复")
    expect(desk.get_by_role("row", name="第 4 行")).to_contain_text("没有这家单位")
    assert_accessible(desk)
    screenshot(desk, "admin-workers-import")
    desk.get_by_role("button", name="1").click()
    expect(desk.get_by_text("初始密码只显示这一次")).to_be_visible()
    expect(desk.get_by_role("row", name="李网格").locator("code")).not_to_be_empty()
    screenshot(desk, "admin-workers-made")
