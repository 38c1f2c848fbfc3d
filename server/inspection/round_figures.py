"""What the rounds of a month came to, leader by leader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from server.cases.states import State
from server.city.service import policy, time_zone
from server.inspection import queries
from server.inspection.rounds import MORNING
from server.platform import clock
from server.platform.actor import Actor

_HOUR_S = 3600


def month_of(moment: datetime) -> str:
    """The month of a moment in the city's time zone, as ``2026-11``."""
    return f"{moment.astimezone(time_zone()):%Y-%m}"


def span_of(month: str | None) -> tuple[datetime, datetime]:
    """A month of the city's time zone as ``[first moment, first moment of the next)``."""
    year, number = (int(part) for part in (month or month_of(clock.now())).split("-"))
    following = (year + number // 12, number % 12 + 1)
    return (
        datetime(year, number, 1, tzinfo=time_zone()),
        datetime(*following, 1, tzinfo=time_zone()),
    )


@dataclass
class _Tally:
    """Sums of one leader's month."""

    leader: dict[str, Any]
    morning: int = 0
    off_window: int = 0
    supervision: int = 0
    issues: int = 0
    due: int = 0
    on_time: int = 0
    hours: list[float] = field(default_factory=list)


def figures(actor: Actor, month: str | None) -> dict[str, Any]:
    """Each leader's month, by the month in which a round began (city's time zone).

    - ``morning``: morning checks begun inside the window; ``off_window``: those begun outside of
      it, which are no 晨检; ``supervision``: 督查 rounds;
    - ``issues``: problems found on all of these, voided cases left out; ``closed``: how many are
      closed now, a merged case with its master;
    - ``on_time_percent``: 100 × closed, the work done (last main clock stopped) by its due time ÷
      closed or due by now. Cases that never were with an organisation, and open ones whose clock
      stands still, are in neither;
    - ``average_hours``: mean of closing minus finding over the closed ones, in hours of the day.

    Rounded to one decimal; ``None`` where there is nothing to divide by. Two queries.
    """
    since, until = span_of(month)
    now = clock.now()
    tallies: dict[int, _Tally] = {}
    for row in queries.round_counts(actor, since, until):
        named = {"id": row.leader_id, "name": row.leader}
        tally = tallies.setdefault(row.leader_id, _Tally(named))
        if row.off_window:
            tally.off_window += row.rounds
        elif row.kind == MORNING:
            tally.morning += row.rounds
        else:
            tally.supervision += row.rounds
    fates: defaultdict[int, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in queries.issue_fates(actor, since, until):
        fates[row.leader_id].append(row)
    for leader_id, tally in tallies.items():
        _count(tally, fates[leader_id], now)
    ordered = sorted(tallies.values(), key=lambda item: (-item.issues, item.leader["id"]))
    return {
        "month": f"{since:%Y-%m}",
        "window": list(policy().patrol_window),
        "items": [_shown(tally) for tally in ordered],
    }


def _count(tally: _Tally, rows: Iterable[Row[*tuple[Any, ...]]], now: datetime) -> None:
    for row in rows:
        tally.issues += 1
        closed = row.state == State.CLOSED
        if closed:
            tally.hours.append((row.closed_at - row.sent_at).total_seconds() / _HOUR_S)
        if row.main_due_at is None:
            continue
        if closed:
            tally.due += 1
            tally.on_time += not row.finished_late
        elif row.main_paused_at is None and row.main_due_at <= now:
            tally.due += 1


def _shown(tally: _Tally) -> dict[str, Any]:
    hours = tally.hours
    return {
        "leader": tally.leader,
        "morning": tally.morning,
        "off_window": tally.off_window,
        "supervision": tally.supervision,
        "issues": tally.issues,
        "closed": len(hours),
        "on_time_percent": round(100 * tally.on_time / tally.due, 1) if tally.due else None,
        "average_hours": round(sum(hours) / len(hours), 1) if hours else None,
    }
