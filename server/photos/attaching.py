"""Hanging uploaded photos on a case."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.orm import Session

from server.photos.models import PRIVATE, CasePhoto, PhotoBlob, Upload
from server.platform.db import ask, table
from server.platform.errors import Problem

_GIVEN = (
    select(PhotoBlob.sha256, Upload.id.label("upload_id"), Upload.blob_id)
    .join(PhotoBlob, PhotoBlob.id == Upload.blob_id)
    .where(
        Upload.owner.in_(bindparam("owners", expanding=True)),
        PhotoBlob.sha256.in_(bindparam("hashes", expanding=True)),
    )
    .order_by(PhotoBlob.id, Upload.id)
)
_HELD = _GIVEN.with_for_update(read=True, key_share=True)
_LOCKED = _GIVEN.with_for_update()
_INSERT = insert(table(CasePhoto))
_MARK = (
    update(table(Upload))
    .where(Upload.id.in_(bindparam("ids", expanding=True)), Upload.attached_at.is_(None))
    .values(attached_at=bindparam("now"))
)


def attach(
    session: Session,
    *,
    owners: Collection[str],
    case_id: int,
    event_seq: int,
    report_id: uuid.UUID | None,
    given: Sequence[Mapping[str, Any]],
    fresh: bool,
    now: datetime,
) -> None:
    """Hang photos on a case, in the caller's unit of work.

    ``given`` are references as the API takes them (``sha256``, ``role``, and optionally
    ``captured_at`` aware, ``lat`` and ``lon`` WGS-84, ``accuracy_m``, ``source``). Only what one of
    ``owners`` uploaded counts; somebody else's upload is unknown. ``fresh`` refuses bytes that
    already hang on any case. Raises ``Problem``: ``photos_missing`` (409) with the hashes to be
    uploaded under ``missing``, ``photo_reused`` (422) with those under ``reused``.
    """
    if not given:
        return
    hashes = [str(photo["sha256"]) for photo in given]
    uploads = _uploads(session, owners, hashes, lock_blobs=fresh)
    missing = [sha256 for sha256 in dict.fromkeys(hashes) if sha256 not in uploads]
    if missing:
        raise Problem("photos_missing", 409, extra={"missing": missing})
    if fresh:
        _refuse_attached(session, uploads)
    session.connection().execute(
        _INSERT,
        [
            {
                "case_id": case_id,
                "report_id": report_id,
                "event_seq": event_seq,
                "blob_id": uploads[sha256].blob_id,
                "role": photo["role"],
                "position": position,
                "captured_at": photo.get("captured_at"),
                "lat": photo.get("lat"),
                "lon": photo.get("lon"),
                "accuracy_m": photo.get("accuracy_m"),
                "source": photo.get("source") or "camera",
                "visibility": PRIVATE,
                "revision": 1,
                "boxes": [],
                "created_at": now,
            }
            for position, (sha256, photo) in enumerate(zip(hashes, given, strict=True))
        ],
    )
    ask(session, _MARK, ids=[row.upload_id for row in uploads.values()], now=now)


def _uploads(
    session: Session, owners: Collection[str], hashes: Sequence[str], *, lock_blobs: bool
) -> dict[str, Row[Any]]:
    """The owners' uploads by hash, held against the sweep.

    ``lock_blobs`` lets nobody else attach the same bytes before this transaction ends.
    """
    query = _LOCKED if lock_blobs else _HELD
    return {row.sha256: row for row in ask(session, query, owners=list(owners), hashes=hashes)}


def _refuse_attached(session: Session, uploads: Mapping[str, Row[Any]]) -> None:
    sha256_of = {row.blob_id: sha256 for sha256, row in uploads.items()}
    attached = session.scalars(
        select(CasePhoto.blob_id).where(CasePhoto.blob_id.in_(sha256_of)).distinct()
    )
    reused = sorted(sha256_of[blob_id] for blob_id in attached)
    if reused:
        raise Problem(
            "photo_reused", 422, fields={"photos": ["photo_reused"]}, extra={"reused": reused}
        )
