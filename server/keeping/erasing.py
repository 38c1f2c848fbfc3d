"""Forgetting a resident who asks for it (PIPL art. 47), within the law's limits.

Their cases go on, or stay, as nobody's. A report on a case that is held keeps its person until the
hold is lifted. Every wish is noted in a file outside the database, so that a restored backup
forgets again whom it still knows.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.cases import forgetting as cases
from server.identity import forgetting as people
from server.keeping import queries
from server.keeping.models import Erasure
from server.notifications import forgetting as notices
from server.photos import forgetting as photos
from server.platform import audit, clock
from server.platform.actor import SYSTEM, Actor
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem
from server.platform.runtime import current
from server.platform.upsert import insert_into
from server.reports.forgetting import forget_watches, unlink

LIST = "erasures.txt"


def erase(actor: Actor) -> bool:
    """Forget the actor with all devices; whether nothing is left that a hold keeps.

    Raises ``sign_in_required`` (401) for who is nobody here.
    """
    if actor.is_staff or not actor.resident_ids:
        raise Problem("sign_in_required", 401)
    number, asked_at = actor.resident_ids[0], clock.now()
    with unit_of_work() as session:
        family = people.family_to_forget(session, number)
        if not family:  # another window was faster
            return True
        done = _erase(session, number, family, asked_at)
        audit.record(session, actor, "account.erased", f"resident:{number}", {"done": done})
        _note(number, asked_at)
    return done


def finish_waiting() -> int:
    """Forget those for whom a hold was lifted since; how many wait no more."""
    query = select(Erasure.resident_id, Erasure.asked_at).where(Erasure.done_at.is_(None))
    waiting = db.session.execute(query).all()
    db.session.remove()
    finished = 0
    for row in waiting:
        with unit_of_work() as session:
            number = row.resident_id
            family = people.family_to_forget(session, number) or [number]
            finished += _erase(session, number, family, row.asked_at)
    return finished


def repeat_noted() -> int:
    """Forget everybody of the list whom a restored database knows again; how many there were."""
    repeated = 0
    for resident_id, asked_at in _noted():
        with unit_of_work() as session:
            if people.known_before(session, resident_id, asked_at):
                family = people.family_to_forget(session, resident_id)
                _erase(session, resident_id, family, asked_at)
                audit.record(session, SYSTEM, "account.erased", f"resident:{resident_id}")
                repeated += 1
    return repeated


def _erase(session: Session, resident_id: int, ids: list[int], asked_at: datetime) -> bool:
    owners = [f"r:{number}" for number in ids]
    reports = queries.reports_of_people(session, owners)
    who = queries.linked(session, reports)
    cases.forget_residents(session, who.case_ids, owners)
    notices.forget_people(session, owners)
    photos.forget_uploads(session, owners, who.case_ids)
    forget_watches(session, owners)
    unlink(session, reports)
    people.end_sessions(session, ids)
    done = not queries.still_linked(session, owners)
    if done:
        people.remove_residents(session, ids)
    done_at = clock.now() if done else None
    session.execute(
        insert_into(session, Erasure)
        .values(resident_id=resident_id, asked_at=asked_at, done_at=done_at)
        .on_conflict_do_update(index_elements=["resident_id"], set_={"done_at": done_at})
    )
    return done


def _path() -> Path:
    return current().settings.data_dir / LIST


def _note(resident_id: int, asked_at: datetime) -> None:
    """One line, on the disk before the transaction ends."""
    descriptor = os.open(_path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"\n{resident_id} {asked_at.isoformat()}".encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _noted() -> list[tuple[int, datetime]]:
    """The wishes of the list; a line cut by a crash was never a transaction's end."""
    found = []
    for line in _path().read_text("ascii").splitlines() if _path().exists() else ():
        number, _, moment = line.partition(" ")
        try:
            found.append((int(number), datetime.fromisoformat(moment)))
        except ValueError:
            continue
    return found
