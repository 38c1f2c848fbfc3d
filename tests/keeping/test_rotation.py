"""Exchanging the data key: at every moment everything can be read, in the end without the old."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from cryptography.exceptions import InvalidTag
from flask import Flask
from sqlalchemy import func, select

from server.cases.views import _contact
from server.identity import factor_codes, phones
from server.identity.models import Resident, SecondFactor, Staff
from server.identity.queries import phone_of
from server.identity.service import account_of
from server.keeping import rotation
from server.notifications.access import own_phone, phone_place
from server.notifications.models import NoticePreference
from server.photos import files
from server.photos.models import PhotoBlob
from server.platform.db import db, unit_of_work
from server.platform.keys import Keyring
from server.platform.storage import LocalStorage
from server.reports.models import Report
from server.settings import Settings
from tests.keeping.conftest import installed
from tests.keeping.victims import Installation, victims
from tests.support.databases import SECRET
from tests.support.story import Story
from tests.support.world import World

FIRST, SECOND = "a first data key long enough to seal", "a second data key long enough to seal"
APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PHONE, OTHERS = "13812345678", [f"1390000{number:04d}" for number in range(4)]


def sealed_things(world: World, settings: Settings) -> None:
    """Accounts, a contact, a number of staff, originals on the disk."""
    Story(world, world.account(PHONE), contact={"phone": PHONE})
    for phone in OTHERS:
        world.account(phone)
    with world.app.app_context(), unit_of_work() as session:
        owner = f"s:{session.scalar(select(Staff.id).limit(1))}"
        sealed = phones.seal(PHONE, phone_place(owner))
        session.add(NoticePreference(owner=owner, phone_sealed=sealed))
        staff_id = int(owner[2:])
        app_of = factor_codes.sealed(APP_SECRET, staff_id)
        session.add(SecondFactor(staff_id=staff_id, secret_sealed=app_of, proposed_sealed=app_of))
    memory = world.app.extensions["suishoupai"].storage
    disk = LocalStorage(settings.data_dir / "photos")
    for stored in memory.iterate():
        disk.put(stored.key, memory.get(stored.key))


def assert_readable() -> None:
    """Everything opens, and every phone still leads to its one account."""
    accounts = db.session.scalars(select(Resident).where(Resident.phone_index.is_not(None))).all()
    assert sorted(str(phone_of(account)) for account in accounts) == sorted([PHONE, *OTHERS])
    for report in db.session.scalars(select(Report)):
        assert _contact(report)["reporter_phone"] == "138****5678"
    assert [own_phone(wish) for wish in db.session.scalars(select(NoticePreference))] == [PHONE]
    factor = db.session.scalars(select(SecondFactor)).one()
    for kept in (factor.secret_sealed, factor.proposed_sealed):
        assert kept
        assert factor_codes.unsealed(kept, factor.staff_id) == APP_SECRET
    for blob in db.session.scalars(select(PhotoBlob)):
        assert hashlib.sha256(files.original(blob.file_id)).hexdigest() == blob.sha256
    ids = {phone_of(account): account.id for account in accounts}
    db.session.remove()
    with unit_of_work() as session:
        assert {phone: account_of(session, phone, "zh-CN").id for phone in ids if phone} == ids
        assert session.scalar(select(func.count()).select_from(Resident)) == len(ids)


def with_keys(settings: Settings, *data_keys: str) -> Settings:
    return replace(settings, data_keys=",".join(data_keys))


@pytest.fixture
def strides(full: bool) -> Iterator[int]:
    """The moments at which a command is killed; the test ends them."""
    return itertools.count(1, 1) if full else itertools.count(Random().randint(1, 10), 20)


@pytest.mark.crash
@pytest.mark.timeout(900)
def test_killed_rotation_goes_on_and_old_keys_retire(
    app: Flask,
    world: World,
    settings: Settings,
    strides: Iterator[int],
) -> None:
    sealed_things(world, settings)
    del app
    place = Installation(settings.data_dir, settings.database_url)
    with installed(with_keys(settings, FIRST)):
        assert_readable()
        with victims(place, FIRST) as forks:
            for at in strides:
                hurt = forks.run("keys", "rotate", at=at)
                assert_readable()
                if not hurt.killed:
                    assert hurt.code == 0, hurt
                    break
            assert at > 10
            again = forks.run("keys", "rotate").output
            assert [line for line in again.splitlines() if "sealed anew" in line] == [
                f"{kind}: 0 sealed anew"
                for kind in (
                    "phones",
                    "wechat_links",
                    "second_factors",
                    "preferences",
                    "contacts",
                    "originals",
                )
            ]
    with installed(with_keys(settings, SECOND, FIRST)):
        assert_readable()
        assert sum(count for _, count in rotation.rotate()) == 9
    with installed(with_keys(settings, SECOND)):
        assert_readable()
    with installed(with_keys(settings, FIRST)), pytest.raises(InvalidTag):
        assert_readable()


def test_tokens_name_their_key() -> None:
    """What has no key id was sealed by the root; a wrong key, place or purpose opens nothing."""
    root, first = Keyring(SECRET), Keyring(SECRET, [FIRST])
    both = Keyring(SECRET, [SECOND, FIRST])
    old = root.seal("p", b"words", b"here")
    legacy = old[5:]
    new = first.seal("p", b"words", b"here")
    for ring, token in ((first, old), (both, old), (both, new), (root, legacy), (both, legacy)):
        assert ring.unseal("p", token, b"here") == b"words"
    for ring, token, purpose, where in (
        (root, new, "p", b"here"),
        (both, new, "q", b"here"),
        (both, new, "p", b"there"),
        (both, new[:-1], "p", b"here"),
        (Keyring("another secret of the right length"), legacy, "p", b"here"),
    ):
        with pytest.raises(InvalidTag):
            ring.unseal(purpose, token, where)
    assert both.indexes("i", b"x")[1:] == first.indexes("i", b"x")
    assert root.indexes("i", b"x") == (root.hmac("i", b"x"),)
    assert both.hmac("journal", b"x") == root.hmac("journal", b"x")


def test_a_new_key_comes_first_in_its_file(app: Flask, settings: Settings) -> None:
    with app.app_context():
        rotation.add_key()
        rotation.add_key()
    kept = Settings.complete(data_dir=settings.data_dir, secret_key=SECRET)
    assert len(kept.data_secrets) == 2
    assert kept.data_secrets == tuple((settings.data_dir / "data.keys").read_text().split())
    assert (settings.data_dir / "data.keys").stat().st_mode & 0o777 == 0o600
    with pytest.raises(ValueError, match="SSP_BACKUP_SECRET"):
        Settings.complete(data_dir=settings.data_dir, backup_secret=kept.data_secrets[0])
