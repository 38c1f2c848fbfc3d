"""Figures of a period: whistles, help, claimed segments, grid workers, supervision (mechanisms A).

Counted is what the actor may see; every section is a fixed number of queries, however many cases
there are. Percentages have one decimal, and are ``None`` where there is nothing to divide by.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from server.cases.states import ClockKind
from server.city.service import policy
from server.geography.service import ancestors
from server.identity.offices import Office, office_of_code
from server.identity.queries import offices_named
from server.platform import clock
from server.platform.actor import Actor
from server.platform.errors import Problem
from server.platform.i18n import t
from server.responsibility.book import SEGMENT
from server.responsibility.books import current_book
from server.responsibility.grids import WORKER_ROLE
from server.responsibility.queries import holders_of
from server.statistics.figures import queries
from server.statistics.spans import Period, period_of

COUNT, PERCENT = "count", "percent"
_TOO_LOW, _TOO_HIGH = "low", "high"


@dataclass(frozen=True)
class Row:
    """One line: whose it is, numbers by column, and codes of what is remarkable.

    ``organisation_id`` is what a choice of organisation is held against.
    """

    name: str
    values: Mapping[str, float | None]
    organisation_id: int | None
    note: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A table of figures: a code with words, the columns with their kinds, and the lines."""

    code: str
    columns: Mapping[str, str]
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class _Asked:
    actor: Actor
    period: Period
    now: datetime
    office: Office | None


def figures(
    actor: Actor, since: date | None, until: date | None, organisation: str | None
) -> tuple[Period, list[Section]]:
    """Every section for a period, of one organisation if one is named.

    Raises ``Problem("invalid", 422)`` for an unknown organisation or a period without days.
    """
    office = None
    if organisation is not None:
        office = office_of_code(organisation)
        if office is None:
            raise Problem("invalid", 422, fields={"organisation": ["choice"]})
    asked = _Asked(actor, period_of(since, until), clock.now(), office)
    sections = [make(asked) for make in _SECTIONS]
    return asked.period, [_narrowed(section, office) for section in sections]


def _narrowed(section: Section, office: Office | None) -> Section:
    if office is None:
        return section
    kept = [row for row in section.rows if row.organisation_id == office.id]
    return Section(section.code, section.columns, kept)


def percent(part: float, whole: float) -> float | None:
    """``part`` of ``whole`` in percent with one decimal; ``None`` of nothing."""
    return round(100 * part / whole, 1) if whole else None


def _called(asked: _Asked) -> Section:
    clocks = {
        (row.id, row.kind): row
        for row in queries.whistle_clocks(asked.actor, asked.period, asked.now)
    }
    calls = queries.whistle_calls(asked.actor, asked.period)
    rows = []
    for row, name in _with_office(calls):
        ack = clocks.get((row.id, ClockKind.WHISTLE_ACK))
        report = clocks.get((row.id, ClockKind.WHISTLE_REPORT_IN))
        never = ack.unanswered if ack else 0  # who does not even answer does not report in either
        values = {
            "calls": row.calls,
            "ack_rate": percent(ack.kept, ack.due) if ack else None,
            "report_rate": percent(
                report.kept if report else 0, (report.due if report else 0) + never
            ),
            "solved_rate": percent(row.confirmed, row.calls),
        }
        rows.append(Row(name, values, row.id))
    columns = {"calls": COUNT, "ack_rate": PERCENT, "report_rate": PERCENT, "solved_rate": PERCENT}
    return Section("whistle_departments", columns, rows)


def _whistled(asked: _Asked) -> Section:
    """How often streets whistle; both seldom and often is flagged, without a score (K28)."""
    city, rows = policy(), []
    offices = _street_offices(asked)
    for row in queries.street_whistles(asked.actor, asked.period):
        share = row.whistled / row.dispatched
        flags = []
        if share < city.whistle_rate_low_share:
            flags.append(_TOO_LOW)
        if share > city.whistle_rate_high_share:
            flags.append(_TOO_HIGH)
        values = {
            "dispatched": row.dispatched,
            "whistled": row.whistled,
            "whistle_rate": percent(row.whistled, row.dispatched),
        }
        name = ancestors(row.id)[-1].name
        rows.append(Row(name, values, offices(row.id), flags=tuple(flags)))
    columns = {"dispatched": COUNT, "whistled": COUNT, "whistle_rate": PERCENT}
    return Section("whistle_streets", columns, _by_name(rows))


