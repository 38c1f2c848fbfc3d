"""PUT /api/v1/photos/{sha256}: what is kept, for whom, and what is not."""

from __future__ import annotations

import hashlib
import io
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import func, select

from server.photos import intake
from server.photos.client import Decoder
from server.photos.decoding.limits import MAX_BYTES
from server.photos.models import PhotoBlob, Upload
from server.platform.db import db
from server.platform.errors import Problem
from tests.photos.conftest import Desk, Phone
from tests.photos.pictures import encode, exif, noise, place, quarters, repeated_scans
from tests.support.client import CheckedClient

Files = Callable[[], list[str]]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def picture() -> bytes:
    return encode(quarters(2000, 1500), exif=exif(6, "2026:11:22 18:30:05", "+08:00"))


def test_new_then_known(phone: Phone, picture: bytes) -> None:
    first, second = phone.put(picture), phone.put(picture)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json == {"sha256": sha256(picture), "width": 1500, "height": 2000}


def test_another_owner_s_upload_is_new_to_me(
    phone: Phone, another_phone: Phone, picture: bytes, files: Files, app: Flask
) -> None:
    mine = phone.put(picture)
    kept = files()
    theirs = another_phone.put(picture)
    assert (theirs.status_code, theirs.json) == (201, mine.json)
    assert files() == kept
    with app.app_context():
        assert db.session.scalar(select(func.count(PhotoBlob.id))) == 1
        assert db.session.scalar(select(func.count(Upload.id))) == 2


def test_what_was_read_is_kept(phone: Phone, app: Flask) -> None:
    notes = exif(6, "2026:11:22 18:30:05", "+08:00", place((42.9, 0, 0), (125.1, 0, 0)))
    phone.put(encode(quarters(), exif=notes))
    with app.app_context():
        blob = db.session.scalars(select(PhotoBlob)).one()
    assert (blob.format, blob.width, blob.height, blob.flags) == ("jpeg", 300, 400, [])
    assert (blob.taken_at, blob.taken_offset_min) == ("2026-11-22T18:30:05", 480)
    assert (blob.exif_lat, blob.exif_lon) == (42.9, 125.1)
    assert len(blob.dhash) == len(blob.dhash_centre) == 16


def test_the_original_is_encrypted_at_rest(
    phone: Phone, picture: bytes, files: Files, data_dir: Path
) -> None:
    phone.put(picture)
    names = files()
    assert [name.split("/")[0] for name in names] == ["full", "middle", "originals", "thumb"]
    for name in names:
        stored = (data_dir / "photos" / name).read_bytes()
        assert picture[:64] not in stored
        assert b"2026:11:22" not in stored
        assert sha256(picture) not in name


def test_nobody_may_upload_without_identity(
    client: CheckedClient, picture: bytes, files: Files
) -> None:
    answer = client.put(f"/api/v1/photos/{sha256(picture)}", data=picture)
    assert (answer.status_code, files()) == (401, [])


def test_staff_may_upload(desk: Desk, picture: bytes) -> None:
    clerk = desk.sign_in("handler")
    answer = clerk.put(f"/api/v1/photos/{sha256(picture)}", data=picture)
    assert answer.status_code == 201


@pytest.mark.parametrize("name", ["0" * 64, "x", "..%2f..%2fetc%2fpasswd", "A" * 64])
def test_the_name_must_be_the_hash(phone: Phone, picture: bytes, files: Files, name: str) -> None:
    answer = phone.put(picture, name)
    assert answer.status_code in (404, 422)
    assert files() == []


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 415, "photo_type"),
        (b"<svg/>", 415, "photo_type"),
        (b"GIF89a" + bytes(40), 415, "photo_type"),
        (encode(noise(400, 300))[:9000], 422, "photo_damaged"),
        (encode(quarters(20, 10)), 422, "photo_too_small"),
        (repeated_scans(noise(64, 64), 206), 422, "photo_scans"),
        (b"\xff\xd8\xff" + bytes(MAX_BYTES), 413, "photo_too_large"),
    ],
    ids=["empty", "svg", "gif", "cut", "small", "scans", "large"],
)
def test_refusals_say_what_to_do_and_leave_nothing(
    phone: Phone, files: Files, app: Flask, data: bytes, status: int, code: str
) -> None:
    answer = phone.put(data)
    assert answer.json is not None
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert files() == []
    with app.app_context():
        assert db.session.scalar(select(func.count(PhotoBlob.id))) == 0


def test_a_body_that_is_announced_too_large_is_not_read(phone: Phone) -> None:
    class Unread(io.BytesIO):
        def read(self, *_size: int) -> bytes:
            raise AssertionError("the body was read")

    answer = phone.client.put(
        f"/api/v1/photos/{'0' * 64}",
        environ_overrides={"wsgi.input": Unread(), "CONTENT_LENGTH": str(MAX_BYTES + 1)},
        headers=phone.headers,
    )
    assert answer.status_code == 413


def test_hostile_files_leave_clean_photos_or_nothing(
    phone: Phone, files: Files, photos: Path
) -> None:
    for path in sorted((photos / "hostile").glob("*")):
        before = len(files())
        status = phone.put(path.read_bytes()).status_code
        assert status in (200, 201) or 400 <= status < 500, path.name
        assert len(files()) - before == (4 if status == 201 else 0), path.name


POLYGLOTS = {
    "html behind": encode(quarters()) + b"<html><script>alert(1)</script>",
    "html inside": encode(quarters(), comment=b"<script>alert(1)</script>"),
    "zip behind": encode(quarters()) + b"PK\x03\x04" + bytes(100) + b"PK\x05\x06" + bytes(18),
    "php inside": encode(quarters(), "PNG", exif=exif(1)) + b"<?php system($_GET[0]);",
}


@pytest.mark.parametrize("name", POLYGLOTS)
def test_polyglots_become_clean_photos(
    phone: Phone, files: Files, data_dir: Path, name: str
) -> None:
    assert phone.put(POLYGLOTS[name]).status_code == 201
    for stored in files():
        data = (data_dir / "photos" / stored).read_bytes()
        assert not any(mark in data for mark in (b"<script", b"<?php", b"PK\x05\x06"))


def test_one_photo_from_many_at_once(app: Flask, picture: bytes, files: Files) -> None:
    phones = [Phone(app) for _ in range(4)] * 2
    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(
            answer.status_code for answer in pool.map(lambda one: one.put(picture), phones)
        )
    assert statuses == [200] * 4 + [201] * 4
    assert len(files()) == 4


def test_the_child_may_die_between_uploads(phone: Phone, decoder: Decoder, picture: bytes) -> None:
    os.kill(decoder.start(), signal.SIGKILL)
    assert phone.put(picture).status_code == 201


def test_a_busy_child_says_come_back(
    phone: Phone, picture: bytes, files: Files, monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    def busy(_self: Decoder, _data: bytes) -> None:
        raise Problem("photo_busy", 503, retry_after=3)

    monkeypatch.setattr(Decoder, "decode", busy)
    path = f"/api/v1/photos/{sha256(picture)}"
    unchecked = FlaskClient(app, Response)
    answer = unchecked.put(path, data=picture, headers=phone.headers)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) >= 1
    assert answer.json is not None
    assert answer.json["code"] == "photo_busy"
    assert files() == []


def test_a_failing_database_leaves_no_file(
    phone: Phone, picture: bytes, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_anything: object) -> None:
        raise OSError("no")

    phone.owner()
    monkeypatch.setattr(intake, "_keep_blob", broken)
    with pytest.raises(AssertionError, match="server error"):
        phone.put(picture)
    assert files() == []
