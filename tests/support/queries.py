"""Counts what a piece of code asks of the database."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

_BOOKKEEPING = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")
_NOW_AND_THEN = re.compile(
    r"FROM (?:city|catalogue_edition)\b|max\(calendar_day\.revision\)|\bwrite_count\b",
    re.IGNORECASE,
)
"""Whether what processes keep is still in force, asked twice a second, and how much was written,
settled once a second; whatever is counted."""


@dataclass
class Queries:
    """The statements seen so far, without transaction bookkeeping and what depends on the time."""

    statements: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many statements."""
        return len(self.statements)


@contextmanager
def query_count() -> Iterator[Queries]:
    """Collect the statements of every engine of this process."""
    seen = Queries()

    def record(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        bookkeeping = statement.lstrip().upper().startswith(_BOOKKEEPING)
        if not bookkeeping and not _NOW_AND_THEN.search(statement):
            seen.statements.append(statement)

    event.listen(Engine, "before_cursor_execute", record)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", record)
