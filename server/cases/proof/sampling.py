"""Which closings are looked at again: at random, by a seed that is kept (domain: E6, A60)."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from server.cases.proof.marks import Mark
from server.cases.states import CloseType

FORCED, INFORMED, SILENT = "forced", "informed", "silent"
_OF_CLOSE_TYPE = {CloseType.FORCED: FORCED, CloseType.INFORMED: INFORMED}
_OF_MARKS = (Mark.NO_POSITION, Mark.FAR, Mark.ALBUM, Mark.FAST, Mark.BULK, Mark.UNPLACED)
_HEAVY = 4.0
_RANGE = 2.0**256


@dataclass(frozen=True)
class Closing:
    """A closed case that may be drawn; ``flags`` are what E6 wants looked at more often."""

    case_id: int
    number: str
    closed_at: datetime
    flags: tuple[str, ...]


def flags_of(close_type: str | None, marks: Iterable[str], *, silent: bool) -> tuple[str, ...]:
    """Why a closing is drawn more often: how it closed, marks of its finish, nobody answered."""
    flags = [_OF_CLOSE_TYPE[kind] for kind in _OF_CLOSE_TYPE if kind == close_type]
    flags += [mark.value for mark in _OF_MARKS if mark in set(marks)]
    return (*flags, SILENT) if silent else tuple(flags)


def size_of(population: int, share: float, least: int) -> int:
    """How many of a month's closings have to be looked at: a share, a least number, or all."""
    return min(population, max(least, math.ceil(round(share * population, 6))))


def draw(seed: str, population: Sequence[Closing], size: int) -> list[Closing]:
    """``size`` closings, or all that were forced if those are more; ordered by case number.

    The same seed and population give the same draw, in whatever order it comes. Flagged closings
    weigh four times as much; weighted sampling without replacement by Efraimidis and Spirakis
    (*Weighted random sampling with a reservoir*, 2006) on digests of seed and case number.
    """
    forced = sum(FORCED in closing.flags for closing in population)
    ranked = sorted(population, key=lambda closing: _rank(seed, closing))
    return sorted(ranked[: max(size, forced)], key=lambda closing: closing.number)


def _rank(seed: str, closing: Closing) -> tuple[bool, float, str]:
    chance = (int.from_bytes(digest(seed, closing.number)) + 1) / _RANGE
    weight = _HEAVY if closing.flags else 1.0
    return FORCED not in closing.flags, -math.log(min(chance, 1.0)) / weight, closing.number


def digest(seed: str, *words: object) -> bytes:
    """32 bytes that nobody can predict without the seed, and everybody can repeat with it."""
    return hashlib.sha256("\n".join((seed, *map(str, words))).encode()).digest()
