"""Photos: the bytes once, who uploaded them, and where they hang."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from server.platform.db import Base, UtcDateTime

PRIVATE, PUBLIC, HIDDEN = "private", "public", "hidden"
FACE, PLATE, OTHER = "face", "plate", "other"
DETECTOR, PERSON = "detector", "person"


class PhotoBlob(Base):
    """A photo's bytes and what was read from them, shared by everybody who uploaded the same.

    ``file_id`` names its files in the storage; a blob deleted and uploaded again gets another.
    ``width`` and ``height`` are those of the upright original. ``dhash`` and ``dhash_centre`` are
    16 hex digits. ``taken_at`` is local time at the camera, ISO 8601 without an offset;
    ``taken_offset_min`` its distance east of UTC if the camera knew it. ``exif_lat`` and
    ``exif_lon`` are WGS-84 degrees. From ``purged_at`` on there are no bytes, and nothing that
    was read from them.
    """

    __tablename__ = "photo_blob"

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    file_id: Mapped[str] = mapped_column(String(32), unique=True)
    bytes: Mapped[int]
    format: Mapped[str] = mapped_column(String(4))
    width: Mapped[int]
    height: Mapped[int]
    dhash: Mapped[str] = mapped_column(String(16))
    dhash_centre: Mapped[str] = mapped_column(String(16))
    taken_at: Mapped[str | None] = mapped_column(String(19))
    taken_offset_min: Mapped[int | None]
    exif_lat: Mapped[float | None]
    exif_lon: Mapped[float | None]
    flags: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    purged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PhotoPrint(Base):
    """A part of one of a photo's hashes, by which photos like it are found (``photos.prints``)."""

    __tablename__ = "photo_print"

    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    blob_id: Mapped[int] = mapped_column(
        ForeignKey("photo_blob.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )


class Upload(Base):
    """That ``owner`` ("r:12", "s:5") sent a blob; only who sent it may attach it.

    ``attached_at`` is when it was first used; what nothing used for a day is swept.
    """

    __tablename__ = "upload"
    __table_args__ = (
        UniqueConstraint("owner", "blob_id"),
        Index("ix_upload_unused", "attached_at", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(40))
    blob_id: Mapped[int] = mapped_column(ForeignKey("photo_blob.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attached_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CasePhoto(Base):
    """A photo on a case: who showed what when, and who may see it.

    ``role`` is near, far, after or evidence; ``visibility`` private, public or hidden. ``lat`` and
    ``lon`` are WGS-84 where the phone stood, ``accuracy_m`` metres; ``source`` camera or album.
    ``revision`` is part of every address given out and counts up with each change of visibility
    or redaction. ``public_key`` names the files of the public copy while there is one; ``boxes``
    are the areas hidden in it, fractions of width and height.

    ``looked_at`` is when the detectors had searched it for faces and plates; until then
    ``look_tries`` counts how often they began and ``look_after`` says when they may begin again.
    """

    __tablename__ = "case_photo"
    __table_args__ = (
        Index("ix_case_photo_case_event", "case_id", "event_seq", "position"),
        Index(
            "ix_case_photo_unseen",
            "id",
            sqlite_where=text("looked_at IS NULL AND visibility = 'private'"),
            postgresql_where=text("looked_at IS NULL AND visibility = 'private'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    report_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, index=True)
    event_seq: Mapped[int | None]
    blob_id: Mapped[int] = mapped_column(ForeignKey("photo_blob.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    position: Mapped[int]
    captured_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    accuracy_m: Mapped[float | None]
    source: Mapped[str] = mapped_column(String(10))
    visibility: Mapped[str] = mapped_column(String(10), default=PRIVATE)
    revision: Mapped[int] = mapped_column(default=1)
    public_key: Mapped[str | None] = mapped_column(String(32), unique=True)
    boxes: Mapped[list[list[float]]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    look_tries: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    look_after: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PhotoBox(Base):
    """A rectangle that the next public copy of a photo hides.

    ``kind`` is face, plate or other; the sides are fractions of the upright picture's width and
    height from the top left. ``source`` is detector or person, ``score`` how sure the detector was,
    0 to 1.
    """

    __tablename__ = "photo_box"

    id: Mapped[int] = mapped_column(primary_key=True)
    photo_id: Mapped[int] = mapped_column(
        ForeignKey("case_photo.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(10))
    x: Mapped[float]
    y: Mapped[float]
    w: Mapped[float]
    h: Mapped[float]
    source: Mapped[str] = mapped_column(String(10))
    score: Mapped[float | None]
