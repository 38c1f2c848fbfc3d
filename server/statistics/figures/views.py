"""Figures as the API answers them, and as tables for files and paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from server.platform.actor import Actor
from server.platform.i18n import t
from server.statistics.figures.sections import COUNT, Section, figures
from server.statistics.tables import Table


def figures_view(
    actor: Actor, since: date | None, until: date | None, organisation: str | None
) -> dict[str, Any]:
    """Every section with its words; labels are in the actor's language."""
    period, sections = figures(actor, since, until, organisation)
    return {
        "since": period.since,
        "until": period.until,
        "sections": [_section(section, actor.locale) for section in sections],
    }


def _section(section: Section, locale: str) -> dict[str, Any]:
    return {
        "code": section.code,
        "name": t(f"figures.{section.code}", locale),
        "about": t(f"figures.{section.code}.about", locale),
        "columns": [
            {"code": code, "name": t(f"figures.column.{code}", locale), "kind": kind}
            for code, kind in section.columns.items()
        ],
        "rows": [
            {
                "name": row.name,
                "note": row.note,
                "flags": row.flags,
                "values": [row.values[code] for code in section.columns],
            }
            for row in section.rows
        ],
    }


def figures_tables(shown: Mapping[str, Any], locale: str) -> list[Table]:
    """What ``figures_view`` shows, a table a section."""
    period = t("figures.period", locale, since=shown["since"], until=shown["until"])
    return [
        Table(
            title=section["name"],
            facts=[(period, ""), (section["about"], "")],
            columns=[
                t("figures.column.name", locale),
                *(column["name"] for column in section["columns"]),
            ],
            rows=[
                [_named(row, locale), *_cells(row["values"], section["columns"])]
                for row in section["rows"]
            ],
        )
        for section in shown["sections"]
    ]


def _named(row: Mapping[str, Any], locale: str) -> str:
    flags = (t(f"figures.flag.{flag}", locale) for flag in row["flags"] if flag != "total")
    return " · ".join(filter(None, (row["name"], row["note"], *flags)))


def _cells(values: Iterable[float | None], columns: Iterable[Mapping[str, str]]) -> list[str]:
    return [
        "—" if value is None else f"{value:g}" if column["kind"] == COUNT else f"{value:.1f}%"
        for value, column in zip(values, columns, strict=True)
    ]
