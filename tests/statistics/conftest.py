"""The town's ledgers."""

from tests.support.world import template, world

__all__ = ["template", "world"]
