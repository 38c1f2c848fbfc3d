"""Letting go of the residents who acted in a case; the journal's chain goes on to verify."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import update
from sqlalchemy.orm import Session

from server.cases.journal import SOMEBODY
from server.cases.models import JournalEvent


def forget_residents(
    session: Session, case_ids: Collection[int], owners: Collection[str] | None = None
) -> None:
    """Take the residents' keys (or only ``owners``) off the events of cases.

    Events from before there were salts keep theirs: without it their chain could not be verified.
    """
    theirs = JournalEvent.actor.like("r:%") if owners is None else JournalEvent.actor.in_(owners)
    session.execute(
        update(JournalEvent)
        .where(JournalEvent.case_id.in_(case_ids), theirs, JournalEvent.actor_salt.is_not(None))
        .values(actor=SOMEBODY, actor_salt=None)
        .execution_options(synchronize_session=False)
    )
