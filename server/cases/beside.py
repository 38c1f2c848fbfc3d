"""What is settled beside the state, and who answers for the place, as the offices read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from server.cases.models import Case, CaseRecord, Clock, JournalEvent
from server.cases.states import RecordKind
from server.cases.trail import holdings
from server.geography.service import ancestors
from server.identity.queries import offices_named, people_named
from server.platform.db import db
from server.responsibility.service import keepers_at, sponsors_at

_TOLD = ("reason", "amount", "unit", "proposed", "first")
_APART = (RecordKind.CHECK, RecordKind.ALARM, RecordKind.FALSE_CLOSURE)
"""Records of the proof; ``cases.proof.views`` tells of them what each reader may know."""

_MARKS = {
    "settled": "settled",
    "exempt": "exempt",
    "finished_late": "late",
    "returns": "returned",
    "recalls": "recalled",
    "unmerges": "unmerged",
    "false_closures": "false_closure",
}


def marks_of(case: Case) -> list[str]:
    """Codes of what is remarkable about a case."""
    return [mark for column, mark in _MARKS.items() if getattr(case, column)]


def records_view(
    case: Case, clocks: Sequence[Clock], now: datetime, *, blind: bool
) -> list[dict[str, Any]]:
    """The requests, calls and tasks of a case, oldest first; two queries."""
    rows = db.session.scalars(
        select(CaseRecord)
        .where(CaseRecord.case_id == case.id, CaseRecord.kind.not_in(_APART))
        .order_by(CaseRecord.id)
    ).all()
    due = {f"{clock.kind}/{clock.number}": clock for clock in clocks}
    offices = offices_named(row.organisation_id for row in rows)
    people = {} if blind else people_named(row.staff_id for row in rows)
    return [
        {
            "kind": row.kind,
            "number": row.number,
            "status": row.status,
            "alive": row.closed_at is None,
            "organisation": offices.get(row.organisation_id),
            "person": people.get(row.staff_id),
            "seq": row.seq,
            "opened_at": row.opened_at,
            "until_at": row.until_at,
            "closed_at": row.closed_at,
            "due_at": clock.due_at if (clock := due.get(row.clock or "")) else None,
            "overdue": clock is not None
            and not clock.paused_at
            and (clock.stopped_at or now) > clock.due_at,
            "level": str(level) if (level := row.details.get("level")) is not None else None,
            **{name: row.details.get(name) for name in _TOLD},
        }
        for row in rows
    ]


def holders_view(
    events: Iterable[JournalEvent], now: datetime, *, blind: bool
) -> list[dict[str, Any]]:
    """Who held the case, from when to when, for how many hours (suspensions left out)."""
    held = holdings(events)
    offices = offices_named(item.organisation_id for item in held)
    people = {} if blind else people_named(item.person_id for item in held)
    return [
        {
            "organisation": offices[item.organisation_id],
            "person": people.get(item.person_id),
            "since": item.since,
            "until": item.until,
            "hours": round(item.held(now).total_seconds() / 3600, 2),
        }
        for item in held
    ]


def answerable(case: Case, *, blind: bool) -> dict[str, Any]:
    """Who kept the road and stood by the place when the case came in (A11, A13).

    ``blind`` leaves out names: the keeper of the road may be who mended it.
    """
    kept = next(iter(keepers_at(case.lat, case.lon, case.submitted_at)), None)
    areas = [area.id for area in ancestors(case.area_id)]
    return {
        "segment": {"code": kept.segment.code, "name": kept.segment.name} if kept else None,
        "chief": kept.chief.name if kept and kept.chief and not blind else None,
        "sponsor_officer": kept.sponsor.name if kept and kept.sponsor and not blind else None,
        "sponsors": [
            {"code": item.code, "name": item.name}
            for item in sponsors_at(areas, case.lat, case.lon, case.submitted_at)
        ],
    }
