"""Making a backup while the server goes on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from server.keeping.archive import ArchiveError, BackupKey
from server.keeping.members import Packer, Unpacker
from server.keeping.snapshots import snapshot
from server.photos import files
from server.platform import clock
from server.platform.db import db
from server.platform.runtime import current

HEADS, PHOTOS = "journal-heads", "photos"
_SUFFIX, _UNFINISHED = ".sspbackup", ".unfinished"


@dataclass(frozen=True)
class Backup:
    """What was written: ``rows`` of all tables, ``photos`` files, size in bytes.

    ``missing`` are files that were deleted between the moment of the database and their turn.
    """

    path: Path
    rows: int
    photos: int
    size: int
    missing: tuple[str, ...]


def backup_key() -> BackupKey:
    """The key of backups. Raises ``ArchiveError`` when none is set."""
    secret = current().settings.backup_secret
    if not secret:
        raise ArchiveError("Set SSP_BACKUP_SECRET to at least 32 characters and keep it elsewhere.")
    return BackupKey(secret)


def default_folder() -> Path:
    """Where backups go that are given no name."""
    return current().settings.data_dir / "backups"


def create(path: Path | None = None) -> Backup:
    """Write a backup into a new file; what a killed run left unfinished in its folder is removed.

    The heads of the journals come before the database, so that none is ahead of it; photos come
    after it, because files are written before their rows and removed after them. Raises
    ``ArchiveError`` without a key or over an existing file, ``OSError`` when the disk is full.
    """
    key = backup_key()
    path = path or default_folder() / f"ssp-{clock.now():%Y%m%dT%H%M%SZ}{_SUFFIX}"
    if path.exists():
        raise ArchiveError(f"{path} exists already.")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in path.parent.glob(f"*{_UNFINISHED}"):
        left.unlink(missing_ok=True)
    draft = path.with_name(path.name + _UNFINISHED)
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        rows, photos, missing = _write(Packer(file, key), draft.with_name(f"{draft.name}-db"))
        file.flush()
        os.fsync(file.fileno())
        size = file.tell()
    draft.replace(path)
    return Backup(path, rows, photos, size, missing)


def _write(packer: Packer, scratch: Path) -> tuple[int, int, tuple[str, ...]]:
    runtime = current()
    made_at = clock.now()
    for head in sorted((runtime.settings.data_dir / HEADS).glob("*.txt")):
        packer.add(f"{HEADS}/{head.name}", head.read_bytes())
    with snapshot(scratch.with_name(scratch.name + _UNFINISHED)) as taken:
        for folder, blocks in taken.tables():
            packer.add_pieces(folder, blocks)
        counts, revision = taken.counts(), taken.revision
        blobs, copies = taken.photo_sets()
    db.session.remove()
    photos, missing = 0, []
    for name in _photo_keys(blobs, copies):
        try:
            packer.add(f"{PHOTOS}/{name}", runtime.storage.get(name))
        except FileNotFoundError:
            missing.append(name)
        else:
            photos += 1
    packer.finish(
        {
            "made_at": made_at.isoformat(),
            "dialect": db.engine.dialect.name,
            "revision": revision,
            "root": runtime.keys.root_id,
            "keys": runtime.keys.sealing_ids,
            "rows": counts,
            "photos": photos,
            "missing": missing,
        }
    )
    return sum(counts.values()), photos, tuple(missing)


def _photo_keys(blobs: list[str], copies: list[str]) -> Iterator[str]:
    for name in blobs:
        yield from files.keys_of(name, original=True)
    for name in copies:
        yield from files.keys_of(name, original=False)


def verify(path: Path) -> Unpacker:
    """Read a whole backup without keeping anything; its manifest is in what is returned.

    Raises ``ArchiveError`` for another key, and for what is not complete and unchanged.
    """
    with path.open("rb") as file:
        unpacker = Unpacker(file, backup_key())
        photos = sum(name.startswith(f"{PHOTOS}/") for name, _ in unpacker.members())
    if photos != unpacker.manifest["photos"]:
        raise ArchiveError("The backup does not hold all photos of its manifest.")
    return unpacker


def made_at(manifest: dict[str, str]) -> datetime:
    """When the backup was begun."""
    return datetime.fromisoformat(manifest["made_at"])


def remove_older(folder: Path, days: int) -> int:
    """Delete backups of a folder made more than ``days`` ago, but never the newest; how many."""
    found = sorted(folder.glob(f"*{_SUFFIX}"), key=lambda path: path.stat().st_mtime)
    limit = (clock.now() - timedelta(days=days)).timestamp()
    old = [path for path in found[:-1] if path.stat().st_mtime < limit]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
