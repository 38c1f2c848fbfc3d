"""Levels of the area tree and the codes of its nodes."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from enum import StrEnum
from itertools import pairwise
from unicodedata import normalize

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,31}", re.ASCII)
_GROUPS = {6: (6, 4, 2), 9: (9, 6, 4, 2), 12: (12, 9, 6, 4, 2)}
_SHORTEST = 2


class Level(StrEnum):
    """The five levels, from the top down."""

    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"

    @property
    def rank(self) -> int:
        """0 for the city, growing downwards."""
        return list(Level).index(self)

    @property
    def above(self) -> Level | None:
        """The level directly above, or ``None`` for the city."""
        return list(Level)[self.rank - 1] if self.rank else None


_LEVEL_OF_DIGITS = {
    2: Level.CITY,
    4: Level.CITY,
    6: Level.DISTRICT,
    9: Level.STREET,
    12: Level.COMMUNITY,
}


def clean_code(value: object) -> str | None:
    """A code as text, from text or a whole number; ``None`` when it cannot be one.

    Full-width letters and digits become ordinary ones, and digits may stand in groups.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = normalize("NFKC", str(value)).strip() if isinstance(value, int | str) else ""
    digits = "".join(text.split())
    text = digits if digits.isdecimal() else text
    return text if _CODE.fullmatch(text) else None


def stem(code: str) -> str:
    """The shortest form of an official code, the same however many zeros pad it.

    Division codes have groups of 2, 2, 2, 3 and 3 digits (GB/T 2260 and the national statistical
    codes): ``110105``, ``110105000`` and ``110105000000`` are one district. Other codes are kept.
    """
    if not code.isdecimal() or len(code) not in _GROUPS:
        return code
    groups = _GROUPS[len(code)]
    for longer, shorter in pairwise(groups):
        if code[shorter:longer].strip("0"):
            return code[:longer]
    return code[:_SHORTEST]


def level_of_code(code: str) -> Level | None:
    """The level that an official code speaks of; ``None`` for any other code."""
    if not code.isdecimal() or len(code) not in _GROUPS:
        return None
    return _LEVEL_OF_DIGITS[len(stem(code))]


def enclosing(of_stem: str, known: Container[str]) -> Iterator[str]:
    """The ``known`` stems that ``of_stem`` starts with, the longest first."""
    for length in range(len(of_stem) - 1, _SHORTEST - 1, -1):
        if of_stem[:length] in known:
            yield of_stem[:length]
