"""Signed addresses: what they show, until when, and what ends them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import cast
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from server.identity.models import Organisation
from server.photos import files as photo_files
from server.photos import service
from server.photos.files import SIZES, Size
from server.photos.models import CasePhoto, PhotoBlob
from server.photos.urls import WINDOW_SECONDS, Audience, photo_url
from server.platform.audit import AuditEntry
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem
from server.platform.outbox.relay import drain
from tests.photos.conftest import Desk, Phone
from tests.photos.pictures import bare, encode, exif, noise, opened
from tests.support.clocks import FrozenClock

Files = Callable[[], list[str]]
PICTURE = encode(noise(800, 600), exif=exif(1, "2026:11:22 18:30:05"))
SHA256 = hashlib.sha256(PICTURE).hexdigest()
BOX = {"x": 0.25, "y": 0.25, "w": 0.5, "h": 0.5}


@pytest.fixture
def photo(desk: Desk, phone: Phone) -> int:
    """A photo that a resident sent to the case."""
    assert phone.put(PICTURE).status_code == 201
    return desk.attach(phone.owner(), SHA256)[0]


def url(app: Flask, photo: int, size: str = "full", audience: Audience = Audience.VIEWER) -> str:
    with app.app_context():
        row = db.session.get_one(CasePhoto, photo)
        return photo_url(row.id, row.revision, cast(Size, size), audience)


def show(desk: Desk, photo: int, boxes: list[dict[str, float]] | None = None) -> None:
    with desk.app.app_context():
        prepared = service.prepare_public(desk.case, [photo], boxes)
        with unit_of_work() as session:
            service.publish(session, desk.case, [photo], prepared)


def hide(desk: Desk, photo: int) -> None:
    with desk.app.app_context(), unit_of_work() as session:
        service.unpublish(session, desk.case, [photo])


def status(desk: Desk, address: str) -> int:
    return desk.app.test_client().get(address).status_code


@pytest.mark.parametrize(("size", "side"), [("full", 800), ("middle", 800), ("thumb", 480)])
def test_a_viewer_s_address_shows_the_picture(desk: Desk, photo: int, size: str, side: int) -> None:
    answer = desk.app.test_client().get(url(desk.app, photo, size))
    assert (answer.status_code, answer.content_type) == (200, "image/jpeg")
    bare(answer.data)
    assert max(opened(answer.data).size) == side
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-site"
    assert answer.headers["Cache-Control"].startswith("private, max-age=")


def test_everybody_gets_one_address_within_a_window(
    desk: Desk, photo: int, clock: FrozenClock
) -> None:
    first = url(desk.app, photo)
    clock.advance(seconds=WINDOW_SECONDS - 1)
    assert url(desk.app, photo) == first
    clock.advance(seconds=1)
    assert url(desk.app, photo) != first
    assert status(desk, first) == 200
    clock.advance(seconds=WINDOW_SECONDS)
    assert status(desk, first) == 404


def test_caches_may_not_keep_it_longer_than_the_address_is_good(
    desk: Desk, photo: int, clock: FrozenClock
) -> None:
    show(desk, photo)
    address = url(desk.app, photo, audience=Audience.PUBLIC)
    clock.advance(seconds=100)
    answer = desk.app.test_client().get(address)
    assert answer.headers["Cache-Control"] == f"private, max-age={2 * WINDOW_SECONDS - 100}"


def test_a_changed_address_is_no_address(desk: Desk, photo: int) -> None:
    good = url(desk.app, photo, "thumb")
    parts = parse_qs(urlsplit(good).query)
    changed = [
        good.replace("thumb.jpg", "full.jpg"),
        good.replace("thumb.jpg", "original.jpg"),
        good.replace(f"/photos/{photo}/", f"/photos/{photo + 1}/"),
        good.replace("a=v", "a=p"),
        good.replace("a=v", "a=x"),
        good.replace("v=1", "v=2"),
        good.replace(f"e={parts['e'][0]}", "e=99999999999"),
        good.replace(f"e={parts['e'][0]}", "e=never"),
        good.replace(f"s={parts['s'][0]}", "s="),
        good.replace(f"s={parts['s'][0]}", "s=é"),
        good.split("?")[0],
    ]
    assert status(desk, good) == 200
    assert {status(desk, address) for address in changed} == {404}


def test_a_photo_is_private_until_it_is_shown(desk: Desk, photo: int) -> None:
    assert status(desk, url(desk.app, photo, audience=Audience.PUBLIC)) == 404
    show(desk, photo)
    assert status(desk, url(desk.app, photo, audience=Audience.PUBLIC)) == 200
    assert status(desk, url(desk.app, photo)) == 200


def test_every_change_ends_every_older_address(desk: Desk, photo: int) -> None:
    older: list[str] = []
    for change, is_public in (
        (lambda: None, False),
        (lambda: show(desk, photo), True),
        (lambda: show(desk, photo, [BOX]), True),
        (lambda: hide(desk, photo), False),
        (lambda: show(desk, photo), True),
    ):
        change()
        assert {status(desk, address) for address in older} <= {404}
        present = [url(desk.app, photo, size) for size in SIZES]
        if is_public:
            present.append(url(desk.app, photo, audience=Audience.PUBLIC))
        assert {status(desk, address) for address in present} == {200}
        older += present


def test_the_public_copy_is_masked_and_the_viewer_s_is_not(desk: Desk, photo: int) -> None:
    show(desk, photo, [BOX])
    client = desk.app.test_client()
    public = opened(client.get(url(desk.app, photo, audience=Audience.PUBLIC)).data)
    private = opened(client.get(url(desk.app, photo)).data)
    middle = (220, 170, 320, 230)
    assert len(set(private.crop(middle).tobytes())) > 60
    assert len(set(public.crop(middle).tobytes())) < 20


def test_what_was_hidden_stays_hidden(desk: Desk, photo: int) -> None:
    """Showing again without boxes does not bring back what somebody had masked."""
    show(desk, photo, [BOX])
    first = desk.app.test_client().get(url(desk.app, photo, audience=Audience.PUBLIC)).data
    hide(desk, photo)
    show(desk, photo)
    again = desk.app.test_client().get(url(desk.app, photo, audience=Audience.PUBLIC)).data
    assert again == first


def test_superseded_copies_are_deleted(desk: Desk, photo: int, files: Files) -> None:
    private = files()
    show(desk, photo)
    show(desk, photo, [BOX])
    drain(desk.app)
    assert len(files()) == len(private) + 3
    hide(desk, photo)
    drain(desk.app)
    assert files() == private


def test_a_copy_of_an_older_revision_is_not_shown(desk: Desk, photo: int) -> None:
    with desk.app.app_context():
        prepared = service.prepare_public(desk.case, [photo], [])
    show(desk, photo, [BOX])
    with desk.app.app_context():
        with pytest.raises(Problem, match="stale_version"), unit_of_work() as session:
            service.publish(session, desk.case, [photo], prepared)
        assert db.session.get_one(CasePhoto, photo).boxes == [[*BOX.values()]]


def test_photos_of_another_case_are_unknown(desk: Desk, photo: int) -> None:
    other = desk.another_case()
    with desk.app.app_context():
        with pytest.raises(Problem, match="photo_unknown"):
            service.prepare_public(other, [photo], [])
        with pytest.raises(Problem, match="photo_unknown"), unit_of_work() as session:
            service.unpublish(session, other, [photo])


def test_a_missing_file_is_a_missing_photo(desk: Desk, photo: int) -> None:
    with desk.app.app_context():
        photo_files.delete(db.session.query(PhotoBlob.file_id).scalar())
    assert status(desk, url(desk.app, photo)) == 404


# --- originals -----------------------------------------------------------------------------------


def test_the_original_is_a_file_for_the_office_and_logged(desk: Desk, photo: int) -> None:
    clerk = desk.sign_in("intake_clerk")
    answer = clerk.get(f"/api/v1/photos/{photo}/original")
    assert (answer.status_code, answer.data) == (200, PICTURE)
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="photo-{photo}.jpg"'
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer.headers["Cache-Control"]
    with desk.app.app_context():
        logged = db.session.query(AuditEntry).filter_by(action="photo.original").all()
        assert [entry.subject for entry in logged] == [f"photo:{photo}"]
        assert logged[0].actor.startswith("s:")


def test_nobody_else_gets_the_original(desk: Desk, photo: int, phone: Phone) -> None:
    path = f"/api/v1/photos/{photo}/original"
    assert desk.app.test_client().get(path).status_code == 401
    assert phone.client.get(path, headers=phone.headers).status_code == 403
    assert desk.sign_in("handler").get(path).status_code == 403
    with desk.app.app_context(), unit_of_work() as session:
        other = Organisation(code="other", name="南康街道", kind="street", area_id=desk.street)
        session.add(other)
        session.flush()
        office = other.id
    stranger = desk.sign_in("intake_clerk", office=office)
    assert stranger.get(path).status_code == 404
    assert stranger.get("/api/v1/photos/999/original").status_code == 404
    with desk.app.app_context():
        assert db.session.query(AuditEntry).filter_by(action="photo.original").count() == 0
