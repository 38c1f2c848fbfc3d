"""Many cases for ledgers: copies of one real case with its clock, its check and its photos."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from server.cases.models import Case, Clock, JournalEvent
from server.photos.models import CasePhoto
from server.platform.db import Base, table, unit_of_work

_BATCH = 5000
_FIRST = 10_000_000
_PHOTOS = 4


def add(number: str, count: int) -> None:
    """Copy the case ``number`` ``count`` times; needs an application context."""
    with unit_of_work() as session:
        (case,) = _rows(session, Case, Case.number == number)
        clocks = _rows(session, Clock, Clock.case_id == case["id"], Clock.kind == "main")
        events = _rows(
            session, JournalEvent, JournalEvent.case_id == case["id"], JournalEvent.seq <= 8
        )
        photos = _rows(session, CasePhoto, CasePhoto.case_id == case["id"])[:_PHOTOS]
    for start in range(0, count, _BATCH):
        numbers = range(start, min(start + _BATCH, count))
        with unit_of_work() as session:
            cases = [
                case | {"id": _FIRST + n, "number": f"900000-20260101-{n:07d}", "address": f"={n}"}
                for n in numbers
            ]
            session.connection().execute(insert(table(Case)), cases)
            _copy(session, Clock, clocks, numbers)
            _copy(session, JournalEvent, events, numbers)
            _copy(session, CasePhoto, photos, numbers)


def _rows(session: Session, model: type[Base], *where: Any) -> list[dict[str, Any]]:
    found = session.execute(select(table(model)).where(*where)).mappings()
    return [dict(row) for row in found]


def _copy(session: Session, model: type[Base], rows: list[dict[str, Any]], numbers: range) -> None:
    own = {"id": None, "public_key": None}
    copies = [
        {name: value for name, value in row.items() if name not in own} | {"case_id": _FIRST + n}
        for n in numbers
        for row in rows
    ]
    if copies:
        session.connection().execute(insert(table(model)), copies)
