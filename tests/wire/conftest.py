"""These tests happen in the town."""

from tests.support.world import template, world

__all__ = ["template", "world"]
