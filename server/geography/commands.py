"""Commands of `flask areas`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from server.geography.datum import Datum
from server.geography.importer import import_path
from server.geography.levels import Level
from server.geography.planner import ImportOptions
from server.geography.report import Outcome
from server.geography.service import close_area
from server.platform import clock
from server.platform.actor import SYSTEM
from server.platform.commands import Commands
from server.platform.i18n import DEFAULT, t

area_commands = Commands("areas", help="Areas and their boundaries.")
_LEVELS = [level.value for level in Level]
_DATUMS = [datum.value for datum in Datum]


class _Moment(click.ParamType[datetime]):
    """An ISO 8601 moment with its offset."""

    name = "moment"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not an ISO 8601 moment", param, ctx)
        if moment.tzinfo is None:
            self.fail(f"{value!r} has no offset, such as +08:00", param, ctx)
        return moment


@area_commands.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--level", type=click.Choice(_LEVELS), required=True, help="What the areas are.")
@click.option("--datum", type=click.Choice(_DATUMS), default="wgs84", show_default=True)
@click.option("--parent", help="Code of the area above, for rows that name none.")
@click.option("--kind", help="What the grids are that do not say it, such as building.")
@click.option("--label", default="", help="Words shown with the shapes.")
@click.option("--valid-from", type=_Moment(), help="When the changes begin. [default: now]")
@click.option("--dry-run", is_flag=True, help="Report only, write nothing.")
def import_areas(
    path: Path,
    level: str,
    datum: str,
    parent: str | None,
    kind: str | None,
    label: str,
    valid_from: datetime | None,
    dry_run: bool,
) -> None:
    """Import a GeoJSON file, or all of a folder; exit 1 when a row is refused."""
    options = ImportOptions(Level(level), Datum(datum), parent, kind, label, valid_from, dry_run)
    report = import_path(path, options, SYSTEM)
    for row in report.rows:
        click.echo(row.words(DEFAULT))
    click.echo(report.summary(DEFAULT))
    if dry_run:
        click.echo(t("area_import.dry_run", DEFAULT))
    sys.exit(1 if report.counts[Outcome.REFUSED] else 0)


@area_commands.command("close")
@click.argument("code")
@click.option("--at", type=_Moment(), help="The moment it ends. [default: now]")
def close(code: str, at: datetime | None) -> None:
    """End an area and its boundary; cases keep it."""
    close_area(code, at or clock.now())
