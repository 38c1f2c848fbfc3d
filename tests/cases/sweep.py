"""By plan, what random lives did not try: every action by every role in every state there is."""

from __future__ import annotations

from collections import deque

import pytest
from sqlalchemy import select

from server.cases.models import Case
from server.cases.service import carry_out
from server.cases.states import State
from server.cases.workflow import BY_ACTION, TABLE
from server.platform.actor import SYSTEM
from server.platform.db import unit_of_work
from server.platform.errors import Problem
from tests.cases.invariants import check_all
from tests.cases.model import ACTIONS, CHECKED, Expected
from tests.cases.play import Cell, Cells, Play
from tests.support.clocks import START
from tests.support.world import Person, World

DISPUTE = ("refuse", "finish", "check_pass", "refuse")
ALL_ACTIONS = (*ACTIONS, "join")


def path_to(state: State) -> list[str]:
    """The fewest actions from a report to ``state``, found in the table."""
    waiting = deque([(State.SUBMITTED, list[str]())])
    seen = {State.SUBMITTED}
    while waiting:
        at, path = waiting.popleft()
        if at is state:
            return path
        for row in TABLE:
            timed = row.action in ("info_timeout", "confirm_timeout")
            if at in row.sources and row.target and row.target not in seen and not timed:
                seen.add(row.target)
                waiting.append((row.target, [*path, row.action]))
    raise AssertionError(f"nothing leads to {state}")


def is_legal(play: Play, case: Expected, who: Person | None, action: str) -> bool:
    """Whether the table has a row for this action by this role in this state, and it sees it."""
    row = BY_ACTION[action]
    if case.state not in row.sources:
        return False
    if action == "join":
        return case.accepted and play.model.label(case, who) == "resident"
    if who is not None and play.model.label(case, who) == "checker" and case.state not in CHECKED:
        return False
    role = play.model.label(case, who)
    return role in {capacity.value for capacity in row.who} or (
        role == "handler" and "organisation" in row.who
    )


class Sweep:
    """Tries everything in one state; ``universe`` are all cells, ``legal`` those of the table."""

    def __init__(self, world: World, state: State) -> None:
        self.world = world
        self.state = state
        self.cells = Cells()
        self.universe: set[Cell] = set()
        self.legal: set[Cell] = set()

    def run(self) -> None:
        """First what must be refused, on one case; then what must succeed."""
        play, case = self._at_state()
        version = self.world.version(case.number)
        people = self._people(play, case)
        for role, who in people.items():
            for action in ALL_ACTIONS:
                cell = (self.state, action, role)
                self.universe.add(cell)
                if is_legal(play, case, who, action):
                    self.legal.add(cell)
                elif action == "join":
                    self._try_join(play, case, who, cell)
                else:
                    assert who is not None or self._system_tries(case, action)
                    if who is not None:
                        known = None if case.master else version
                        play.attempt(case, who, action, known=known)
                    self.cells.note(cell, legal=False)
        assert self.world.version(case.number) == version
        for cell in sorted(self.legal):
            if not self.cells.legal[cell]:
                self._do(cell)

    def _at_state(self, extra: tuple[str, ...] = ()) -> tuple[Play, Expected]:
        """A fresh desk with one case in the state, and another to merge it into."""
        self.world.clock.set(START)
        play = Play(self.world, Cells())
        case = play.report(play.residents[0])
        play.report(play.residents[1])
        for action in (*path_to(self.state), *extra):
            who = next(who for name, who in play.model.open_to(case) if name == action)
            play.attempt(case, who, action)
        play.cells = self.cells
        return play, case

    def _people(self, play: Play, case: Expected) -> dict[str, Person | None]:
        """One person of each role there is towards the case; ``None`` is the system."""
        people = [*self.world.everybody, *play.residents, play.stranger, self.world.anonymous]
        found: dict[str, Person | None] = {"system": None}
        return found | {play.model.label(case, who): who for who in reversed(people)}

    def _try_join(self, play: Play, case: Expected, who: Person | None, cell: Cell) -> None:
        if who is not None:
            play.join(case, who)
            self.cells.note(cell, legal=False)
        else:
            self.universe.discard(cell)

    def _system_tries(self, case: Expected, action: str) -> bool:
        in_state = case.state in BY_ACTION[action].sources
        with self.world.app.app_context(), unit_of_work() as session:
            row = session.scalars(select(Case).where(Case.number == case.number)).one()
            with pytest.raises(Problem) as refused:
                carry_out(session, SYSTEM, row, BY_ACTION[action], {})
        return refused.value.code == ("forbidden" if in_state else "action_not_allowed")

    def _do(self, cell: Cell) -> None:
        """Do something legal on a fresh case; if its guard asks for a dispute, after one."""
        _, action, role = cell
        for extra in ((), DISPUTE) if self.state is State.CONFIRMING else ((),):
            play, case = self._at_state(extra)
            who = self._people(play, case)[role]
            if who is None:
                self.world.clock.advance(hours=73)
                play.time_out()
            elif action == "join":
                self._try_join(play, case, who, cell)
            else:
                play.attempt(case, who, action)
            check_all(play, {}, action)
            if self.cells.legal[cell]:
                return
