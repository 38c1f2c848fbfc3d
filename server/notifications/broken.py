"""Telling those who watch over the records that one was changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from server.notifications.models import Notice
from server.notifications.queries import watchers
from server.platform import clock
from server.platform.upsert import insert_missing

_WATCHERS = ("auditor", "administrator")


def tell_of_broken_journals(session: Session, case_ids: Iterable[int], night: date) -> None:
    """Put a notice a case into the inbox of every auditor and administrator, once a night."""
    rows = [
        {
            "owner": f"s:{watcher}",
            "case_id": case_id,
            "seq": -night.toordinal(),
            "template": "journal_broken",
            "created_at": clock.now(),
        }
        for case_id in case_ids
        for watcher in watchers(session, _WATCHERS)
    ]
    if rows:
        insert_missing(session, Notice, ("owner", "case_id", "seq"), rows)
