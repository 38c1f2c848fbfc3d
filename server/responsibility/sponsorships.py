"""Organisations that stand by communities, segments, points and compounds (包保)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from server.identity.offices import office_of_code
from server.platform import audit, clock
from server.platform.actor import Actor
from server.platform.db import unit_of_work
from server.platform.errors import Problem, not_found
from server.responsibility.book import Span
from server.responsibility.books import begin_change
from server.responsibility.models import SegmentClaim, Sponsorship
from server.responsibility.queries import sponsorship_spans
from server.responsibility.targets import Targets


@dataclass(frozen=True)
class NewSponsorship:
    """What to enter, by codes; moments are aware, ``until`` is the first that no longer counts."""

    organisation: str
    target_kind: str
    target: str
    contact: str = ""
    since: datetime | None = None
    until: datetime | None = None


def add_sponsorship(who: Actor, new: NewSponsorship) -> int:
    """Enter a sponsorship, from now on if nothing else is said, and give its id.

    Raises ``Problem`` ``organisation_unknown``, ``target_unknown``, ``interval_empty``, and
    ``sponsorship_exists`` (409) when the organisation stands by the target at that time already.
    """
    office = office_of_code(new.organisation)
    if office is None:
        raise Problem("organisation_unknown", 422, fields={"organisation": ["choice"]})
    target = Targets().find(new.target_kind, new.target)
    if target is None:
        raise Problem("target_unknown", 422, fields={"target": ["choice"]})
    begin = new.since or clock.now()
    span = Span(begin, new.until)
    row = Sponsorship(
        organisation_id=office.id,
        target_kind=target[0],
        target_id=target[1],
        contact=new.contact,
        valid_from=begin,
        valid_to=new.until,
    )
    if new.until is not None and new.until <= begin:
        raise Problem("interval_empty", 422, fields={"to": ["invalid"]})
    with unit_of_work() as session:
        begin_change(session)
        held = sponsorship_spans(session, office.id)
        if any(span.meets(other) for other in held.get((office.id, *target), ())):
            raise Problem("sponsorship_exists", 409)
        session.add(row)
        session.flush()
        audit.record(session, who, "created", f"sponsorship:{row.id}")
        return row.id


def end_sponsorship(who: Actor, sponsorship_id: int, at: datetime | None = None) -> None:
    """Let a sponsorship end at ``at`` (aware; default now), and with it the claim it came from.

    Raises ``not_found``, and ``Problem`` ``interval_empty`` for a moment before its beginning.
    """
    end = at or clock.now()
    with unit_of_work() as session:
        begin_change(session)
        row = session.get(Sponsorship, sponsorship_id)
        if row is None:
            raise not_found()
        if end < row.valid_from:
            raise Problem("interval_empty", 422, fields={"to": ["invalid"]})
        row.valid_to = end
        claims = select(SegmentClaim).where(
            SegmentClaim.sponsorship_id == row.id, SegmentClaim.ended_at.is_(None)
        )
        for claim in session.scalars(claims):
            claim.ended_at = end
        audit.record(session, who, "ended", f"sponsorship:{row.id}", {"to": end.isoformat()})
