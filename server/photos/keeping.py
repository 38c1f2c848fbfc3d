"""Photos of things that are no case yet: kept, shown, and handed on when a case comes of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.photos import files
from server.photos.models import PhotoBlob, Upload
from server.platform.db import db
from server.platform.errors import Problem, not_found
from server.platform.upsert import insert_into


def keep(session: Session, *, owners: Collection[str], sha256: str, now: datetime) -> int:
    """Hold an uploaded photo against the sweep; the id of its bytes.

    Raises ``Problem("photos_missing", 409)`` for what none of ``owners`` uploaded.
    """
    blob_id = session.scalar(
        select(PhotoBlob.id)
        .join(Upload, Upload.blob_id == PhotoBlob.id)
        .where(PhotoBlob.sha256 == sha256, Upload.owner.in_(owners))
        .limit(1)
        .with_for_update(read=True, key_share=True)
    )
    if blob_id is None:
        raise Problem("photos_missing", 409, extra={"missing": [sha256]})
    session.execute(
        update(Upload)
        .where(Upload.blob_id == blob_id, Upload.owner.in_(owners), Upload.attached_at.is_(None))
        .values(attached_at=now)
    )
    return blob_id


def hand_on(session: Session, blob_id: int, owner: str, now: datetime) -> str:
    """Let ``owner`` attach a kept photo as if it were the own upload; its SHA-256."""
    session.execute(
        insert_into(session, Upload)
        .values(owner=owner, blob_id=blob_id, created_at=now, attached_at=now)
        .on_conflict_do_nothing(index_elements=["owner", "blob_id"])
    )
    return session.scalars(select(PhotoBlob.sha256).where(PhotoBlob.id == blob_id)).one()


def kept_picture(blob_id: int, size: files.Size) -> bytes:
    """One JPEG of a kept photo. Raises ``Problem("not_found", 404)`` when its files are gone."""
    file_id = db.session.scalar(select(PhotoBlob.file_id).where(PhotoBlob.id == blob_id))
    try:
        return files.rendition(file_id or "", size)
    except (FileNotFoundError, ValueError):
        raise not_found() from None
