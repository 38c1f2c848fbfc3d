"""With the detectors installed (``make blur``): what they find is never shown to the public."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from benchmarks.blur import plates
from server.photos import service
from server.photos.files import SIZES
from server.photos.finder import Finder, NotLookedAt, missing
from server.photos.models import CasePhoto
from server.photos.searching import search_waiting
from server.photos.urls import Audience, photo_url
from server.platform.db import db, unit_of_work
from tests.photos.conftest import Desk, Phone
from tests.photos.finders import give
from tests.photos.pictures import encode

pytestmark = pytest.mark.skipif(
    bool(missing()), reason=f"no detectors (make blur): {', '.join(missing())} not installed"
)
NUMBER = random.Random(5)


@pytest.fixture(scope="module")
def finder() -> Iterator[Finder]:
    made = Finder()
    yield made
    made.close()


def street(photos: Path, side: int) -> Image.Image:
    """A real street with a plate on it and, where scikit-image is installed, a person's face."""
    with Image.open(photos / "street" / "photo.JPG") as opened_street:
        image = opened_street.convert("RGB")
    image.thumbnail((side, side))
    plate = plates.draw(NUMBER, side // 8, "clean")
    image.paste(plate, (side // 4, side // 2), plate)
    face = astronaut()
    if face is not None:
        face.thumbnail((side // 5, side // 5))
        image.paste(face, (side // 20, side // 20))
    return image


def astronaut() -> Image.Image | None:
    spec = find_spec("skimage")
    if spec is None or spec.origin is None:
        return None
    with Image.open(Path(spec.origin).with_name("data") / "astronaut.png") as image:
        return image.convert("RGB").crop((120, 0, 340, 240))


def test_no_public_address_serves_what_the_detectors_find(
    app: Flask, desk: Desk, phone: Phone, photos: Path, finder: Finder, full: bool
) -> None:
    give(app, finder)
    data = encode(street(photos, 1600 if full else 640), quality=90)
    assert phone.put(data).status_code == 201
    (photo,) = desk.attach(phone.owner(), hashlib.sha256(data).hexdigest())
    with app.app_context():
        assert search_waiting() == 1
        hidden = service.boxes_of([photo])[photo]
        wanted = {"plate"} | ({"face"} if astronaut() else set())
        assert wanted <= {box.kind for box in hidden}
        prepared = service.prepare_public(desk.case, [photo], None)
        with unit_of_work() as session:
            service.publish(session, desk.case, [photo], prepared)
        row = db.session.get_one(CasePhoto, photo)
        sizes = SIZES if full else SIZES[:1]
        addresses = [photo_url(photo, row.revision, size, Audience.PUBLIC) for size in sizes]
    for address in addresses:
        answer = app.test_client().get(address)
        assert answer.status_code == 200
        assert [box for box in finder.find(answer.data) if box.kind in wanted] == []


def test_a_picture_that_cannot_be_read_costs_its_own_fork_only(finder: Finder) -> None:
    pid = finder.start()
    with pytest.raises(NotLookedAt, match="photo_damaged"):
        finder.find(b"\xff\xd8 no picture")
    assert finder.start() == pid
    assert finder.find(encode(Image.new("RGB", (320, 240), "grey"))) == []
