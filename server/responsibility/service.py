"""What other packages ask: who answers for a place, and which places are a person's.

Positions are WGS-84 degrees, moments aware UTC, ``area_ids`` the areas around a place (city
first), as ``geography.service.locate`` gives them. All need an application context. Each costs at
most one small query a transaction for the state of the tables, and one for names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from server.catalog.service import catalogue
from server.geography.service import ancestors
from server.platform import clock
from server.platform.db import db
from server.responsibility.book import CHIEF, SPONSOR, Duty, TaskForceEntry
from server.responsibility.books import current_book
from server.responsibility.queries import (
    PersonRef,
    in_service,
    organisations_named,
    people_named,
)

__all__ = ["PersonRef", "TaskForceEntry"]


@dataclass(frozen=True, slots=True)
class SegmentRef:
    """A road segment."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Keepers:
    """A segment with its 路长 (chief) and its 包保干部 (sponsor)."""

    segment: SegmentRef
    chief: PersonRef | None
    sponsor: PersonRef | None

    @property
    def staff_ids(self) -> tuple[int, ...]:
        """The ids of both."""
        return tuple(who.id for who in (self.chief, self.sponsor) if who is not None)


@dataclass(frozen=True, slots=True)
class SponsorRef:
    """An organisation that stands by a place; ``target_kind`` says by virtue of what."""

    organisation_id: int
    code: str
    name: str
    contact: str
    target_kind: str


def keepers_at(lat: float, lon: float, at: datetime) -> list[Keepers]:
    """The segments in force at ``at`` that reach a position, each with who kept it then.

    The nearest comes first; more than one where roads meet, none off the roads.
    """
    book = current_book()
    segments = book.segments_at(lat, lon, at)
    chiefs = {item.id: book.segment_duty(item.id, CHIEF, at) for item in segments}
    sponsors = {item.id: book.segment_duty(item.id, SPONSOR, at) for item in segments}
    duties = [duty for duty in (*chiefs.values(), *sponsors.values()) if duty is not None]
    people = people_named(duty.staff_id for duty in duties)

    def person(duty: Duty | None) -> PersonRef | None:
        return people[duty.staff_id] if duty is not None else None

    return [
        Keepers(
            SegmentRef(segment.id, segment.code, segment.name),
            person(chiefs[segment.id]),
            person(sponsors[segment.id]),
        )
        for segment in segments
    ]


def segment_keepers_for(staff_id: int) -> list[tuple[SegmentRef, str]]:
    """The segments that a person keeps now, with the role ``chief`` or ``sponsor``."""
    return [
        (SegmentRef(segment.id, segment.code, segment.name), role)
        for segment, role in current_book().kept_by(staff_id, clock.now())
    ]


def segment_at(lat: float, lon: float, at: datetime) -> int | None:
    """The id of the segment in force at ``at`` that is nearest to a position, if one reaches it."""
    return next((item.id for item in current_book().segments_at(lat, lon, at)), None)


def task_forces_of(organisation_id: int | None, at: datetime) -> list[int]:
    """The ids of the task forces at work at ``at`` that an organisation is, or is in."""
    return [
        item.id
        for item in current_book().task_forces
        if item.span.holds(at) and organisation_id in (item.organisation_id, *item.member_ids)
    ]


def sponsors_at(area_ids: Sequence[int], lat: float, lon: float, at: datetime) -> list[SponsorRef]:
    """The organisations that stand by a place at ``at``, each once: its nearest kind of target.

    A point or compound is nearer than a segment, and that nearer than a community.
    """
    nearest = {"community": 2, "segment": 1}
    entries = current_book().sponsored_at(area_ids, lat, lon, at)
    entries.sort(key=lambda item: (nearest.get(item.target[0], 0), item.id))
    once = {item.organisation_id: item for item in reversed(entries)}
    chosen = [item for item in entries if once[item.organisation_id] is item]
    organisations = organisations_named(once)
    return [
        SponsorRef(
            item.organisation_id,
            organisations[item.organisation_id].code,
            organisations[item.organisation_id].name,
            item.contact,
            item.target[0],
        )
        for item in chosen
        if organisations[item.organisation_id].active
    ]


def task_forces_at(
    category_id: int | None, lat: float, lon: float, at: datetime
) -> list[TaskForceEntry]:
    """The task forces (工作专班) at work at ``at`` on such matters there, oldest first.

    ``organisation_id`` is the task force itself, ``member_ids`` are the organisations in it. A
    matter without a category belongs only to task forces that take all categories.
    """
    category = catalogue().category(category_id) if category_id is not None else None
    return current_book().task_forces_at(category.code if category else None, lat, lon, at)


def grid_workers_of(area_ids: Iterable[int]) -> list[int]:
    """The ids of the grid workers (网格员) in service who are bound to one of the areas."""
    bound = current_book().workers_of(area_ids)
    return sorted(in_service(db.session(), bound)) if bound else []


def areas_of_grid_worker(staff_id: int) -> list[int]:
    """The ids of the areas that a grid worker is bound to; those below them count too."""
    return current_book().bound_to(staff_id)


def responsible_person(area_id: int, at: datetime) -> PersonRef | None:
    """Who answered at ``at`` for an area, or for the nearest area above it that had somebody.

    Raises ``KeyError`` for an area that never was.
    """
    book = current_book()
    for area in reversed(ancestors(area_id)):
        duty = book.area_duty(area.id, at)
        if duty is not None:
            return people_named([duty.staff_id])[duty.staff_id]
    return None
