"""A clerk's file of boundaries, as programs of offices write it, on the administrator's page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.office.conftest import Desk
from tests.support.town import EDGES, MIDDLE, NORTH, SOUTH

pytestmark = pytest.mark.browser


def file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def street(properties: dict[str, object], west: float, east: float) -> dict[str, Any]:
    """Without the last position, as a careless program writes it."""
    ring = [[west, SOUTH], [east, SOUTH], [east, NORTH], [west, NORTH]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": shape}


def test_a_file_in_gb_18030_with_chinese_properties(
    new_desk: Callable[..., Desk],
    assert_accessible: Callable[[Page], None],
    screenshot: Callable[..., Path],
) -> None:
    admin = new_desk("admin", phone=True)
    admin.open("/admin/areas")
    page = admin.page
    choice = page.locator("input[type=file]")
    choice.set_input_files(file("街道.zip", b"PK\x03\x04" + bytes(range(256))))
    expect(page.get_by_role("alert")).to_contain_text("先在 GIS 软件中导出为 GeoJSON")

    middle = (MIDDLE + EDGES[1]) / 2
    told = {
        "type": "FeatureCollection",
        "features": [
            street({"名称": "东街道", "行政区划代码": 990101001}, middle, EDGES[1]),
            street({"名称": "喆街道", "行政区划代码": " 990101 003 "}, MIDDLE - 0.004, middle),
            street({"MC": "无名", "FID": 3}, MIDDLE, middle),
        ],
    }
    choice.set_input_files(
        file("街道.geojson", json.dumps(told, ensure_ascii=False).encode("gb18030"))
    )
    page.get_by_role("button", name="预览变化").click()
    heading = page.get_by_role("heading", name="会发生的变化")
    expect(heading).to_be_in_viewport()
    rows = page.get_by_label("逐条结果").get_by_role("listitem")
    expect(rows.first).to_contain_text("现有属性：MC、FID")
    expect(rows.filter(has_text="喆街道")).to_contain_text("29% 的面积与“西街道”重叠")
    expect(rows.filter(has_text="东街道")).to_contain_text("边界变更")
    assert_accessible(page)
    screenshot(page, "admin-areas-phone")
    page.get_by_role("button", name="导入").click()
    page.get_by_role("dialog").get_by_role("button", name="导入").click()
    expect(page.get_by_text("已导入")).to_be_in_viewport()
