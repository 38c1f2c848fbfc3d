"""Finding photos that look like one, without looking at all of them.

Two hashes of 64 bits that differ in at most five bits are the same in at least one of six parts.
So each hash is kept in six numbers, and only photos that share one of them are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from server.photos.models import PhotoBlob, PhotoPrint
from server.platform.db import db, unit_of_work
from server.platform.upsert import insert_missing

_BITS = 64
_WIDTHS = (11, 11, 11, 11, 10, 10)
_ROOM = 1 << max(_WIDTHS)
_BATCH = 500


def parts_of(hashes: Iterable[str]) -> list[int]:
    """The numbers under which photos with one of the hashes (16 hex digits) are found."""
    return sorted({part for digits in hashes for part in _parts(int(digits, 16))})


def _parts(value: int) -> list[int]:
    parts, left = [], _BITS
    for place, width in enumerate(_WIDTHS):
        left -= width
        parts.append(place * _ROOM + (value >> left & ((1 << width) - 1)))
    return parts


def keep(session: Session, photos: Sequence[tuple[int, str, str]]) -> None:
    """Make photos (id of the blob and its two hashes) findable, in the caller's transaction."""
    rows = [
        {"part": part, "blob_id": blob_id}
        for blob_id, *hashes in photos
        for part in parts_of(hashes)
    ]
    if rows:
        insert_missing(session, PhotoPrint, ("part", "blob_id"), rows)


def keep_missing() -> int:
    """Make findable what was uploaded before there were prints; how many photos it were."""
    found = db.session.execute(
        select(PhotoBlob.id, PhotoBlob.dhash, PhotoBlob.dhash_centre)
        .where(~exists().where(PhotoPrint.blob_id == PhotoBlob.id))
        .limit(_BATCH)
    ).all()
    db.session.remove()
    if found:
        with unit_of_work() as session:
            keep(session, [(row.id, row.dhash, row.dhash_centre) for row in found])
    return len(found)
