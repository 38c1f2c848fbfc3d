"""Is everything answered for? Every check at once, with the names of what is missing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from server.catalog.service import catalogue
from server.catalog.values import NOBODY, CategoryView
from server.geography.levels import Level
from server.geography.service import AreaRef, areas_at, chains_of_streets
from server.identity.offices import offices_at
from server.platform import clock
from server.platform.db import db
from server.responsibility.book import DUTY_ROLES, SegmentEntry
from server.responsibility.books import current_book
from server.responsibility.grids import WORKER_ROLE
from server.responsibility.queries import active_organisation_ids, holders_of, in_service
from server.responsibility.segments import KEEPER_ROLE

ANSWERED_LEVELS = (Level.STREET, Level.COMMUNITY, Level.GRID)


@dataclass(frozen=True)
class LeadGap:
    """Nobody leads for a lead type in a street; ``categories`` are what cannot be dispatched."""

    street: AreaRef
    lead_type: str
    categories: tuple[CategoryView, ...]


def lead_gaps() -> list[LeadGap]:
    """Streets and lead types without an organisation in service to lead (责任清单)."""
    known, now, active = catalogue(), clock.now(), active_organisation_ids()
    by_lead: defaultdict[str, list[CategoryView]] = defaultdict(list)
    for category in known.categories:
        if category.lead_type != NOBODY:
            by_lead[category.lead_type].append(category)
    return [
        LeadGap(chain[-1], lead_type, tuple(categories))
        for chain in chains_of_streets()
        for lead_type, categories in sorted(by_lead.items())
        if known.lead(lead_type, [area.id for area in chain], now) not in active
    ]


def office_gaps() -> list[AreaRef]:
    """The streets where reports are refused: no office of theirs, no centre of their district."""
    chains = chains_of_streets()
    around = {chain[-1].id: _district(chain) for chain in chains}
    offices = offices_at((*around.keys(), *{*around.values()}), ("street", "centre"))
    there = {(office.kind, office.area_id) for office in offices}
    return [
        chain[-1]
        for chain in chains
        if not there & {("street", chain[-1].id), ("centre", around[chain[-1].id])}
    ]


def _district(chain: tuple[AreaRef, ...]) -> int:
    """The area whose centre takes what a street office does not: as the routing of cases has it."""
    by_level = {area.level: area.id for area in chain}
    return by_level.get(Level.DISTRICT, by_level.get(Level.CITY, chain[0].id))


def segment_gaps() -> list[tuple[SegmentEntry, list[str]]]:
    """The segments without 1+1 (未落实1+1), by code, with the roles that nobody in service has."""
    book, now = current_book(), clock.now()
    standing = [segment for segment in book.segments if segment.state(now) != "ended"]
    duties = {
        (segment.id, role): book.segment_duty(segment.id, role, now)
        for segment in standing
        for role in DUTY_ROLES
    }
    held = {key: duty.staff_id for key, duty in duties.items() if duty is not None}
    able = in_service(db.session(), held.values(), KEEPER_ROLE)
    missing = {
        segment.id: [role for role in DUTY_ROLES if held.get((segment.id, role)) not in able]
        for segment in standing
    }
    return [(segment, missing[segment.id]) for segment in standing if missing[segment.id]]


def area_gaps() -> list[AreaRef]:
    """The streets, communities and grids for which nobody in service answers."""
    book, now = current_book(), clock.now()
    areas = [area for level in ANSWERED_LEVELS for area in areas_at(level)]
    duties = {area.id: book.area_duty(area.id, now) for area in areas}
    held = {number: duty.staff_id for number, duty in duties.items() if duty is not None}
    able = in_service(db.session(), held.values())
    return [area for area in areas if held.get(area.id) not in able]


def unbound_workers() -> list[tuple[int, str]]:
    """Id and name of the grid workers in service who have no area."""
    bound = current_book().bound()
    holders = holders_of(WORKER_ROLE)
    return [(person.id, person.name) for person, _ in holders if person.id not in bound]
