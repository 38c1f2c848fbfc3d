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

Size = Literal["full", "thumb", "middle"]
SIZES: tuple[Size, ...] = ("full", "thumb", "middle")
_ALWAYS: tuple[Size, ...] = ("full", "thumb")
_PURPOSE = "photo.original"
_FOLDERS = ("originals", *SIZES)


def new_id() -> str:
    """A name for a new set of files."""
    return secrets.token_hex(16)


def write(file_id: str, renditions: Renditions, original: bytes | None = None) -> None:
    """Store a set: the renditions and, for a blob, the original encrypted with AES-256-GCM."""
    storage = current().storage
    if original is not None:
        key = _original_key(file_id)
        storage.put(key, current().keys.seal(_PURPOSE, original, key.encode()))
    for size, data in zip(SIZES, renditions, strict=True):
        if data is not None:
            storage.put(_rendition_key(file_id, size), data)


def rendition(file_id: str, size: Size) -> bytes:
    """One JPEG of a set; sets without a middle one have the full one for it.

    Raises ``FileNotFoundError``.
    """
    storage = current().storage
    if size == "middle" and not storage.exists(_rendition_key(file_id, size)):
        size = "full"
    return storage.get(_rendition_key(file_id, size))


def original(file_id: str) -> bytes:
    """The bytes as they were uploaded. Raises ``FileNotFoundError``."""
    key = _original_key(file_id)
    return current().keys.unseal(_PURPOSE, current().storage.get(key), key.encode())


def sealed_again(key: str, sealed: bytes) -> bytes:
    """What lies under ``key``, sealed with the newest data key."""
    keys = current().keys
    return keys.seal(_PURPOSE, keys.unseal(_PURPOSE, sealed, key.encode()), key.encode())


def delete(file_id: str) -> None:
    """Remove a set; harmless to repeat."""
    storage = current().storage
    storage.delete(_original_key(file_id))
    for size in SIZES:
        storage.delete(_rendition_key(file_id, size))


def keys_of(file_id: str, *, original: bool) -> tuple[str, ...]:
    """Under which keys the storage has a set, with its original or without."""
    storage = current().storage
    keys = {size: _rendition_key(file_id, size) for size in SIZES}
    shown = tuple(key for size, key in keys.items() if size in _ALWAYS or storage.exists(key))
    return (_original_key(file_id), *shown) if original else shown


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
