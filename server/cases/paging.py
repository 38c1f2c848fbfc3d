"""Orders of case lists, each with a cursor that says where the last page ended."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, and_, func, literal, or_

from server.cases.models import Case
from server.platform.db import UtcDateTime
from server.platform.errors import Problem

_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class LatestFirst:
    """By id, downwards."""

    columns = (Case.id.desc(),)

    def cursor(self, row: Row[*tuple[Any, ...]]) -> str:
        return _sealed([row.id])

    def after(self, cursor: str) -> ColumnElement[bool]:
        (last_id,) = _opened(cursor, 1)
        return Case.id < int(last_id)


class SoonestFirst:
    """Urgent cases before all others, and of each kind what is due first.

    ``with_ended``: there may be cases without a clock; they come last.
    """

    def __init__(self, *, with_ended: bool = False) -> None:
        never = literal(_NEVER, UtcDateTime())
        self._due = func.coalesce(Case.due_at, never) if with_ended else Case.due_at
        self.columns = (Case.urgent.desc(), self._due, Case.id)

    def cursor(self, row: Row[*tuple[Any, ...]]) -> str:
        return _sealed([row.urgent, row.due_at or _NEVER, row.id])

    def after(self, cursor: str) -> ColumnElement[bool]:
        urgent, due, last_id = _opened(cursor, 3)
        try:
            moment = datetime.fromisoformat(due)
        except (TypeError, ValueError) as error:
            raise _broken() from error
        later = or_(self._due > moment, and_(self._due == moment, Case.id > last_id))
        same_kind = and_(Case.urgent.is_(bool(urgent)), later)
        return or_(same_kind, Case.urgent.is_(False)) if urgent else same_kind


def _sealed(key: list[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(key)).decode()


def _opened(cursor: str, length: int) -> list[Any]:
    """The parts of a cursor, the last of which is an id.

    Raises ``Problem("invalid", 422)`` for anything that is not one of ours.
    """
    try:
        key = orjson.loads(base64.urlsafe_b64decode(cursor))
    except ValueError as error:
        raise _broken() from error
    if not isinstance(key, list) or len(key) != length or type(key[-1]) is not int:
        raise _broken()
    if not 0 <= key[-1] < 2**62:
        raise _broken()
    return key


def _broken() -> Problem:
    return Problem("invalid", 422, fields={"cursor": ["invalid"]})
