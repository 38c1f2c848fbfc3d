"""What the API shows of segments, sponsors, areas and task forces: rows for ``orjson``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from server.geography.service import AreaRef, ancestors
from server.platform import clock
from server.platform.errors import not_found
from server.responsibility.book import CHIEF, SPONSOR, Book, Duty, SegmentEntry
from server.responsibility.books import current_book
from server.responsibility.queries import Named, PersonRef, holders_of, people_named
from server.responsibility.shapes import geojson


def segment_views() -> list[dict[str, Any]]:
    """Every segment by code, ended ones too."""
    book = current_book()
    return _segments(book, book.segments)


def segment_view(code: str) -> dict[str, Any]:
    """One segment. Raises ``not_found``."""
    book = current_book()
    found = [item for item in book.segments if item.code == code]
    if not found:
        raise not_found()
    return _segments(book, found)[0]


def role_views(role: str) -> list[dict[str, Any]]:
    """Everybody in service with a role, to choose from."""
    return [
        {"id": person.id, "name": person.name, "organisation": named(organisation)}
        for person, organisation in holders_of(role)
    ]


def named(item: Named) -> dict[str, str]:
    """Something by its code and name."""
    return {"code": item.code, "name": item.name}


def area_view(area: AreaRef) -> dict[str, str]:
    """An area by name."""
    return {"code": area.code, "name": area.name, "level": area.level}


def _segments(book: Book, segments: list[SegmentEntry]) -> list[dict[str, Any]]:
    now = clock.now()
    duties = {segment.id: book.segment_duties(segment.id) for segment in segments}
    people = people_named(duty.staff_id for held in duties.values() for duty in held)

    def holder(segment: SegmentEntry, role: str) -> dict[str, Any] | None:
        duty = book.segment_duty(segment.id, role, now)
        return _person(people[duty.staff_id]) if duty is not None else None

    return [
        {
            "code": segment.code,
            "name": segment.name,
            "community": area_view(ancestors(segment.area_id)[-1]),
            "geometry": geojson(segment.shape),
            "buffer_m": segment.buffer_m,
            "state": segment.state(now),
            "from": segment.span.begin,
            "to": segment.span.end,
            "chief": holder(segment, CHIEF),
            "sponsor": holder(segment, SPONSOR),
            "duties": _duties(duties[segment.id], people),
        }
        for segment in segments
    ]


def _duties(duties: Iterable[Duty], people: dict[int, PersonRef]) -> list[dict[str, Any]]:
    return [
        {
            "role": duty.role,
            "person": _person(people[duty.staff_id]),
            "from": duty.span.begin,
            "to": duty.span.end,
        }
        for duty in duties
    ]


def _person(person: PersonRef) -> dict[str, Any]:
    return {"id": person.id, "name": person.name}
