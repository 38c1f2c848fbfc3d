"""Showing photos to the public, and taking them back.

The public copy is a set of files of its own. Making it is slow and happens in ``prepare_public``,
before the caller's unit of work; ``publish`` then only points the row at it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from server.photos import files
from server.photos.decoding.shapes import Box, Renditions
from server.photos.models import (
    DETECTOR,
    OTHER,
    PERSON,
    PRIVATE,
    PUBLIC,
    CasePhoto,
    PhotoBlob,
    PhotoBox,
)
from server.platform import outbox
from server.platform.db import db
from server.platform.errors import Problem
from server.platform.runtime import current

_DISCARDED = "photos.discarded"
_TOUCH = 0.002


class Hidden(NamedTuple):
    """A rectangle to hide, as fractions, and who or what asked for it (``PhotoBox``)."""

    kind: str
    x: float
    y: float
    w: float
    h: float
    source: str = PERSON
    score: float | None = None

    @property
    def box(self) -> Box:
        """Where it is."""
        return Box(self.x, self.y, self.w, self.h)


class Prepared(NamedTuple):
    """A public copy that no row points at yet, made from ``revision`` of the photo.

    ``given`` tells that a person drew the boxes anew; ``left_out`` counts those of the detectors
    that the person took away.
    """

    revision: int
    public_key: str
    boxes: list[Hidden]
    given: bool
    left_out: int = 0


def prepare_public(
    case_id: int, photo_ids: Sequence[int], boxes: Sequence[Mapping[str, object]] | None
) -> dict[int, Prepared]:
    """Make the public copies of photos of a case; outside of any transaction.

    ``boxes`` (``x``, ``y``, ``w``, ``h`` as fractions, ``kind``) replace those the photos had; with
    ``None`` all that was found or drawn is hidden, and what was hidden before stays so. Raises
    ``Problem``: ``photo_unknown`` (422) for a photo that is not on the case,
    ``photo_not_looked_at`` (409) with ``None`` for one that the detectors have yet to look at,
    ``photo_busy`` (503).
    """
    rows = db.session.execute(
        select(
            CasePhoto.id,
            CasePhoto.revision,
            CasePhoto.boxes,
            CasePhoto.looked_at,
            CasePhoto.visibility,
            PhotoBlob.file_id,
        )
        .join(PhotoBlob, PhotoBlob.id == CasePhoto.blob_id)
        .where(CasePhoto.case_id == case_id, CasePhoto.id.in_(list(photo_ids)))
    ).all()
    kept = boxes_of(photo_ids)
    db.session.remove()
    _check_known(photo_ids, {row.id for row in rows})
    unseen = any(row.looked_at is None and row.visibility == PRIVATE for row in rows)
    if unseen and boxes is None and current().finder is not None:
        raise Problem("photo_not_looked_at", 409)
    prepared = {}
    for row in rows:
        mine = kept.get(row.id, [])
        hidden = _drawn(boxes, mine) if boxes is not None else mine or from_before(row.boxes)
        public_key = files.new_id()
        files.write(public_key, _public_copy(row.file_id, [hide.box for hide in hidden]))
        found = sum(box.source == DETECTOR for box in mine)
        left_out = found - sum(hide.source == DETECTOR for hide in hidden)
        prepared[row.id] = Prepared(
            row.revision, public_key, hidden, boxes is not None, max(0, left_out)
        )
    return prepared


def boxes_of(photo_ids: Collection[int]) -> dict[int, list[Hidden]]:
    """What is to be hidden on photos, in the order it was found or drawn; one query."""
    rows = db.session.scalars(
        select(PhotoBox).where(PhotoBox.photo_id.in_(list(photo_ids))).order_by(PhotoBox.id)
    )
    found: dict[int, list[Hidden]] = {}
    for row in rows:
        hide = Hidden(row.kind, row.x, row.y, row.w, row.h, row.source, row.score)
        found.setdefault(row.photo_id, []).append(hide)
    return found


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
        if copy.given:
            _keep(session, photo.id, copy.boxes)
        photo.visibility = PUBLIC
        photo.public_key = copy.public_key
        photo.boxes = [list(hide.box) for hide in copy.boxes]
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


def _drawn(boxes: Sequence[Mapping[str, object]], found: Sequence[Hidden]) -> list[Hidden]:
    """What a person gave; a box left where a detector had put it stays the detector's."""
    drawn = []
    for given in boxes:
        kind = str(given.get("kind") or OTHER)
        here = _hidden(kind, [float(str(given[side])) for side in Box._fields])
        left = next((hide for hide in found if hide.kind == kind and _same(hide, here)), None)
        drawn.append(left or here)
    return drawn


def _same(first: Hidden, second: Hidden) -> bool:
    return all(abs(a - b) < _TOUCH for a, b in zip(first.box, second.box, strict=True))


def from_before(boxes: Sequence[Sequence[float]]) -> list[Hidden]:
    """What the public copy hid before boxes were kept one by one."""
    return [_hidden(OTHER, box) for box in boxes]


def _hidden(kind: str, sides: Sequence[float]) -> Hidden:
    x, y, w, h = sides
    return Hidden(kind, x, y, w, h)


def _keep(session: Session, photo_id: int, boxes: Sequence[Hidden]) -> None:
    session.execute(delete(PhotoBox).where(PhotoBox.photo_id == photo_id))
    if boxes:
        session.execute(
            insert(PhotoBox), [{"photo_id": photo_id, **hide._asdict()} for hide in boxes]
        )


def _public_copy(file_id: str, boxes: Sequence[Box]) -> Renditions:
    full = files.rendition(file_id, "full")
    if boxes:
        return current().decoder.redact(full, boxes)
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
