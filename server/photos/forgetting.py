"""Letting go of photos as they were sent; a masked public copy stays with its case.

First the row is marked, in a transaction that also says in the outbox which files have to go; the
files go afterwards. So a killed run leaves nothing that the relay does not finish.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import case, delete, select, update
from sqlalchemy.orm import Session

from server.photos import files
from server.photos.models import HIDDEN, PUBLIC, CasePhoto, PhotoBlob, PhotoPrint, Upload
from server.platform import clock, outbox

_PURGED = "photos.purged"
_NO_HASH = "0" * 16


def purge(session: Session, ids: Collection[int]) -> None:
    """Forget the bytes of blobs and what was read from them; in the caller's unit of work.

    Photos that were not public are hidden from then on. The same bytes sent again are new ones.
    """
    blobs = session.scalars(select(PhotoBlob).where(PhotoBlob.id.in_(ids)).with_for_update())
    for blob in blobs:
        outbox.put(session, _PURGED, {"file_id": blob.file_id})
        blob.purged_at = clock.now()
        blob.sha256 = f"purged:{blob.id}"
        blob.dhash = blob.dhash_centre = _NO_HASH
        blob.taken_at = blob.taken_offset_min = blob.exif_lat = blob.exif_lon = None
        blob.flags = []
    session.flush()
    for model in (PhotoPrint, Upload):
        session.execute(delete(model).where(model.blob_id.in_(ids)))
    shown = CasePhoto.visibility == PUBLIC
    session.execute(
        update(CasePhoto)
        .where(CasePhoto.blob_id.in_(ids))
        .values(
            lat=None,
            lon=None,
            accuracy_m=None,
            visibility=case((shown, PUBLIC), else_=HIDDEN),
            revision=CasePhoto.revision + 1,
        )
        .execution_options(synchronize_session=False)
    )


def forget_uploads(session: Session, owners: Collection[str], case_ids: Collection[int]) -> None:
    """Forget that residents sent the photos of cases."""
    blobs = select(CasePhoto.blob_id).where(CasePhoto.case_id.in_(case_ids))
    session.execute(
        delete(Upload)
        .where(Upload.owner.in_(owners), Upload.blob_id.in_(blobs))
        .execution_options(synchronize_session=False)
    )


@outbox.outside(_PURGED)
def delete_purged(payload: outbox.Payload, _row_id: int) -> None:
    """Remove original and unmasked renditions."""
    files.delete(payload["file_id"])
