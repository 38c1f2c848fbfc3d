"""Whose uploads may hang where, and which cases show the same picture."""

from __future__ import annotations

import hashlib

import pytest
from PIL import Image

from server.photos.alike import Fingerprint, distance
from server.photos.models import CasePhoto, Upload
from server.photos.service import cases_alike
from server.platform.db import db
from server.platform.errors import Problem
from tests.photos.conftest import Desk, Phone
from tests.photos.pictures import encode, quarters

PICTURE = encode(quarters(800, 600))
SHA256 = hashlib.sha256(PICTURE).hexdigest()


def scene() -> Image.Image:
    """Something that a difference hash can hold on to: light that falls off, and two things."""
    image = Image.radial_gradient("L").resize((1800, 1400)).crop((150, 60, 1350, 960))
    image.paste(Image.linear_gradient("L").resize((400, 600)), (100, 200))
    image.paste(Image.linear_gradient("L").rotate(90).resize((400, 300)), (700, 100))
    return image.convert("RGB")


def test_uploads_hang_in_the_order_given(desk: Desk, phone: Phone) -> None:
    second = encode(quarters(640, 480))
    phone.put(PICTURE)
    phone.put(second)
    hashes = [hashlib.sha256(second).hexdigest(), SHA256]
    ids = desk.attach(phone.owner(), *hashes)
    with desk.app.app_context():
        rows = [db.session.get_one(CasePhoto, photo) for photo in ids]
        assert [row.position for row in rows] == [0, 1]
        assert {row.visibility for row in rows} == {"private"}
        assert {row.revision for row in rows} == {1}
        assert all(row.attached_at for row in db.session.query(Upload))


def test_somebody_else_s_upload_is_as_unknown_as_none(
    desk: Desk, phone: Phone, another_phone: Phone
) -> None:
    phone.put(PICTURE)
    told = []
    for sha256 in (SHA256, "0" * 64):
        with pytest.raises(Problem) as caught:
            desk.attach(another_phone.owner(), sha256)
        problem = caught.value
        told.append((problem.code, problem.status, problem.extra == {"missing": [sha256]}))
    assert told == [("photos_missing", 409, True)] * 2


def test_all_missing_are_named_and_nothing_hangs(desk: Desk, phone: Phone) -> None:
    phone.put(PICTURE)
    with pytest.raises(Problem) as caught:
        desk.attach(phone.owner(), SHA256, "0" * 64, "1" * 64)
    assert caught.value.extra == {"missing": ["0" * 64, "1" * 64]}
    with desk.app.app_context():
        assert db.session.query(CasePhoto).count() == 0
        assert db.session.query(Upload).one().attached_at is None


def test_proof_must_hang_nowhere_else(desk: Desk, phone: Phone, another_phone: Phone) -> None:
    """Whoever uploaded them: the finish's own upload is known too, that is not the question."""
    phone.put(PICTURE)
    another_phone.put(PICTURE)
    desk.attach(phone.owner(), SHA256, fresh=True)
    other = desk.another_case()
    with pytest.raises(Problem) as caught:
        desk.attach(another_phone.owner(), SHA256, fresh=True, case=other)
    assert (caught.value.code, caught.value.status) == ("photo_reused", 422)
    assert caught.value.extra == {"reused": [SHA256]}
    assert desk.attach(another_phone.owner(), SHA256, case=other)


def test_cases_that_show_the_same_picture(desk: Desk, phone: Phone, another_phone: Phone) -> None:
    original = encode(scene())
    phone.put(original)
    desk.attach(phone.owner(), hashlib.sha256(original).hexdigest())
    different, other = desk.another_case(), encode(quarters(1200, 900))
    phone.put(other)
    desk.attach(phone.owner(), hashlib.sha256(other).hexdigest(), case=different)

    again = encode(scene().resize((900, 675)), quality=60)
    cropped = encode(scene().crop((60, 45, 1140, 855)))
    for data in (again, cropped):
        another_phone.put(data)
        sha256 = hashlib.sha256(data).hexdigest()
        with desk.app.app_context():
            session = db.session()
            cases = [desk.case, different]
            assert cases_alike(session, [another_phone.owner()], sha256, cases) == {desk.case}
            assert cases_alike(session, [another_phone.owner()], sha256, [different]) == set()
            assert cases_alike(session, [phone.owner()], sha256, cases) == set()
            assert cases_alike(session, [another_phone.owner()], "0" * 64, cases) == set()


def test_distance_is_that_of_the_best_pair() -> None:
    zero, one, all_bits = "0" * 16, "0" * 15 + "1", "f" * 16
    assert distance(Fingerprint(zero, zero), Fingerprint(one, all_bits)) == 1
    assert distance(Fingerprint(all_bits, zero), Fingerprint(all_bits, one)) == 0
    assert distance(Fingerprint(zero, zero), Fingerprint(all_bits, all_bits)) == 64
