"""The responsibility list as administrators see and continue it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.catalog.editions import next_edition
from server.catalog.models import Responsibility
from server.catalog.queries import charges_of
from server.catalog.service import forget_cached
from server.geography.service import area_by_code
from server.identity.offices import office_of_code
from server.platform import audit, clock
from server.platform.actor import Actor
from server.platform.db import unit_of_work
from server.platform.errors import Problem

_ALLOWED_DELAY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class NewCharge:
    """From ``since`` (aware) on, an organisation leads; no area means everywhere in the city.

    ``since`` ``None`` is the present moment.
    """

    lead_type: str
    area: str | None
    organisation: str
    since: datetime | None


def add_charge(who: Actor, expected: int, new: NewCharge) -> None:
    """Continue the responsibility list: a later row takes over, none is ever changed.

    ``expected`` is the edition of the catalogue that the administrator saw. Raises ``Problem``
    ``area_unknown``, ``organisation_unknown``, ``since_in_past`` and ``charge_unchanged`` (422),
    ``edited_meanwhile`` (412).
    """
    area = area_by_code(new.area) if new.area is not None else None
    if new.area is not None and area is None:
        raise Problem("area_unknown", 422, fields={"area": ["choice"]}, area=new.area)
    office = office_of_code(new.organisation)
    if office is None:
        raise Problem("organisation_unknown", 422, fields={"organisation": ["choice"]})
    now = clock.now()
    if new.since is not None and new.since < now - _ALLOWED_DELAY:
        raise Problem("since_in_past", 422, fields={"since": ["range"]})
    since = max(new.since or now, now)
    with unit_of_work() as session:
        next_edition(session, expected)
        rows = charges_of(session, new.lead_type, area.id if area else None)
        if _leads_already(rows, office.id, since):
            raise Problem("charge_unchanged", 422, fields={"organisation": ["invalid"]})
        row = Responsibility(
            lead_type=new.lead_type,
            area_id=area.id if area else None,
            organisation_id=office.id,
            effective_from=since,
            version=max((row.version for row in rows), default=0) + 1,
        )
        session.add(row)
        session.flush()
        audit.record(
            session,
            who,
            "responsibility.added",
            f"responsibility:{row.id}",
            {
                "lead_type": new.lead_type,
                "area": area.code if area else None,
                "organisation": office.code,
                "since": since.isoformat(),
                "version": row.version,
            },
        )
    forget_cached()


def _leads_already(rows: Sequence[Responsibility], organisation_id: int, since: datetime) -> bool:
    if any(row.effective_from > since for row in rows):
        return False
    newest = max(rows, key=lambda row: (row.effective_from, row.version), default=None)
    return newest is not None and newest.organisation_id == organisation_id
