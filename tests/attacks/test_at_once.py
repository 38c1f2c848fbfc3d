"""Two windows or two people do something in one moment: one after the other, or one is told no."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from sqlalchemy import update

from server.identity import passwords
from server.identity.models import Staff
from server.platform import audit
from server.platform.db import db, unit_of_work
from tests.attacks import pairs_desk, pairs_offices, pairs_people, pairs_residents
from tests.attacks.crossings import CROSSINGS, LATE
from tests.attacks.pairs import both
from tests.support.town import PASSWORD
from tests.support.world import World

_ALL = {
    **pairs_desk.PAIRS,
    **pairs_residents.PAIRS,
    **pairs_offices.PAIRS,  # from here on others are responsible
    **pairs_people.PAIRS,  # at last somebody else administers, or nobody
}
_OFTEN = {name: pair for name, pair in _ALL.items() if name not in pairs_offices.PAIRS}


@pytest.fixture
def quick_hashes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same hashes with less work, of the town's passwords too."""
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_MEMORY_KIB", 64)
    monkeypatch.setattr(passwords, "_hasher", quick)
    _again(world)


def _again(world: World) -> None:
    """Everybody has the password of the town, and no failed attempts."""
    world.clock.advance(minutes=20)
    with world.app.app_context(), unit_of_work() as session:
        session.execute(
            update(Staff).values(password_hash=passwords.hash_password(PASSWORD), start_until=None)
        )


@pytest.mark.each_database
@pytest.mark.usefixtures("quick_hashes")
def test_two_at_once(world: World, full: bool) -> None:
    """No error of the server, nothing twice or lost, and a line in the log for each deed alone.

    On SQLite, where a unit of work is alone, at reduced size only what residents do; what always
    took turns (responsibility, catalogue, calendar, policy) at full size.
    """
    with world.app.app_context():
        is_alone = db.engine.dialect.name == "sqlite"
    pairs = _ALL if full else pairs_residents.PAIRS if is_alone else _OFTEN
    faults: dict[str, str] = {}
    for name, (crossing, once_red) in CROSSINGS.items() if not is_alone else ():
        for late in LATE if full else [once_red]:
            _again(world)
            answers = both(world, *crossing(world), late=late)
            if any(answer.startswith("server error") for answer in answers):
                faults[f"{name} {late}"] = str(answers)
    for name, pair in pairs.items():
        try:
            pair(world)
        except AssertionError as error:
            faults[name] = str(error)
    assert faults == {}
    with world.app.app_context():
        assert audit.first_broken(db.session()) is None
        db.session.remove()
    assert world.findings() == []
