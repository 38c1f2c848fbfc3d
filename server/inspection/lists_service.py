"""Issuing rectification lists (整改清单) and signing for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from server.catalog.service import catalogue
from server.city.service import time_zone
from server.geography.levels import Level
from server.geography.service import ancestors
from server.identity.offices import Office, office_of_code
from server.inspection.lists_queries import cases_to_list, rectification_row
from server.inspection.models import RectificationItem, RectificationList
from server.platform import audit, clock, outbox
from server.platform.actor import Actor
from server.platform.db import unit_of_work, write_alone
from server.platform.errors import Problem, not_found

AIM = Decimal("95.0")
"""The 整改落实率 below which a figure is shown red (mechanisms A32)."""

TOPIC = "list.event"
_TENTH = Decimal("0.1")


def rate(due: int, closed: int) -> Decimal | None:
    """整改落实率: percent of the items due by now that are done; ``None`` when none is due."""
    if due == 0:
        return None
    return (Decimal(100 * closed) / due).quantize(_TENTH, ROUND_HALF_UP)


def today() -> date:
    """The day it is in the city."""
    return clock.now().astimezone(zone()).date()


def zone() -> ZoneInfo:
    """The city's time zone."""
    return time_zone()


def end_of(day: date) -> datetime:
    """The first moment after a day of the city, aware."""
    return datetime.combine(day + timedelta(days=1), time(), zone())


def district_of(area_id: int | None) -> int | None:
    """The id of the district around an area, or of that area itself."""
    chain = ancestors(area_id) if area_id is not None else ()
    return next((area.id for area in chain if area.level is Level.DISTRICT), None)


def issue(actor: Actor, data: Mapping[str, Any]) -> int:
    """Issue a list to an organisation of the district; its id.

    ``items`` name a case or say what and where. Raises ``Problem`` (422): ``invalid`` for an
    organisation elsewhere, one's own, or a day that is over, ``list_case`` for a case that is not
    open, not the actor's to see, or about the very organisation.
    """
    office = _addressee(actor, data["organisation"])
    district = district_of(actor.area_id)
    if data["due"] < today():
        raise Problem("invalid", 422, fields={"due": ["range"]})
    items = _items(actor, office, data["items"])
    with unit_of_work() as session:
        write_alone(session, RectificationList)  # numbers follow each other
        year = today().year
        last = select(func.max(RectificationList.serial)).where(RectificationList.year == year)
        made = RectificationList(
            year=year,
            serial=(session.scalar(last) or 0) + 1,
            title=data["title"],
            issuer_id=actor.organisation_id,
            issued_by_id=actor.staff_id,
            organisation_id=office.id,
            district_area_id=district,
            issued_at=clock.now(),
            due_at=end_of(data["due"]),
        )
        session.add(made)
        session.flush()
        session.add_all(RectificationItem(list_id=made.id, **item) for item in items)
        told = {"organisation": office.code, "items": len(items)}
        audit.record(session, actor, "list.issued", f"rectification:{made.id}", told)
        _tell(session, actor, "issue", made.id)
    outbox.ring()
    return made.id


def _tell(session: Session, actor: Actor, event: str, list_id: int) -> None:
    outbox.put(session, TOPIC, {"event": event, "list_id": list_id, "actor": actor.owner})


def _addressee(actor: Actor, code: str) -> Office:
    office = office_of_code(code)
    district = district_of(actor.area_id)
    near = office is not None and district is not None and district_of(office.area_id) == district
    if office is None or not near or office.id == actor.organisation_id:
        raise Problem("invalid", 422, fields={"organisation": ["choice"]})
    return office


def _items(
    actor: Actor, office: Office, given: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    numbers = [item["case"] for item in given if item["case"]]
    if len(set(numbers)) < len(numbers):
        raise Problem("list_case", 422, fields={"items": ["choice"]})
    cases = cases_to_list(actor, numbers, office.id)
    return [
        {
            "position": position,
            "case_id": cases.get(item["case"]),
            "category_id": category_id(item["category"]),
            "place": item["place"],
            "words": item["words"],
        }
        for position, item in enumerate(given, start=1)
    ]


def category_id(code: str | None) -> int | None:
    """The id of a category. Raises ``Problem("invalid", 422)`` for an unknown code."""
    if not code:
        return None
    category = catalogue().category(code)
    if category is None:
        raise Problem("invalid", 422, fields={"category": ["choice"]})
    return category.id


def receive(actor: Actor, list_id: int) -> None:
    """签收: somebody of the organisation has seen the list; the first signature stays.

    Raises ``Problem``: ``not_found`` (404), ``forbidden`` (403) for who is not of the organisation.
    """
    row = rectification_row(actor, list_id)
    if row.organisation_id != actor.organisation_id:
        raise Problem("forbidden", 403)
    with unit_of_work() as session:
        signed = session.execute(
            update(RectificationList)
            .where(RectificationList.id == list_id, RectificationList.received_at.is_(None))
            .values(received_at=clock.now(), received_by_id=actor.staff_id)
            .returning(RectificationList.id)
        ).first()
        if signed is not None:
            audit.record(session, actor, "list.received", f"rectification:{list_id}")
            _tell(session, actor, "receive", list_id)
    outbox.ring()


def mark(actor: Actor, list_id: int, item_id: int, *, done: bool) -> None:
    """Whether an item without a case is done, as its issuer found; the first who finds it stays.

    Raises ``Problem``: ``not_found`` (404), ``forbidden`` (403) for who did not issue the list,
    ``item_has_case`` (409) for the item of a case, which is done when its case is closed.
    """
    row = rectification_row(actor, list_id)
    if row.issuer_id != actor.organisation_id:
        raise Problem("forbidden", 403)
    with unit_of_work() as session:
        item = session.get(RectificationItem, item_id, with_for_update=True)
        if item is None or item.list_id != list_id:
            raise not_found()
        if item.case_id is not None:
            raise Problem("item_has_case", 409)
        if (item.done_at is not None) == done:
            return
        item.done_at = clock.now() if done else None
        item.done_by_id = actor.staff_id if done else None
        audit.record(session, actor, "list.marked", f"rectification:{list_id}", {"done": done})
