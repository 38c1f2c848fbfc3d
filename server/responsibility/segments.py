"""Road segments and who keeps them: the changes that administrators make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.geography.levels import Level
from server.geography.service import area_by_code
from server.platform import audit, clock
from server.platform.actor import Actor
from server.platform.db import unit_of_work
from server.platform.errors import Problem, not_found
from server.responsibility.book import DUTY_ROLES, Span
from server.responsibility.books import begin_change
from server.responsibility.duties import hand_over
from server.responsibility.models import Segment, SegmentClaim, SegmentDuty, Sponsorship
from server.responsibility.queries import in_service
from server.responsibility.shapes import read_line_or_polygon, wkb

KEEPER_ROLE = "segment_keeper"


@dataclass(frozen=True)
class NewSegment:
    """A segment to enter; ``geometry`` is untrusted GeoJSON in WGS-84, ``keepers`` ids by role."""

    code: str
    name: str
    community: str
    geometry: object
    buffer_m: float
    keepers: Mapping[str, int] = field(default_factory=dict)


def community_id(code: str) -> int:
    """The id of a current community. Raises ``Problem`` ``community_unknown``."""
    area = area_by_code(code)
    if area is None or area.level is not Level.COMMUNITY:
        raise Problem("community_unknown", 422, fields={"community": ["choice"]})
    return area.id


def add_segment(who: Actor, new: NewSegment) -> None:
    """Enter a segment; it counts from its activation on.

    Raises ``Problem`` ``shape_refused``, ``community_unknown``, ``code_taken`` and as
    ``set_duties`` does.
    """
    shape = read_line_or_polygon(new.geometry)
    buffer_m = new.buffer_m if shape.geom_type == "LineString" else 0.0
    area_id = community_id(new.community)
    with unit_of_work() as session:
        begin_change(session)
        if session.scalar(select(Segment.id).where(Segment.code == new.code)) is not None:
            raise Problem("code_taken", 409, fields={"code": ["invalid"]})
        row = Segment(
            code=new.code, name=new.name, shape=wkb(shape), buffer_m=buffer_m, area_id=area_id
        )
        session.add(row)
        session.flush()
        _keep(session, row.id, new.keepers, clock.now())
        audit.record(session, who, "created", f"segment:{row.id}", dict(new.keepers))


def set_duties(
    who: Actor, code: str, keepers: Mapping[str, int], since: datetime | None = None
) -> None:
    """Give a segment another 路长 or 包保干部, or both, from ``since`` (aware; default now) on.

    Raises ``not_found``, and ``Problem`` ``not_a_segment_keeper``, ``duty_already_begun`` and
    ``keepers_must_differ``: both posts in one hand at any moment.
    """
    begin = since or clock.now()
    with unit_of_work() as session:
        begin_change(session)
        row = _segment(session, code)
        if row.valid_to is not None:
            raise Problem("segment_ended", 409)
        _keep(session, row.id, keepers, begin)
        data = {**keepers, "from": begin.isoformat()}
        audit.record(session, who, "duties_set", f"segment:{row.id}", data)


def activate(who: Actor, code: str) -> None:
    """Let a segment count from now on.

    Raises ``not_found``, and ``Problem`` ``segment_already_active``, or ``segment_needs_both``
    (422) while it lacks a 路长 or a 包保干部 in service.
    """
    now = clock.now()
    with unit_of_work() as session:
        begin_change(session)
        row = _segment(session, code)
        if row.valid_from is not None:
            raise Problem("segment_already_active", 409)
        holding = {
            duty.role: duty.staff_id for duty in _duties(session, row.id) if _span(duty).holds(now)
        }
        able = in_service(session, holding.values(), KEEPER_ROLE)
        if not all(holding.get(role) in able for role in DUTY_ROLES):
            raise Problem("segment_needs_both", 422)
        row.valid_from = now
        audit.record(session, who, "activated", f"segment:{row.id}")


def end_segment(who: Actor, code: str) -> None:
    """End a segment now, and with it its duties, claims and sponsorships.

    Raises ``not_found`` and ``Problem`` ``segment_ended``.
    """
    now = clock.now()
    with unit_of_work() as session:
        begin_change(session)
        row = _segment(session, code)
        if row.valid_to is not None:
            raise Problem("segment_ended", 409)
        row.valid_to = now
        for duty in _duties(session, row.id):
            if duty.valid_from > now:
                session.delete(duty)
            elif duty.valid_to is None or duty.valid_to > now:
                duty.valid_to = now
        open_claims = select(SegmentClaim).where(
            SegmentClaim.segment_id == row.id, SegmentClaim.ended_at.is_(None)
        )
        for claim in session.scalars(open_claims):
            claim.ended_at = now
        open_sponsorships = select(Sponsorship).where(
            Sponsorship.target_kind == "segment",
            Sponsorship.target_id == row.id,
            Sponsorship.valid_to.is_(None),
        )
        for sponsorship in session.scalars(open_sponsorships):
            sponsorship.valid_to = now
        audit.record(session, who, "ended", f"segment:{row.id}")


def _keep(session: Session, segment_id: int, keepers: Mapping[str, int], since: datetime) -> None:
    able = in_service(session, keepers.values(), KEEPER_ROLE)
    unable = {role: ["choice"] for role, staff_id in keepers.items() if staff_id not in able}
    if unable:
        raise Problem("not_a_segment_keeper", 422, fields=unable)
    held = _duties(session, segment_id)
    for role, staff_id in keepers.items():
        hand_over(
            session,
            [duty for duty in held if duty.role == role],
            SegmentDuty(segment_id=segment_id, role=role, staff_id=staff_id, valid_from=since),
        )
    if _in_one_hand(_duties(session, segment_id)):
        raise Problem("keepers_must_differ", 422, fields={role: ["invalid"] for role in keepers})


def _in_one_hand(duties: list[SegmentDuty]) -> bool:
    """Whether somebody is chief and sponsor of the segment at once at any moment."""
    return any(
        one.staff_id == other.staff_id and one.role < other.role and _span(one).meets(_span(other))
        for one in duties
        for other in duties
    )


def _span(duty: SegmentDuty) -> Span:
    return Span(duty.valid_from, duty.valid_to)


def _duties(session: Session, segment_id: int) -> list[SegmentDuty]:
    return list(session.scalars(select(SegmentDuty).where(SegmentDuty.segment_id == segment_id)))


def _segment(session: Session, code: str) -> Segment:
    row = session.scalar(select(Segment).where(Segment.code == code))
    if row is None:
        raise not_found()
    return row
