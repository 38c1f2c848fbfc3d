"""How sums are written, and what is summed together."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest

from server.demo.city import CITIES
from server.statistics.amounts import words


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        ("14200", "piece", "1.42万个"),
        ("9999", "piece", "9999个"),
        ("10000", "piece", "1.00万个"),
        ("25249.9", "sqm", "2.52万平方米"),
        ("14250", "ton", "1.43万吨"),
        ("370.50", "ton", "370.5吨"),
        ("0", "place", "0处"),
    ],
)
def test_large_numbers_in_words(value: str, unit: str, told: str) -> None:
    assert words(Decimal(value), unit, "zh-CN") == told


def test_groups_are_data_of_the_city() -> None:
    """三乱 and 四清 as mechanisms A40 and A41 name them; a category may be in both."""
    path = CITIES / "liaoyuan" / "categories.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        groups = {row["code"]: row["groups"].split() for row in csv.DictReader(file)}
    members = {
        name: {code for code, names in groups.items() if name in names} for name in ("三乱", "四清")
    }
    assert members == {
        "三乱": {"E01-01a", "E01-01b", "E01-36", "E01-08a"},
        "四清": {"E01-10", "E01-36", "E01-17", "E01-18", "E02-01"},
    }
