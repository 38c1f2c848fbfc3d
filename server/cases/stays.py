"""When a case stood still (挂账)."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.cases.models import CaseRecord, JournalEvent
from server.cases.states import RecordKind, State


def stood_still(
    session: Session, case_id: int, since: datetime | None = None
) -> list[tuple[datetime, datetime]]:
    """The suspensions of a case that are over, those begun before ``since`` left out.

    Aware moments, oldest first; two queries. A suspension that ended by itself ended on its date,
    whenever that was noticed.
    """
    began = JournalEvent.to_state == State.SUSPENDED
    ended = JournalEvent.from_state == State.SUSPENDED
    turns = session.execute(
        select(JournalEvent.at, JournalEvent.to_state)
        .where(JournalEvent.case_id == case_id, began != ended)
        .order_by(JournalEvent.seq)
    ).all()
    ends = session.execute(
        select(CaseRecord.closed_at, CaseRecord.until_at).where(
            CaseRecord.case_id == case_id, CaseRecord.kind == RecordKind.SUSPENSION
        )
    ).all()
    dates = {row.closed_at: row.until_at for row in ends}
    return [
        (begin.at, min(end.at, dates.get(end.at) or end.at))
        for begin, end in pairwise(turns)
        if begin.to_state == State.SUSPENDED and (since is None or begin.at >= since)
    ]
