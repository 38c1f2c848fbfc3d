"""The job that lets the detectors look at photos before a clerk does.

What waits is read from the photos themselves: private and not looked at. A photo is taken for a few
minutes and comes back by itself when whoever took it was killed; after three tries it is left to
the clerk. On each machine one process searches at a time, since the models are large.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

import structlog
from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from server.photos import files
from server.photos.finder import Finder, Found, NotLookedAt
from server.photos.models import DETECTOR, PRIVATE, CasePhoto, PhotoBlob, PhotoBox
from server.platform import clock
from server.platform.db import db, unit_of_work
from server.platform.runtime import current

log = structlog.get_logger()
MOST_TRIES = 3
_TAKEN = timedelta(minutes=5)
_PAUSE = timedelta(minutes=1)
_LOCK = "finder.lock"
_NOT_PROPOSED = "evidence"


class _Taken(NamedTuple):
    photo_id: int
    file_id: str
    tries: int


def search_waiting() -> int:
    """Search photos until none waits; how many were searched.

    Does nothing without detectors, or while another process of this machine searches.
    """
    finder = current().finder
    if finder is None:
        return 0
    searched = 0
    with _alone() as alone:
        while alone and (taken := _take()) is not None:
            searched += _search(finder, taken)
    finder.rest()
    return searched


def keep_boxes(session: Session, photo_id: int, found: list[Found]) -> bool:
    """Write what the detectors found, in the caller's unit of work.

    Nothing is written, and ``False`` said, when somebody has decided about the photo meanwhile.
    """
    marked = session.execute(
        update(CasePhoto)
        .where(CasePhoto.id == photo_id, CasePhoto.visibility == PRIVATE)
        .where(CasePhoto.looked_at.is_(None))
        .values(looked_at=clock.now(), look_after=None)
        .returning(CasePhoto.id)
        .execution_options(synchronize_session=False)
    ).first()
    if marked is None:
        return False
    mine = PhotoBox.photo_id == photo_id
    session.execute(delete(PhotoBox).where(mine, PhotoBox.source == DETECTOR))
    if found:
        session.execute(
            insert(PhotoBox),
            [{"photo_id": photo_id, "source": DETECTOR, **box._asdict()} for box in found],
        )
    return True


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether this process is the one of its machine that searches."""
    handle = os.open(current().settings.data_dir / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)


def _take() -> _Taken | None:
    """The next photo that waits, taken from everybody else for a while; proofs not shown last."""
    now = clock.now()
    waiting = (
        CasePhoto.looked_at.is_(None),
        CasePhoto.visibility == PRIVATE,
        CasePhoto.look_tries < MOST_TRIES,
        or_(CasePhoto.look_after.is_(None), CasePhoto.look_after <= now),
        PhotoBlob.purged_at.is_(None),
    )
    next_one = (
        select(CasePhoto.id, PhotoBlob.file_id, CasePhoto.look_tries)
        .join(PhotoBlob, PhotoBlob.id == CasePhoto.blob_id)
        .where(*waiting)
        .order_by(CasePhoto.role == _NOT_PROPOSED, CasePhoto.id)
        .limit(1)
    )
    if db.session.execute(next_one).first() is None:
        db.session.remove()
        return None
    with unit_of_work() as session:
        row = session.execute(next_one.with_for_update(of=CasePhoto, skip_locked=True)).first()
        if row is None:
            return None
        session.execute(
            update(CasePhoto)
            .where(CasePhoto.id == row.id)
            .values(look_tries=row.look_tries + 1, look_after=now + _TAKEN)
            .execution_options(synchronize_session=False)
        )
    return _Taken(row.id, row.file_id, row.look_tries + 1)


def _search(finder: Finder, taken: _Taken) -> int:
    try:
        found = finder.find(files.rendition(taken.file_id, "full"))
    except (NotLookedAt, OSError) as error:
        log.warning("photo_not_searched", photo=taken.photo_id, tries=taken.tries, exc_info=error)
        with unit_of_work() as session:
            session.execute(
                update(CasePhoto)
                .where(CasePhoto.id == taken.photo_id, CasePhoto.looked_at.is_(None))
                .values(look_after=clock.now() + _PAUSE * taken.tries)
                .execution_options(synchronize_session=False)
            )
        return 0
    with unit_of_work() as session:
        keep_boxes(session, taken.photo_id, found)
    return 1
