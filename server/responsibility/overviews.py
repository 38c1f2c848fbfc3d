"""What the API shows of claims, gaps, one's own targets, and of the public responsibility list."""

from __future__ import annotations

from typing import Any

from server.catalog.service import catalogue
from server.catalog.values import NOBODY
from server.geography.service import AreaRef, chains_of_streets
from server.platform import clock
from server.platform.actor import Actor
from server.platform.errors import not_found
from server.platform.i18n import t
from server.responsibility import checks
from server.responsibility.book import SEGMENT, Book, ClaimEntry
from server.responsibility.books import current_book
from server.responsibility.claims import may_decide
from server.responsibility.figures import figures_of
from server.responsibility.homes import own_targets
from server.responsibility.queries import organisations_named
from server.responsibility.views import area_view, coverage, named


def claim_views(actor: Actor) -> list[dict[str, Any]]:
    """The open claims of the actor's organisation or street, all for administrators."""
    book = current_book()
    claims = [claim for claim in book.claims.values() if _sees(actor, book, claim)]
    organisations = organisations_named({claim.organisation_id for claim in claims})
    return [
        {
            "id": claim.id,
            "segment": named(book.target(SEGMENT, claim.segment_id)),
            "organisation": named(organisations[claim.organisation_id]),
            "at": claim.claimed_at,
            "approved": claim.approved,
            "may_decide": not claim.approved
            and may_decide(actor, book.target(SEGMENT, claim.segment_id).area_id),
        }
        for claim in sorted(claims, key=lambda claim: claim.id)
    ]


def claim_view(actor: Actor, claim_id: int) -> dict[str, Any]:
    """One claim. Raises ``not_found``."""
    found = next((item for item in claim_views(actor) if item["id"] == claim_id), None)
    if found is None:
        raise not_found()
    return found


def _sees(actor: Actor, book: Book, claim: ClaimEntry) -> bool:
    return (
        actor.may("responsibility.manage")
        or claim.organisation_id == actor.organisation_id
        or may_decide(actor, book.target(SEGMENT, claim.segment_id).area_id)
    )


def gap_views(locale: str) -> dict[str, Any]:
    """Every check at once: what nobody answers for, and how much has a sponsor or claimant."""
    book, now = current_book(), clock.now()
    active = [segment.id for segment in book.segments if segment.span.holds(now)]
    claimed = [book.claims[number] for number in active if number in book.claims]
    return {
        "segments": [
            {**named(segment), "state": segment.state(now), "missing": missing}
            for segment, missing in checks.segment_gaps()
        ],
        "areas": [area_view(area) for area in checks.area_gaps()],
        "grid_workers": [{"id": number, "name": name} for number, name in checks.unbound_workers()],
        "offices": [named(area) for area in checks.office_gaps()],
        "leads": [
            {
                "street": named(gap.street),
                "lead_type": gap.lead_type,
                "categories": [
                    {"code": item.code, "name": item.name(locale)} for item in gap.categories
                ],
            }
            for gap in checks.lead_gaps()
        ],
        "coverage": coverage(book),
        "claims": {
            "all": len(active),
            "claimed": sum(claim.approved for claim in claimed),
            "asked": sum(not claim.approved for claim in claimed),
        },
    }


def segment_figures(actor: Actor) -> list[dict[str, Any]]:
    """What waits on each segment in force, cases about the actor's own office aside."""
    book, now = current_book(), clock.now()
    active = [segment for segment in book.segments if segment.span.holds(now)]
    figures = figures_of(book, [(SEGMENT, segment.id) for segment in active], actor.organisation_id)
    return [
        {
            **named(segment),
            "open": figures[SEGMENT, segment.id].open,
            "overdue": figures[SEGMENT, segment.id].overdue,
            "recurred": figures[SEGMENT, segment.id].recurred,
        }
        for segment in active
    ]


def home_views(actor: Actor) -> list[dict[str, Any]]:
    """What the actor answers for, with figures."""
    return [
        {
            "target": {"kind": own.kind, **named(own.target)},
            "capacity": own.capacity,
            "open": own.figures.open,
            "overdue": own.figures.overdue,
            "recurred": own.figures.recurred,
        }
        for own in own_targets(actor)
    ]


def responsibility_list(street_code: str | None, locale: str) -> dict[str, Any]:
    """Who leads what in a street now, for everybody to read; without a code, in the first one.

    Raises ``not_found`` for what is no street.
    """
    chains = {chain[-1].code: chain for chain in chains_of_streets()}
    if street_code is None:
        street_code = next(iter(chains), None)
    chain = chains.get(street_code) if street_code is not None else None
    if chain is None and street_code is not None:
        raise not_found()
    return {
        "street": area_view(chain[-1]) if chain else None,
        "streets": [area_view(chain[-1]) for chain in chains.values()],
        "items": _charges(chain, locale) if chain else [],
    }


def _charges(chain: tuple[AreaRef, ...], locale: str) -> list[dict[str, Any]]:
    known, now, area_ids = catalogue(), clock.now(), [area.id for area in chain]

    def leads(lead_type: str) -> int | None:
        return None if lead_type == NOBODY else known.lead(lead_type, area_ids, now)

    types = {name for item in known.categories for name in (item.lead_type, *item.co_leads)}
    by_type = {name: leads(name) for name in types}
    organisations = organisations_named({found for found in by_type.values() if found is not None})

    def name_of(lead_type: str) -> str | None:
        found = by_type[lead_type]
        return organisations[found].name if found is not None else None

    return [
        {
            "code": item.code,
            "name": item.name(locale),
            "tile": item.tile,
            "tile_name": t(f"tile.{item.tile}", locale),
            "lead": None if item.lead_type == NOBODY else name_of(item.lead_type),
            "outside": item.lead_type == NOBODY,
            "co_leads": [name for lead in item.co_leads if (name := name_of(lead)) is not None],
            "label": item.label,
            "conditions": [
                {
                    "text": condition.text,
                    "limit": condition.limit,
                    "unit": condition.unit,
                    "close_standard": condition.close_standard,
                }
                for condition in item.conditions
            ],
        }
        for item in known.categories
    ]
