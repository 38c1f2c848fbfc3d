"""A backup, rehearsed: everything comes back, with its keys only, and only into an empty place."""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from threading import Event, Thread

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from server.cases.anchors import heads
from server.cases.models import Case, JournalEvent
from server.cases.verify import findings
from server.identity.models import Resident
from server.identity.queries import phone_of
from server.keeping import backup, restore, snapshots
from server.keeping.archive import ArchiveError
from server.photos import files
from server.photos.models import CasePhoto, PhotoBlob
from server.platform import clock as server_clock
from server.platform.db import Base, db
from server.platform.storage import LocalStorage
from server.settings import Settings
from tests.keeping.conftest import Elsewhere
from tests.keeping.victims import Installation, victims
from tests.support.story import Story
from tests.support.world import World

PHONE = "13812345678"


def lived_in(world: World) -> Story:
    """Some cases, photos before the public, an account with a phone, noted heads."""
    story = Story(world, world.account(PHONE)).closed()
    clerk = world.staff("east_clerk")
    shown = clerk.get(f"cases/{story.number}").get_json()["reports"][0]["photos"]
    clerk.do(story.number, "publish", photo_ids=shown)
    Story(world).dispatched()
    world.drain()
    return story


def counts() -> dict[str, int]:
    """Rows of every table."""
    found = {
        made.name: db.session.scalar(select(func.count()).select_from(made)) or 0
        for made in Base.metadata.sorted_tables
    }
    db.session.remove()
    return found


def assert_everything_is_there() -> None:
    """Every photo of every row has its bytes, and no journal is broken."""
    assert list(findings()) == []
    for blob in db.session.scalars(select(PhotoBlob)):
        assert hashlib.sha256(files.original(blob.file_id)).hexdigest() == blob.sha256
        assert files.rendition(blob.file_id, "full")
        assert files.rendition(blob.file_id, "thumb")
    for key in db.session.scalars(select(CasePhoto.public_key)):
        assert key is None or files.rendition(key, "thumb")


