"""Loading pictures, always through what an address or an actor may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, select

from server.cases.models import Case
from server.cases.queries import visible_to
from server.cases.states import State
from server.photos import files
from server.photos.models import HIDDEN, PRIVATE, PUBLIC, CasePhoto, PhotoBlob
from server.photos.publishing import Hidden, boxes_of, from_before
from server.photos.searching import MOST_TRIES
from server.photos.urls import Audience, Grant, photo_url
from server.platform.actor import Actor
from server.platform.db import db
from server.platform.errors import not_found
from server.platform.runtime import current


def picture(grant: Grant) -> bytes:
    """The JPEG that an address shows: of the public copy for the public, else unmasked.

    When the unmasked one was deleted by the retention rules, everybody gets the public copy.

    Raises ``Problem("not_found", 404)`` when the photo has been changed, hidden, withdrawn from
    the public or deleted since the address was given out.
    """
    row = db.session.execute(
        select(CasePhoto.visibility, CasePhoto.public_key, PhotoBlob.file_id, PhotoBlob.purged_at)
        .join(PhotoBlob, PhotoBlob.id == CasePhoto.blob_id)
        .where(CasePhoto.id == grant.photo_id, CasePhoto.revision == grant.revision)
    ).first()
    if row is None:
        raise not_found()
    file_id = row.file_id
    if grant.audience is Audience.PUBLIC or row.purged_at is not None:
        if row.visibility != PUBLIC or row.public_key is None:
            raise not_found()
        file_id = row.public_key
    try:
        return files.rendition(file_id, grant.size)
    except FileNotFoundError:
        raise not_found() from None


def photo_ids_of(report_ids: Collection[UUID]) -> list[int]:
    """The photos that came with reports."""
    found = select(CasePhoto.id).where(CasePhoto.report_id.in_(report_ids))
    return list(db.session.scalars(found))


_REVIEWED_AT_ONCE = 20
_COLUMNS = (
    CasePhoto.id,
    CasePhoto.role,
    CasePhoto.revision,
    CasePhoto.visibility,
    CasePhoto.looked_at,
    CasePhoto.look_tries,
    CasePhoto.boxes,
    CasePhoto.captured_at,
    PhotoBlob.width,
    PhotoBlob.height,
    Case.number,
    Case.version,
    Case.tile,
    Case.address,
)


def reviews_for(actor: Actor, number: str | None = None) -> dict[str, Any]:
    """Photos for a person to look at before the public does, with what is to be hidden on them.

    Those about which nobody has decided, of the closed cases that the actor sees, the longest
    closed first; with ``number`` all of that case, shown ones too. ``waiting`` is how many there
    are. Raises ``Problem("not_found", 404)`` for a case that the actor may not know.
    """
    if number is None:
        undecided = and_(CasePhoto.visibility == PRIVATE, CasePhoto.revision == 1)
        which = and_(Case.state == State.CLOSED, undecided, CasePhoto.role != "evidence")
    else:
        which = and_(Case.number == number, CasePhoto.visibility != HIDDEN)
    here = and_(visible_to(actor), which, PhotoBlob.purged_at.is_(None))
    rows = db.session.execute(_reviewed(here)).all()
    if number is not None and not rows:
        raise not_found()
    boxes = boxes_of([row.id for row in rows])
    return {
        "items": [_review(row, boxes.get(row.id, ())) for row in rows],
        "waiting": db.session.scalar(_counted(here)),
    }


def _reviewed(here: ColumnElement[bool]) -> Select[Any]:
    order = (Case.closed_at, Case.id, CasePhoto.event_seq, CasePhoto.position, CasePhoto.id)
    return _of_cases(_COLUMNS, here).order_by(*order).limit(_REVIEWED_AT_ONCE)


def _counted(here: ColumnElement[bool]) -> Select[Any]:
    return _of_cases((func.count(CasePhoto.id),), here)


def _of_cases(columns: Sequence[Any], here: ColumnElement[bool]) -> Select[Any]:
    return (
        select(*columns)
        .select_from(CasePhoto)
        .join(Case, Case.id == CasePhoto.case_id)
        .join(PhotoBlob, PhotoBlob.id == CasePhoto.blob_id)
        .where(here)
    )


def _review(row: Row[Any], boxes: Collection[Hidden]) -> dict[str, Any]:
    return {
        "id": row.id,
        "role": row.role,
        "url": photo_url(row.id, row.revision, "full", Audience.VIEWER),
        "width": row.width,
        "height": row.height,
        "captured_at": row.captured_at,
        "public": row.visibility == PUBLIC,
        "search": _search_state(row),
        "boxes": [hide._asdict() for hide in boxes or from_before(row.boxes)],
        "case": {
            "number": row.number,
            "version": row.version,
            "tile": row.tile,
            "address": row.address,
        },
    }


def _search_state(row: Row[Any]) -> str:
    """Whether detectors looked: done, waiting, failed, or off where there are none."""
    if row.looked_at is not None:
        return "done"
    if current().finder is None or row.visibility != PRIVATE:
        return "off"
    return "waiting" if row.look_tries < MOST_TRIES else "failed"


class Original(NamedTuple):
    """An original's place in the storage and its kind (``jpeg``, ``png``, ``webp``, ``heic``)."""

    file_id: str
    format: str


def original_for(actor: Actor, photo_id: int) -> Original:
    """Where the original of a photo is, if ``actor`` may see its case.

    Raises ``Problem("not_found", 404)``, also for what the actor may not know.
    """
    row = db.session.execute(
        select(PhotoBlob.file_id, PhotoBlob.format)
        .join(CasePhoto, CasePhoto.blob_id == PhotoBlob.id)
        .join(Case, Case.id == CasePhoto.case_id)
        .where(CasePhoto.id == photo_id, visible_to(actor))
    ).first()
    if row is None:
        raise not_found()
    return Original(row.file_id, row.format)
