"""Commands of `flask`; each only names the function that does the work."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import Flask, current_app

from server import docs
from server.cases.commands import search_commands
from server.cases.verify import findings
from server.deadlines.commands import calendar_commands, clock_commands
from server.geography.commands import area_commands
from server.identity.commands import audit_commands, staff_commands
from server.identity.commands_tokens import token_commands
from server.keeping.commands import backup_commands, keys_commands, retention_commands
from server.notifications.commands import push_commands
from server.platform.commands import Commands
from server.platform.i18n import t
from server.platform.outbox import service as outbox
from server.responsibility.commands import responsibility_commands, sponsorship_commands
from server.statistics.commands import export_commands

docs_commands = Commands("docs", help="The documents that are generated from the code.")
journal_commands = Commands("journal", help="Keep the journal honest.")
outbox_commands = Commands("outbox", help="Look after what is still to be done.")
seed_commands = Commands("seed", help="Fill an empty installation.")


_folder = click.option(
    "--folder", type=click.Path(file_okay=False, path_type=Path), default=Path("docs")
)


@docs_commands.command("write")
@_folder
def write_docs(folder: Path) -> None:
    """Bring the generated documents up to date."""
    for name in docs.write(current_app, folder):
        click.echo(f"{folder / name} written")


@docs_commands.command("check")
@_folder
def check_docs(folder: Path) -> None:
    """Exit 1 and name the generated documents that are stale."""
    stale = docs.stale(current_app, folder)
    for name in stale:
        click.echo(f"{folder / name} is stale: run flask docs write")
    sys.exit(1 if stale else 0)


@journal_commands.command("verify")
def verify() -> None:
    """Check every case; exit 1 and name each case that was tampered with."""
    bad = 0
    for finding in findings():
        bad += 1
        click.echo(f"{finding.number} {finding.what}")
    click.echo("journal ok" if not bad else f"{bad} case(s) do not verify")
    sys.exit(1 if bad else 0)


@outbox_commands.command("list")
@click.option("--dead", is_flag=True, help="Only rows that were given up.")
def list_rows(dead: bool) -> None:
    """Show rows that are not done."""
    for row in outbox.dead_letters() if dead else [*outbox.waiting(), *outbox.dead_letters()]:
        state = "dead" if row.dead else "waiting"
        click.echo(f"{row.id} {row.topic} {state} attempts={row.attempts} {row.last_error or ''}")


@outbox_commands.command("retry")
@click.argument("ids", nargs=-1, type=click.IntRange(1, 2**31 - 1))
@click.option("--all", "everything", is_flag=True, help="Every dead letter.")
def retry(ids: tuple[int, ...], everything: bool) -> None:
    """Give dead letters another round of attempts; exit 1 and name those that are none."""
    if everything == bool(ids):
        raise click.UsageError(t("command.retry_which"))
    revived = outbox.retry(None if everything else ids)
    click.echo(f"{len(revived)} row(s) will be tried again")
    if unknown := sorted(set(ids) - set(revived)):
        named = ", ".join(str(one) for one in unknown)
        raise click.ClickException(t("command.retry_unknown", ids=named))


@seed_commands.command("demo")
def seed_demo() -> None:
    """Load the demo city named by SSP_CITY; a second run changes nothing."""
    from server.demo.service import load_demo

    click.echo(load_demo())


@seed_commands.command("city")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def seed_city(folder: Path) -> None:
    """Set up the city that a folder describes, without people; see docs/operations.md.

    A second run brings name, notice and profile up to date, and leaves the rest alone.
    """
    from server.demo.checking import faults_of
    from server.demo.city import CityFolder, load_city

    try:
        city = CityFolder.of(folder)
        if faults := faults_of(city):
            raise click.ClickException("\n".join([t("city.faults"), *faults]))
        founded = load_city(city, with_people=False)
    except UnicodeError as error:
        raise click.ClickException(t("city.encoding")) from error
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(t("city.loaded" if founded else "city.renamed", name=city.facts["name"]))


def init_cli(app: Flask) -> None:
    """Register the commands."""
    for group in (
        area_commands,
        audit_commands,
        backup_commands,
        calendar_commands,
        clock_commands,
        docs_commands,
        export_commands,
        journal_commands,
        keys_commands,
        outbox_commands,
        push_commands,
        responsibility_commands,
        retention_commands,
        search_commands,
        seed_commands,
        sponsorship_commands,
        staff_commands,
        token_commands,
    ):
        app.cli.add_command(group)
