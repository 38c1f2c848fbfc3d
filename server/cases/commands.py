"""Commands about the search."""

from __future__ import annotations

import click

from server.cases.grams import index_all
from server.platform.commands import Commands

search_commands = Commands("search", help="Keep cases findable by their words.")


@search_commands.command("index")
def index() -> None:
    """Index every case; needed once, for cases that are older than the search."""
    click.echo(f"{index_all()} case(s) can be found")
