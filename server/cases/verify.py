"""Whether journal, rows and noted heads still say the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select

from server.cases.anchors import Head, heads
from server.cases.clockwork import clock_columns
from server.cases.engine import stored, told_row
from server.cases.journal import (
    GENESIS,
    SOMEBODY,
    WHO,
    Link,
    Replayed,
    replay,
    words_digest,
)
from server.cases.models import Case, CaseRecord, Clock, JournalEvent, JournalWords
from server.cases.records import record_columns
from server.platform.db import db
from server.platform.runtime import current

_BATCH = 500
_PLACE = frozenset({"address", "lat", "lon", "accuracy_m"})
_TOLD = frozenset(Case.__table__.columns.keys()) - {"id", "number", "version"}
"""What journal and row both tell; the number is in each link, the version counts the events."""


def _begun() -> dict[str, Any]:
    """The row of a case of which nothing has been told."""
    defaults = {column.name: column.default for column in Case.__table__.columns}
    values = {name: default.arg if default else None for name, default in defaults.items()}
    return {name: [] if callable(value) else value for name, value in values.items()}


_BEGUN = _begun()


@dataclass(frozen=True)
class Finding:
    """A case that does not verify, and a code of what is wrong with it."""

    number: str
    what: str


def findings() -> Iterator[Finding]:
    """Every case that was tampered with: changed, cut, emptied or removed."""
    noted = heads()
    last = 0
    while batch := _cases_after(last):
        last = batch[-1].id
        events = _events_of([case.id for case in batch])
        clocks = _clocks_of([case.id for case in batch])
        records = _records_of([case.id for case in batch])
        words = _words_of([case.id for case in batch])
        for case in batch:
            what = _wrong_with(
                case,
                events.get(case.id, []),
                clocks.get(case.id, []),
                records.get(case.id, []),
                words.get(case.id, []),
                noted.pop(case.number, None),
            )
            if what is not None:
                yield Finding(case.number, what)
        db.session.expunge_all()
    for number in sorted(noted):
        yield Finding(number, "case_removed")


def _cases_after(last: int) -> list[Case]:
    query = select(Case).where(Case.id > last).order_by(Case.id).limit(_BATCH)
    return list(db.session.execute(query).scalars())


def _wrong_with(
    case: Case,
    events: list[JournalEvent],
    clocks: list[Clock],
    records: list[CaseRecord],
    words: list[JournalWords],
    head: Head | None,
) -> str | None:
    if [event.seq for event in events] != list(range(1, len(events) + 1)) or not events:
        return "event_missing"
    previous = GENESIS
    for event in events:
        previous = _link(case.number, event).hash_after(previous, current().keys)
        if previous != event.hash or not _done_by(event):
            return "event_changed"
    if len(events) != case.version:
        return "tail_cut"
    if head is not None and not _reaches(events, head):
        return "tail_cut"
    told = replay(event.data for event in events)
    if not _tells_row(told, case, events[-1]):
        return "row_changed"
    if told.clocks != {f"{c.kind}/{c.number}": stored(clock_columns(c)) for c in clocks}:
        return "clock_changed"
    if told.records != {f"{r.kind}/{r.number}": stored(record_columns(r)) for r in records}:
        return "record_changed"
    if any(not _said(item, events[item.seq - 1].data) for item in words):
        return "words_changed"
    return None


def _tells_row(told: Replayed, case: Case, last: JournalEvent) -> bool:
    """Whether the row is what its events made of it, and all else as it was at the beginning."""
    row = {name: getattr(case, name) for name in _TOLD}
    wanted = _BEGUN | told.row | stored({"updated_at": last.at})
    found = told_row(case.number, row)
    older = _PLACE - told.row.keys()  # journals did not always begin with the place
    return all(found[name] == wanted[name] for name in _TOLD - older)


def _reaches(events: list[JournalEvent], head: Head) -> bool:
    seq, noted = head
    return seq <= len(events) and events[seq - 1].hash.hex() == noted


def _said(item: JournalWords, data: dict[str, Any]) -> bool:
    digest: str | None = data.get("words", {}).get(item.name)
    return digest == words_digest(item.salt, item.words)


def _done_by(event: JournalEvent) -> bool:
    """Whether the resident of an event is the one of its chain, or was forgotten."""
    if WHO not in event.data or event.actor_salt is None:
        return WHO not in event.data or event.actor == SOMEBODY
    return bool(event.data[WHO] == words_digest(event.actor_salt, event.actor))


def _link(number: str, event: JournalEvent) -> Link:
    return Link(
        number=number,
        seq=event.seq,
        action=event.action,
        from_state=event.from_state,
        to_state=event.to_state,
        actor=SOMEBODY if WHO in event.data else event.actor,
        organisation_id=event.organisation_id,
        at=event.at,
        data=event.data,
    )


def _events_of(case_ids: list[int]) -> dict[int, list[JournalEvent]]:
    query = select(JournalEvent).where(JournalEvent.case_id.in_(case_ids))
    rows = db.session.execute(query.order_by(JournalEvent.case_id, JournalEvent.seq)).scalars()
    return {case_id: list(group) for case_id, group in groupby(rows, lambda row: row.case_id)}


def _clocks_of(case_ids: list[int]) -> dict[int, list[Clock]]:
    query = select(Clock).where(Clock.case_id.in_(case_ids)).order_by(Clock.case_id)
    rows = db.session.execute(query).scalars()
    return {case_id: list(group) for case_id, group in groupby(rows, lambda row: row.case_id)}


def _records_of(case_ids: list[int]) -> dict[int, list[CaseRecord]]:
    query = select(CaseRecord).where(CaseRecord.case_id.in_(case_ids))
    rows = db.session.execute(query.order_by(CaseRecord.case_id)).scalars()
    return {case_id: list(group) for case_id, group in groupby(rows, lambda row: row.case_id)}


def _words_of(case_ids: list[int]) -> dict[int, list[JournalWords]]:
    query = select(JournalWords).where(JournalWords.case_id.in_(case_ids))
    rows = db.session.execute(query.order_by(JournalWords.case_id)).scalars()
    return {case_id: list(group) for case_id, group in groupby(rows, lambda row: row.case_id)}
