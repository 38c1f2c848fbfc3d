"""失责线索 as tables for files and paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from server.city.service import time_zone
from server.platform.actor import Actor
from server.platform.i18n import t
from server.statistics.clues.views import REASONS, clue_page, holders, thresholds
from server.statistics.spans import Period, period_of
from server.statistics.tables import Table

_MOST = 1000
"""How many cases a file or a printed list holds at most."""


def clues_tables(actor: Actor, since: date | None, until: date | None) -> list[Table]:
    """Cases with their trails, organisations and people, for a file or for paper."""
    period = period_of(since, until)
    page = clue_page(actor, period, None, _MOST)
    pointed = holders(actor, period)
    locale, zone = actor.locale, time_zone()
    facts = _facts(period, locale)
    names = ("number", "problem", "place", "reasons", "organisation", "person")
    times = ("since", "until", "hours", "overdue_hours")
    cases = Table(
        title=t("clues.cases", locale),
        facts=facts,
        columns=[t(f"clues.column.{name}", locale) for name in (*names, *times)],
        rows=[
            (
                item["number"],
                item["problem"],
                item["place"],
                "、".join(t(f"clues.reason.{reason}", locale) for reason in item["reasons"]),
                held["organisation"]["name"],
                held["person"] or "",
                _moment(held["since"], zone),
                _moment(held["until"], zone),
                f"{held['hours']:g}",
                f"{held['overdue_hours']:g}",
            )
            for item in page["items"]
            for held in item["trail"]
        ],
    )
    return [cases, *(_pointed(name, rows, facts, locale) for name, rows in pointed.items())]


def _facts(period: Period, locale: str) -> list[tuple[str, str]]:
    numbers = {name: f"{number:g}" for name, number in thresholds().items()}
    return [
        (t("figures.period", locale, since=period.since, until=period.until), ""),
        (t("clues.thresholds", locale, **numbers), ""),
        (t("clues.about", locale), ""),
    ]


def _pointed(
    name: str, rows: Iterable[Mapping[str, Any]], facts: list[tuple[str, str]], locale: str
) -> Table:
    columns = ("name", "cases", *REASONS)
    return Table(
        title=t(f"clues.{name}", locale),
        facts=facts,
        columns=[t(f"clues.column.{column}", locale) for column in columns],
        rows=[[str(row[column]) for column in columns] for row in rows],
    )


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if at else ""
