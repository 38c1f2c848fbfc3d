"""Showing photos to the public, and taking them back.

The public copy is a set of files of its own. Making it is slow and happens in ``prepare_public``,
before the caller's unit of work; ``publish`` then only points the row at it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.photos import files
from server.photos.decoding.shapes import Box, Renditions
from server.photos.models import PRIVATE, PUBLIC, CasePhoto, PhotoBlob
from server.platform import outbox
from server.platform.db import db
from server.platform.errors import Problem
from server.platform.runtime import current

_DISCARDED = "photos.discarded"


class Prepared(NamedTuple):
    """A public copy that no row points at yet, made from ``revision`` of the photo."""

    revision: int
    public_key: str
    boxes: list[list[float]]


def prepare_public(
    case_id: int, photo_ids: Sequence[int], boxes: Sequence[Mapping[str, float]]
) -> dict[int, Prepared]:
    """Make the public copies of photos of a case; outside of any transaction.

    ``boxes`` (``x``, ``y``, ``w``, ``h`` as fractions) replace those the photos had; without any,
    what was hidden before stays hidden. Raises ``Problem``: ``photo_unknown`` (422) for a photo
    that is not on the case, ``photo_busy`` (503).
    """
    given = [[float(box[side]) for side in Box._fields] for box in boxes]
    rows = db.session.execute(
        select(CasePhoto.id, CasePhoto.revision, CasePhoto.boxes, PhotoBlob.file_id)
        .join(PhotoBlob, PhotoBlob.id == CasePhoto.blob_id)
        .where(CasePhoto.case_id == case_id, CasePhoto.id.in_(list(photo_ids)))
    ).all()
    db.session.remove()
    _check_known(photo_ids, {row.id for row in rows})
    prepared = {}
    for row in rows:
        hidden = given or row.boxes
        public_key = files.new_id()
        files.write(public_key, _public_copy(row.file_id, hidden))
        prepared[row.id] = Prepared(row.revision, public_key, hidden)
    return prepared


def publish(
    session: Session, case_id: int, photo_ids: Sequence[int], prepared: Mapping[int, Prepared]
) -> None:
    """Show prepared copies in the caller's unit of work; older addresses die with its commit.

    Raises ``Problem``: ``photo_unknown`` (422), ``stale_version`` (412) when a photo was changed
    since its copy was prepared.
    """
    for photo in _locked(session, case_id, photo_ids):
        copy = prepared.get(photo.id)
        if copy is None or copy.revision != photo.revision:
            raise Problem("stale_version", 412)
        _discard(session, photo.public_key)
        photo.visibility = PUBLIC
        photo.public_key = copy.public_key
        photo.boxes = copy.boxes
        photo.revision += 1


def unpublish(session: Session, case_id: int, photo_ids: Sequence[int]) -> None:
    """Take photos back from the public in the caller's unit of work.

    Raises ``Problem("photo_unknown", 422)``.
    """
    for photo in _locked(session, case_id, photo_ids):
        _discard(session, photo.public_key)
        photo.visibility = PRIVATE
        photo.public_key = None
        photo.revision += 1


def lose_copies(session: Session, public_keys: Collection[str]) -> None:
    """Withdraw photos whose public copies are not in the storage, in the caller's unit of work."""
    session.execute(
        update(CasePhoto)
        .where(CasePhoto.public_key.in_(public_keys))
        .values(visibility=PRIVATE, public_key=None, revision=CasePhoto.revision + 1)
        .execution_options(synchronize_session=False)
    )


@outbox.outside(_DISCARDED)
def delete_discarded(payload: outbox.Payload, _row_id: int) -> None:
    """Remove the files of a public copy that nothing points at any more."""
    files.delete(payload["public_key"])


def _public_copy(file_id: str, boxes: Sequence[Sequence[float]]) -> Renditions:
    full = files.rendition(file_id, "full")
    if boxes:
        return current().decoder.redact(full, [Box(*box) for box in boxes])
    return Renditions(full, *(files.rendition(file_id, size) for size in files.SIZES[1:]))


def _locked(session: Session, case_id: int, photo_ids: Sequence[int]) -> Sequence[CasePhoto]:
    photos = session.scalars(
        select(CasePhoto)
        .where(CasePhoto.case_id == case_id, CasePhoto.id.in_(list(photo_ids)))
        .order_by(CasePhoto.id)
        .with_for_update()
    ).all()
    _check_known(photo_ids, {photo.id for photo in photos})
    return photos


def _check_known(wanted: Sequence[int], found: Collection[int]) -> None:
    if not set(wanted) <= set(found):
        raise Problem("photo_unknown", 422, fields={"photo_ids": ["invalid"]})


def _discard(session: Session, public_key: str | None) -> None:
    if public_key is not None:
        outbox.put(session, _DISCARDED, {"public_key": public_key})
