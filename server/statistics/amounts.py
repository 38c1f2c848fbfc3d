"""Sums of quantities, and how people write them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from server.platform.i18n import t

_MYRIAD = 10_000
_HUNDREDTH = Decimal("0.01")


class Sums:
    """How many cases, and how much in each unit; every unit keeps to itself."""

    def __init__(self) -> None:
        self.cases = 0
        self.done: defaultdict[str, Decimal] = defaultdict(Decimal)
        self.planned: defaultdict[str, Decimal] = defaultdict(Decimal)

    def told(self, locale: str) -> dict[str, Any]:
        """The sums with their words."""
        return {
            "cases": self.cases,
            "done": amounts(self.done, locale),
            "planned": amounts(self.planned, locale),
        }


def add(sums: dict[str, Decimal], given: Iterable[Mapping[str, Any]], times: int) -> None:
    """Add ``times`` times what a case counts, as it is stored: ``{"unit", "value"}``."""
    for item in given:
        sums[item["unit"]] += Decimal(item["value"]) * times


def amounts(sums: Mapping[str, Decimal], locale: str) -> list[dict[str, str]]:
    """Each unit with its sum, as a number and in words."""
    return [
        {"unit": unit, "value": _plain(value), "words": words(value, unit, locale)}
        for unit, value in sums.items()
    ]


def words(value: Decimal, unit: str, locale: str) -> str:
    """An amount with its unit; from 10,000 on in 万 with two decimals (mechanisms A37)."""
    return t("statistics.amount", locale, n=number(value, locale), unit=t(f"unit.{unit}", locale))


def number(value: Decimal, locale: str) -> str:
    """A number as reports write it: 9999, then 1.00万."""
    if value < _MYRIAD:
        return _plain(value)
    myriads = (value / _MYRIAD).quantize(_HUNDREDTH, ROUND_HALF_UP)
    return t("statistics.myriad", locale, n=myriads)


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
