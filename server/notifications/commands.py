"""Commands of messages to phones."""

from __future__ import annotations

import click

from server.notifications.channels.webpush import new_key
from server.platform.commands import Commands

push_commands = Commands("push", help="Notices that browsers show (Web Push).")


@push_commands.command("keys")
def keys() -> None:
    """Print a new key for the settings. Another key ends every subscription there is."""
    click.echo(f"SSP_PUSH_KEY={new_key()}")
