"""Letting go of the residents who acted in a case; the journal's chain goes on to verify."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.orm import Session

from server.cases.journal import SOMEBODY
from server.cases.models import JournalEvent, JournalWords
from server.platform.masking import holds


def forget_residents(
    session: Session, case_ids: Collection[int], owners: Collection[str] | None = None
) -> None:
    """Take the residents' keys (or only ``owners``) off the events of cases.

    Words of theirs that hold a number of a person go: the journal has their digest, so they can be
    missing but not be changed. Events from before there were salts keep theirs: without it their
    chain could not be verified.
    """
    theirs = JournalEvent.actor.like("r:%") if owners is None else JournalEvent.actor.in_(owners)
    _forget_numbers(session, and_(JournalEvent.case_id.in_(case_ids), theirs))
    session.execute(
        update(JournalEvent)
        .where(JournalEvent.case_id.in_(case_ids), theirs, JournalEvent.actor_salt.is_not(None))
        .values(actor=SOMEBODY, actor_salt=None)
        .execution_options(synchronize_session=False)
    )


def _forget_numbers(session: Session, condition: ColumnElement[bool]) -> None:
    said = session.execute(
        select(JournalWords.id, JournalWords.words)
        .join(
            JournalEvent,
            and_(
                JournalEvent.case_id == JournalWords.case_id, JournalEvent.seq == JournalWords.seq
            ),
        )
        .where(condition)
    )
    ids = [row.id for row in said if holds(row.words)]
    session.execute(delete(JournalWords).where(JournalWords.id.in_(ids)))
