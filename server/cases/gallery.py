"""Photos of cases as the API shows them, with URLs for the one who asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from server.photos.models import CasePhoto, PhotoBlob
from server.photos.urls import Audience, photo_url
from server.platform.db import ask, db

_SHOWN = ("private", "public")
_FIRST = (
    select(CasePhoto.id, CasePhoto.case_id, CasePhoto.role, CasePhoto.revision)
    .where(
        CasePhoto.case_id.in_(bindparam("cases", expanding=True)),
        CasePhoto.visibility.in_(bindparam("shown", expanding=True)),
    )
    .order_by(CasePhoto.event_seq, CasePhoto.position, CasePhoto.id)
)


def photos_of(case_ids: Iterable[int], *, public: bool = False) -> dict[int, list[dict[str, Any]]]:
    """The photos of each case in the order they came; one query however many cases.

    With ``public`` only the approved ones, as their public copies. Each dict has the members of
    ``PhotoSchema`` and, for grouping, ``_seq``, ``_report`` and ``_revision`` that views take away.
    """
    query = (
        select(
            CasePhoto.id,
            CasePhoto.case_id,
            CasePhoto.event_seq,
            CasePhoto.report_id,
            CasePhoto.role,
            CasePhoto.captured_at,
            CasePhoto.visibility,
            CasePhoto.revision,
            PhotoBlob.width,
            PhotoBlob.height,
        )
        .join(PhotoBlob, PhotoBlob.id == CasePhoto.blob_id)
        .where(CasePhoto.case_id.in_(list(case_ids)))
        .where(CasePhoto.visibility == "public" if public else CasePhoto.visibility.in_(_SHOWN))
        .order_by(CasePhoto.event_seq, CasePhoto.position, CasePhoto.id)
    )
    audience = Audience.PUBLIC if public else Audience.VIEWER
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row.case_id].append(
            {
                "id": row.id,
                "role": row.role,
                **_addresses(row.id, row.revision, audience),
                "width": row.width,
                "height": row.height,
                "captured_at": row.captured_at,
                "public": row.visibility == "public",
                "_seq": row.event_seq,
                "_report": row.report_id,
                "_revision": row.revision,
            }
        )
    return found


def thumbs_of(case_ids: Iterable[int], *, public: bool = False) -> dict[int, list[dict[str, Any]]]:
    """For lists: role and small picture of the first photo of each role; one query."""
    audience = Audience.PUBLIC if public else Audience.VIEWER
    found: defaultdict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    visibilities = ["public"] if public else list(_SHOWN)
    for row in ask(db.session(), _FIRST, cases=list(case_ids), shown=visibilities):
        if row.role not in found[row.case_id]:
            url = photo_url(row.id, row.revision, "thumb", audience)
            found[row.case_id][row.role] = {"role": row.role, "thumb_url": url}
    return {case_id: list(by_role.values()) for case_id, by_role in found.items()}


def _addresses(photo_id: int, revision: int, audience: Audience) -> dict[str, str]:
    return {
        "url": photo_url(photo_id, revision, "full", audience),
        "middle_url": photo_url(photo_id, revision, "middle", audience),
        "thumb_url": photo_url(photo_id, revision, "thumb", audience),
    }


def for_reporter(photos: Iterable[dict[str, Any]], own: Collection[UUID]) -> list[dict[str, Any]]:
    """What the sender of the reports ``own`` sees of a case's photos.

    The own ones and the offices' proofs; what others see too only as they see it; nothing else
    that another resident sent.
    """
    seen = []
    for photo in photos:
        if photo["_report"] in own:
            seen.append(photo)
        elif photo["public"]:
            seen.append(photo | _addresses(photo["id"], photo["_revision"], Audience.PUBLIC))
        elif photo["_report"] is None:
            seen.append(photo)
    return seen


def shown(photo: dict[str, Any]) -> dict[str, Any]:
    """A photo without what only grouping needed."""
    return {name: value for name, value in photo.items() if not name.startswith("_")}


def cover(photos: Iterable[dict[str, Any]], *roles: str) -> str | None:
    """The small picture that stands for a case: the first of the first role that has one."""
    listed = list(photos)
    for role in roles:
        for photo in listed:
            if photo["role"] == role:
                return str(photo["thumb_url"])
    return None
