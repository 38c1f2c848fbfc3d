"""Nothing is lost in two weeks of ten offices, although nobody looked for two days."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from server.cases.listing import queue_counts
from server.cases.models import Case, CaseRecord, Clock
from server.cases.states import SHOWN_CLOCK, ClockKind, RecordKind, State
from server.cases.verify import findings
from server.demo import cast
from server.platform.db import db
from tests.simulation import audit
from tests.simulation.fortnight import Fortnight
from tests.support.world import World

SEED = 20261123
Note = Callable[[str, object], None]


class Probe:
    """Reads, while no job runs, what is overdue."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.late: list[int] = []
        self.unnoticed: set[int] = set()

    def __call__(self) -> None:
        """The supervisor's list agrees with the clocks, although nothing was written."""
        supervisor = cast.staff_member(self.world.staff_ids["supervisor"], "supervisor")
        counts = {item["queue"]: item["count"] for item in queue_counts(supervisor)}
        late = self._late()
        assert counts["overdue"] == len(late)
        self.late.append(len(late))
        noticed = select(CaseRecord.case_id).where(CaseRecord.kind == RecordKind.SUPERVISION)
        self.unnoticed |= late - set(db.session.scalars(noticed))

    def _late(self) -> set[int]:
        running = select(Clock.case_id, Clock.kind, Case.state, Case.disputed).join(
            Case, Case.id == Clock.case_id
        )
        running = running.where(Clock.stopped_at.is_(None), Clock.paused_at.is_(None))
        rows = db.session.execute(running.where(Clock.due_at < self.world.clock()))
        return {
            row.case_id
            for row in rows
            if row.kind == (ClockKind.DECISION if row.disputed else SHOWN_CLOCK[State(row.state)])
        }


@pytest.mark.one_database
@pytest.mark.timeout(3600)
def test_two_weeks_of_a_district(world: World, full: bool, record_property: Note) -> None:
    seed = int(os.environ.get("SSP_TEST_SEED", SEED))
    probe = Probe(world)
    told = Fortnight(world, seed, 2000 if full else 200, probe)
    with world.app.app_context():
        try:
            told.run()
            summary = _audit(told)
        except BaseException as error:
            error.add_note(f"SSP_TEST_SEED={seed} simulates the same fortnight again")
            raise
    assert all(probe.late), "nothing was overdue while nobody looked"
    assert probe.unnoticed, "the system noticed what it could not notice"
    record_property("summary", f"seed {seed}: {summary}")


def _audit(told: Fortnight) -> str:
    now, ticks = told.world.clock(), told.ticks
    lives = audit.lives()
    assert len(lives) == told.cases == told.deeds["submit"]
    levels: Counter[int] = Counter()
    held = timedelta()
    for life in lives:
        audit.check_accounted_for(life)
        audit.check_once(life)
        raised = audit.raised_supervision(life)
        assert sorted(raised) == sorted(audit.expected_supervision(life, ticks)), life.case.number
        levels.update(level for _, level, _ in raised)
        held += audit.check_holders(life, now)
    assert told.idle == 0, "a second process found something to do"
    assert list(findings()) == []
    states = Counter(life.case.state for life in lives)
    return (
        f"{told.cases} cases, {sum(told.deeds.values())} deeds of {len(told.deeds)} kinds, "
        f"{sum(told.refused.values())} refused; {dict(sorted(states.items()))}; "
        f"supervision {dict(sorted(levels.items()))}; {held.total_seconds() / 3600:.0f} hours held"
    )
