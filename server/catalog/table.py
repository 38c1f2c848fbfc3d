"""Reading a category table from CSV: one row a condition, categories told apart by code."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from server.catalog.values import DETAILS, KINDS, LEAD_TYPES, NOBODY
from server.deadlines.working_time import Unit
from server.platform.texts import read_text

_KIND_BY_PREFIX = {kind[0].upper(): kind for kind in KINDS} | {"X": "outside", "E": "event"}
_REQUIRED = (
    "code_scheme", "code", "name", "tile", "condition_no", "condition", "lead", "co_leads",
    "limit", "limit_unit", "close_standard",
)  # fmt: skip


class TableError(ValueError):
    """A category table cannot be read; the message names the line and what is wrong there."""


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """What the rows of one category say about the category."""

    code_scheme: str
    code: str
    name: str
    name_ko: str
    name_en: str
    tile: str
    kind: str
    lead_type: str
    co_leads: list[str]
    minor: bool
    groups: list[str]
    units: list[str]
    details: list[str]
    label: str


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """What one row says about its condition."""

    no: int
    text: str
    limit_value: float | None
    limit_unit: str | None
    close_standard: str
    urgent: bool


def read_table(path: Path) -> list[tuple[CategoryRow, list[ConditionRow]]]:
    """Read the categories of a table in file order.

    Columns beyond the required ones may be missing: names in Korean and English, ``kind`` (then
    told by the code's first letter), ``units``, ``details``, ``minor``, ``groups``, ``urgent``,
    ``label``. Lists are separated by spaces, yes is ``1``.

    Raises ``TableError`` for an unknown lead type, unit or kind, a number that is none, a
    condition listed twice, or rows of one category that contradict each other.
    """
    table: dict[str, tuple[CategoryRow, list[ConditionRow]]] = {}
    for line, row in _rows(path):
        try:
            category, condition = _category(row), _condition(row)
        except (KeyError, ValueError) as error:
            raise TableError(f"{path.name}:{line}: {error}") from error
        first, conditions = table.setdefault(category.code, (category, []))
        if first != category:
            raise TableError(f"{path.name}:{line}: {category.code} differs from its first row")
        if any(condition.no == other.no for other in conditions):
            raise TableError(f"{path.name}:{line}: {category.code} has condition twice")
        conditions.append(condition)
    return list(table.values())


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""))
    missing = [name for name in _REQUIRED if name not in (reader.fieldnames or ())]
    if missing:
        raise TableError(f"{path.name}: columns missing: {' '.join(missing)}")
    for row in reader:
        yield reader.line_num, row


def _category(row: Mapping[str, str]) -> CategoryRow:
    lead_type, co_leads = row["lead"], row["co_leads"].split()
    for lead in (lead_type, *co_leads):
        if lead not in LEAD_TYPES | {NOBODY}:
            raise ValueError(f"unknown lead type {lead!r}")
    details = row.get("details", "").split()
    for detail in details:
        if detail not in DETAILS:
            raise ValueError(f"unknown detail {detail!r}")
    kind = row.get("kind") or _KIND_BY_PREFIX[row["code"][0]]
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}")
    return CategoryRow(
        code_scheme=row["code_scheme"],
        code=row["code"],
        name=row["name"],
        name_ko=row.get("name_ko", ""),
        name_en=row.get("name_en", ""),
        tile=row["tile"],
        kind=kind,
        lead_type=lead_type,
        co_leads=co_leads,
        minor=row.get("minor") == "1",
        groups=row.get("groups", "").split(),
        units=row.get("units", "").split(),
        details=details,
        label=row.get("label", ""),
    )


def _condition(row: Mapping[str, str]) -> ConditionRow:
    return ConditionRow(
        no=int(row["condition_no"]),
        text=row["condition"],
        limit_value=float(row["limit"]) if row["limit"] else None,
        limit_unit=Unit(row["limit_unit"]).value if row["limit"] else None,
        close_standard=row["close_standard"],
        urgent=row.get("urgent") == "1",
    )
