"""Commands about the calendar and its clocks."""

from __future__ import annotations

import math
from datetime import MAXYEAR, MINYEAR, datetime
from typing import Any

import click

from server.deadlines import service
from server.deadlines.holidays import UnpublishedYearError
from server.deadlines.working_time import Unit
from server.platform.commands import Commands
from server.platform.db import unit_of_work
from server.platform.i18n import t

clock_commands = Commands("clock", help="Reckon with limits.")
calendar_commands = Commands("calendar", help="Keep the working days.")


class _Finite(click.FloatRange):
    """A number in a range, neither infinite nor ``nan``, which no range keeps out."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value!r} is not a number", param, ctx)
        return number


@clock_commands.command("due")
@click.option("--start", required=True, help="ISO 8601; without an offset, the city's wall clock.")
@click.option("--limit", required=True, type=_Finite(min=0), help="How many units.")
@click.option("--type", "unit", required=True, type=click.Choice([unit.value for unit in Unit]))
def due(start: str, limit: float, unit: str) -> None:
    """Print when a limit ends, as its last line, in the city's own offset."""
    try:
        begin = datetime.fromisoformat(start)
    except ValueError as error:
        raise click.ClickException(t("command.due_start", start=start)) from error
    try:
        result = service.due(begin, limit, unit)
    except (ValueError, OverflowError) as error:
        words = t("command.due_beyond", start=start, limit=f"{limit:g}")
        raise click.ClickException(words) from error
    if result.warning is not None:
        click.echo(t(f"deadline.{result.warning.code}", year=result.warning.year))
    click.echo(result.at.astimezone(service.calendar().zone).isoformat())


@calendar_commands.command("seed")
@click.argument("years", nargs=-1, required=True, type=click.IntRange(MINYEAR, MAXYEAR))
def seed(years: tuple[int, ...]) -> None:
    """Add the published working days and holidays of YEARS; days set by staff stay."""
    for year in years:
        try:
            with unit_of_work() as session:
                added = service.seed_year(session, year)
        except UnpublishedYearError as error:
            raise click.ClickException(t("deadline.calendar_year_unknown", year=year)) from error
        click.echo(t("deadline.year_seeded", year=year, count=added))
