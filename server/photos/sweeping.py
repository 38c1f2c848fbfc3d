"""Removing what nobody uses; harmless to repeat, to interrupt and to run twice at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple, TypeVar

from sqlalchemy import delete, exists, select

from server.photos import files
from server.photos.models import CasePhoto, PhotoBlob, Upload
from server.platform.db import db, unit_of_work
from server.platform.runtime import current

Item = TypeVar("Item")

KEPT_UNUSED = timedelta(hours=24)
_BATCH = 200
_UNUSED_BLOB = (
    ~exists().where(Upload.blob_id == PhotoBlob.id),
    ~exists().where(CasePhoto.blob_id == PhotoBlob.id),
)


class Swept(NamedTuple):
    """How many uploads, blobs and sets of files were removed."""

    uploads: int
    blobs: int
    file_sets: int


def sweep(now: datetime) -> Swept:
    """Remove uploads that no report used for 24 hours before ``now`` (aware UTC) and what only
    they needed, and files that a killed process left behind."""
    before = now - KEPT_UNUSED
    uploads = _forget_uploads(before)
    blobs = sum(_forget_blobs(batch) for batch in _batches(_unused_blobs()))
    current().storage.sweep_incomplete(before)
    return Swept(uploads, blobs, _remove_orphans(before))


def _forget_uploads(before: datetime) -> int:
    with unit_of_work() as session:
        gone = session.execute(
            delete(Upload)
            .where(Upload.attached_at.is_(None), Upload.created_at < before)
            .returning(Upload.id)
        ).all()
    return len(gone)


def _unused_blobs() -> list[int]:
    found = list(db.session.scalars(select(PhotoBlob.id).where(*_UNUSED_BLOB)))
    db.session.remove()
    return found


def _forget_blobs(ids: list[int]) -> int:
    """Delete rows, then files.

    The rows are locked before they are looked at again: an upload or attachment that came in
    between holds them, and is seen once it has committed.
    """
    with unit_of_work() as session:
        session.execute(select(PhotoBlob.id).where(PhotoBlob.id.in_(ids)).with_for_update())
        gone = session.scalars(
            delete(PhotoBlob)
            .where(PhotoBlob.id.in_(ids), *_UNUSED_BLOB)
            .returning(PhotoBlob.file_id)
            .execution_options(synchronize_session=False)
        ).all()
    for file_id in gone:
        files.delete(file_id)
    return len(gone)


def _remove_orphans(before: datetime) -> int:
    removed = 0
    for batch in _batches(set(files.written_before(before))):
        named = set(
            db.session.scalars(select(PhotoBlob.file_id).where(PhotoBlob.file_id.in_(batch)))
        )
        named.update(
            db.session.scalars(select(CasePhoto.public_key).where(CasePhoto.public_key.in_(batch)))
        )
        db.session.remove()
        for file_id in set(batch) - named:
            files.delete(file_id)
            removed += 1
    return removed


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    source = iter(items)
    while batch := list(islice(source, _BATCH)):
        yield batch
