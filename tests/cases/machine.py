"""Random lives of cases: Hypothesis chooses who does what, and when."""

from __future__ import annotations

from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from server.cases.workflow import BY_ACTION
from tests.cases.forms import form, masters_of
from tests.cases.invariants import DueTimes, check_all, check_reading
from tests.cases.model import ACTIONS, Expected
from tests.cases.play import Cells, Play
from tests.support.clocks import START
from tests.support.world import Person, World

CASES_AT_MOST = 4
KINDS = (*["move"] * 6, "stay", "report", "join", "attempt", "twice", "outdated", "wait")
MINUTES = (0.5, 5, 40, 300, 1_500, 4_400, 11_000, 25_000)


class Lives(RuleBasedStateMachine):
    """Several cases, three residents, everybody of the offices, and a clock that jumps."""

    world: ClassVar[World]
    cells: ClassVar[Cells]

    def __init__(self) -> None:
        super().__init__()
        self.world.clock.set(START)
        self.play = Play(self.world, self.cells)
        self.model = self.play.model
        self.due: DueTimes = {}
        self.last: tuple[str, Expected | None] = ("", None)
        self.turn = 0

    @initialize()
    def first(self) -> None:
        self._did("submit", self.play.report(self.play.residents[0]))

    @rule(kind=st.sampled_from(KINDS), case=st.integers(0, 99), choice=st.integers(0, 9_999))
    def step(self, kind: str, case: int, choice: int) -> None:
        """One of the methods below; ``case`` and ``choice`` are taken modulo what there is."""
        getattr(self, f"_{kind}")(self.model.cases[case % len(self.model.cases)], choice)

    @invariant()
    def holds(self) -> None:
        action, case = self.last
        self.due = check_all(self.play, self.due, action)
        if case is not None:
            self.turn += 1
            check_reading(self.play, case, self.turn)

    # --- kinds of steps ------------------------------------------------------------------------

    def _move(self, case: Expected, choice: int) -> None:
        """Something that moves a case on."""
        self._take(case, choice, moving=True)

    def _stay(self, case: Expected, choice: int) -> None:
        """Something that leaves the state as it is."""
        self._take(case, choice, moving=False)

    def _report(self, _case: Expected, choice: int) -> None:
        if len(self.model.cases) == CASES_AT_MOST:
            return
        if choice % 5 == 0:
            self._did("enter_patrol", self.play.patrol())
            return
        street, about = ("east", "west")[choice % 2], (None, None, "east", "west")[choice % 4]
        reporter = self.play.residents[choice % 3]
        self._did("submit", self.play.report(reporter, street, about))

    def _join(self, case: Expected, choice: int) -> None:
        self.play.join(case, self.play.residents[choice % 3])
        self._did("join", case)

    def _attempt(self, case: Expected, choice: int) -> None:
        """Anybody tries anything."""
        others = [self.world.anonymous, self.play.stranger, *self.play.residents]
        people = [*self.world.everybody, *others]
        who, action = people[choice % len(people)], ACTIONS[choice // len(people) % len(ACTIONS)]
        if action != "merge" or masters_of(self.model, case):
            self.play.attempt(case, who, action)
            self._did(action, case)

    def _twice(self, case: Expected, choice: int) -> None:
        """Somebody's answer got lost."""
        found = self._open(case, choice, moving=True)
        if found:
            action, who = found
            self.play.repeat(case, who, action)
            self._did(action, case)

    def _outdated(self, case: Expected, choice: int) -> None:
        """Somebody acts on what the case was, or does not say on what."""
        found = self._open(case, choice, moving=True)
        if not found:
            return
        action, who = found
        aim = case if who.is_staff else case.root
        data = form(self.model, aim, who, action, real=False)
        version = self.world.version(aim.number)
        stale = who.act(case.number, action, data, version=version - 1)
        assert (stale.status_code, stale.json["code"]) == (412, "stale_version")
        blind = who.post(f"{who.base}/{case.number}/actions/{action}", data)
        assert (blind.status_code, blind.json["code"]) == (428, "version_required")
        assert self.world.version(aim.number) == version

    def _wait(self, _case: Expected, choice: int) -> None:
        self.world.clock.advance(minutes=MINUTES[choice % len(MINUTES)])
        self.play.time_out()
        self._did("timeout", None)

    # --- choosing ------------------------------------------------------------------------------

    def _open(self, case: Expected, choice: int, *, moving: bool) -> tuple[str, Person] | None:
        """Something that must succeed now, by somebody who may; ``choice`` says what first."""
        actions = [name for name in ACTIONS if (BY_ACTION[name].target is not None) == moving]
        first = choice % len(actions)
        for action in (*actions[first:], *actions[:first]):
            if action == "merge" and not masters_of(self.model, case):
                continue
            able = list(self.model.able(case, action))
            if able:
                return action, able[choice % len(able)]
        return None

    def _take(self, case: Expected, choice: int, *, moving: bool) -> None:
        found = self._open(case, choice, moving=moving)
        if found:
            action, who = found
            self.play.attempt(case, who, action)
            self._did(action, case)

    def _did(self, action: str, case: Expected | None) -> None:
        self.last = (action, case)
