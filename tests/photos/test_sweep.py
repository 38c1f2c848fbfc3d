"""What nobody uses goes, what somebody uses stays."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from server.photos import files as photo_files
from server.photos import service, sweeping
from server.photos.decoding.shapes import Renditions
from server.photos.models import PhotoBlob, Upload
from server.photos.sweeping import Swept
from server.platform import clock as server_clock
from server.platform.db import db, unit_of_work
from tests.photos.conftest import Desk, Phone
from tests.photos.pictures import encode, quarters
from tests.support.clocks import FrozenClock

Files = Callable[[], list[str]]
PICTURE = encode(quarters(800, 600))
SHA256 = hashlib.sha256(PICTURE).hexdigest()
DAY = timedelta(hours=24)


@pytest.fixture(autouse=True)
def _present(clock: FrozenClock) -> None:
    """Files carry the machine's time, so rows must too."""
    clock.set(datetime.now(UTC))


def sweep(app: Flask, after: timedelta) -> Swept:
    with app.app_context():
        return service.sweep(server_clock.now() + after)


def make_old(data_dir: Path) -> None:
    then = time.time() - 2 * 86_400
    for path in (data_dir / "photos").rglob("*"):
        if path.is_file():
            os.utime(path, (then, then))


def test_an_unused_upload_goes_after_a_day(phone: Phone, app: Flask, files: Files) -> None:
    phone.put(PICTURE)
    assert sweep(app, DAY - timedelta(seconds=1)) == (0, 0, 0)
    assert len(files()) == 4
    assert sweep(app, DAY + timedelta(seconds=1))[:2] == (1, 1)
    assert files() == []
    assert sweep(app, DAY + timedelta(seconds=1)) == (0, 0, 0)
    assert phone.put(PICTURE).status_code == 201


def test_what_hangs_on_a_case_stays(desk: Desk, phone: Phone, files: Files, data_dir: Path) -> None:
    phone.put(PICTURE)
    [photo] = desk.attach(phone.owner(), SHA256)
    with desk.app.app_context():
        prepared = service.prepare_public(desk.case, [photo], [])
        with unit_of_work() as session:
            service.publish(session, desk.case, [photo], prepared)
    kept = files()
    make_old(data_dir)
    assert sweep(desk.app, 10 * DAY) == (0, 0, 0)
    assert files() == kept
    assert len(kept) == 7


def test_an_unused_upload_goes_alone_when_others_need_the_bytes(
    desk: Desk, phone: Phone, another_phone: Phone, files: Files
) -> None:
    phone.put(PICTURE)
    another_phone.put(PICTURE)
    desk.attach(phone.owner(), SHA256)
    assert sweep(desk.app, 2 * DAY) == (1, 0, 0)
    assert len(files()) == 4
    assert another_phone.put(PICTURE).status_code == 201


def test_files_without_a_row_go_after_a_day(
    phone: Phone, app: Flask, files: Files, data_dir: Path
) -> None:
    """As a process leaves them that was killed between its files and its rows."""
    phone.put(PICTURE)
    kept = files()
    with app.app_context():
        left = photo_files.new_id()
        photo_files.write(left, Renditions(b"full", b"thumb"), PICTURE)
        assert sweep(app, timedelta(0)) == (0, 0, 0)
    assert len(files()) == 7
    for name in set(files()) - set(kept):
        then = time.time() - 90_000
        os.utime(data_dir / "photos" / name, (then, then))
    assert sweep(app, timedelta(0)) == (0, 0, 1)
    assert files() == kept


def test_half_written_files_go(app: Flask, files: Files, data_dir: Path) -> None:
    left = data_dir / "photos" / ".incoming" / "half"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    sweep(app, timedelta(0))
    assert files() == [".incoming/half"]
    make_old(data_dir)
    sweep(app, timedelta(0))
    assert files() == []


def test_a_sweep_killed_before_the_files_is_finished_by_the_next(
    phone: Phone, app: Flask, files: Files, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.put(PICTURE)

    def killed(_file_id: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(photo_files, "delete", killed)
        with pytest.raises(KeyboardInterrupt):
            sweep(app, 2 * DAY)
    with app.app_context():
        assert db.session.query(PhotoBlob).count() == 0
    assert len(files()) == 4
    make_old(data_dir)
    assert sweep(app, timedelta(0)) == (0, 0, 1)
    assert files() == []


def test_an_upload_that_comes_in_between_keeps_the_bytes(
    phone: Phone,
    another_phone: Phone,
    app: Flask,
    files: Files,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The list of unused blobs may be old by the time they are deleted."""
    phone.put(PICTURE)
    listed = sweeping._unused_blobs

    def then_somebody_uploads() -> list[int]:
        found = listed()
        assert another_phone.put(PICTURE).status_code == 201
        return found

    monkeypatch.setattr(sweeping, "_unused_blobs", then_somebody_uploads)
    assert sweep(app, 2 * DAY) == (1, 0, 0)
    assert len(files()) == 4
    with app.app_context():
        assert db.session.query(Upload).count() == 1
