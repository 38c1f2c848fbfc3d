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
from tests.cases.sweep import Sweep, needs
from tests.support.world import World

Note = Callable[[str, object], None]


@pytest.mark.timeout(7200)
def test_random_lives(world: World, full: bool, record_property: Note) -> None:
    """The model agrees with the server about every step, and the invariants hold after each."""
    cells = Cells()
    Lives.world, Lives.cells = world, cells
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=180 if full else 6,
            stateful_step_count=60 if full else 25,
            derandomize=not full,
            database=None,
            deadline=None,
            phases=(Phase.generate,),  # a life of sixty steps is read sooner than made shorter
            suppress_health_check=list(HealthCheck),
        ),
    )
    told = f"{len(cells.legal)} legal and {len(cells.illegal)} illegal cells by chance"
    record_property("summary", told)


@pytest.mark.one_database
@pytest.mark.timeout(900)
@pytest.mark.parametrize("state", sorted(reachable()))
def test_everything_by_everybody(
    world: World, state: State, full: bool, record_property: Note
) -> None:
    """Each action by each role, in a state that the table leads to."""
    sweep = Sweep(world, state, whole=full)
    sweep.run()
    wanted = needs(state)
    told = f"{len(sweep.universe)} cells, {len(wanted & sweep.met)} of {len(wanted)} rows open"
    record_property("summary", told)
    assert sweep.universe <= sweep.cells.reached
    assert wanted - sweep.met == set()


def test_no_row_is_dead() -> None:
    """Every state is reached, and every row starts somewhere."""
    assert set(State) == reachable()
    assert [row.action for row in TABLE if row.sources and not row.sources & reachable()] == []
