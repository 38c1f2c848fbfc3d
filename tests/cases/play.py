"""Playing cases over HTTP with the model beside them, and counting what was tried."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, delete
from werkzeug.test import TestResponse

from server.cases.models import Case, Remembered
from server.cases.states import State
from server.cases.workflow import BY_ACTION, TABLE
from server.platform.db import Base, unit_of_work
from server.platform.outbox.models import OutboxRow
from tests.cases.consequences import Consequences
from tests.cases.forms import form
from tests.cases.model import Expected, Model, Said
from tests.support.world import EAST, WEST, Person, World

Cell = tuple[State, str, str]
SYSTEM_ACTIONS = {
    "need_info": "info_timeout",
    "confirming": "confirm_timeout",
    "suspended": "resume",
}


def _of_cases() -> list[Table]:
    """The tables that hang on cases, those that hang on others first."""
    hanging = {Case.__table__.name, OutboxRow.__table__.name, Remembered.__table__.name}
    tables = Base.metadata.sorted_tables
    for table in tables:
        if {key.column.table.name for key in table.foreign_keys} & hanging:
            hanging.add(table.name)
    return [table for table in reversed(tables) if table.name in hanging]


def reachable() -> frozenset[State]:
    """The states that the table itself leads to, starting from what it creates."""
    found: set[State] = set()
    fresh = {row.target for row in TABLE if row.creates and row.target}
    while fresh:
        found |= fresh
        fresh = {
            target
            for row in TABLE
            if row.sources & found
            for target in (row.target, *row.targets)
            if target is not None and not (target in row.targets and target in row.sources)
        } - found
    return frozenset(found)


@dataclass
class Cells:
    """Which (state, action, role) were tried, and how often they were legal."""

    legal: Counter[Cell] = field(default_factory=Counter)
    illegal: Counter[Cell] = field(default_factory=Counter)

    def note(self, cell: Cell, *, legal: bool) -> None:
        (self.legal if legal else self.illegal)[cell] += 1

    @property
    def reached(self) -> set[Cell]:
        return set(self.legal) | set(self.illegal)


class Play:
    """A town with an empty desk, and the model of what happens on it."""

    def __init__(self, world: World, cells: Cells) -> None:
        self.world = world
        self.cells = cells
        self.model = Model(world)
        self.consequences = Consequences(self.model)
        self.raised: set[tuple[str, str, int]] = set()
        self.residents = [world.resident(f"resident {n}") for n in range(3)]
        self.stranger = world.resident("stranger")
        self.sent: dict[str, Any] = {}
        with world.app.app_context(), unit_of_work() as session:
            for table in _of_cases():
                session.execute(delete(table))

    # --- new cases -----------------------------------------------------------------------------

    def report(self, who: Person, street: str = "east", about: str | None = None) -> Expected:
        """A resident reports something in a street, perhaps about an organisation."""
        place = {**(EAST if street == "east" else WEST), "source": "fix"}
        shots = [{**who.photo(), "role": role} for role in ("near", "far")]
        answer = who.report(place=place, about_org=about, photos=shots)
        assert answer.status_code == 201, answer.text
        office = "centre" if street == about else street
        number = answer.json["case_number"]
        case = Expected(number, State.SUBMITTED, office, [Said(who)], about, place=street)
        self.model.cases.append(case)
        return case

    def patrol(self) -> Expected:
        """The patrol leader enters a case."""
        leader = self.world.staff("patrol")
        answer = leader.report(patrol=self.world.condition("E03", 1))
        assert answer.status_code == 201, answer.text
        case = Expected(answer.json["case_number"], State.TO_DISPATCH, "east", patrol=leader)
        case.condition, case.accepted = ("E03", 1), True
        self.model.cases.append(case)
        return case

    def join(self, case: Expected, who: Person) -> None:
        """Somebody met the same problem."""
        form = self.world.report_form(who, photos=[])
        del form["tile"]
        answer = who.post(f"public/cases/{case.number}/join", form)
        status, code = self._may_join(case.root, who)
        assert answer.status_code == status, answer.text
        if status != 201:
            assert answer.json["code"] == code, answer.text
            return
        self.cells.note((case.root.state, "join", "resident"), legal=True)
        case.root.reports.append(Said(who))

    def _may_join(self, case: Expected, who: Person) -> tuple[int, str]:
        if who is self.world.anonymous:
            return 401, "sign_in_required"
        if who.is_staff:
            reports_for_others = ("intake_clerk", "supervisor", "patrol_leader", "inspector")
            if self.model.roles[who.name] in reports_for_others:
                return 422, "on_behalf_required"
            return 403, "forbidden"
        refused = (State.REJECTED, State.WITHDRAWN, State.VOIDED, State.MERGED)
        if not case.accepted or case.state in refused:
            return 404, "not_found"
        if self.model.mine(case, who):
            return 409, "joined_already"
        if case.state not in BY_ACTION["join"].sources:
            return 409, "action_not_allowed"
        return 201, ""

    # --- actions -------------------------------------------------------------------------------

    def attempt(
        self, case: Expected, who: Person, action: str, *, known: int | None = None, **how: Any
    ) -> TestResponse:
        """Try an action; the answer and what it changed must be what the model says.

        With the ``known`` version the caller checks by itself that a refusal changed nothing.
        """
        model = self.model
        status, code = model.verdict(case, who, action)
        aim = case if who.is_staff else case.root
        cell = (aim.state, action, model.label(case, who))
        version = known or self.world.version(aim.number)
        data = form(model, aim, who, action, real=status == 200)
        self.sent = data
        answer = who.act(case.number, action, data, version=version, **how)
        told = f"{who.name}: {action} on {aim.state} {aim.number}: {answer.text[:300]}"
        assert answer.status_code == status, f"{status} {code} expected; {told}"
        self.cells.note(cell, legal=status == 200)
        if status != 200:
            assert answer.json["code"] == code, told
            assert known or self.world.version(aim.number) == version, told
            return answer
        self.consequences.done(case, who, action, data)
        assert self.world.version(aim.number) == version + 1, told
        assert answer.headers["ETag"] == f'"{version + 1}"', told
        shown = State(answer.json["state"])
        gone = action == "withdraw" and not model.mine(aim, who)
        assert shown == (State.WITHDRAWN if gone else aim.state), told
        return answer

    def repeat(self, case: Expected, who: Person, action: str) -> None:
        """Do an action twice under one key: one effect, one answer."""
        key, aim = uuid.uuid4().hex, case if who.is_staff else case.root
        first = self.attempt(case, who, action, key=key)
        after = self.world.version(aim.number)
        again = who.act(case.number, action, self.sent, version=after - 1, key=key)
        assert (again.status_code, again.data) == (200, first.data)
        assert self.world.version(aim.number) == after

    def time_out(self) -> None:
        """Let the system do what is due, and the model too."""
        before = [(case.state, list(case.alive("return")), case) for case in self.model.cases]
        expected = self.consequences.timed_out()
        assert self.world.timers() == expected + self._alarms()
        for state, returns, case in before:
            if state is not case.state:
                self.cells.note((state, SYSTEM_ACTIONS[state], "system"), legal=True)
            if any(item.status == "escalated" for item in returns):
                self.cells.note((case.state, "return_undecided", "system"), legal=True)

    def _alarms(self) -> int:
        """What the system warned of and supervised since the last time."""
        found = 0
        codes = self.world.organisation_codes
        for case in self.model.cases:
            for kind, action in (("warning", "warn"), ("supervision", "supervise")):
                for record in self.world.records(case.number, kind):
                    key = (case.number, kind, record.number)
                    if key in self.raised or record.staff_id is not None:
                        continue
                    self.raised.add(key)
                    found += 1
                    self.cells.note((case.state, action, "system"), legal=True)
                    if kind == "supervision":
                        self.consequences.raised(case, codes[record.organisation_id or 0])
        return found
