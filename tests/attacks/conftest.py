"""These tests happen in the town."""

import pytest

from tests.support.world import template, world

pytest.register_assert_rewrite(
    *(f"tests.attacks.pairs{part}" for part in ("", "_desk", "_offices", "_people", "_residents"))
)
__all__ = ["template", "world"]
