"""What follows a case event after its commit."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from server.cases import anchors
from server.cases.engine import TOPIC
from server.cases.grams import index_case
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


_RETELLS = frozenset(
    {"submit", "enter_patrol", "join", "split", "transfer_intake", "correct_place", "merge"}
)
"""The actions after which other words belong to a case."""
_TOLD = (
    select(JournalEvent.action, Case.master_id)
    .join(Case, Case.id == JournalEvent.case_id)
    .where(JournalEvent.case_id == bindparam("case"), JournalEvent.seq == bindparam("number"))
)


@outbox.inside(TOPIC)
def make_findable(session: Session, payload: outbox.Payload, _row_id: int) -> None:
    """Let the case be found by its words, and its master by those of a case merged into it."""
    told = ask(session, _TOLD, case=payload["case_id"], number=payload["seq"]).one()
    if told.action in _RETELLS:
        for case_id in {payload["case_id"], told.master_id} - {None}:
            index_case(session, case_id)
