"""What an import did, or would do, row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """What became of one row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Note:
    """The catalogue key ``area_import.<code>`` with what fills it: a reason or a remark."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One feature of a source, counted from 1; 0 for the whole file or for a parent it names."""

    source: str
    number: int
    code: str
    name: str
    outcome: Outcome
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Report:
    """All rows; ``edition`` is the new state of the map, ``None`` when nothing was written."""

    rows: tuple[Row, ...]
    edition: int | None

    @property
    def counts(self) -> Counter[Outcome]:
        """How many rows had each outcome."""
        return Counter(row.outcome for row in self.rows)

    @property
    def repaired(self) -> int:
        """How many shapes had to be repaired."""
        return sum(note.code == "repaired" for row in self.rows for note in row.notes)