def test_rehearsal(app: Flask, world: World, elsewhere: Elsewhere, tmp_path: Path) -> None:
    """Rows, journals, noted heads, photos and phone numbers are all there, and work goes on.

    With another backup secret nothing can be read, with another root nothing is restored, nor of
    what is damaged; and nothing is left of the attempt.
    """
    lived_in(world)
    path = tmp_path / "one.sspbackup"
    with app.app_context():
        made = backup.create(path)
        before = counts()
        with pytest.raises(ArchiveError, match="not empty"):
            restore.restore(path)
    assert made.missing == ()
    assert PHONE.encode() not in path.read_bytes()
    with elsewhere(backup_secret="not the secret that it was made with") as other:
        for refused in (backup.verify, restore.restore):
            with pytest.raises(ArchiveError, match="another SSP_BACKUP_SECRET"):
                refused(path)
        assert_untouched(other)
    with elsewhere(secret_key="not the root secret that sealed the phones") as other:
        assert backup.verify(path).manifest["photos"] == made.photos > 0
        with pytest.raises(ArchiveError, match="root secret"):
            restore.restore(path)
        assert_untouched(other)
    with elsewhere() as other:
        whole, damaged = path.read_bytes(), tmp_path / "damaged.sspbackup"
        for bad in (whole[:-1], whole[: len(whole) // 2], whole[:-9] + b"x" + whole[-8:]):
            damaged.write_bytes(bad)
            with pytest.raises(ArchiveError, match="changed or is cut off"):
                restore.restore(damaged)
        assert_untouched(other)
        done = restore.restore(path)
        assert (done.photos, done.resumed) == (made.photos, False)
        assert counts() == before
        assert_everything_is_there()
        assert heads()
        account = db.session.scalars(select(Resident).where(Resident.phone_index.is_not(None)))
        assert phone_of(account.one()) == PHONE
        db.session.remove()
        there = World(other, world.clock)
        Story(there, there.account(PHONE)).accepted()
        assert list(findings()) == []


def assert_untouched(app: Flask) -> None:
    """Nothing of the backup is in an installation, and a later restore may begin."""
    data_dir = app.extensions["suishoupai"].settings.data_dir
    assert not list(data_dir.glob("restoring*"))
    assert not list(data_dir.glob("photos/*/*/*"))
    assert snapshots.is_empty()


def test_while_the_server_writes(
    app: Flask, world: World, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    """Backups made in the middle of work hold no half of anything."""
    lived_in(world)
    stop = Event()

    def work() -> None:
        while not stop.is_set():
            Story(world).accepted()
            world.drain()

    paths = [tmp_path / f"{number}.sspbackup" for number in range(2)]
    worker = Thread(target=work)
    worker.start()
    try:
        with app.app_context():
            rows = [backup.create(path).rows for path in paths]
    finally:
        stop.set()
        worker.join()
    assert rows[0] < rows[1], "nothing was written meanwhile"
    for path in paths:
        with elsewhere():
            restore.restore(path)
            assert_everything_is_there()
            assert findings_of_events() == []


def findings_of_events() -> list[int]:
    """Cases whose version is not the number of their events."""
    events = select(func.count()).where(JournalEvent.case_id == Case.id).scalar_subquery()
    return list(db.session.scalars(select(Case.id).where(Case.version != events)))


def strides(full: bool, apart: int) -> Iterator[int]:
    """The moments at which a command is killed, ``apart`` at reduced size; the test ends them."""
    return itertools.count(1, 1) if full else itertools.count(Random().randint(1, apart), apart)


@pytest.mark.crash
@pytest.mark.timeout(900)
def test_killed_restore_is_done_again(
    app: Flask,
    world: World,
    empty_place: Callable[[], Installation],
    elsewhere: Elsewhere,
    tmp_path: Path,
    full: bool,
) -> None:
    """Killed at any moment, the installation is empty for the next run, or whole."""
    lived_in(world)
    path = tmp_path / "one.sspbackup"
    with app.app_context():
        backup.create(path)
        before = counts()
    place, kills = empty_place(), 0
    with victims(place) as forks, elsewhere(place):
        for at in strides(full, 40):
            hurt = forks.run("backup", "restore", path, at=at)
            assert hurt.killed or hurt.code == 0, hurt
            healed = forks.run("backup", "restore", path)
            was_over = "not empty" in healed.output  # or it died when all was done
            assert was_over or healed.code == 0, (at, healed)
            assert counts() == before, at
            assert_everything_is_there()
            assert not list(place.data_dir.glob("*restoring*"))
            if not hurt.killed:
                assert was_over
                break
            kills += 1
            empty_again(place)
    assert kills >= 1


def empty_again(place: Installation) -> None:
    """An installation as before anything was restored; in the context of its application."""
    db.session.remove()
    with db.engine.begin() as connection:
        for made in reversed(Base.metadata.sorted_tables):
            connection.execute(delete(made))
    for name in ("photos", "journal-heads"):
        shutil.rmtree(place.data_dir / name, ignore_errors=True)
    db.engine.dispose()  # a connection that is kept would go on reading the file before


@pytest.mark.crash
def test_killed_backup_leaves_no_backup(
    app: Flask,
    world: World,
    settings: Settings,
    tmp_path: Path,
    full: bool,
) -> None:
    """What is under its name is whole; what is not is removed by the next run."""
    lived_in(world)
    runtime = app.extensions["suishoupai"]
    local = LocalStorage(settings.data_dir / "photos")
    for stored in runtime.storage.iterate():
        local.put(stored.key, runtime.storage.get(stored.key))
    folder, kills = tmp_path / "backups", 0
    with victims(Installation(settings.data_dir, settings.database_url)) as forks:
        for at in strides(full, 5):
            path = folder / f"{at}.sspbackup"
            hurt = forks.run("backup", "create", path, at=at)
            if path.exists():
                assert forks.run("backup", "verify", path).code == 0
            if not hurt.killed:
                assert (hurt.code, path.exists()) == (0, True), hurt
                break
            kills += 1
        done = forks.run("backup", "create", folder / "last.sspbackup", "--keep-days", 1)
        assert done.code == 0, done
        assert {one.suffix for one in folder.iterdir()} == {".sspbackup"}
        assert forks.run("backup", "create", folder / "last.sspbackup").code == 1
    assert kills >= 1


def test_old_backups_are_deleted_but_never_the_last(app: Flask, tmp_path: Path) -> None:
    for days in (40, 31, 20):
        path = tmp_path / f"{days}.sspbackup"
        path.touch()
        then = (server_clock.now() - timedelta(days=days)).timestamp()
        os.utime(path, (then, then))
    with app.app_context():
        assert backup.remove_older(tmp_path, 30) == 2
        assert backup.remove_older(tmp_path, 10) == 0
