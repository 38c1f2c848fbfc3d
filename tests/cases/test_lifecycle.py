"""Every cell of the lifecycle table, legal and illegal: by random lives, and all of it by plan."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from server.cases.states import State
from server.cases.workflow import TABLE
from tests.cases.machine import Lives
from tests.cases.play import Cells, reachable
from tests.cases.sweep import Sweep
from tests.support.world import World

Note = Callable[[str, object], None]


@pytest.mark.timeout(1800)
def test_random_lives(world: World, full: bool, record_property: Note) -> None:
    """The model agrees with the server about every step, and the invariants hold after each."""
    cells = Cells()
    Lives.world, Lives.cells = world, cells
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=200 if full else 8,
            stateful_step_count=60 if full else 30,
            derandomize=not full,
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink) if full else (Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
    told = f"{len(cells.legal)} legal and {len(cells.illegal)} illegal cells by chance"
    record_property("summary", told)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("state", sorted(reachable()))
def test_everything_by_everybody(world: World, state: State, record_property: Note) -> None:
    """Each action by each role, in a state that the table leads to."""
    sweep = Sweep(world, state)
    sweep.run()
    reached = sweep.universe & sweep.cells.reached
    told = f"{len(reached)} of {len(sweep.universe)} cells, {len(sweep.legal)} of them legal"
    record_property("summary", told)
    assert reached == sweep.universe
    assert sweep.legal - set(sweep.cells.legal) == set()


def test_no_row_is_dead(record_property: Note) -> None:
    """Every row starts somewhere; states nothing leads to yet are said, not forgotten."""
    later = sorted(set(State) - reachable())
    record_property("summary", f"states of the next issue: {', '.join(later) or 'none'}")
    assert [row.action for row in TABLE if row.sources and not row.sources & reachable()] == []
