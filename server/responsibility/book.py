"""Everything about who answers for what, in memory: what cases ask at each step.

All moments are aware UTC, all positions WGS-84 degrees. A book never changes; threads share it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from shapely.geometry.base import BaseGeometry

from server.geography.index import AreaIndex
from server.geography.measure import metres_from

CHIEF, SPONSOR = "chief", "sponsor"
DUTY_ROLES = (CHIEF, SPONSOR)
COMMUNITY, SEGMENT, POINT, COMPOUND = "community", "segment", "point", "compound"
SITE_KINDS = (POINT, COMPOUND)
YEARS = range(2000, 2100)
"""What a date may be in, so that a slip of the finger is not entered."""
TARGET_KINDS = (COMMUNITY, SEGMENT, *SITE_KINDS)


@dataclass(frozen=True, slots=True)
class Span:
    """From ``begin``, which belongs to it, to ``end``, which does not; ``None``: not begun, no end.

    What has no beginning holds at no moment.
    """

    begin: datetime | None
    end: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether ``at`` lies in it."""
        return self.begin is not None and self.begin <= at and (self.end is None or at < self.end)

    def meets(self, other: Span) -> bool:
        """Whether some moment lies in both; each must have begun."""
        if self.begin is None or other.begin is None:
            return False
        return (self.end is None or other.begin < self.end) and (
            other.end is None or self.begin < other.end
        )


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment: its drawn ``shape``, and ``reach``, that shape and the metres around it."""

    id: int
    code: str
    name: str
    area_id: int
    shape: BaseGeometry
    buffer_m: float
    reach: BaseGeometry
    span: Span

    def state(self, at: datetime) -> str:
        """``draft`` before its activation, then ``active`` until it is ``ended``."""
        if self.span.begin is None and self.span.end is None:
            return "draft"
        return "active" if self.span.holds(at) else "ended"


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """A point or compound with all that counts as there."""

    id: int
    kind: str
    code: str
    name: str
    area_id: int
    lat: float
    lon: float
    reach: BaseGeometry


@dataclass(frozen=True, slots=True)
class Duty:
    """A person keeps a segment (with ``role``) or answers for an area (without)."""

    subject_id: int
    role: str
    staff_id: int
    span: Span


@dataclass(frozen=True, slots=True)
class SponsorshipEntry:
    """An organisation stands by a target."""

    id: int
    organisation_id: int
    target: tuple[str, int]
    contact: str
    span: Span


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    """A claim on a segment that is waiting for its street, or approved."""

    id: int
    segment_id: int
    organisation_id: int
    claimed_at: datetime
    approved: bool


@dataclass(frozen=True, slots=True)
class TaskForceEntry:
    """A task force with the ids of its member organisations in order."""

    id: int
    organisation_id: int
    leader_id: int | None
    member_ids: tuple[int, ...]
    categories: frozenset[str]
    reach: BaseGeometry | None
    span: Span


class Book:
    """Answers about one state of the tables."""

    def __init__(
        self,
        segments: Iterable[SegmentEntry] = (),
        segment_duties: Iterable[Duty] = (),
        sites: Iterable[SiteEntry] = (),
        sponsorships: Iterable[SponsorshipEntry] = (),
        area_duties: Iterable[Duty] = (),
        bindings: Iterable[tuple[int, int]] = (),
        task_forces: Iterable[TaskForceEntry] = (),
        claims: Iterable[ClaimEntry] = (),
    ) -> None:
        """Index the rows; ``bindings`` are pairs of a staff and an area id, ``claims`` open."""
        self.segments = sorted(segments, key=lambda item: item.code)
        self.sites = sorted(sites, key=lambda item: (item.kind, item.code))
        self.sponsorships = tuple(sponsorships)
        self.task_forces = tuple(task_forces)
        self.claims = {claim.segment_id: claim for claim in claims}
        self._segments_by_id = {item.id: item for item in self.segments}
        self._sites_by_id = {item.id: item for item in self.sites}
        self._segment_index = AreaIndex([item.reach for item in self.segments])
        self._site_index = AreaIndex([item.reach for item in self.sites])
        drawn = [(item.id, item.reach) for item in self.task_forces if item.reach is not None]
        self._drawn = [number for number, _ in drawn]
        self._task_force_index = AreaIndex([reach for _, reach in drawn])
        self._segment_duties = _by_subject(segment_duties)
        self._area_duties = _by_subject(area_duties)
        self._by_target: Mapping[tuple[str, int], list[SponsorshipEntry]] = defaultdict(list)
        for sponsorship in self.sponsorships:
            self._by_target[sponsorship.target].append(sponsorship)
        self._workers: Mapping[int, set[int]] = defaultdict(set)
        for staff_id, area_id in bindings:
            self._workers[area_id].add(staff_id)

    def segments_at(self, lat: float, lon: float, at: datetime) -> list[SegmentEntry]:
        """The segments in force that reach a position, the nearest first, then by code."""
        hit = (self.segments[number] for number in self._segment_index.covering(lat, lon))
        standing = [item for item in hit if item.span.holds(at)]
        return sorted(standing, key=lambda item: (metres_from(lat, lon, item.shape), item.code))

    def segment_duty(self, segment_id: int, role: str, at: datetime) -> Duty | None:
        """Who keeps a segment in a role at a moment."""
        duties = self._segment_duties.get(segment_id, ())
        return next((d for d in duties if d.role == role and d.span.holds(at)), None)

    def segment_duties(self, segment_id: int) -> list[Duty]:
        """Everybody who ever kept a segment or will, by beginning."""
        return self._segment_duties.get(segment_id, [])

    def kept_by(self, staff_id: int, at: datetime) -> list[tuple[SegmentEntry, str]]:
        """The segments in force that a person keeps, by code, with the role."""
        return [
            (segment, duty.role)
            for segment in self.segments
            if segment.span.holds(at)
            for duty in self._segment_duties.get(segment.id, ())
            if duty.staff_id == staff_id and duty.span.holds(at)
        ]

    def area_duty(self, area_id: int, at: datetime) -> Duty | None:
        """Who answers for exactly this area at a moment."""
        duties = self._area_duties.get(area_id, ())
        return next((duty for duty in duties if duty.span.holds(at)), None)

    def area_duties(self, area_id: int) -> list[Duty]:
        """Everybody who ever answered for an area or will, by beginning."""
        return self._area_duties.get(area_id, [])

    def areas_answered_by(self, staff_id: int, at: datetime) -> list[int]:
        """The ids of the areas that a person answers for."""
        return sorted(
            area_id
            for area_id, duties in self._area_duties.items()
            if any(duty.staff_id == staff_id and duty.span.holds(at) for duty in duties)
        )

    def sponsored_at(
        self, area_ids: Collection[int], lat: float, lon: float, at: datetime
    ) -> list[SponsorshipEntry]:
        """The sponsorships in force of a place and of the areas around it, by id."""
        targets = [(COMMUNITY, area_id) for area_id in area_ids]
        targets += [(SEGMENT, item.id) for item in self.segments_at(lat, lon, at)]
        for number in self._site_index.covering(lat, lon):
            targets.append((self.sites[number].kind, self.sites[number].id))
        return sorted(
            (item for target in targets for item in self.sponsorships_of(target, at)),
            key=lambda item: item.id,
        )

    def sponsorships_of(self, target: tuple[str, int], at: datetime) -> list[SponsorshipEntry]:
        """The sponsorships of a target in force at a moment."""
        return [item for item in self._by_target.get(target, ()) if item.span.holds(at)]

    def task_forces_at(
        self, category: str | None, lat: float, lon: float, at: datetime
    ) -> list[TaskForceEntry]:
        """The task forces whose work a matter of a category at a position is, by id.

        ``category`` is a code; what has none yet belongs only to those without categories.
        """
        inside = {self._drawn[number] for number in self._task_force_index.covering(lat, lon)}
        return [
            item
            for item in self.task_forces
            if item.span.holds(at)
            and (item.reach is None or item.id in inside)
            and (not item.categories or category in item.categories)
        ]

    def workers_of(self, area_ids: Iterable[int]) -> set[int]:
        """The grid workers bound to one of the areas."""
        return {staff_id for area_id in area_ids for staff_id in self._workers.get(area_id, ())}

    def bound(self) -> dict[int, list[int]]:
        """The ids of the areas of each grid worker."""
        areas: dict[int, list[int]] = {}
        for area_id in sorted(self._workers):
            for staff_id in self._workers[area_id]:
                areas.setdefault(staff_id, []).append(area_id)
        return areas

    def bound_to(self, staff_id: int) -> list[int]:
        """The ids of the areas that a grid worker is bound to."""
        return sorted(area_id for area_id, staff in self._workers.items() if staff_id in staff)

    def target(self, kind: str, number: int) -> SegmentEntry | SiteEntry:
        """The segment, point or compound of an id. Raises ``KeyError`` when there is none."""
        return self._segments_by_id[number] if kind == SEGMENT else self._sites_by_id[number]


def _by_subject(duties: Iterable[Duty]) -> dict[int, list[Duty]]:
    found: dict[int, list[Duty]] = {}
    for duty in duties:
        found.setdefault(duty.subject_id, []).append(duty)
    return found
