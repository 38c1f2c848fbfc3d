"""The encrypted file: whatever is done to it, it is refused or exactly as it was."""

from __future__ import annotations

import io
import os
from random import Random

import pytest

from server.keeping.archive import CHUNK, ArchiveError, BackupKey
from server.keeping.members import Packer, Unpacker

KEY = BackupKey("a backup secret of more than 32 characters")


def packed(sizes: tuple[int, ...] = (10, 0, CHUNK, 3 * CHUNK)) -> tuple[bytes, list[bytes]]:
    """An archive with members of these sizes."""
    file = io.BytesIO()
    packer = Packer(file, KEY)
    contents = [os.urandom(size) for size in sizes]
    for number, data in enumerate(contents):
        packer.add(f"photos/{number}", data)
    packer.finish({"rows": {}})
    return file.getvalue(), contents


def unpacked(data: bytes, key: BackupKey = KEY) -> list[bytes]:
    return [content for _, content in Unpacker(io.BytesIO(data), key).members()]


def test_comes_back_as_it_was() -> None:
    data, contents = packed()
    assert unpacked(data) == contents
    assert not any(content[:64] in data for content in contents if content)


def test_empty_archive() -> None:
    assert unpacked(packed(())[0]) == []


def test_another_key_reads_nothing() -> None:
    data, _ = packed()
    with pytest.raises(ArchiveError, match="another SSP_BACKUP_SECRET"):
        unpacked(data, BackupKey("another backup secret of 32 characters"))


@pytest.mark.parametrize("cut", [0, 5, 20, 200, CHUNK // 2, CHUNK + 300, 2 * CHUNK, -1, -17])
def test_cut_off(cut: int) -> None:
    data, _ = packed()
    with pytest.raises(ArchiveError):
        unpacked(data[:cut])


def test_cut_off_between_chunks() -> None:
    data, _ = packed((5 * CHUNK,))
    start = data.index(b"}") + 1
    for chunks in range(5):
        with pytest.raises(ArchiveError):
            unpacked(data[: start + chunks * (CHUNK + 16)])


def test_any_changed_byte_is_refused() -> None:
    """Also one of the header, or chunks in another order."""
    data, _ = packed((CHUNK, CHUNK))
    dice = Random(5)
    for place in [0, 9, 20, 40, 80, 120, *(dice.randrange(len(data)) for _ in range(12))]:
        changed = bytearray(data)
        changed[place] ^= 1 << dice.randrange(8)
        with pytest.raises(ArchiveError):
            unpacked(bytes(changed))
    start, size = data.index(b"}") + 1, CHUNK + 16
    first, second = data[start : start + size], data[start + size : start + 2 * size]
    with pytest.raises(ArchiveError):
        unpacked(data[:start] + second + first + data[start + 2 * size :])


def test_something_added_is_refused() -> None:
    data, _ = packed((10,))
    with pytest.raises(ArchiveError):
        unpacked(data + b"more")
