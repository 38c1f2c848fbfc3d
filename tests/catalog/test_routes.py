"""The catalogue over HTTP."""

from __future__ import annotations

import pytest

from tests.support.client import CheckedClient
from tests.support.world import World, template, world

__all__ = ["template", "world"]


@pytest.mark.parametrize(("locale", "name"), [("zh-CN", "垃圾与保洁"), ("ko", "쓰레기·청소")])
def test_everybody_reads_the_tiles_in_their_language(
    client: CheckedClient, locale: str, name: str
) -> None:
    answer = client.get("/api/v1/tiles", headers={"Accept-Language": locale})
    assert answer.status_code == 200
    tiles = {tile["code"]: tile for tile in answer.get_json()["items"]}
    assert tiles["T1"]["name"] == name
    assert tiles["T1"]["icon"]


def test_the_table_of_limits_is_for_staff(client: CheckedClient) -> None:
    assert client.get("/api/v1/categories").status_code == 401


def test_staff_read_limits_leads_and_standards(world: World) -> None:
    answer = world.staff("east_clerk").get("categories", headers={"Accept-Language": "ko"})
    assert answer.status_code == 200
    items = {item["code"]: item for item in answer.get_json()["items"]}
    assert items
    for item in items.values():
        for condition in item["conditions"]:
            assert (condition["limit"] is None) == (condition["unit"] is None)
            assert condition["lead"]
            assert condition["close_standard"]
