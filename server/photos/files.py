"""Where the files of photos lie in the storage, and how originals are sealed.

Every set of files has a random name, so that a set being deleted is never one being written: the
same photo uploaded again gets a new set.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from server.photos.decoding.shapes import Renditions
from server.platform.runtime import current

Size = Literal["full", "thumb"]
SIZES: tuple[Size, ...] = ("full", "thumb")
_PURPOSE = "photo.original"
_FOLDERS = ("originals", "full", "thumb")


def new_id() -> str:
    """A name for a new set of files."""
    return secrets.token_hex(16)


def write(file_id: str, renditions: Renditions, original: bytes | None = None) -> None:
    """Store a set: two renditions and, for a blob, the original encrypted with AES-256-GCM."""
    storage = current().storage
    if original is not None:
        key = _original_key(file_id)
        storage.put(key, current().keys.seal(_PURPOSE, original, key.encode()))
    for size, data in zip(SIZES, renditions, strict=True):
        storage.put(_rendition_key(file_id, size), data)


def rendition(file_id: str, size: Size) -> bytes:
    """One JPEG of a set. Raises ``FileNotFoundError``."""
    return current().storage.get(_rendition_key(file_id, size))


def original(file_id: str) -> bytes:
    """The bytes as they were uploaded. Raises ``FileNotFoundError``."""
    key = _original_key(file_id)
    return current().keys.unseal(_PURPOSE, current().storage.get(key), key.encode())


def delete(file_id: str) -> None:
    """Remove a set; harmless to repeat."""
    storage = current().storage
    storage.delete(_original_key(file_id))
    for size in SIZES:
        storage.delete(_rendition_key(file_id, size))


def written_before(moment: datetime) -> Iterator[str]:
    """The sets with a file last written before ``moment``; one may be named several times."""
    for folder in _FOLDERS:
        for stored in current().storage.iterate(folder):
            if stored.modified_at < moment:
                yield stored.key.rsplit("/", 1)[1].split(".")[0]


def _original_key(file_id: str) -> str:
    return f"originals/{file_id[:2]}/{file_id}.enc"


def _rendition_key(file_id: str, size: Size) -> str:
    return f"{size}/{file_id[:2]}/{file_id}.jpg"
