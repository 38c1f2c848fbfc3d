"""Counting queries of a page that also uses tables kept in memory for a few seconds."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from tests.support.queries import Queries


def fewest_queries(
    count: Callable[[], AbstractContextManager[Queries]], ask: Callable[[], object]
) -> int:
    """How many queries it takes when nothing has to be read into memory again."""
    counts = []
    for _ in range(3):
        with count() as seen:
            ask()
        counts.append(seen.count)
    return min(counts)
