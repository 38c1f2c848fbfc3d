"""Where bytes are kept: the five verbs every object store knows, and a folder that speaks them."""

from __future__ import annotations

import errno
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

_KEY = re.compile(r"[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*")
_TEMPORARY = ".incoming"
_SPARED_BYTES = 32 * 1024 * 1024
_NEW_FILE = os.O_CREAT | os.O_EXCL | os.O_WRONLY


@dataclass(frozen=True)
class Stored:
    """One object: its key, its size in bytes and when it was last written (aware UTC)."""

    key: str
    size: int
    modified_at: datetime


class Storage(Protocol):
    """PUT, GET, DELETE, HEAD and LIST.

    A key is lower-case words of ``a-z 0-9 . _ -`` joined by ``/``, none beginning with a dot;
    ``ValueError`` for any other, so no key can name a place outside the store.
    """

    def put(self, key: str, data: bytes) -> None:
        """Write all of ``data`` or nothing; durable when it returns; replaces what was there."""

    def get(self, key: str) -> bytes:
        """The bytes under ``key``; ``FileNotFoundError`` when there are none."""

    def delete(self, key: str) -> None:
        """Remove ``key``; nothing happens when it is not there."""

    def exists(self, key: str) -> bool:
        """Whether something is kept under ``key``."""

    def iterate(self, prefix: str = "") -> Iterator[Stored]:
        """Everything whose key begins with the folder ``prefix``, in no particular order."""

    def sweep_incomplete(self, before: datetime) -> int:
        """Remove what writers killed before ``before`` (aware UTC) left; how many there were."""


class LocalStorage:
    """A folder. A write goes to a temporary file, to the disk, and then under its name.

    It leaves the last 32 MB of the disk to the database, which must still be able to work, and
    to make room by forgetting. Raises ``OSError`` (``ENOSPC``) rather than take them.
    """

    def __init__(self, folder: Path) -> None:
        self._root = folder
        self._incoming = folder / _TEMPORARY

    def put(self, key: str, data: bytes) -> None:
        target = self._path(key)
        self._make_folder(target.parent)
        self._make_folder(self._incoming)
        self._require_room(len(data))
        draft = self._incoming / secrets.token_hex(16)
        try:
            with os.fdopen(os.open(draft, _NEW_FILE, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)

    def get(self, key: str) -> bytes:
        return self._path(key).read_bytes()

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def exists(self, key: str) -> bool:
        return self._path(key).is_file()

    def iterate(self, prefix: str = "") -> Iterator[Stored]:
        start = self._path(prefix) if prefix else self._root
        for folder, names, files in os.walk(start):
            if _TEMPORARY in names:
                names.remove(_TEMPORARY)
            for name in files:
                path = Path(folder, name)
                try:
                    status = path.stat()
                except FileNotFoundError:
                    continue
                modified_at = datetime.fromtimestamp(status.st_mtime, UTC)
                yield Stored(path.relative_to(self._root).as_posix(), status.st_size, modified_at)

    def sweep_incomplete(self, before: datetime) -> int:
        swept = 0
        for draft in self._incoming.glob("*"):
            try:
                old = draft.stat().st_mtime < before.timestamp()
            except FileNotFoundError:
                continue
            if old:
                draft.unlink(missing_ok=True)
                swept += 1
        return swept

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"not a storage key: {key!r}")
        return self._root / key

    def _require_room(self, size: int) -> None:
        disk = os.statvfs(self._root)
        if disk.f_bavail * disk.f_frsize < size + _SPARED_BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._root))

    def _make_folder(self, folder: Path) -> None:
        """Make ``folder`` and its parents; their names are on the disk when it returns."""
        if folder.is_dir():
            return
        self._make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
