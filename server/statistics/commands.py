"""Commands about exports."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from server.statistics.writing import write_waiting

export_commands = AppGroup("exports", help="Ledgers that offices have asked for.")


@export_commands.command("write")
def write() -> None:
    """Write the exports that wait, unless another writer is at work."""
    click.echo(f"{write_waiting()} export(s) taken in hand")
