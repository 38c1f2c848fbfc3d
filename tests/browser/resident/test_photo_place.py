"""What a photo from the album knows: its place and time, read before the phone shrinks it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import select

from server.photos.models import CasePhoto
from server.platform.db import db
from tests.browser.conftest import PHONE
from tests.browser.resident.conftest import CONSENT, Phone
from tests.photos.pictures import exif, place
from tests.support.town import EDGES, NORTH
from tests.support.world import World

pytestmark = pytest.mark.browser


def with_notes(path: Path, **notes: Any) -> Path:
    with Image.open(path) as picture:
        picture.save(path, exif=exif(1, **notes))
    return path


def test_place_and_time_of_a_photo_are_used_and_nonsense_is_not(
    world: World, site: str, new_page: Callable[..., Page], shot: Callable[[], Path]
) -> None:
    phone = Phone(new_page(PHONE, has_touch=True, is_mobile=True), site, shot)
    page = phone.page
    lat, lon = NORTH - 0.01, EDGES[1] - 0.01
    nonsense = (
        {"taken_at": "0000:00:00 00:00:00", "gps": place((0.0, 0.0, 0.0), (0.0, 0.0, 0.0))},
        {"taken_at": "2026:13:40 99:00:00", "gps": place((95.0, 0.0, 0.0), (200.0, 0.0, 0.0))},
    )
    phone.open("/snap")
    phone.take_photo(CONSENT)
    with page.expect_file_chooser() as chooser:
        page.get_by_text("从相册选", exact=True).click()
    chooser.value.set_files([with_notes(shot(), **notes) for notes in nonsense])
    expect(page.locator(".photo-tile img")).to_have_count(3)
    expect(page.get_by_text("没有定位权限")).to_be_visible()

    known = with_notes(
        shot(),
        taken_at="2026:10:03 18:30:05",
        offset="+08:00",
        gps=place((lat, 0.0, 0.0), (lon, 0.0, 0.0)),
    )
    with page.expect_file_chooser() as chooser:
        page.get_by_text("从相册选", exact=True).click()
    chooser.value.set_files(known)
    expect(page.get_by_text("东街道 · 东一社区")).to_be_visible()
    phone.tap("提交")
    phone.receipt()
    with world.app.app_context():
        *doubtful, album = db.session.scalars(select(CasePhoto).order_by(CasePhoto.position)).all()
    assert (album.lat, album.lon) == pytest.approx((lat, lon), abs=1e-6)
    assert album.captured_at == datetime(2026, 10, 3, 10, 30, 5, tzinfo=UTC)
    assert {(photo.lat, photo.lon) for photo in doubtful} == {(None, None)}
