"""What supervisors should look into: shapes of work that honest work seldom has (domain: E7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from server.cases.proof.queries import agreeing_pairs, alarm_rows, numbers_for
from server.platform import clock
from server.platform.actor import Actor

LOOKED_BACK = timedelta(days=90)
PAIR_LEAST = 20
_MOST = 100


def alarms(actor: Actor) -> dict[str, Any]:
    """Odd finishes and pairs that never disagree, of the last 90 days, among the actor's cases.

    At most 100 of each, latest and largest first; three queries however many.
    """
    since = clock.now() - LOOKED_BACK
    rows = alarm_rows(actor, since, _MOST)
    numbers = numbers_for(actor, {like for row in rows for like in row.details["like"]})
    pairs = agreeing_pairs(actor, since, PAIR_LEAST, _MOST)
    return {
        "items": [
            {
                "at": row.opened_at,
                "marks": row.details["marks"],
                "case_number": row.number,
                "state": row.state,
                "address": row.address,
                "organisation": row.organisation,
                "person": row.person,
                "like": [numbers[like] for like in row.details["like"] if like in numbers],
            }
            for row in rows
        ],
        "pairs": [dict(row._mapping) for row in pairs],
    }
