"""Photos that show the same picture."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.photos.models import CasePhoto, PhotoBlob, PhotoPrint, Upload
from server.photos.prints import parts_of

MOST_DIFFERENT_BITS = 5
_COMPARED = 2_000


class Fingerprint(NamedTuple):
    """The two difference hashes of a photo, of all of it and of its middle; 16 hex digits each."""

    whole: str
    centre: str


def distance(first: Fingerprint, second: Fingerprint) -> int:
    """Differing bits (Hamming distance, 0 to 64) of the best matching pair.

    All four pairs count: the middle of one photo may be the whole of another that was cropped.
    """
    return min((int(mine, 16) ^ int(theirs, 16)).bit_count() for mine in first for theirs in second)


def cases_alike(
    session: Session, owners: Collection[str], sha256: str, case_ids: Iterable[int]
) -> frozenset[int]:
    """Those of the cases on which hangs a photo like the one that one of ``owners`` uploaded.

    Nothing for a hash that none of them uploaded.
    """
    mine = session.execute(
        select(PhotoBlob.dhash, PhotoBlob.dhash_centre)
        .join(Upload, Upload.blob_id == PhotoBlob.id)
        .where(Upload.owner.in_(list(owners)), PhotoBlob.sha256 == sha256)
        .limit(1)
    ).first()
    if mine is None:
        return frozenset()
    theirs = session.execute(
        select(CasePhoto.case_id, PhotoBlob.dhash, PhotoBlob.dhash_centre)
        .join(PhotoBlob, PhotoBlob.id == CasePhoto.blob_id)
        .where(CasePhoto.case_id.in_(list(case_ids)))
    )
    wanted = Fingerprint(*mine)
    return frozenset(
        case_id
        for case_id, whole, centre in theirs
        if distance(wanted, Fingerprint(whole, centre)) <= MOST_DIFFERENT_BITS
    )


class Shot(NamedTuple):
    """What the server knows by itself of uploaded bytes.

    ``taken_at`` is local time at the camera, ISO 8601 without an offset; ``taken_offset_min`` its
    distance east of UTC if the camera knew it. ``lat`` and ``lon`` are degrees as the camera wrote
    them. All are empty without metadata.
    """

    fingerprint: Fingerprint
    taken_at: str | None
    taken_offset_min: int | None
    lat: float | None
    lon: float | None


def shots(session: Session, hashes: Iterable[str]) -> list[Shot]:
    """What is known of photos by their SHA-256; one query."""
    rows = session.execute(
        select(
            PhotoBlob.dhash,
            PhotoBlob.dhash_centre,
            PhotoBlob.taken_at,
            PhotoBlob.taken_offset_min,
            PhotoBlob.exif_lat,
            PhotoBlob.exif_lon,
        ).where(PhotoBlob.sha256.in_(list(hashes)))
    )
    return [
        Shot(Fingerprint(whole, centre), taken_at, offset, lat, lon)
        for whole, centre, taken_at, offset, lat, lon in rows
    ]


def cases_with_like(
    session: Session, prints: Sequence[Fingerprint], case_id: int
) -> frozenset[int]:
    """The cases on which hangs a photo that looks like one of ``prints``; one indexed query.

    Of the case ``case_id`` itself the photos of before and the evidence count, not those of after:
    who works on it twice may stand on the same spot. The newest 2,000 candidates are compared.
    """
    parts = parts_of(digits for item in prints for digits in item)
    candidates = (
        select(PhotoPrint.blob_id)
        .where(PhotoPrint.part.in_(parts))
        .distinct()
        .order_by(PhotoPrint.blob_id.desc())
        .limit(_COMPARED)
        .subquery()
    )
    rows = session.execute(
        select(CasePhoto.case_id, PhotoBlob.dhash, PhotoBlob.dhash_centre)
        .join(candidates, candidates.c.blob_id == CasePhoto.blob_id)
        .join(PhotoBlob, PhotoBlob.id == CasePhoto.blob_id)
        .where(or_(CasePhoto.case_id != case_id, CasePhoto.role != "after"))
    )
    return frozenset(
        found
        for found, whole, centre in rows
        if any(distance(item, Fingerprint(whole, centre)) <= MOST_DIFFERENT_BITS for item in prints)
    )
