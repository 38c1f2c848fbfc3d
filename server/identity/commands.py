"""Commands about staff and the audit log."""

from __future__ import annotations

import click

from server.identity import administration, password_rules, passwords, staff
from server.identity.permissions import STAFF_ROLES
from server.identity.schemas_admin import NewPersonArguments
from server.platform import audit
from server.platform.actor import SYSTEM
from server.platform.commands import Commands, fitting
from server.platform.db import db, unit_of_work
from server.platform.i18n import t

staff_commands = Commands("staff", help="Accounts of people who work for the city.")
audit_commands = Commands("audit", help="The log of who did what.")

_password = click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)


@staff_commands.command("create")
@click.argument("username")
@click.option("--name", required=True, help="The person's name.")
@click.option("--organisation", required=True, help="Code of the organisation.")
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice(STAFF_ROLES))
@_password
def create(
    username: str, name: str, organisation: str, roles: tuple[str, ...], password: str
) -> None:
    """Create an account; asks for the password unless it is given."""
    arguments = {"username": username, "name": name, "organisation": organisation, "roles": roles}
    told = fitting(NewPersonArguments(), arguments)
    details = administration.Details(told["name"], told["organisation"], frozenset(roles))
    staff.require_fitting_username(username)
    staff.require_fitting_roles(details.roles)
    about = password_rules.words_about(username, details.name, details.organisation)
    password_rules.require_acceptable(password, about)
    hashed = passwords.hash_password(password)
    with unit_of_work() as session:
        administration.enter(session, SYSTEM, username, details, hashed, starting=False)
    click.echo(t("staff.created", username=username))


@staff_commands.command("password")
@click.argument("username")
@_password
def change_password(username: str, password: str) -> None:
    """Set a new password and end the person's sessions."""
    about = staff.words_about(db.session(), username)
    password_rules.require_acceptable(password, about)
    hashed = passwords.hash_password(password)
    with unit_of_work() as session:
        staff.set_password(session, username, hashed, SYSTEM)
    click.echo(t("staff.password_set", username=username))


@staff_commands.command("second-factor-reset")
@click.argument("username")
def reset_second_factor(username: str) -> None:
    """Take away a lost second factor and end the person's sessions."""
    with unit_of_work() as session:
        staff.reset_second_factor(session, username, SYSTEM)
    click.echo(t("staff.second_factor_reset", username=username))


@staff_commands.command("disable")
@click.argument("username")
def disable(username: str) -> None:
    """Close an account and end its sessions at once."""
    with unit_of_work() as session:
        staff.set_active(session, username, active=False, by=SYSTEM)
    click.echo(t("staff.disabled", username=username))


@staff_commands.command("enable")
@click.argument("username")
def enable(username: str) -> None:
    """Open a closed account again."""
    with unit_of_work() as session:
        staff.set_active(session, username, active=True, by=SYSTEM)
    click.echo(t("staff.enabled", username=username))


@audit_commands.command("verify")
def verify() -> None:
    """Check the chain of the audit log; exits with 1 naming the first broken entry."""
    broken = audit.first_broken(db.session())
    if broken is not None:
        raise click.ClickException(t("audit.broken", id=broken))
    click.echo(t("audit.whole"))