def _street_offices(asked: _Asked) -> Callable[[int], int | None]:
    """The chosen organisation stands for its street if it is a street office."""
    office = asked.office if asked.office and asked.office.kind == "street" else None
    return lambda area_id: office.id if office and office.area_id == area_id else None


def _helped(asked: _Asked) -> Section:
    rows = [
        Row(
            name,
            {
                "asked": row.asked,
                "answered": row.answered,
                "in_time": row.in_time,
                "late": row.late,
                "closed": row.closed,
            },
            row.id,
        )
        for row, name in _with_office(queries.assistance(asked.actor, asked.period, asked.now))
    ]
    return Section(
        "assistance", dict.fromkeys(("asked", "answered", "in_time", "late", "closed"), COUNT), rows
    )


def _zones(asked: _Asked) -> Section:
    """The segments of the actor's area, how many have a claimant, and what happened on those."""
    book = current_book()
    here = [
        segment
        for segment in book.segments
        if segment.span.holds(asked.now) and _within(asked.actor, segment.area_id)
    ]
    claims = {
        item.id: book.claims[item.id]
        for item in here
        if item.id in book.claims and book.claims[item.id].approved
    }
    names = offices_named(claim.organisation_id for claim in claims.values())
    cases = {row.id: row for row in queries.zone_cases(asked.actor, claims.keys(), asked.period)}
    helped = {
        (row.id, row.organisation_id): row.helped
        for row in queries.zone_help(asked.actor, claims.keys(), asked.period)
    }
    rows = []
    for number, claim in claims.items():
        known = cases.get(number)
        values = {
            "accepted": known.accepted if known else 0,
            "closed": known.closed if known else 0,
            "helped": helped.get((number, claim.organisation_id), 0),
        }
        segment, claimant = book.target(SEGMENT, number), names[claim.organisation_id]["name"]
        rows.append(Row(segment.name, values, claim.organisation_id, note=claimant))
    columns = dict.fromkeys(("accepted", "closed", "helped"), COUNT)
    total = Row(
        t("figures.zones.total", asked.actor.locale, claimed=len(claims), all=len(here)),
        dict.fromkeys(columns)
        | {name: sum(row.values[name] or 0 for row in rows) for name in columns},
        asked.office.id if asked.office else None,
        flags=("total",),
    )
    return Section("zones", columns, [*_by_name(rows), total])


def _workers(asked: _Asked) -> Section:
    people = [
        (person, office)
        for person, office in holders_of(WORKER_ROLE)
        if _within(asked.actor, office.area_id)
    ]
    ids = [person.id for person, _ in people]
    looked = {row.id: row.times for row in queries.verifications(asked.actor, ids, asked.period)}
    checked = {row.id: row.times for row in queries.checks(asked.actor, ids, asked.period)}
    filed = queries.proxy_reports(asked.actor, ids, asked.period)
    rows = []
    for person, office in people:
        counts = [found.get(person.id, 0) for found in (looked, checked, filed)]
        values = dict(zip(("verified", "checked", "filed"), counts, strict=True))
        rows.append(Row(person.name, values | {"work": sum(counts)}, office.id, note=office.name))
    columns = dict.fromkeys(("verified", "checked", "filed", "work"), COUNT)
    return Section(
        "grid_workers", columns, sorted(rows, key=lambda row: -(row.values["work"] or 0))
    )


def _supervised(asked: _Asked) -> Section:
    rows = [
        Row(
            name,
            {
                "raised": row.raised,
                "due": row.due,
                "reply_rate": percent(row.replied, row.due),
                "done_rate": percent(row.done, row.due),
            },
            row.id,
        )
        for row, name in _with_office(queries.supervisions(asked.actor, asked.period, asked.now))
    ]
    columns = {"raised": COUNT, "due": COUNT, "reply_rate": PERCENT, "done_rate": PERCENT}
    return Section("supervisions", columns, rows)


_SECTIONS = (_called, _whistled, _helped, _supervised, _zones, _workers)


def _with_office(rows: Collection[Any]) -> list[tuple[Any, str]]:
    """Rows with the names of the organisations that they are about, in the order of the names."""
    names = offices_named(row.id for row in rows)
    return sorted(((row, names[row.id]["name"]) for row in rows), key=lambda pair: pair[1])


def _by_name(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.name)


def _within(actor: Actor, area_id: int | None) -> bool:
    """Whether an area is the actor's or lies below it."""
    return area_id is not None and (actor.area_id in {area.id for area in ancestors(area_id)})
