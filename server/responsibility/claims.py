"""Claiming a free segment (认领责任区): an organisation asks, the street decides."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.geography.service import ancestors
from server.identity.offices import GOVERNMENT
from server.platform import audit, clock
from server.platform.actor import Actor
from server.platform.db import unit_of_work
from server.platform.errors import Problem, not_found
from server.responsibility.book import SEGMENT, Span
from server.responsibility.books import begin_change, current_book
from server.responsibility.models import Segment, SegmentClaim, Sponsorship


def claim_segment(who: Actor, code: str) -> int:
    """Ask for a segment in the name of the actor's organisation; the id of the claim.

    Raises ``not_found`` when no segment in force has the code, and ``Problem``
    ``claim_not_for_offices`` (422) for who is of the government, ``segment_claimed`` (409) when
    somebody was faster.
    """
    now = clock.now()
    if who.organisation_id is None or who.organisation_kind in GOVERNMENT:
        raise Problem("claim_not_for_offices", 422)
    with unit_of_work() as session:
        begin_change(session)
        segment = session.scalar(select(Segment).where(Segment.code == code))
        if segment is None or not Span(segment.valid_from, segment.valid_to).holds(now):
            raise not_found()
        still_open = select(SegmentClaim.id).where(
            SegmentClaim.segment_id == segment.id, SegmentClaim.ended_at.is_(None)
        )
        if session.scalar(still_open) is not None:
            raise Problem("segment_claimed", 409)
        claim = SegmentClaim(
            segment_id=segment.id,
            organisation_id=who.organisation_id,
            claimed_by_id=who.staff_id,
            claimed_at=now,
        )
        session.add(claim)
        session.flush()
        audit.record(session, who, "claimed", f"segment:{segment.id}")
        return claim.id


def decide_claim(who: Actor, claim_id: int, *, approve: bool) -> None:
    """Approve or decline what an organisation asked of the actor's street.

    An approval makes the organisation a sponsor of the segment. Raises ``not_found`` for claims
    elsewhere, ``Problem`` ``claim_decided`` (409).
    """
    _visible_claim(who, claim_id, deciding=True)
    now = clock.now()
    with unit_of_work() as session:
        begin_change(session)
        claim = session.get_one(SegmentClaim, claim_id)
        if claim.decided_at is not None or claim.ended_at is not None:
            raise Problem("claim_decided", 409)
        claim.decided_by_id, claim.decided_at = who.staff_id, now
        if approve:
            claim.sponsorship_id = _sponsorship_id(session, claim)
        else:
            claim.ended_at = now
        verdict = "claim_approved" if approve else "claim_declined"
        audit.record(session, who, verdict, f"segment:{claim.segment_id}")


def give_up_claim(who: Actor, claim_id: int) -> None:
    """Free the segment again, by the organisation itself or by the street.

    Raises ``not_found`` for claims of others and elsewhere, ``Problem`` ``claim_decided`` (409)
    for one that has ended.
    """
    _visible_claim(who, claim_id, deciding=False)
    now = clock.now()
    with unit_of_work() as session:
        begin_change(session)
        claim = session.get_one(SegmentClaim, claim_id)
        if claim.ended_at is not None:
            raise Problem("claim_decided", 409)
        claim.ended_at = now
        if claim.sponsorship_id is not None:
            sponsorship = session.get_one(Sponsorship, claim.sponsorship_id)
            sponsorship.valid_to = sponsorship.valid_to or now
        audit.record(session, who, "claim_ended", f"segment:{claim.segment_id}")


def may_decide(who: Actor, segment_area_id: int) -> bool:
    """Whether the segments of a community are those of the actor's street."""
    here = {area.id for area in ancestors(segment_area_id)}
    return who.may("claim.decide") and who.area_id in here


def _visible_claim(who: Actor, claim_id: int, *, deciding: bool) -> None:
    """Raise ``not_found`` unless the claim waits in or was made from where the actor works."""
    book = current_book()
    claim = next((item for item in book.claims.values() if item.id == claim_id), None)
    if claim is None:
        raise not_found()
    ours = who.may("segment.claim") and claim.organisation_id == who.organisation_id
    segment = book.target(SEGMENT, claim.segment_id)
    if not (may_decide(who, segment.area_id) or (ours and not deciding)):
        raise not_found()


def _sponsorship_id(session: Session, claim: SegmentClaim) -> int:
    """A sponsorship from now on: one that is there already, or a new one."""
    now = clock.now()
    there = select(Sponsorship.id).where(
        Sponsorship.organisation_id == claim.organisation_id,
        Sponsorship.target_kind == SEGMENT,
        Sponsorship.target_id == claim.segment_id,
        or_(Sponsorship.valid_to.is_(None), Sponsorship.valid_to > now),
    )
    found = session.scalar(there.order_by(Sponsorship.valid_from).limit(1))
    if found is not None:
        return found
    row = Sponsorship(
        organisation_id=claim.organisation_id,
        target_kind=SEGMENT,
        target_id=claim.segment_id,
        valid_from=now,
    )
    session.add(row)
    session.flush()
    return row.id
