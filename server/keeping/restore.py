"""Restoring a backup into an empty installation.

Everything is unpacked into ``restoring/`` first. Then photos and heads are put in their places, and
the database last, in one step: before it the installation is empty, after it it is whole. So
whenever a run is killed, the next one either begins again or only tidies up; a server does not
start while ``restoring/`` is there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from sqlite3 import connect
from typing import Any

import orjson

from server.keeping.archive import ArchiveError
from server.keeping.backup import HEADS, PHOTOS, backup_key, verify
from server.keeping.erasing import repeat_noted
from server.keeping.members import Unpacker, piece
from server.keeping.snapshots import (
    PostgresLoader,
    came_from,
    is_empty,
    mark_sqlite,
    require_known,
    sqlite_counts,
    upgrade,
)
from server.photos import service as photos
from server.platform.db import db, unit_of_work
from server.platform.runtime import current
from server.platform.storage import sync_folder
from server.settings import RESTORING

_NOTE = "manifest.json"


@dataclass(frozen=True)
class Restored:
    """What is there now; ``resumed`` when a run before had done it all but tidying up."""

    rows: int
    photos: int
    resumed: bool


def restore(path: Path) -> Restored:
    """Fill this empty installation from a backup.

    Raises ``ArchiveError`` with the reason when the installation is not empty, the backup is not
    whole, or it needs other keys; nothing has been changed then.
    """
    data_dir = current().settings.data_dir
    work = data_dir / RESTORING
    begun = work.exists()
    if not is_empty():
        if not begun or not came_from(_noted(work).get("checksum", "fffffff")):
            raise ArchiveError("This installation is not empty: restore into a new data folder.")
        _finish(work)
        return Restored(0, 0, resumed=True)
    if not begun and any((data_dir / PHOTOS).glob("*/*/*")):
        raise ArchiveError(f"{data_dir / PHOTOS} holds photos already.")
    manifest = verify(path).manifest
    _require_fitting(manifest)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    (work / _NOTE).write_bytes(orjson.dumps(manifest))
    sync_folder(data_dir)
    if manifest["dialect"] == "sqlite":
        _restore_sqlite(path, work, manifest)
    else:
        _restore_postgres(path, work, manifest)
    _finish(work)
    return Restored(sum(manifest["rows"].values()), manifest["photos"], resumed=False)


def _require_fitting(manifest: dict[str, Any]) -> None:
    keys = current().keys
    if manifest["root"] != keys.root_id:
        raise ArchiveError(
            f"The backup belongs to the root secret {manifest['root']}; SSP_SECRET_KEY is "
            f"{keys.root_id}. Without it nothing sealed could be read and no journal verified."
        )
    lacking = set(manifest["keys"]) - set(keys.sealing_ids)
    if lacking:
        raise ArchiveError(f"SSP_DATA_KEYS lacks {', '.join(sorted(lacking))}.")
    if manifest["dialect"] != db.engine.dialect.name:
        raise ArchiveError(
            f"The backup is of {manifest['dialect']}, this database of {db.engine.dialect.name}."
        )
    require_known(manifest["revision"])


def _restore_sqlite(path: Path, work: Path, manifest: dict[str, Any]) -> None:
    target = Path(db.engine.url.database or "")
    draft = target.with_name(f"{target.name}.{RESTORING}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        for folder, blocks in _database_parts(path, work):
            if folder == "database":
                for block in blocks:
                    file.write(block)
        file.flush()
        os.fsync(file.fileno())
    copy = connect(draft)
    counted = sqlite_counts(copy)
    mark_sqlite(copy, manifest["checksum"])
    copy.close()
    _require_rows(manifest, counted)
    _put_in_place(work)
    db.session.remove()
    db.engine.dispose()
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    draft.replace(target)
    sync_folder(target.parent)


def _restore_postgres(path: Path, work: Path, manifest: dict[str, Any]) -> None:
    loader = PostgresLoader(manifest["revision"])
    try:
        for folder, blocks in _database_parts(path, work):
            loader.load(folder.removeprefix("tables/"), blocks)
        _require_rows(manifest, loader.counts())
        _put_in_place(work)
        loader.commit(manifest["checksum"])
    finally:
        loader.close()


def _database_parts(path: Path, work: Path) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The parts of the database; files are unpacked on the way."""
    with path.open("rb") as file:
        members = Unpacker(file, backup_key()).members()
        for folder, group in groupby(members, key=lambda member: _folder(member[0])):
            if folder in (PHOTOS, HEADS):
                for name, data in group:
                    _unpack(work, name, data)
            else:
                yield folder, (piece(data) for _, data in group)


def _unpack(work: Path, name: str, data: bytes) -> None:
    """Write a file; everything is brought to the disk at once before it is put in place."""
    target = work / name
    if ".." in target.parts:
        raise ArchiveError(f"{name} is no name of a file.")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(data)


def _folder(name: str) -> str:
    first, _, rest = name.partition("/")
    return f"{first}/{rest.partition('/')[0]}" if first == "tables" else first


def _require_rows(manifest: dict[str, Any], counted: dict[str, int]) -> None:
    if counted != manifest["rows"]:
        raise ArchiveError("The backup does not hold all rows of its manifest.")


def _put_in_place(work: Path) -> None:
    """Photos and heads; what a killed run had put there is replaced."""
    os.sync()
    for name in (PHOTOS, HEADS):
        target = work.parent / name
        shutil.rmtree(target, ignore_errors=True)
        if (work / name).exists():
            (work / name).replace(target)
    sync_folder(work.parent)


def _take_back_copies(missing: list[str]) -> None:
    """Public copies that were withdrawn while the backup was made are not shown again."""
    shown = (key for key in missing if key.startswith(("full/", "thumb/")))
    names = {key.rsplit("/", 1)[1].split(".")[0] for key in shown}
    if names:
        with unit_of_work() as session:
            photos.lose_copies(session, names)


def _noted(work: Path) -> dict[str, Any]:
    """The manifest of the archive that a run had begun with."""
    try:
        noted: dict[str, Any] = orjson.loads((work / _NOTE).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return noted


def _finish(work: Path) -> None:
    upgrade()
    _take_back_copies(_noted(work)["missing"])
    repeat_noted()
    shutil.rmtree(work)
    sync_folder(work.parent)
