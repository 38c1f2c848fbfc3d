"""Commands about exports."""

from __future__ import annotations

import click

from server.platform.commands import Commands
from server.statistics.writing import write_waiting

export_commands = Commands("exports", help="Ledgers that offices have asked for.")


@export_commands.command("write")
def write() -> None:
    """Write the exports that wait, unless another writer is at work."""
    click.echo(f"{write_waiting()} export(s) taken in hand")
