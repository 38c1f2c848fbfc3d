"""What sponsors stand by, by kind and code."""

from __future__ import annotations

from server.geography.levels import Level
from server.geography.service import ancestors, area_by_code
from server.responsibility.book import COMMUNITY, SEGMENT, Book
from server.responsibility.books import current_book
from server.responsibility.queries import Named


class Targets:
    """What may have sponsors now: communities, segments that have not ended, points, compounds."""

    def __init__(self) -> None:
        book = current_book()
        self._ids = {(SEGMENT, item.code): item.id for item in book.segments if not item.span.end}
        self._ids |= {(item.kind, item.code): item.id for item in book.sites}

    def find(self, kind: str, code: str) -> tuple[str, int] | None:
        """Kind and id of what a kind and a code name."""
        if kind == COMMUNITY:
            area = area_by_code(code)
            found = area.id if area is not None and area.level is Level.COMMUNITY else None
        else:
            found = self._ids.get((kind, code))
        return None if found is None else (kind, found)


def target_named(book: Book, kind: str, number: int) -> Named:
    """The target of an id, past ones too. Raises ``KeyError`` when there is none."""
    return ancestors(number)[-1] if kind == COMMUNITY else book.target(kind, number)
