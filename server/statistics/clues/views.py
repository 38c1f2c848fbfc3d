"""失责线索 as offices read them: whom the numbers point at, and who held each case how long.

Only facts of the journal and the clocks. Whether anybody is to blame is decided by people, outside
of this software (A25).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, func

from server.cases.models import Case, Clock
from server.cases.trail import Holding, holdings
from server.city.service import policy
from server.identity.queries import offices_named, people_named
from server.platform import clock
from server.platform.actor import Actor
from server.statistics.clues import queries
from server.statistics.queries import place_words, problem_words
from server.statistics.spans import Period, period_of

REASONS = ("late", "returned", "rework", "spot_check")
_HOUR = timedelta(hours=1)


def thresholds() -> dict[str, float]:
    """The city's numbers that make a clue."""
    city = policy()
    return {
        "late_hours": city.clue_late_hours,
        "late_cases": city.clue_late_cases,
        "returns": city.clue_returns,
        "rework": city.clue_rework,
        "spot_checks": city.clue_spot_checks,
    }


def clue_page(actor: Actor, period: Period, before: int | None, limit: int) -> dict[str, Any]:
    """Cases that are clues, latest first, each with its trail; seven queries however many."""
    now = clock.now()
    rows = queries.clue_cases(actor, period, now, before, limit + 1)
    shown = rows[:limit]
    ids = [row.id for row in shown]
    events, clocks = queries.events_of(ids), queries.main_clocks_of(ids)
    held = {number: holdings(events[number]) for number in ids}
    flat = [item for group in held.values() for item in group]
    offices = offices_named(item.organisation_id for item in flat)
    people = people_named(item.person_id for item in flat)
    return {
        "items": [
            _case(
                row,
                actor.locale,
                [_holder(item, clocks[row.id], now, offices, people) for item in held[row.id]],
            )
            for row in shown
        ],
        "total": queries.count_clues(actor, period, now),
        "next": str(shown[-1].id) if len(rows) > limit else None,
    }


def _case(row: Row[Any], locale: str, trail: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "number": row.number,
        "state": row.state,
        "place": place_words(row.area_id, row.address),
        "problem": problem_words(row, locale),
        "reasons": [name for name in REASONS if getattr(row, name)],
        "trail": trail,
    }


def _holder(
    item: Holding,
    clocks: list[Clock],
    now: datetime,
    offices: dict[int | None, dict[str, str]],
    people: dict[int | None, str],
) -> dict[str, Any]:
    over = sum(
        (item.within(one.due_at, one.stopped_at, now) for one in clocks if _ran(one, item, now)),
        timedelta(),
    )
    return {
        "organisation": offices[item.organisation_id],
        "person": people.get(item.person_id),
        "since": item.since,
        "until": item.until,
        "hours": round(item.held(now) / _HOUR, 2),
        "overdue_hours": round(over / _HOUR, 2),
    }


def _ran(one: Clock, item: Holding, now: datetime) -> bool:
    """Whether a clock of the holder ran past its time."""
    return one.organisation_id == item.organisation_id and (one.stopped_at or now) > one.due_at


def holders(actor: Actor, period: Period) -> dict[str, list[dict[str, Any]]]:
    """Organisations and people that the thresholds point at, with their numbers; six queries."""
    now = clock.now()
    person = func.coalesce(Case.person_id, Case.handler_id)
    by_office = _pointed_at(
        queries.by_holder(actor, period, now, Case.responsible_org_id),
        queries.late_by_holder(actor, period, now),
    )
    by_person = _pointed_at(
        queries.by_holder(actor, period, now, person),
        queries.late_by_holder(actor, period, now, person),
    )
    offices, people = offices_named(by_office), people_named(by_person)
    return {
        "organisations": _ordered(by_office, {key: one["name"] for key, one in offices.items()}),
        "people": _ordered(by_person, people),
    }


def _pointed_at(rows: list[Row[Any]], late: dict[int, int]) -> dict[int, dict[str, int]]:
    """The numbers of each holder of whom there is a clue; who has no case any more had some."""
    none = dict.fromkeys(("cases", *REASONS), 0)
    found = {number: none | {"cases": count, "late": count} for number, count in late.items()}
    for row in rows:
        held = {name: getattr(row, name) for name in REASONS if name != "late"}
        found[row.id] = {"cases": row.cases, **held, "late": late.get(row.id, 0)}
    least = dict.fromkeys(REASONS, 1) | {"late": policy().clue_late_cases}
    return {
        number: counts
        for number, counts in found.items()
        if any(counts[name] >= least[name] for name in REASONS)
    }


def _ordered(
    found: dict[int, dict[str, int]], names: Mapping[int | None, str]
) -> list[dict[str, Any]]:
    told = [{"name": names[number], **counts} for number, counts in found.items()]
    return sorted(told, key=lambda item: (-item["late"], item["name"]))


def clues_view(
    actor: Actor, since: date | None, until: date | None, *, before: int | None, limit: int
) -> dict[str, Any]:
    """A page of clues, and with the first one whom they point at."""
    period = period_of(since, until)
    page = clue_page(actor, period, before, limit)
    pointed = {"organisations": [], "people": []} if before else holders(actor, period)
    return {
        "since": period.since,
        "until": period.until,
        "thresholds": thresholds(),
        **page,
        **pointed,
    }
