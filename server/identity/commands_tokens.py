"""Commands about tokens of other programs."""

from __future__ import annotations

import click

from server.identity import tokens
from server.identity.permissions import SCOPES
from server.identity.schemas_tokens import NewTokenArguments
from server.platform import clock
from server.platform.actor import SYSTEM
from server.platform.commands import Commands, fitting

token_commands = Commands("token", help="Tokens by which other programs ask.")


@token_commands.command("create")
@click.argument("name")
@click.option("--scope", "scopes", required=True, multiple=True, type=click.Choice(sorted(SCOPES)))
@click.option("--organisation", help="Code of the organisation; the whole city without.")
@click.option("--days", type=click.IntRange(1, tokens.LONGEST_DAYS), default=365)
@click.option("--per-minute", type=click.IntRange(1, tokens.MOST_A_MINUTE), default=120)
def create(
    name: str, scopes: tuple[str, ...], organisation: str | None, days: int, per_minute: int
) -> None:
    """Make a token and print it: nobody can read it again."""
    told = fitting(
        NewTokenArguments(), {"name": name, "organisation": organisation, "scopes": scopes}
    )
    new = tokens.NewToken(told["name"], scopes, told["organisation"], days, per_minute)
    made = tokens.issue(SYSTEM, new)
    click.echo(f"{made.id} {made.token}")


@token_commands.command("list")
def list_tokens() -> None:
    """Every token: id, name, office, scopes, how far it is."""
    now = clock.now()
    for row in tokens.all_tokens():
        one = row.ApiToken
        used = f"{one.last_used_at:%Y-%m-%d}" if one.last_used_at else "-"
        stage = tokens.stage_of(one, now)
        scopes = ",".join(one.scopes)
        click.echo(
            f"{one.id} {stage} until {one.expires_at:%Y-%m-%d} used {used} "
            f"{row.code or '*'} {scopes} …{one.hint} {one.name}"
        )


@token_commands.command("revoke")
@click.argument("token_id", type=click.IntRange(1, 2**31 - 1))
def revoke(token_id: int) -> None:
    """End a token at once."""
    tokens.revoke(SYSTEM, token_id)
    click.echo(f"{token_id} revoked")
