"""Numbers that residents leave are kept sealed, and shown masked; ``test_crawl`` reads the rest."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.world import World

PHONE = "13912345678"


@pytest.fixture
def number(world: World) -> str:
    """A case with a reporter who left a number."""
    sent = world.account(PHONE).report(contact={"phone": PHONE}, anonymous=False)
    world.drain()
    return str(sent.get_json()["case_number"])


def test_the_clerk_sees_a_masked_number_only(world: World, number: str) -> None:
    answer = world.staff("east_clerk").view(number)
    assert "139****5678" in answer.text
    assert PHONE not in answer.text


def test_the_database_holds_no_readable_number(number: str, database: str, data_dir: Any) -> None:
    assert number
    if not database.startswith("sqlite"):
        pytest.skip("reads the bytes of the SQLite file; the columns are the same on PostgreSQL")
    for path in data_dir.glob("app.db*"):
        assert PHONE.encode() not in path.read_bytes(), path
