"""When the holder of a running clock is warned, and supervised (督办 L1 to L3).

A limit most of which is used: a warning. Used up: level 1. Once more its length later: level 2.
Twice: level 3, as also when it came back to work so often, by complaints of residents or checks
that failed (lifecycle table, *supervise*; domain E9: 重办≥3 ⇒ 提级督办).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from server.city.service import policy
from server.deadlines.service import working_time

WARNING, LEVEL_3 = 0, 3


def warn_at(clock: Mapping[str, Any], now: datetime) -> datetime:
    """When the city's share of the limit is used, counting back from the due time as it is now."""
    time = working_time()
    left = time.elapsed(now, clock["due_at"], clock["unit"])
    spare = time.length(clock["amount"], clock["unit"]) * (1 - policy().warn_share)
    return time.due(now, max(left - spare, timedelta()), clock["unit"]).at


def next_alarm(
    clock: Mapping[str, Any], given: Iterable[int], complaints: int, warn: datetime, now: datetime
) -> tuple[int, datetime] | None:
    """The next level (0 warns) and its moment; ``given`` are the levels this clock has had.

    A warning that nobody could give in time is left out; a level never is.
    """
    reached = max(given, default=WARNING - 1)
    if reached >= LEVEL_3:
        return None
    if complaints >= policy().complaints_for_level_3:
        return LEVEL_3, now
    due: datetime = clock["due_at"]
    if reached < WARNING and now < due:
        return WARNING, warn
    level = max(reached, WARNING) + 1
    late = working_time().length(clock["amount"], clock["unit"]) * (level - 1)
    return level, working_time().due(due, late, clock["unit"]).at
