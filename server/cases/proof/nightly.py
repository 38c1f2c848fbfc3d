"""The check of all journals, every night, and who is told when one does not hold."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import select, update

from server.cases.models import Case
from server.cases.proof.models import JournalCheck
from server.cases.verify import findings
from server.city.service import time_zone
from server.notifications.broken import tell_of_broken_journals
from server.platform import audit, clock
from server.platform.actor import SYSTEM
from server.platform.db import db, unit_of_work
from server.platform.upsert import insert_into

_AFTER = time(2, 0)
_GIVEN_UP = timedelta(hours=3)
_NAMED = 100
_NIGHTS = 30


def verify_tonight() -> int | None:
    """Check all journals once a night, after 02:00 in the city; how many cases do not hold.

    ``None`` when it is not due or another process does it; what that one has not finished within
    three hours is done again. Each case that does not hold (the first 100) is named in the audit
    log, and in the inboxes of auditors and administrators.
    """
    here = clock.now().astimezone(time_zone())
    if here.time() < _AFTER or not _claimed(here.date()):
        return None
    broken = [{"number": found.number, "what": found.what} for found in islice(findings(), _NAMED)]
    numbers = [item["number"] for item in broken]
    with unit_of_work() as session:
        session.execute(
            update(JournalCheck)
            .where(JournalCheck.night == here.date())
            .values(finished_at=clock.now(), broken=broken)
        )
        result = "journal_broken" if broken else "journal_verified"
        audit.record(session, SYSTEM, result, f"journal:{here.date()}", {"cases": numbers})
        cases = session.scalars(select(Case.id).where(Case.number.in_(numbers))).all()
        tell_of_broken_journals(session, cases, here.date())
    return len(broken)


def _claimed(night: date) -> bool:
    """Whether this process is the one to do it."""
    now = clock.now()
    with unit_of_work() as session:
        claimed = session.execute(
            insert_into(session, JournalCheck)
            .values(night=night, started_at=now, broken=[])
            .on_conflict_do_update(
                index_elements=["night"],
                set_={"started_at": now},
                where=(JournalCheck.finished_at.is_(None))
                & (JournalCheck.started_at < now - _GIVEN_UP),
            )
            .returning(JournalCheck.night)
        ).first()
    return claimed is not None


def nights() -> list[dict[str, Any]]:
    """The last 30 nights, latest first: when each check was done and which cases did not hold."""
    rows = db.session.scalars(
        select(JournalCheck).order_by(JournalCheck.night.desc()).limit(_NIGHTS)
    )
    return [
        {
            "night": row.night.isoformat(),
            "started_at": row.started_at,
            "finished_at": row.finished_at,
            "broken": row.broken,
        }
        for row in rows
    ]
