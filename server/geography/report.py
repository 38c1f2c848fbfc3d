"""What an import did, or would do, row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from server.platform.i18n import t


class Outcome(StrEnum):
    """What became of one row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    PARENT_ADDED = "parent_added"


@dataclass(frozen=True)
class Note:
    """The catalogue key ``area_import.<code>`` with what fills it: a reason or a remark."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    def words(self, locale: str) -> str:
        """The sentence, levels by their names."""
        named = {
            key: t(f"area_level.{value}", locale) if key == "level" else value
            for key, value in self.params.items()
        }
        return t(f"area_import.{self.code}", locale, **named)


@dataclass(frozen=True)
class Row:
    """One feature of a source, counted from 1; 0 for the whole file or for a parent it names."""

    source: str
    number: int
    code: str
    name: str
    outcome: Outcome
    notes: tuple[Note, ...] = ()

    def words(self, locale: str) -> str:
        """The row as one line."""
        place = f"{self.source}:{self.number}" if self.number else self.source
        outcome = t(f"area_import.{self.outcome}", locale)
        told = [note.words(locale) for note in self.notes]
        return "  ".join(filter(None, (outcome, place, self.code, self.name, "; ".join(told))))


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

    def summary(self, locale: str) -> str:
        """The counts as one line."""
        counts = {outcome.value: self.counts[outcome] for outcome in Outcome}
        return t("area_import.summary", locale, repaired=self.repaired, **counts)
