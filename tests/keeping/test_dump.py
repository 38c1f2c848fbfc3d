"""What somebody finds who steals database and data folder: no number, no code, no key, no place."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, select

from server.identity.models import Organisation
from server.platform.db import Base, db
from server.platform.storage import LocalStorage
from server.settings import Settings
from tests.photos.pictures import bare, encode, exif, place, quarters
from tests.support.clocks import FrozenClock
from tests.support.story import Story
from tests.support.world import Person, World

_MOBILE = re.compile(rb"(?<![0-9a-f])1[3-9][0-9]{9}(?![0-9a-f])")
PHONE = "13812345678"
_KEY_LEAST = 12


def dump() -> dict[str, bytes]:
    """Every column of every table but what organisations publish, as bytes."""
    found: dict[str, bytes] = {}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if column is Organisation.__table__.columns["phone"]:
                continue
            values = db.session.scalars(select(column).where(column.is_not(None)))
            is_bytes = isinstance(column.type, LargeBinary)
            found[str(column)] = b"\n".join(
                value if is_bytes else str(value).encode() for value in values
            )
    db.session.remove()
    return found


def test_no_number_and_no_code_in_the_database(
    app: Flask, world: World, clock: FrozenClock, settings: Settings
) -> None:
    """After a report with a number, a sign-in by code, and messages to phones.

    Only the file in which a demo shows its messages has them; an installation has none.
    """
    first = Story(world, contact={"phone": PHONE}).confirming()
    person = world.resident()
    asked = person.post("otp", {"phone": PHONE}).get_json()
    world.drain()
    code = code_of(world)
    signed_in = person.post(f"otp/{asked['request_id']}", {"code": code})
    assert signed_in.status_code in (200, 201), signed_in.text
    Story(world, world.account(PHONE), contact={"phone": PHONE}).closed()
    world.drain()
    clock.advance(minutes=1)
    with app.app_context():
        columns = dump()
    keys = [*_session_tokens(person), *_session_tokens(world.staff("east_clerk"))]
    keys += [first.receipt["query_code"], person.claim_key or "", first.reporter.claim_key or ""]
    assert all(len(key) >= _KEY_LEAST for key in keys), keys
    everything = columns | _files(settings.data_dir)
    assert len(everything) > len(columns)
    for name, data in everything.items():
        for key in keys:
            assert key.encode() not in data, (name, key)
            assert key.replace("-", "").encode() not in data, (name, key)
        assert PHONE.encode() not in data, name
    assert sum(map(len, columns.values())) > 10_000
    for name, data in columns.items():
        assert not _MOBILE.search(data), (name, _MOBILE.search(data))
        if not name.endswith((".id", "_at", "hash", ".data")):
            assert not re.search(rb"(?<![0-9a-f])" + code.encode() + rb"(?![0-9a-f])", data), name


def _session_tokens(person: Person) -> list[str]:
    """What a browser shows to be known."""
    cookie = person.client.get_cookie("ssp_session")
    return [cookie.value] if cookie else []


def _files(data_dir: Path) -> dict[str, bytes]:
    """Every file of an installation but the messages of a demo, by its name."""
    return {
        str(path.relative_to(data_dir)): path.read_bytes()
        for path in data_dir.rglob("*")
        if path.is_file() and path.name != "sms.jsonl"
    }


@pytest.mark.one_database
def test_originals_are_sealed_with_the_place_they_know(
    app: Flask, world: World, settings: Settings
) -> None:
    """A real upload with a position in its metadata: no file of it can be read as a picture with
    one, and the shown ones have no metadata at all."""
    world.app.extensions["suishoupai"] = replace(
        app.extensions["suishoupai"], storage=LocalStorage(settings.data_dir / "photos")
    )
    where = exif(1, "2026:11:22 18:30:05", "+08:00", place((42, 54, 0), (125, 8, 30)))
    photo = encode(quarters(400, 300), exif=where)
    person = world.resident()
    path = f"photos/{hashlib.sha256(photo).hexdigest()}"
    assert person.ask("PUT", path, data=photo).status_code == 201
    stored = _files(settings.data_dir / "photos")
    assert len(stored) == 4
    for name, data in stored.items():
        assert b"Exif" not in data, name
        assert b"2026:11:22" not in data, name
        assert photo[:64] not in data, name
        if not name.endswith(".enc"):
            assert bare(data)


def code_of(world: World) -> str:
    """The code that was sent last, from the file of a demo."""
    folder: Path = world.app.extensions["suishoupai"].settings.data_dir
    last = (folder / "sms.jsonl").read_text("utf-8").splitlines()[-1]
    found = re.search(r"\b(\d{6})\b", last)
    if found is None:
        pytest.fail(last)
    return found[1]
