"""Who answered for a case, from when to when, and how long it stood still (A25).

Read from the journal alone. From dispatch until closing exactly one organisation holds the case at
every moment, so the hours of all holders add up to its age since dispatch, minus suspensions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from server.cases.states import State

_ENDS = frozenset({State.CLOSED, State.VOIDED, State.TO_DISPATCH, State.SUBMITTED, State.MERGED})


class Step(Protocol):
    """What is read of a journal event."""

    @property
    def at(self) -> datetime: ...
    @property
    def to_state(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


@dataclass
class Holding:
    """An organisation held a case from ``since`` until ``until``, open while that is ``None``.

    ``stands`` are the intervals in which the case stood still, the last one open while it does;
    ``person_id`` who was last named for it. Times are aware UTC.
    """

    organisation_id: int
    person_id: int | None
    since: datetime
    until: datetime | None = None
    stands: list[tuple[datetime, datetime | None]] = field(default_factory=list)

    def held(self, now: datetime) -> timedelta:
        """How long it was in the holder's hands, suspensions left out."""
        return self.within(self.since, None, now)

    def within(self, begin: datetime, end: datetime | None, now: datetime) -> timedelta:
        """How long of an interval, open without ``end``, it was in the holder's hands."""
        over = self.until or now
        span = _common(begin, end or over, self.since, over)
        stood = (_common(begin, end or over, since, until or over) for since, until in self.stands)
        return span - sum(stood, timedelta())


def holdings(events: Iterable[Step]) -> list[Holding]:
    """The holdings that a case's events, in their order, tell of."""
    found: list[Holding] = []
    holder: int | None = None
    person: int | None = None
    for event in events:
        changes = event.data["set"]
        last = found[-1] if found and found[-1].until is None else None
        before = holder
        holder = changes.get("responsible_org_id", holder)
        person = changes.get("person_id", person)
        over = event.to_state in _ENDS
        if last and (over or holder != before):
            _stand(last, event, suspended=False)
            last.until, last = event.at, None
        if holder is not None and not over and last is None:
            last = Holding(holder, person, event.at)
            found.append(last)
        if last:
            last.person_id = person
            _stand(last, event, suspended=event.to_state == State.SUSPENDED)
    return found


def _common(begin: datetime, end: datetime, since: datetime, until: datetime) -> timedelta:
    return max(timedelta(), min(end, until) - max(begin, since))


def _stand(holding: Holding, event: Step, *, suspended: bool) -> None:
    standing = bool(holding.stands) and holding.stands[-1][1] is None
    if suspended and not standing:
        holding.stands.append((event.at, None))
    elif standing and not suspended:
        holding.stands[-1] = (holding.stands[-1][0], event.at)
