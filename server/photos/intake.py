"""Taking a photo in: check, decode, encrypt, store, and only then write that it is here.

Files come first and rows second: a process killed in between leaves files that no row names, and
the next sweep removes them.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.identity.service import ensure_resident
from server.identity.turns import require_known
from server.photos import files, prints
from server.photos.decoded import Decoded
from server.photos.models import PhotoBlob, Upload
from server.platform import clock
from server.platform.actor import Actor
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem
from server.platform.runtime import current
from server.platform.upsert import insert_into


class Accepted(NamedTuple):
    """An upload of somebody; ``created`` is false when it was theirs already."""

    created: bool
    sha256: str
    width: int
    height: int


def accept_upload(actor: Actor, sha256: str, data: bytes) -> Accepted:
    """Make ``data`` a photo that ``actor`` may attach.

    Bytes that somebody else uploaded before are decoded like any others: neither the answer nor
    its time tells. Raises ``Problem``: ``hash_mismatch`` (422) unless ``sha256`` (64 hex digits)
    is theirs, ``sign_in_required`` (401), a 4xx that says what is wrong with the photo, or
    ``photo_busy`` (503).
    """
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Problem("hash_mismatch", 422)
    known = _size_of(actor, sha256)
    if known is not None:
        return Accepted(False, sha256, *known)
    decoded = current().decoder.decode(data)
    owner = ensure_resident(actor).owner
    file_id = files.new_id()
    try:
        files.write(file_id, decoded.renditions, data)
        with unit_of_work() as session:
            require_known(session, owner)
            kept = _keep_blob(session, file_id, sha256, len(data), decoded)
            created = _keep_upload(session, owner, kept.id)
    except BaseException:
        files.delete(file_id)
        raise
    if kept.file_id != file_id:
        files.delete(file_id)
    return Accepted(created, sha256, decoded.width, decoded.height)


def _size_of(actor: Actor, sha256: str) -> tuple[int, int] | None:
    row = db.session.execute(
        select(PhotoBlob.width, PhotoBlob.height)
        .join(Upload, Upload.blob_id == PhotoBlob.id)
        .where(PhotoBlob.sha256 == sha256, Upload.owner.in_(actor.owners))
        .limit(1)
    ).first()
    return None if row is None else (row.width, row.height)


class _Kept(NamedTuple):
    id: int
    file_id: str


def _keep_blob(session: Session, file_id: str, sha256: str, size: int, decoded: Decoded) -> _Kept:
    """The row of these bytes, new or already there, held against the sweep."""
    added = session.execute(
        insert_into(session, PhotoBlob)
        .values(
            sha256=sha256,
            file_id=file_id,
            bytes=size,
            format=decoded.kind,
            width=decoded.width,
            height=decoded.height,
            dhash=decoded.dhash,
            dhash_centre=decoded.dhash_centre,
            taken_at=decoded.taken_at,
            taken_offset_min=decoded.offset_minutes,
            exif_lat=decoded.lat,
            exif_lon=decoded.lon,
            flags=list(decoded.flags),
            created_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["sha256"])
        .returning(PhotoBlob.id)
    ).scalar()
    if added is not None:
        prints.keep(session, [(added, decoded.dhash, decoded.dhash_centre)])
    row = session.execute(
        select(PhotoBlob.id, PhotoBlob.file_id)
        .where(PhotoBlob.sha256 == sha256)
        .with_for_update(read=True, key_share=True)
    ).first()
    if row is None:
        raise Problem("photo_busy", 503, retry_after=1)
    return _Kept(row.id, row.file_id)


def _keep_upload(session: Session, owner: str, blob_id: int) -> bool:
    added = session.execute(
        insert_into(session, Upload)
        .values(owner=owner, blob_id=blob_id, created_at=clock.now())
        .on_conflict_do_nothing(index_elements=["owner", "blob_id"])
        .returning(Upload.id)
    ).first()
    return added is not None
