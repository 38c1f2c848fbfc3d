"""Photos that show the same picture."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.photos.models import CasePhoto, PhotoBlob, Upload

MOST_DIFFERENT_BITS = 5


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
