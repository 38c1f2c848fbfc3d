"""These tests happen in the town."""

import pytest

from tests.support.world import template, world

__all__ = ["template", "world"]


@pytest.fixture
def once(request: pytest.FixtureRequest, database: str) -> None:
    """The test says nothing about databases: SQLite is enough, of groups all but the first."""
    group = request.node.callspec.params.get("group", 1)
    if group and not database.startswith("sqlite"):
        pytest.skip("SQLite is enough")
