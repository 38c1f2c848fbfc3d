"""Community lists (环境整治清单): what an office found itself, and making cases of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from server.catalog.service import catalogue
from server.geography.levels import Level
from server.geography.service import ancestors
from server.inspection.lists_queries import community_item, community_row
from server.inspection.lists_service import category_id, end_of
from server.inspection.models import CommunityItem, CommunityList
from server.photos import service as photos
from server.platform import audit, clock
from server.platform.actor import Actor
from server.platform.db import unit_of_work
from server.platform.errors import Problem, not_found
from server.reports.service import submit_found

_KINDS = ("community", "street")
_OTHER_TILE = "T13"
_ITEMS_MOST = 500


def open_list(actor: Actor, title: str) -> int:
    """Open a list of one's community or street office; its id.

    Raises ``Problem("forbidden", 403)`` for other organisations.
    """
    chain = ancestors(actor.area_id) if actor.area_id is not None else ()
    by_level = {area.level: area.id for area in chain}
    if actor.organisation_kind not in _KINDS or Level.STREET not in by_level:
        raise Problem("forbidden", 403)
    with unit_of_work() as session:
        made = CommunityList(
            title=title,
            organisation_id=actor.organisation_id,
            area_id=actor.area_id,
            street_area_id=by_level[Level.STREET],
            district_area_id=by_level[Level.DISTRICT],
            opened_by_id=actor.staff_id,
            opened_at=clock.now(),
        )
        session.add(made)
        session.flush()
        audit.record(session, actor, "list.opened", f"community_list:{made.id}")
        return made.id


def _own(actor: Actor, list_id: int) -> Any:
    """The list, if it is the actor's office's. Raises ``not_found`` or ``forbidden`` (403)."""
    row = community_row(actor, list_id)
    if row.organisation_id != actor.organisation_id:
        raise Problem("forbidden", 403)
    return row


def add_item(actor: Actor, list_id: int, data: Mapping[str, Any]) -> int:
    """Put a matter on one's list; its id.

    Raises ``Problem``: ``invalid`` (422) for an unknown category, ``photos_missing`` (409),
    ``list_full`` (409).
    """
    if _own(actor, list_id).listed >= _ITEMS_MOST:
        raise Problem("list_full", 409)
    place, photo, due = data["place"] or {}, data["photo"], data["due"]
    category = category_id(data["category"])
    now = clock.now()
    with unit_of_work() as session:
        blob_id = photo and photos.keep(
            session, owners=actor.owners, sha256=photo["sha256"], now=now
        )
        made = CommunityItem(
            list_id=list_id,
            words=data["words"],
            category_id=category,
            address=data["address"],
            lat=place.get("lat"),
            lon=place.get("lon"),
            owner=data["owner"],
            due_at=end_of(due) if due else None,
            blob_id=blob_id,
            photo=photo and _known_of(photo),
            report_id=uuid.uuid4(),
            added_by_id=actor.staff_id,
            added_at=now,
        )
        session.add(made)
        session.flush()
        return made.id


def remove_item(actor: Actor, list_id: int, item_id: int) -> None:
    """Take a matter off one's list; its case, if it has one, goes on."""
    _own(actor, list_id)
    found = community_item(list_id, item_id)
    with unit_of_work() as session:
        session.delete(_held(session, item_id))
        told = {"case": found.number} if found.number else {}
        audit.record(session, actor, "list.item_removed", f"community_list:{list_id}", told)


def mark(actor: Actor, list_id: int, item_id: int, *, done: bool) -> None:
    """Whether an item without a case is done. Raises ``Problem("item_has_case", 409)``."""
    _own(actor, list_id)
    if community_item(list_id, item_id).number:
        raise Problem("item_has_case", 409)
    with unit_of_work() as session:
        item = _held(session, item_id)
        item.done_at = (item.done_at or clock.now()) if done else None


def _held(session: Session, item_id: int) -> CommunityItem:
    """The item, if nobody removed it since; nobody does before the transaction ends."""
    item = session.get(CommunityItem, item_id, with_for_update=True)
    if item is None:
        raise not_found()
    return item


def make_case(actor: Actor, list_id: int, item_id: int) -> str:
    """立案: one tap makes a case of an item, once; the case's number.

    Raises ``Problem`` as ``reports.submit`` does.
    """
    row = _own(actor, list_id)
    found = community_item(list_id, item_id)
    if found.number:
        return str(found.number)
    item: CommunityItem = found.CommunityItem
    return submit_found(actor, _report(actor, item, row.area_id)).case_number


def _report(actor: Actor, item: CommunityItem, area_id: int) -> dict[str, Any]:
    """The item as a report. Without a point of its own it is somewhere in the list's area."""
    category = catalogue().category(item.category_id) if item.category_id else None
    point = {"lat": item.lat, "lon": item.lon, "accuracy_m": None, "datum": "wgs84"}
    place = {**point, "source": "pin"} if item.lat is not None else _somewhere(area_id)
    return {
        "id": item.report_id,
        "photos": _photos(actor, item),
        "place": place,
        "address": item.address,
        "tile": category.tile if category else _OTHER_TILE,
        "words": item.words,
        "anonymous": True,
        "locale": "zh-CN",
        "consent": None,
    }


def _somewhere(area_id: int) -> dict[str, Any]:
    return {"area_code": ancestors(area_id)[-1].code}


def _photos(actor: Actor, item: CommunityItem) -> list[dict[str, Any]]:
    if item.blob_id is None:
        return []
    with unit_of_work() as session:
        sha256 = photos.hand_on(session, item.blob_id, actor.owner, clock.now())
    known = dict(item.photo or {})
    if known.get("captured_at"):
        known["captured_at"] = datetime.fromisoformat(known["captured_at"])
    return [{**known, "sha256": sha256, "role": "near"}]


def _known_of(photo: Mapping[str, Any]) -> dict[str, Any]:
    """What the phone knew of a photo, as JSON."""
    taken = photo["captured_at"]
    known = {name: photo[name] for name in ("lat", "lon", "accuracy_m", "source")}
    return {**known, "captured_at": taken and taken.isoformat()}
