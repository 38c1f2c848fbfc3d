"""Whether a simulated fortnight adds up, worked out again from clock rows and journal."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from server.cases.models import Case, CaseRecord, Clock, JournalEvent
from server.cases.states import OPEN, SHOWN_CLOCK, WATCHED, ClockKind, RecordKind, State
from server.cases.trail import holdings
from server.cases.workflow import BY_ACTION
from server.city.service import policy
from server.deadlines.service import working_time
from server.platform.db import db

_HELD = frozenset({State.ASSIGNED, State.HANDLING, State.FIXED, State.CONFIRMING})
Raised = tuple[str, int, datetime]
"""The key of a clock, a level, and when."""


@dataclass
class Life:
    """Everything there is about one case."""

    case: Case
    events: list[JournalEvent] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    records: list[CaseRecord] = field(default_factory=list)


def lives() -> list[Life]:
    """All cases with what belongs to them, oldest first."""
    db.session.remove()
    found = {case.id: Life(case) for case in db.session.scalars(select(Case).order_by(Case.id))}
    events = select(JournalEvent).order_by(JournalEvent.case_id, JournalEvent.seq)
    for event in db.session.scalars(events):
        found[event.case_id].events.append(event)
    for clock in db.session.scalars(select(Clock).order_by(Clock.id)):
        found[clock.case_id].clocks.append(clock)
    for record in db.session.scalars(select(CaseRecord).order_by(CaseRecord.id)):
        found[record.case_id].records.append(record)
    return list(found.values())


def check_accounted_for(life: Life) -> None:
    """A legal path to a legal state; who is open has the clock it shows, who ended has none."""
    case, before = life.case, None
    for event in life.events:
        if event.action not in ("absorb", "release"):
            row = BY_ACTION[event.action]
            targets = {row.target or event.from_state, *row.targets}
            assert event.from_state in (row.sources or {None}), (case.number, event.action)
            assert event.to_state in targets, (case.number, event.action)
        assert event.from_state == before, (case.number, event.action)
        before = event.to_state
    assert case.state == before
    going = {clock.kind: clock for clock in life.clocks if clock.stopped_at is None}
    living = [record.kind for record in life.records if record.closed_at is None]
    if State(case.state) not in OPEN:
        assert not going, (case.number, list(going))
        assert set(living) <= {RecordKind.LATE_APPEAL}, (case.number, living)
        return
    kind = ClockKind.DECISION if case.disputed else SHOWN_CLOCK[State(case.state)]
    shown = going[kind]
    assert case.due_at == shown.due_at, case.number
    paused = shown.paused_at is not None
    assert (paused, case.due_paused) == (case.state == State.SUSPENDED, paused), case.number


# --- supervision -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Stretch:
    """A clock ran from ``since`` until ``until`` towards ``due_at``."""

    key: str
    since: datetime
    until: datetime
    due_at: datetime
    amount: float
    unit: str

    def reached(self, level: int) -> datetime:
        """When the level is due (lifecycle: due, + 1 × limit, + 2 × limit)."""
        time = working_time()
        late = time.length(self.amount, self.unit) * (level - 1)
        return time.due(self.due_at, late, self.unit).at


def stretches(life: Life, end: datetime) -> Iterator[Stretch]:
    """Every stretch in which a watched clock of a case ran, as the journal tells."""
    known: dict[str, dict[str, Any]] = {}
    begun: dict[str, datetime] = {}
    for event in life.events:
        for key, changes in event.data.get("clocks", {}).items():
            if key.split("/")[0] not in WATCHED:
                continue
            if key in begun:
                yield _stretch(key, known[key], begun.pop(key), event.at)
            known[key] = known.get(key, {}) | changes
            if known[key]["stopped_at"] is None and known[key]["paused_at"] is None:
                begun[key] = event.at
    for key, since in begun.items():
        yield _stretch(key, known[key], since, end + timedelta(seconds=1))


def _stretch(key: str, columns: dict[str, Any], since: datetime, until: datetime) -> Stretch:
    due_at = _moment(columns["due_at"])
    return Stretch(key, since, until, due_at, columns["amount"], columns["unit"])


def _moment(stamp: float) -> datetime:
    return datetime.fromtimestamp(stamp, UTC)


def expected_supervision(life: Life, ticks: Sequence[datetime]) -> set[Raised]:
    """What the system had to raise, given when it looked and what leaders raised themselves."""
    by_leaders = [
        (record.details["clock_key"], record.details["level"], record.opened_at)
        for record in life.records
        if record.kind == RecordKind.SUPERVISION and record.staff_id is not None
    ]
    complaints = _complaints(life)
    found: set[Raised] = set()
    for stretch in stretches(life, ticks[-1]):
        first, after = bisect_left(ticks, stretch.since), bisect_left(ticks, stretch.until)
        for tick in ticks[first:after]:
            given = [level for key, level, at in found if key == stretch.key]
            given += [n for key, n, at in by_leaders if key == stretch.key and at < tick]
            levels = [3] if _complained(complaints, tick) else [1, 2, 3]
            for level in levels:
                due = len(levels) == 1 or stretch.reached(level) <= tick
                if due and level > max(given, default=0):
                    found.add((stretch.key, level, tick))
    return found


def _complaints(life: Life) -> list[tuple[datetime, int]]:
    counts = {"refusals": 0, "reopens": 0, "failed_checks": 0}
    told = []
    for event in life.events:
        for name in counts:
            counts[name] = event.data["set"].get(name, counts[name])
        told.append((event.at, sum(counts.values())))
    return told


def _complained(told: list[tuple[datetime, int]], now: datetime) -> bool:
    latest = max((number for at, number in told if at <= now), default=0)
    return latest >= policy().complaints_for_level_3


def raised_supervision(life: Life) -> list[Raised]:
    """What the system did raise."""
    return [
        (record.details["clock_key"], record.details["level"], record.opened_at)
        for record in life.records
        if record.kind == RecordKind.SUPERVISION and record.staff_id is None
    ]


def check_once(life: Life) -> None:
    """Each warning once for each clock, each level once for each clock, whoever raised it."""
    for kind in (RecordKind.WARNING, RecordKind.SUPERVISION):
        given = [
            (record.details["clock_key"], record.details["level"])
            for record in life.records
            if record.kind == kind
        ]
        assert len(given) == len(set(given)), (life.case.number, given)


# --- holders ---------------------------------------------------------------------------------


def check_holders(life: Life, now: datetime) -> timedelta:
    """The hours of all holders are the age since dispatch minus suspensions; returns them."""
    held = sum((holding.held(now) for holding in holdings(life.events)), timedelta())
    ends = [event.at for event in life.events[1:]] + [now]
    age = sum(
        (end - event.at for event, end in zip(life.events, ends, strict=True)
         if event.to_state in _HELD),
        timedelta(),
    )  # fmt: skip
    assert held == age, (life.case.number, held, age)
    return held
