"""Commands of `flask sponsorships` and `flask responsibility`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from server.platform.actor import SYSTEM
from server.platform.commands import Commands
from server.platform.i18n import DEFAULT, t
from server.responsibility.checks import lead_gaps
from server.responsibility.importing import Outcome, import_sponsorships

sponsorship_commands = Commands("sponsorships", help="Who stands by which point or area.")
responsibility_commands = Commands("responsibility", help="Who answers for what.")


@sponsorship_commands.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Report only, write nothing.")
def import_file(path: Path, dry_run: bool) -> None:
    """Enter the rows of a CSV or XLSX file; exit 1 when one could not be."""
    report = import_sponsorships(SYSTEM, path.read_bytes(), dry_run=dry_run)
    for row in report.rows:
        outcome = t(f"sponsorship_import.{row.outcome}", DEFAULT)
        what = "  ".join(filter(None, (row.organisation, row.target, row.contact)))
        click.echo(t("sponsorship_import.line", DEFAULT, line=row.line, outcome=outcome, row=what))
    ok, duplicate = report.counts[Outcome.OK], report.counts[Outcome.DUPLICATE]
    bad = len(report.rows) - ok - duplicate
    click.echo(t("sponsorship_import.summary", DEFAULT, ok=ok, duplicate=duplicate, bad=bad))
    if dry_run:
        click.echo(t("sponsorship_import.dry_run", DEFAULT))
    sys.exit(0 if {row.outcome for row in report.rows} <= {Outcome.OK, Outcome.DUPLICATE} else 1)


@responsibility_commands.command("check")
def check() -> None:
    """Exit 1 and name each street and category that nobody leads for."""
    gaps = lead_gaps()
    for gap in gaps:
        categories = " ".join(f"{item.code} {item.name(DEFAULT)}" for item in gap.categories)
        click.echo(f"{gap.street.name} {gap.lead_type}: {categories}")
    if not gaps:
        click.echo(t("responsibility.complete", DEFAULT))
    sys.exit(1 if gaps else 0)
