"""The one source of the present moment: aware UTC."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

Source = Callable[[], datetime]


def _system() -> datetime:
    return datetime.now(UTC)


_source: Source = _system


def now() -> datetime:
    """The present moment, aware, in UTC whatever offset its source has."""
    return _source().astimezone(UTC)


@contextmanager
def set_source(source: Source) -> Iterator[None]:
    """Replace the clock inside a ``with`` block: for tests and for making past demo cases."""
    global _source
    previous = _source
    _source = source
    try:
        yield
    finally:
        _source = previous
