"""Sponsorships from a table (CSV, XLSX): row by row, the good ones kept, the bad ones named."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from server.city.service import time_zone
from server.platform import audit, clock
from server.platform.actor import Actor
from server.platform.db import db, unit_of_work
from server.responsibility.book import POINT, TARGET_KINDS, YEARS, Span
from server.responsibility.books import begin_change
from server.responsibility.models import Sponsorship
from server.responsibility.queries import organisation_ids_by_word, sponsorship_spans
from server.responsibility.tables import Line, nobody, read_table
from server.responsibility.targets import Targets

_HEADINGS = {
    "organisation": "organisation", "单位": "organisation", "单位编码": "organisation",
    "单位名称": "organisation", "包保单位": "organisation",
    "target_kind": "target_kind", "对象类型": "target_kind", "类型": "target_kind",
    "target": "target", "对象编码": "target", "点位": "target", "点位编码": "target",
    "小区编码": "target", "路段编码": "target", "社区编码": "target",
    "contact": "contact", "联系人": "contact", "联系人及电话": "contact",
    "from": "from", "开始日期": "from", "起始日期": "from",
    "to": "to", "结束日期": "to", "截止日期": "to",
}  # fmt: skip
_NEEDED = ("单位", "点位编码")
_KINDS = {
    **{kind: kind for kind in TARGET_KINDS},
    "": POINT, "点位": POINT, "小区": "compound", "路段": "segment", "社区": "community",
}  # fmt: skip
_CONTACT_MOST = 120


class Outcome(StrEnum):
    """What becomes of a row; only ``ok`` is entered."""

    OK = "ok"
    DUPLICATE = "duplicate"
    NO_ORGANISATION = "no_organisation"
    UNKNOWN_ORGANISATION = "unknown_organisation"
    SAME_NAME = "same_name"
    UNKNOWN_TARGET = "unknown_target"
    UNKNOWN_KIND = "unknown_kind"
    BAD_DATES = "bad_dates"
    LONG_CONTACT = "long_contact"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row of the file as it was read, with its line in the file and what became of it."""

    line: int
    outcome: Outcome
    organisation: str
    target_kind: str
    target: str
    contact: str


@dataclass(frozen=True)
class ImportReport:
    """All rows in the order of the file; ``dry_run`` says that nothing was entered."""

    rows: tuple[ImportRow, ...]
    dry_run: bool

    @property
    def counts(self) -> dict[str, int]:
        """How many rows had each outcome."""
        counted = Counter(row.outcome for row in self.rows)
        return {outcome.value: counted[outcome] for outcome in Outcome}


def import_sponsorships(who: Actor, data: bytes, *, dry_run: bool) -> ImportReport:
    """Enter the sponsorships of a file; a second time finds only duplicates.

    A row names an organisation by code or by its only name, a target by kind (a point if not
    given) and code, and may have a contact and the dates of the first and the last day. Raises
    ``Problem`` as ``read_table`` does; whatever is wrong with a row is in the report.
    """
    lines, targets = read_table(data, _HEADINGS, _NEEDED), Targets()
    if dry_run:
        judge = _Judge(db.session(), targets)
        return ImportReport(tuple(judge.decide(line)[0] for line in lines), dry_run)
    with unit_of_work() as session:
        begin_change(session)
        judge = _Judge(session, targets)
        decided = [judge.decide(line) for line in lines]
        rows = [row for _, row in decided if row is not None]
        if rows:
            session.execute(insert(Sponsorship), rows)
        report = ImportReport(tuple(told for told, _ in decided), dry_run)
        audit.record(session, who, "imported", "sponsorship", report.counts)
    return report


_Decided = tuple[ImportRow, dict[str, Any] | None]


class _Judge:
    """Decides about rows, one after the other: a row may repeat an earlier one of the file."""

    def __init__(self, session: Session, targets: Targets) -> None:
        self._targets = targets
        self._organisations = organisation_ids_by_word(session)
        self._taken = sponsorship_spans(session)
        self._now = clock.now()
        self._zone = time_zone()

    def decide(self, line: Line) -> _Decided:
        cells = line.cells
        word, code = cells.get("organisation", ""), cells.get("target", "")
        contact, raw_kind = cells.get("contact", ""), cells.get("target_kind", "")
        kind = _KINDS.get(raw_kind.lower())
        told = ImportRow(line.number, Outcome.OK, word, kind or raw_kind, code, contact)
        span = self._span(cells)
        if line.has_formula:
            return replace(told, outcome=Outcome.FORMULA), None
        if kind is None:
            return replace(told, outcome=Outcome.UNKNOWN_KIND), None
        if span is None:
            return replace(told, outcome=Outcome.BAD_DATES), None
        if len(contact) > _CONTACT_MOST:
            return replace(told, outcome=Outcome.LONG_CONTACT), None
        organisation_id = self._organisations.get(word)
        if organisation_id is None:
            return replace(told, outcome=Outcome(nobody(word, self._organisations))), None
        target = self._targets.find(kind, code)
        if target is None:
            return replace(told, outcome=Outcome.UNKNOWN_TARGET), None
        spans = self._taken.setdefault((organisation_id, *target), [])
        if any(span.meets(other) for other in spans):
            return replace(told, outcome=Outcome.DUPLICATE), None
        spans.append(span)
        return told, {
            "organisation_id": organisation_id,
            "target_kind": kind,
            "target_id": target[1],
            "contact": contact,
            "valid_from": span.begin,
            "valid_to": span.end,
        }

    def _span(self, cells: dict[str, str]) -> Span | None:
        """The interval of a row's first and last day; ``None`` when there is none."""
        try:
            first, last = (self._midnight(cells.get(name, "")) for name in ("from", "to"))
        except ValueError:
            return None
        begin, end = first or self._now, last and last + timedelta(days=1)
        return Span(begin, end) if end is None or begin < end else None

    def _midnight(self, day: str) -> datetime | None:
        """When a day begins in the city's time zone. Raises ``ValueError`` for what is no day."""
        if not day:
            return None
        midnight = datetime.strptime(day.replace("/", "-"), "%Y-%m-%d").replace(tzinfo=self._zone)
        if midnight.year not in YEARS:
            raise ValueError(day)
        return midnight
