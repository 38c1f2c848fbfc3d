"""What routing asks the catalogue, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from server.catalog.values import Catalogue, CategoryView, Charge, TileView

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
CITY, DISTRICT, STREET, COMMUNITY = 1, 2, 3, 4
CHAIN = [CITY, DISTRICT, STREET, COMMUNITY]


def category(code: str = "E01-10", lead: str = "sanitation") -> CategoryView:
    return CategoryView(
        1, "local", code, {"zh-CN": "暴露垃圾", "ko": ""}, "T1", "event", lead, (), False, (), (),
        (), "", (),
    )  # fmt: skip


def charge(organisation: int, area: int | None, days: int = -1, version: int = 1) -> Charge:
    return Charge("sanitation", area, organisation, NOW + timedelta(days=days), version)


def lead_of(*charges: Charge, chain: list[int] = CHAIN) -> int | None:
    return Catalogue([], [category()], [], charges).lead("sanitation", chain, NOW)


def test_the_smallest_area_decides_and_the_city_comes_last() -> None:
    assert lead_of(charge(10, None), charge(20, STREET), charge(30, COMMUNITY)) == 30
    assert lead_of(charge(10, None), charge(20, STREET)) == 20
    assert lead_of(charge(10, None), charge(20, STREET), chain=[CITY, DISTRICT, 99]) == 10


def test_the_newest_entry_in_force_decides() -> None:
    now, future = charge(20, STREET, days=-5), charge(21, STREET, days=5, version=2)
    assert lead_of(now, future) == 20
    assert lead_of(now, charge(22, STREET, days=-2, version=2), future) == 22


def test_a_hole_is_nobody() -> None:
    assert lead_of(charge(20, 99)) is None
    assert lead_of(charge(20, None, days=1)) is None


@pytest.mark.parametrize(
    ("tile", "words", "urgent"),
    [
        ("T8", "这里的井盖坏了", True),
        ("T1", "井盖旁边有垃圾", False),
        ("T13", "闻到燃气味", True),
        ("T13", "GAS LEAK near the school", True),
        ("T13", "gas leak", True),
        ("T1", "", False),
    ],
)
def test_words_that_jump_the_queue(tile: str, words: str, urgent: bool) -> None:
    known = Catalogue([], [], [("井盖", "T8"), ("燃气", ""), ("Gas leak", "")], [])
    assert known.is_urgent(tile, words) is urgent


def test_a_tile_offers_its_category() -> None:
    tiles = [TileView("T1", "trash-2", "E01-10"), TileView("T13", "circle-help", None)]
    known = Catalogue(tiles, [category()], [], [])
    assert known.suggested_category("T1") == known.category("E01-10") == known.category(1)
    assert known.suggested_category("T13") is None
    assert known.has_tile("T13")
    assert not known.has_tile("T14")


def test_a_missing_translation_falls_back_to_chinese() -> None:
    assert category().name("ko") == category().name("en") == "暴露垃圾"
