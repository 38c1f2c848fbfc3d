"""`flask backup` and `flask retention`: what is kept a second time, and what is let go."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from server.keeping import backup, restore, retention, rotation
from server.keeping.archive import ArchiveError
from server.platform import clock
from server.platform.commands import Commands
from server.platform.runtime import current

backup_commands = Commands("backup", help="Keep everything a second time, encrypted.")
retention_commands = Commands("retention", help="Forget what is due.")
keys_commands = Commands("keys", help="Exchange the key that seals personal data.")

_file = click.argument("file", type=click.Path(exists=True, path_type=Path, dir_okay=False))


@contextmanager
def _plainly() -> Iterator[None]:
    try:
        yield
    except ArchiveError as error:
        raise click.ClickException(str(error)) from error


@backup_commands.command("create")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--keep-days", type=click.IntRange(1), help="Delete older ones in the same folder.")
def create(file: Path | None, keep_days: int | None) -> None:
    """Write database, photos and journal heads into FILE; the server may go on meanwhile."""
    with _plainly():
        made = backup.create(file)
        old = backup.remove_older(made.path.parent, keep_days) if keep_days else 0
    click.echo(f"{made.path}: {made.rows} rows, {made.photos} photo files, {made.size} bytes")
    if made.missing:
        click.echo(f"{len(made.missing)} photo files were deleted meanwhile")
    if old:
        click.echo(f"{old} older backups deleted")
    click.echo("SSP_SECRET_KEY (or secret.key) is not in it: keep it apart, and keep it.")


@backup_commands.command("verify")
@_file
def verify(file: Path) -> None:
    """Read FILE to its end; exit 1 unless it is whole, unchanged and of this key."""
    with _plainly():
        manifest = backup.verify(file).manifest
    rows = sum(manifest["rows"].values())
    click.echo(f"whole: {manifest['made_at']}, {rows} rows, {manifest['photos']} photo files")


@backup_commands.command("restore")
@_file
def restore_file(file: Path) -> None:
    """Fill this empty installation from FILE; after an interruption, run it again."""
    with _plainly():
        done = restore.restore(file)
    if done.resumed:
        click.echo("everything had been restored already; tidied up")
    else:
        click.echo(f"restored {done.rows} rows and {done.photos} photo files")
    click.echo("now: flask journal verify")


@retention_commands.command("purge")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
def purge(dry_run: bool) -> None:
    """Forget what is due by the city's rules, in small batches; it is also done every night."""
    now = clock.now()
    for item in retention.due(now) if dry_run else retention.purge(now):
        verb = "would go" if dry_run else "gone"
        click.echo(f"{item.kind}: {item.count} {verb} ({item.rule}, before {item.before:%Y-%m-%d})")


@keys_commands.command("list")
def list_keys() -> None:
    """The ids of the keys that can open what is sealed; the first one seals."""
    *data, root = current().keys.sealing_ids
    for number, key in enumerate(data):
        click.echo(f"{key} {'seals' if number == 0 else 'only opens'}")
    click.echo(f"{root} root{'' if data else ', seals'}")


@keys_commands.command("new")
def new_key() -> None:
    """Put a new data key into the data folder; start the server again, then rotate."""
    if os.environ.get("SSP_DATA_KEYS"):
        raise click.ClickException("The data keys are in SSP_DATA_KEYS: put a new one first there.")
    click.echo(f"{rotation.add_key()} has a new first line: restart, then flask keys rotate")


@keys_commands.command("rotate")
def rotate() -> None:
    """Seal everything anew with the newest data key; may be interrupted and run again."""
    for kind, count in rotation.rotate():
        click.echo(f"{kind}: {count} sealed anew")
    click.echo("Older keys may be removed from the settings a week from now.")
