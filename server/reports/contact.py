"""Contact data of residents: opened for a purpose, counted, and told to whom they belong.

The pages of a case show a masked number. Who needs the whole one says what for; the audit log
keeps who, when and why, and the resident reads which office it was (F1.2, F1.4).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from server.cases.queries import case_for
from server.city.service import time_zone
from server.identity.queries import offices_named
from server.photos.queries import photo_ids_of
from server.platform import audit, clock
from server.platform.actor import Actor
from server.platform.audit import AuditEntry
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem, not_found
from server.platform.runtime import current
from server.reports.models import CONTACT, Report
from server.reports.views import reports_seen_by

OPENED = "contact.opened"
SEEN = "contact.seen"
SAME_LOOK = timedelta(minutes=30)
_ORIGINAL = "photo.original"
PURPOSES = ("place", "details", "result", "safety")
OPENED_MOST = 20
"""Times a day and person; who needs more asks somebody else, and two people know of it."""


def open_contact(actor: Actor, number: str, report_id: UUID, purpose: str) -> dict[str, Any]:
    """The name and whole number of who sent a report, if any; one line in the audit log.

    Raises ``Problem``: ``not_found`` (404) for what the actor may not see or what holds no
    contact, ``too_many_contacts`` (429) after ``OPENED_MOST`` on one local day.
    """
    case = case_for(actor, number)
    report = db.session.scalar(
        select(Report).where(Report.id == report_id, Report.root_case_id == case.id)
    )
    if report is None or report.contact_sealed is None:
        raise not_found()
    found = current().keys.unseal(CONTACT, report.contact_sealed, report.id.bytes)
    subject, told = _subject(report.id), {"purpose": purpose, "organisation": actor.organisation_id}
    with unit_of_work() as session:
        audit.begin_reading(session)
        opened = session.scalar(
            select(func.count()).where(
                AuditEntry.action == OPENED,
                AuditEntry.actor == actor.owner,
                AuditEntry.at >= _midnight(),
            )
        )
        if (opened or 0) >= OPENED_MOST:
            raise Problem("too_many_contacts", 429, most=OPENED_MOST)
        audit.record(session, actor, OPENED, subject, told)
    contact = orjson.loads(found)
    return {"reporter_name": contact.get("name"), "reporter_phone": contact.get("phone")}


def tells_of_reporters(view: Mapping[str, Any]) -> bool:
    """Whether a view of a case holds the name or the masked number of a reporter."""
    return any(one.get("reporter_name") or one.get("reporter_phone") for one in view["reports"])


def note_seen(session: Session, actor: Actor, view: Mapping[str, Any]) -> None:
    """Note in the caller's transaction that somebody read a view that tells of reporters.

    Reading it again within ``SAME_LOOK`` is the same look.
    """
    subject = f"case:{view['number']}"
    noted = select(AuditEntry.id).where(
        AuditEntry.action == SEEN,
        AuditEntry.actor == actor.owner,
        AuditEntry.subject == subject,
        AuditEntry.at > clock.now() - SAME_LOOK,
    )
    if session.execute(noted.limit(1)).first() is not None:
        return
    audit.begin_reading(session)  # two windows may look at once
    if session.execute(noted.limit(1)).first() is None:
        office = {"organisation": actor.organisation_id}
        audit.record(session, actor, SEEN, subject, office)


def looks(actor: Actor, number: str) -> list[dict[str, Any]]:
    """Who opened contact data or original photos of the actor's reports on a case, latest first.

    Offices, never people. Raises ``Problem("not_found", 404)``.
    """
    return looks_at([report.id for report in reports_seen_by(actor, number)])


def looks_at(reports: Collection[UUID]) -> list[dict[str, Any]]:
    """The same of some reports, whoever asks."""
    photos = [f"photo:{photo_id}" for photo_id in photo_ids_of(reports)]
    subjects = [_subject(report_id) for report_id in reports]
    entries = db.session.scalars(
        select(AuditEntry)
        .where(
            or_(
                (AuditEntry.action == OPENED) & AuditEntry.subject.in_(subjects),
                (AuditEntry.action == _ORIGINAL) & AuditEntry.subject.in_(photos),
            )
        )
        .order_by(AuditEntry.id.desc())
    ).all()
    offices = offices_named(entry.data.get("organisation") for entry in entries)
    return [
        {
            "at": entry.at,
            "what": "contact" if entry.action == OPENED else "original",
            "purpose": entry.data.get("purpose"),
            "organisation": _name(offices.get(entry.data.get("organisation"))),
        }
        for entry in entries
    ]


def _name(office: dict[str, str] | None) -> dict[str, str] | None:
    return {"name": office["name"]} if office else None


def _subject(report_id: UUID) -> str:
    return f"report:{report_id.hex}"


def _midnight() -> datetime:
    zone = time_zone()
    return datetime.combine(clock.now().astimezone(zone).date(), time(), zone)
