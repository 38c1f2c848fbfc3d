"""These tests happen in the town."""

import pytest

from tests.support.world import template, world

__all__ = ["template", "world"]


@pytest.fixture
def once(request: pytest.FixtureRequest, database: str) -> None:
    """Of a test in groups, the first is enough on a second kind of database."""
    if request.node.callspec.params["group"] and not database.startswith("sqlite"):
        pytest.skip("the first group speaks for this database")
