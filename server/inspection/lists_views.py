"""Rectification and community lists as the API and the printed pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row

from server.catalog.service import catalogue
from server.geography.service import ancestors, place_of
from server.inspection.lists_queries import (
    community_item,
    community_items,
    community_row,
    community_rows,
    due_and_closed,
    rectification_items,
    rectification_row,
    rectification_rows,
)
from server.inspection.lists_service import AIM, rate, zone
from server.platform import clock
from server.platform.actor import Actor
from server.platform.i18n import t

_Row = Row[*tuple[Any, ...]]


def _page(rows: Sequence[_Row], shown: list[dict[str, Any]], limit: int) -> dict[str, Any]:
    following = rows[limit - 1].id if len(rows) > limit else None
    return {"items": shown[:limit], "next": following}


def _day(due_at: datetime) -> date:
    """The last day before the end of a day."""
    return (due_at.astimezone(zone()) - timedelta(seconds=1)).date()


def _category(category_id: int | None, tile: str | None, locale: str) -> str:
    found = catalogue().category(category_id) if category_id else None
    if found is not None:
        return found.name(locale)
    return t(f"tile.{tile}", locale) if tile else ""


# --- rectification lists -------------------------------------------------------------------------


def rectification_page(actor: Actor, before: int | None, limit: int) -> dict[str, Any]:
    """Lists, latest first, and the 整改落实率 of all that the actor sees; two queries."""
    rows = rectification_rows(actor, before=before, limit=limit + 1)
    now = clock.now()
    due, closed = due_and_closed(actor, now)
    percent = rate(due, closed)
    return _page(rows, [_rectification(actor, row, now) for row in rows], limit) | {
        "rate": {
            "due": due,
            "closed": closed,
            "percent": None if percent is None else str(percent),
            "low": percent is not None and percent < AIM,
        }
    }


def _rectification(actor: Actor, row: _Row, now: datetime) -> dict[str, Any]:
    done = row.done >= row.listed
    state = "done" if done else "received" if row.received_at else "issued"
    return {
        "id": row.id,
        "number": t("list.number", actor.locale, year=row.year, serial=row.serial),
        "title": row.title,
        "issuer": {"code": row.issuer_code, "name": row.issuer},
        "organisation": {"code": row.organisation_code, "name": row.organisation},
        "issued_at": row.issued_at,
        "due": _day(row.due_at),
        "overdue": not done and now >= row.due_at,
        "received_at": row.received_at,
        "received_by": row.received_by,
        "status": state,
        "count": row.listed,
        "done": row.done,
    }


def rectification(actor: Actor, list_id: int) -> dict[str, Any]:
    """One list with its items. Raises ``Problem("not_found", 404)``."""
    row = rectification_row(actor, list_id)
    ours = row.issuer_id == actor.organisation_id and actor.may("list.issue")
    theirs = row.organisation_id == actor.organisation_id and actor.may("list.receive")
    return _rectification(actor, row, clock.now()) | {
        "may_receive": theirs and row.received_at is None,
        "may_mark": ours,
        "items": [_rectification_item(actor, item) for item in rectification_items(list_id)],
    }


def _rectification_item(actor: Actor, item: _Row) -> dict[str, Any]:
    area = place_of(item.area_id) if item.area_id else ""
    return {
        "id": item.id,
        "no": item.position,
        "case_number": item.number,
        "category": _category(item.category_id, item.tile, actor.locale),
        "place": f"{area} {item.place}".strip(),
        "words": item.words,
        "state": item.state,
        "done": bool(item.done),
        "done_at": item.done_at if item.done else None,
    }


# --- community lists -----------------------------------------------------------------------------


def community_page(actor: Actor, before: int | None, limit: int) -> dict[str, Any]:
    """Lists, latest first; one query."""
    rows = community_rows(actor, before=before, limit=limit + 1)
    may_open = actor.may("community_list.manage") and actor.organisation_kind in (
        "community",
        "street",
    )
    return _page(rows, [_community(row) for row in rows], limit) | {"may_open": may_open}


def _community(row: _Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "organisation": {"code": row.organisation_code, "name": row.organisation},
        "area": ancestors(row.area_id)[-1].name,
        "opened_at": row.opened_at,
        "count": row.listed,
        "done": row.done,
    }


def community(actor: Actor, list_id: int) -> dict[str, Any]:
    """One list with its items. Raises ``Problem("not_found", 404)``."""
    row = community_row(actor, list_id)
    return _community(row) | {
        "may_edit": row.organisation_id == actor.organisation_id
        and actor.may("community_list.manage"),
        "items": [
            _community_item(actor, list_id, no, item)
            for no, item in enumerate(community_items(list_id), start=1)
        ],
    }


def one_community_item(actor: Actor, list_id: int, item_id: int) -> dict[str, Any]:
    """One item as it stands now; its number in the list is 0."""
    return _community_item(actor, list_id, 0, community_item(list_id, item_id))


def _community_item(actor: Actor, list_id: int, no: int, row: _Row) -> dict[str, Any]:
    item = row.CommunityItem
    done = row.state == "closed" or item.done_at is not None
    shown = f"/api/v1/community-lists/{list_id}/items/{item.id}/photo"
    return {
        "id": item.id,
        "no": no,
        "words": item.words,
        "category": _category(item.category_id, None, actor.locale),
        "address": item.address,
        "lat": item.lat,
        "lon": item.lon,
        "owner": item.owner,
        "due": _day(item.due_at) if item.due_at else None,
        "overdue": bool(item.due_at and not done and clock.now() >= item.due_at),
        "photo_url": shown if item.blob_id else None,
        "case_number": row.number,
        "state": row.state,
        "done": done,
        "done_at": (row.closed_at if row.state == "closed" else item.done_at) if done else None,
    }
