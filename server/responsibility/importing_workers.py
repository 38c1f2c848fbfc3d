"""Accounts of grid workers from a table (CSV, XLSX), each bound to grids: row by row."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy.orm import Session

from server.geography.service import area_by_code
from server.identity.administration import Details, enter, start_password
from server.identity.staff import normal_username
from server.platform import audit
from server.platform.actor import Actor
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem
from server.responsibility.books import begin_change
from server.responsibility.grids import WORKER_ROLE
from server.responsibility.models import GridBinding
from server.responsibility.queries import organisation_codes_by_word, staff_ids_by_username
from server.responsibility.tables import Line, nobody, read_table

ROWS_MOST = 500
"""How many accounts a file may make."""
BATCH = 20
"""How many accounts a request makes: every start password takes some 50 ms to keep."""

_HEADINGS = {
    "username": "username", "用户名": "username", "账号": "username", "登录名": "username",
    "name": "name", "姓名": "name", "网格员": "name",
    "organisation": "organisation", "单位": "organisation", "单位编码": "organisation",
    "单位名称": "organisation", "所属单位": "organisation",
    "areas": "areas", "网格": "areas", "网格编码": "areas", "所属网格": "areas",
    "区域编码": "areas",
}  # fmt: skip
_NEEDED = ("账号", "姓名", "单位", "网格编码")
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
_NAME_MOST = 40
_SEPARATORS = re.compile(r"[\s,，、;；]+")


class Outcome(StrEnum):
    """What becomes of a row; only ``ok`` makes an account."""

    OK = "ok"
    DUPLICATE = "duplicate"
    NO_ORGANISATION = "no_organisation"
    UNKNOWN_ORGANISATION = "unknown_organisation"
    SAME_NAME = "same_name"
    NO_AREA = "no_area"
    UNKNOWN_AREA = "unknown_area"
    BAD_USERNAME = "bad_username"
    BAD_NAME = "bad_name"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A row as it was read, with its line in the file and what became of it.

    ``areas`` are names where all are known, else what was written. ``start_password`` is there
    once, when the account was made.
    """

    line: int
    outcome: Outcome
    username: str
    name: str
    organisation: str
    areas: str
    start_password: str | None = None


@dataclass(frozen=True)
class WorkersReport:
    """Rows in the order of the file; ``dry_run`` says that nothing was entered.

    ``next_line`` is where to go on; ``None`` at the end of the file.
    """

    rows: tuple[WorkerRow, ...]
    dry_run: bool
    next_line: int | None = None

    @property
    def counts(self) -> dict[str, int]:
        """How many rows had each outcome."""
        counted = Counter(row.outcome for row in self.rows)
        return {outcome.value: counted[outcome] for outcome in Outcome}


def import_workers(who: Actor, data: bytes, *, dry_run: bool, from_line: int = 0) -> WorkersReport:
    """Make an account for every good row, bound to its grids; a second time finds duplicates.

    A row has a username, a name, an organisation by code or only name, and codes of areas. A dry
    run looks at all rows; else those from ``from_line`` on, until ``BATCH`` are good.
    Raises ``Problem`` as ``read_table`` does, and ``table_too_long``; whatever is wrong with a row
    is in the report.
    """
    lines = read_table(data, _HEADINGS, _NEEDED)
    if len(lines) > ROWS_MOST:
        raise Problem("table_too_long", 422, most=ROWS_MOST)
    judge = _Judge(db.session())
    if dry_run:
        return WorkersReport(tuple(judge.decide(line)[0] for line in lines), dry_run)
    lines = [line for line in lines if line.number >= from_line]
    taken = [line.number for line in lines if judge.decide(line)[1]]
    following = taken[BATCH] if len(taken) > BATCH else None
    lines = [line for line in lines if following is None or line.number < following]
    starts = {number: start_password() for number in taken[:BATCH]}
    with unit_of_work() as session:
        begin_change(session)
        judge = _Judge(session)
        rows = tuple(_enter(session, who, judge, line, starts) for line in lines)
        report = WorkersReport(rows, dry_run, following)
        audit.record(session, who, "imported", "grid_workers", report.counts)
    return report


@dataclass(frozen=True, slots=True)
class _Good:
    """What a row names, found."""

    organisation: str
    area_ids: tuple[int, ...]


class _Judge:
    """Decides about rows, one after the other: a row may repeat an earlier one of the file."""

    def __init__(self, session: Session) -> None:
        self._organisations = organisation_codes_by_word(session)
        self._taken = set(staff_ids_by_username(session))

    def decide(self, line: Line) -> tuple[WorkerRow, _Good | None]:
        cells = {name: line.cells.get(name, "") for name in ("username", "name", "organisation")}
        codes = [code for code in _SEPARATORS.split(line.cells.get("areas", "")) if code]
        areas = [area_by_code(code) for code in codes]
        known = [area for area in areas if area is not None]
        shown = (
            "、".join(area.name for area in known) if len(known) == len(codes) else " ".join(codes)
        )
        told = WorkerRow(line.number, Outcome.OK, areas=shown, **cells)
        username = normal_username(told.username)
        organisation = self._organisations.get(told.organisation)
        if line.has_formula:
            return replace(told, outcome=Outcome.FORMULA), None
        if not _USERNAME.fullmatch(username):
            return replace(told, outcome=Outcome.BAD_USERNAME), None
        if not told.name or len(told.name) > _NAME_MOST:
            return replace(told, outcome=Outcome.BAD_NAME), None
        if not codes:
            return replace(told, outcome=Outcome.NO_AREA), None
        if username in self._taken:
            return replace(told, outcome=Outcome.DUPLICATE), None
        if organisation is None:
            return replace(
                told, outcome=Outcome(nobody(told.organisation, self._organisations))
            ), None
        if len(known) < len(codes):
            return replace(told, outcome=Outcome.UNKNOWN_AREA), None
        self._taken.add(username)
        return told, _Good(organisation, tuple(sorted({area.id for area in known})))


def _enter(
    session: Session, who: Actor, judge: _Judge, line: Line, starts: dict[int, tuple[str, str]]
) -> WorkerRow:
    """Make the account of a row that was good before the transaction and still is."""
    told, good = judge.decide(line)
    if good is None or line.number not in starts:
        return told
    password, hashed = starts[line.number]
    details = Details(told.name, good.organisation, frozenset({WORKER_ROLE}))
    staff_id = enter(session, who, told.username, details, hashed)
    session.add_all(GridBinding(staff_id=staff_id, area_id=area_id) for area_id in good.area_ids)
    session.flush()
    audit.record(session, who, "areas_set", f"staff:{staff_id}", {"areas": list(good.area_ids)})
    return replace(told, start_password=password)
