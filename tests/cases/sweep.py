"""By plan, what random lives did not try: every action by every role in every state there is."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from server.cases.models import Case
from server.cases.service import carry_out
from server.cases.states import State
from server.cases.workflow import BY_ACTION, TABLE, Who
from server.platform.actor import SYSTEM
from server.platform.db import unit_of_work
from server.platform.errors import Problem
from tests.cases.forms import masters_of
from tests.cases.invariants import check_all
from tests.cases.model import ACTIONS, CHECKED, OPEN, Expected
from tests.cases.play import Cell, Cells, Play
from tests.support.clocks import START
from tests.support.world import Person, World

S = State
Need = tuple[str, Who]

NOT_THE_WAY = ("info_timeout", "confirm_timeout", "repair_now", "approve_force_close")
ASKED_FIRST = {
    "approve_suspension": "request_suspension",
    "approve_void": "request_void",
}
WAIT = "wait"
DISPUTE = ("refuse", "finish", "check_pass", "refuse")
CALLED = ("whistle",)
ANSWERED = (*CALLED, "whistle_ack", "whistle_report_in")
BEFORE_DISPATCH = (S.SUBMITTED, S.VERIFYING, S.NEED_INFO, S.TO_DISPATCH)
EXTRAS: dict[State, tuple[tuple[str, ...], ...]] = {
    S.ASSIGNED: (("request_return",),),
    S.HANDLING: (
        ("request_return",),
        ("request_extension",),
        ("request_suspension",),
        CALLED,
        (*CALLED, "whistle_ack"),
        ANSWERED,
        (*ANSWERED, "whistle_measures"),
        ("add_co_handler",),
    ),
    S.CONFIRMING: (DISPUTE,),
}
BESIDE = (("request_void",), ("request_force_close",))
"""What is done in a state before more of its rows become open."""


def path_to(state: State) -> list[str]:
    """The fewest actions from a report to ``state``, found in the table."""
    waiting = deque([(S.SUBMITTED, list[str]())])
    seen = {S.SUBMITTED}
    while waiting:
        at, path = waiting.popleft()
        if at is state:
            return path
        for row in TABLE:
            target = row.target
            if at in row.sources and target not in {None, *seen} and row.action not in NOT_THE_WAY:
                assert target is not None
                seen.add(target)
                asked = [ASKED_FIRST[row.action]] if row.action in ASKED_FIRST else []
                waiting.append((target, [*path, *asked, row.action]))
    raise AssertionError(f"nothing leads to {state}")


def situations(state: State) -> Iterator[list[str]]:
    """Ways into a state after which, together, every one of its rows is open to somebody."""
    path = path_to(state)
    yield path
    for extra in EXTRAS.get(state, ()):
        yield [*path, *extra]
    if state is S.CLOSED:
        late = [*path[:-3], WAIT, *path[-3:]]
        yield from (late, [*late, "late_appeal"])
    if state in OPEN:
        yield from ([*path, *extra] for extra in BESIDE)
        at = max(0, len(path) - 1 - (state in (S.CONFIRMING, S.SUSPENDED)))
        yield [*path[:at], "supervise", *path[at:]]


def needs(state: State) -> set[Need]:
    """Every row of the table that starts in ``state``, with everybody who may take it."""
    rows = {(row.action, who) for row in TABLE if state in row.sources for who in row.who}
    never = {(action, who) for action, who in rows if action == "join" or who is Who.SYSTEM}
    if state in BEFORE_DISPATCH:
        never |= {("add_note", Who.ORGANISATION)}  # there is none yet
    if state not in CHECKED:
        never |= {("add_note", Who.CHECKER)}  # who checks does not see it yet
    return rows - never


class Sweep:
    """Tries everything in one state; ``universe`` are all cells, ``met`` the rows seen to work."""

    def __init__(self, world: World, state: State, *, whole: bool) -> None:
        self.world = world
        self.state = state
        self.whole = whole
        self.cells = Cells()
        self.universe: set[Cell] = set()
        self.met: set[Need] = set()

    def run(self) -> None:
        """First what must be refused, on one case; then, in each situation, what is open."""
        self._refusals(*self._at([*path_to(self.state)]))
        for path in situations(self.state):
            self._open_rows(path)
        self._system()

    # --- refusals ------------------------------------------------------------------------------

    def _refusals(self, play: Play, case: Expected) -> None:
        version = self.world.version(case.number)
        turn = 0
        for role, who in self._people(play, case).items():
            for action in (*ACTIONS, "join"):
                turn += 1
                aim = case.root if who is not None and not who.is_staff else case
                cell = (aim.state, action, role)
                if who is None:
                    if action != "join":
                        self.universe.add(cell)
                        assert self._system_is_refused(case, action)
                        self.cells.note(cell, legal=False)
                    continue
                if not self.whole and turn % 8:
                    continue
                if action == "join":
                    play.join(case, who) if case.root.state not in OPEN else None
                    continue
                if play.model.verdict(case, who, action)[0] == 200:
                    continue
                self.universe.add(cell)
                play.attempt(case, who, action, known=None if case.master else version)
        assert self.world.version(case.number) == version

    def _system_is_refused(self, case: Expected, action: str) -> bool:
        row = BY_ACTION[action]
        with self.world.app.app_context(), unit_of_work() as session:
            found = session.scalars(select(Case).where(Case.number == case.number)).one()
            with pytest.raises(Problem) as refused:
                carry_out(session, SYSTEM, found, row, {})
        may = case.state not in row.sources or Who.SYSTEM in row.who
        return refused.value.code == ("action_not_allowed" if may else "forbidden")

    # --- what is open --------------------------------------------------------------------------

    def _open_rows(self, path: list[str]) -> None:
        """Again and again from the same situation: what stays in the state, then one way out."""
        before = -1
        while before < len(self.met) < len(needs(self.state)):
            before = len(self.met)
            play, case = self._at(path)
            while staying := self._unmet(play, case, moving=False):
                self._do(play, case, *staying[0])
            leaving = self._unmet(play, case, moving=True)
            if leaving:
                self._do(play, case, *leaving[0])
            check_all(play, {}, "timeout")

    def _unmet(self, play: Play, case: Expected, *, moving: bool) -> list[tuple[Person, str]]:
        """What is open now and was not yet done in this state in that capacity."""
        if case.root.state is not self.state and case.state is not self.state:
            return []
        missing = {action for action, _ in needs(self.state) - self.met}
        return [
            (who, action)
            for action in sorted(missing)
            if (BY_ACTION[action].target is not None) == moving
            if action != "merge" or masters_of(play.model, case)
            for who in play.model.able(case, action)
            if self._needed(play, case, who, action) - self.met
        ]

    def _needed(self, play: Play, case: Expected, who: Person, action: str) -> set[Need]:
        held = play.model.capacities(case, who) if who.is_staff else {Who.REPORTER}
        return {(action, capacity) for capacity in held & set(BY_ACTION[action].who)}

    def _do(self, play: Play, case: Expected, who: Person, action: str) -> None:
        found = self._needed(play, case, who, action)
        self.universe.add((self.state, action, play.model.label(case, who)))
        play.attempt(case, who, action)
        self.met |= found

    def _system(self) -> None:
        """Let time pass until the system has done what is its own in this state."""
        path = path_to(self.state)
        asked = ["request_return"] if self.state in (S.ASSIGNED, S.HANDLING) else []
        play, _ = self._at([*path, *asked])
        for hours in (1, 2, 5, 72, 400):
            self.world.clock.advance(hours=hours)
            play.time_out()
        check_all(play, {}, "timeout")

    # --- setting the scene ---------------------------------------------------------------------

    def _at(self, path: list[str]) -> tuple[Play, Expected]:
        """A fresh desk with one case in the state, and another to merge it into."""
        self.world.clock.set(START)
        play = Play(self.world, Cells())
        case = play.report(play.residents[0])
        play.report(play.residents[1])
        for action in path:
            if action == WAIT:
                self.world.clock.advance(days=9)
                play.time_out()
                continue
            play.attempt(case, next(play.model.able(case, action)), action)
        play.cells = self.cells
        return play, case

    def _people(self, play: Play, case: Expected) -> dict[str, Person | None]:
        """One person of each role there is towards the case; ``None`` is the system."""
        people = [*self.world.everybody, *play.residents, play.stranger, self.world.anonymous]
        found: dict[str, Person | None] = {"system": None}
        return found | {play.model.label(case, who): who for who in reversed(people)}
