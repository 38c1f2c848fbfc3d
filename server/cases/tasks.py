"""What follows a case event after its commit."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from server.cases import anchors
from server.cases.engine import TOPIC
from server.cases.models import Case, JournalEvent
from server.platform import outbox
from server.platform.db import ask, db

_HEAD = (
    select(Case.number, JournalEvent.seq, JournalEvent.hash)
    .join(Case, Case.id == JournalEvent.case_id)
    .where(JournalEvent.case_id == bindparam("case"), JournalEvent.seq == bindparam("number"))
)


@outbox.outside(TOPIC)
def note_head(payload: outbox.Payload, _row_id: int) -> None:
    """Keep the event's hash outside the database."""
    row = ask(db.session(), _HEAD, case=payload["case_id"], number=payload["seq"]).one()
    anchors.note(row.number, row.seq, row.hash)
