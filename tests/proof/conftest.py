"""These tests happen in the town."""

from __future__ import annotations

import pytest

from tests.support.world import template, world

__all__ = ["template", "world"]

_ON_BOTH = ("painted over", "photo of another case", "bulk closing", "false closure")
"""Frauds that are found by queries of their own; of the others one database tells as much."""


@pytest.fixture(autouse=True)
def _one_database_is_enough(request: pytest.FixtureRequest, full: bool) -> None:
    params = request.node.callspec.params if hasattr(request.node, "callspec") else {}
    fraud = params.get("name")
    if params.get("database") == "postgresql" and fraud and fraud not in _ON_BOTH and not full:
        pytest.skip("the same on both databases: SSP_TEST_FULL=1")
