"""What somebody finds who steals the database: no telephone number and no code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, select

from server.identity.models import Organisation
from server.platform.db import Base, db
from tests.support.clocks import FrozenClock
from tests.support.story import Story
from tests.support.world import World

_MOBILE = re.compile(rb"(?<![0-9a-f])1[3-9][0-9]{9}(?![0-9a-f])")
PHONE = "13812345678"


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
    app: Flask, world: World, clock: FrozenClock
) -> None:
    """After a report with a number, a sign-in by code, and messages to phones."""
    Story(world, contact={"phone": PHONE}).confirming()
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
    assert sum(map(len, columns.values())) > 10_000
    for name, data in columns.items():
        assert PHONE.encode() not in data, name
        assert not _MOBILE.search(data), (name, _MOBILE.search(data))
        if not name.endswith((".id", "_at", "hash", ".data")):
            assert not re.search(rb"(?<![0-9a-f])" + code.encode() + rb"(?![0-9a-f])", data), name


def code_of(world: World) -> str:
    """The code that was sent last, from the file of a demo."""
    folder: Path = world.app.extensions["suishoupai"].settings.data_dir
    last = (folder / "sms.jsonl").read_text("utf-8").splitlines()[-1]
    found = re.search(r"\b(\d{6})\b", last)
    if found is None:
        pytest.fail(last)
    return found[1]
