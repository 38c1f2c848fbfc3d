"""Days of a period as moments, and lengths of time reckoned by the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Float, and_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import FunctionElement

from server.city.service import time_zone
from server.platform import clock
from server.platform.errors import Problem


@dataclass(frozen=True)
class Period:
    """Days of the city, both included; as moments the end is the first that no longer counts."""

    since: date
    until: date

    @property
    def begin(self) -> datetime:
        """The first moment, aware."""
        return datetime.combine(self.since, time(), time_zone())

    @property
    def end(self) -> datetime:
        """The first moment after it, aware."""
        return datetime.combine(self.until + timedelta(days=1), time(), time_zone())

    def holds(self, moment: Any) -> ColumnElement[bool]:
        """The condition that a column of moments lies in the period."""
        return and_(moment >= self.begin, moment < self.end)


def period_of(since: date | None, until: date | None) -> Period:
    """The days asked for; from the first of the month, until today, where none is named.

    Raises ``Problem("invalid", 422)`` for a period that ends before it begins.
    """
    today = clock.now().astimezone(time_zone()).date()
    last = until or today
    first = since or min(today, last).replace(day=1)
    if first > last:
        raise Problem("invalid", 422, fields={"until": ["range"]})
    return Period(first, last)


class hours_between(FunctionElement[float]):  # noqa: N801 -- reads like the function it is
    """Hours from one column of moments to another, negative backwards."""

    type = Float()
    inherit_cache = True


@compiles(hours_between, "sqlite")
def _julian(element: Any, compiler: Any, **kwargs: Any) -> str:
    start, end = (compiler.process(part, **kwargs) for part in element.clauses)
    return f"((julianday({end}) - julianday({start})) * 24.0)"


@compiles(hours_between)
def _epoch(element: Any, compiler: Any, **kwargs: Any) -> str:
    start, end = (compiler.process(part, **kwargs) for part in element.clauses)
    return f"(EXTRACT(EPOCH FROM ({end}) - ({start})) / 3600.0)"
