"""The folder that speaks PUT, GET, DELETE, HEAD and LIST."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.platform.storage import LocalStorage


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def storage(folder: Path) -> LocalStorage:
    return LocalStorage(folder)


def test_what_is_put_can_be_got_listed_and_deleted(storage: LocalStorage) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    storage.put("a/b/c.jpg", b"one")
    storage.put("a/b/c.jpg", b"other")
    storage.put("d.enc", b"")
    assert storage.get("a/b/c.jpg") == b"other"
    assert storage.exists("d.enc")
    assert sorted((item.key, item.size) for item in storage.iterate()) == [
        ("a/b/c.jpg", 5),
        ("d.enc", 0),
    ]
    assert [item.key for item in storage.iterate("a")] == ["a/b/c.jpg"]
    assert all(item.modified_at > before for item in storage.iterate())
    storage.delete("a/b/c.jpg")
    storage.delete("a/b/c.jpg")
    assert not storage.exists("a/b/c.jpg")
    with pytest.raises(FileNotFoundError):
        storage.get("a/b/c.jpg")
    assert list(storage.iterate("nowhere")) == []


@pytest.mark.parametrize(
    "key",
    [
        "",
        "/a",
        "a/",
        "a//b",
        "../a",
        "a/../b",
        "a/./b",
        ".incoming/x",
        "a\\b",
        "A",
        "a b",
        "a\x00",
        "é",
        "a/b\n",
    ],
)
def test_no_key_leaves_the_folder(storage: LocalStorage, key: str) -> None:
    for verb in (storage.get, storage.delete, storage.exists):
        with pytest.raises(ValueError, match="not a storage key"):
            verb(key)
    with pytest.raises(ValueError, match="not a storage key"):
        storage.put(key, b"x")


def test_others_on_the_machine_cannot_read(storage: LocalStorage, folder: Path) -> None:
    storage.put("a/b", b"secret")
    assert (folder / "a/b").stat().st_mode & 0o777 == 0o600
    assert (folder / "a").stat().st_mode & 0o777 == 0o700


def test_a_failed_write_leaves_the_old_and_no_trace(
    storage: LocalStorage, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage.put("a", b"old")

    def full(_descriptor: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="disk full"):
        storage.put("a", b"new")
    assert storage.get("a") == b"old"
    assert list((folder / ".incoming").iterdir()) == []


def test_bytes_are_on_the_disk_before_their_name(
    storage: LocalStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        done.append("sync folder" if Path(f"/proc/self/fd/{descriptor}").is_dir() else "sync file")
        fsync(descriptor)

    def renamed(self: Path, target: Path) -> Path:
        done.append("rename")
        return replace(self, target)

    storage.put("a/x", b"make the folders")
    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", renamed)
    storage.put("a/b", b"x")
    assert done == ["sync file", "rename", "sync folder"]


def test_only_old_drafts_are_swept(storage: LocalStorage, folder: Path) -> None:
    assert storage.sweep_incomplete(datetime.now(UTC)) == 0
    storage.put("a", b"x")
    for name, age in (("old", 7200), ("new", 0)):
        draft = folder / ".incoming" / name
        draft.write_bytes(b"half")
        then = datetime.now(UTC).timestamp() - age
        os.utime(draft, (then, then))
    assert storage.sweep_incomplete(datetime.now(UTC) - timedelta(hours=1)) == 1
    assert [path.name for path in (folder / ".incoming").iterdir()] == ["new"]
    assert [item.key for item in storage.iterate()] == ["a"]
