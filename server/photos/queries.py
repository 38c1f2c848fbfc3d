"""Loading pictures, always through what an address or an actor may see."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from server.cases.models import Case
from server.cases.queries import visible_to
from server.photos import files
from server.photos.models import PUBLIC, CasePhoto, PhotoBlob
from server.photos.urls import Audience, Grant
from server.platform.actor import Actor
from server.platform.db import db
from server.platform.errors import not_found


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
