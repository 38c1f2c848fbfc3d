"""What the API shows of segments, sponsors, areas and task forces: rows for ``orjson``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from server.geography.levels import Level
from server.geography.service import AreaRef, ancestors, areas_at
from server.platform import clock
from server.platform.errors import not_found
from server.responsibility.book import (
    CHIEF,
    COMMUNITY,
    SEGMENT,
    SITE_KINDS,
    SPONSOR,
    Book,
    Duty,
    SegmentEntry,
    SiteEntry,
    SponsorshipEntry,
)
from server.responsibility.books import current_book
from server.responsibility.queries import (
    Named,
    PersonRef,
    holders_of,
    organisations_named,
    people_named,
)
from server.responsibility.shapes import geojson
from server.responsibility.targets import target_named


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


def site_views() -> list[dict[str, Any]]:
    """Every point and compound."""
    book = current_book()
    return _sites(book, book.sites)


def site_view(kind: str, code: str) -> dict[str, Any]:
    """One point or compound. Raises ``not_found``."""
    book = current_book()
    found = [item for item in book.sites if (item.kind, item.code) == (kind, code)]
    if not found:
        raise not_found()
    return _sites(book, found)[0]


def sponsorship_views() -> dict[str, Any]:
    """Every sponsorship, and how many targets of each kind have one."""
    book = current_book()
    return {"items": _sponsorships(book, book.sponsorships), "coverage": coverage(book)}


def sponsorship_view(number: int) -> dict[str, Any]:
    """One sponsorship. Raises ``not_found``."""
    book = current_book()
    found = [item for item in book.sponsorships if item.id == number]
    if not found:
        raise not_found()
    return _sponsorships(book, found)[0]


def coverage(book: Book) -> list[dict[str, Any]]:
    """How many targets of each kind have an active sponsor, of how many in all."""
    now = clock.now()
    targets = {
        COMMUNITY: {area.id for area in areas_at(Level.COMMUNITY)},
        SEGMENT: {item.id for item in book.segments if item.span.holds(now)},
        **{kind: {item.id for item in book.sites if item.kind == kind} for kind in SITE_KINDS},
    }
    sponsored = {item.target for item in book.sponsorships if item.span.holds(now)}
    return [
        {
            "kind": kind,
            "covered": sum((kind, number) in sponsored for number in numbers),
            "all": len(numbers),
        }
        for kind, numbers in targets.items()
    ]


def role_views(role: str | None) -> list[dict[str, Any]]:
    """Everybody in service, or with a role, to choose from."""
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
    claims = {item.id: book.claims[item.id] for item in segments if item.id in book.claims}
    claimants = organisations_named({claim.organisation_id for claim in claims.values()})

    def holder(segment: SegmentEntry, role: str) -> dict[str, Any] | None:
        duty = book.segment_duty(segment.id, role, now)
        return person_view(people[duty.staff_id]) if duty is not None else None

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
            "duties": duty_views(duties[segment.id], people),
            "claimed_by": named(claimants[claims[segment.id].organisation_id])
            if segment.id in claims
            else None,
        }
        for segment in segments
    ]


def duty_views(duties: Iterable[Duty], people: dict[int, PersonRef]) -> list[dict[str, Any]]:
    """Who had a post when."""
    return [
        {
            "role": duty.role,
            "person": person_view(people[duty.staff_id]),
            "from": duty.span.begin,
            "to": duty.span.end,
        }
        for duty in duties
    ]


def person_view(person: PersonRef) -> dict[str, Any]:
    """Somebody by id and name."""
    return {"id": person.id, "name": person.name}


def _sites(book: Book, sites: Iterable[SiteEntry]) -> list[dict[str, Any]]:
    now, sites = clock.now(), list(sites)
    held = {item.id: book.sponsorships_of((item.kind, item.id), now) for item in sites}
    organisations = organisations_named(
        {entry.organisation_id for entries in held.values() for entry in entries}
    )
    return [
        {
            "kind": site.kind,
            "code": site.code,
            "name": site.name,
            "community": area_view(ancestors(site.area_id)[-1]),
            "lat": site.lat,
            "lon": site.lon,
            "geometry": geojson(site.reach),
            "sponsors": [named(organisations[entry.organisation_id]) for entry in held[site.id]],
        }
        for site in sites
    ]


def _sponsorships(book: Book, entries: Iterable[SponsorshipEntry]) -> list[dict[str, Any]]:
    now, entries = clock.now(), list(entries)
    organisations = organisations_named({entry.organisation_id for entry in entries})
    return [
        {
            "id": entry.id,
            "organisation": {
                **named(organisations[entry.organisation_id]),
                "kind": organisations[entry.organisation_id].kind,
            },
            "target": {"kind": entry.target[0], **named(target_named(book, *entry.target))},
            "contact": entry.contact,
            "from": entry.span.begin,
            "to": entry.span.end,
            "active": entry.span.holds(now),
        }
        for entry in entries
    ]
