"""What the lifecycle table promises, told a second time: who there is, and what stands where.

Only the states an action starts from and the capacities that may take it are read from the table
under test; who holds which capacity, guards (``judgement``) and consequences (``consequences``)
are written down here from the specification.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from server.cases.states import State
from server.cases.workflow import BY_ACTION, TABLE, Who
from tests.cases.judgement import guard_of
from tests.support.world import Person, World

S = State
MINOR = ("E01", 1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OPEN = frozenset(S) - {S.CLOSED, S.MERGED, S.REJECTED, S.VOIDED, S.WITHDRAWN}
CHECKED = frozenset({S.FIXED, S.CONFIRMING, S.CLOSED})
HELD = frozenset({S.ASSIGNED, S.HANDLING, S.SUSPENDED}) | CHECKED
PROPOSED = ("submit", "enter_patrol", "join")
ACTIONS = tuple(row.action for row in TABLE if row.action not in PROPOSED)
NO_CASES = ("administrator", "auditor")
CHECKING = ("checker", "supervisor")

LIVES_IN = {
    "verification": {S.VERIFYING},
    "return": {S.ASSIGNED, S.HANDLING},
    "extension": {S.HANDLING},
    "suspension": {S.HANDLING, S.SUSPENDED},
    "whistle": {S.HANDLING, S.SUSPENDED},
    "call": {S.HANDLING, S.SUSPENDED},
    "co_handling": {S.HANDLING, S.SUSPENDED},
    "void": OPEN,
    "force_close": OPEN,
    "supervision": OPEN,
    "late_appeal": {S.CLOSED},
}
"""Where something undecided can be; anywhere else it is over."""


@dataclass
class Said:
    """A report as its reporter knows it."""

    who: Person
    withdrawn: bool = False
    answer: str | None = None
    rated: bool = False


@dataclass
class Matter:
    """Something beside the state, since ``at``; ``org`` concerned, ``by`` asked or was asked."""

    kind: str
    at: datetime
    org: str | None = None
    by: Person | None = None
    status: str = "open"
    until: datetime | None = None
    alive: bool = True


@dataclass
class Expected:
    """A case as it must be. ``place`` is the street it lies in, ``office`` who took it in."""

    number: str
    state: State
    office: str
    reports: list[Said] = field(default_factory=list)
    recused: str | None = None
    patrol: Person | None = None
    place: str = "east"
    responsible: str | None = None
    dispatcher: Person | None = None
    handler: Person | None = None
    rejected_by: Person | None = None
    master: Expected | None = None
    split_from: Expected | None = None
    asked: int = 0
    moved: int = 0
    appeals: int = 0
    refusals: int = 0
    returns: int = 0
    recalls: int = 0
    unmerges: int = 0
    settlements: int = 0
    extensions: int = 0
    late_appeals: int = 0
    disputed: bool = False
    settled: bool = False
    accepted: bool = False
    forced: bool = False
    exempt: bool = False
    condition: tuple[str, int] = MINOR
    at: dict[str, datetime] = field(default_factory=dict)
    matters: list[Matter] = field(default_factory=list)

    @property
    def root(self) -> Expected:
        return self.master or self

    @property
    def living(self) -> list[Said]:
        return [said for said in self.reports if not said.withdrawn]

    def alive(self, kind: str, org: str | None = None) -> list[Matter]:
        """What of a kind is undecided, of one organisation if that is given."""
        return [
            item
            for item in self.matters
            if item.kind == kind and item.alive and org in (None, item.org)
        ]

    def begin(self, kind: str, **columns: object) -> None:
        self.matters.append(Matter(kind, **columns))  # type: ignore[arg-type]

    def end(self, kind: str, status: str, org: str | None = None) -> None:
        for item in self.alive(kind, org):
            item.alive, item.status = False, status

    def lapse(self) -> None:
        """Nothing undecided outlives the states it can be in."""
        for item in self.matters:
            if self.state not in LIVES_IN[item.kind]:
                item.alive = False


class Model:
    """All cases of a run, and the judgement about any action on any of them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.roles = {row["username"]: row["roles"] for row in world.people}
        self.offices = {row["username"]: row["organisation"] for row in world.people}
        self.cases: list[Expected] = []

    @property
    def now(self) -> datetime:
        return self.world.clock()

    def family(self, case: Expected) -> list[Expected]:
        """The case and everything merged into it."""
        return [case, *(other for other in self.cases if other.master is case)]

    def reports(self, case: Expected) -> list[Said]:
        """The reports that hang on a case, merged ones included."""
        return [said for member in self.family(case) for said in member.living]

    def mine(self, case: Expected, who: Person) -> list[Said]:
        return [said for said in self.reports(case) if said.who is who]

    # --- who is who ----------------------------------------------------------------------------

    def label(self, case: Expected, who: Person | None) -> str:
        """The role of somebody towards a case, as the coverage counts it."""
        if who is None:
            return "system"
        if not who.is_staff:
            if who is self.world.anonymous:
                return "anonymous"
            return "reporter" if self.mine(case.root, who) else "resident"
        role = self.roles[who.name]
        held = self.capacities(case, who)
        return role if held or role in NO_CASES else f"{role} elsewhere"

    def capacities(self, case: Expected, who: Person) -> set[Who]:
        """In which capacities somebody of the offices stands before a case."""
        role, office = self.roles[who.name], self.offices[who.name]
        if case.recused == office or role in NO_CASES:
            return set()
        ours, theirs = case.office == office, case.responsible == office
        checks = role in CHECKING and not theirs
        held = {
            "intake_clerk": {Who.INTAKE: ours},
            "dispatcher": {Who.DISPATCHER: ours},
            "handler": {
                Who.ORGANISATION: theirs,
                Who.CALLED: bool(case.alive("call", office)),
                Who.CO_HANDLER: bool(case.alive("co_handling", office)),
            },
            "segment_keeper": {Who.ORGANISATION: theirs, Who.KEEPER: case.place == "east"},
            "organisation_head": {Who.HEAD: bool(case.alive("supervision", office))},
            "street_lead": {Who.STREET_LEAD: ours},
            "street_head": {
                Who.STREET_HEAD: ours,
                Who.HEAD: bool(case.alive("supervision", office)),
            },
            "grid_worker": {Who.GRID_WORKER: any(m.by is who for m in case.alive("verification"))},
            "checker": {Who.CHECKER: checks and self._may_check(case, who)},
            "supervisor": {
                Who.SUPERVISOR: True,
                Who.CHECKER: checks and self._check_waits(case),
            },
            "centre_leader": {Who.CENTRE_LEADER: True},
            "inspector": {Who.INSPECTOR: True},
            "patrol_leader": {Who.PATROL: True},
        }[role]
        return {capacity for capacity, holds in held.items() if holds}

    def _may_check(self, case: Expected, who: Person) -> bool:
        drawn = self.world.column(case.number, "checker_id")
        return drawn == who.actor.staff_id or self._check_waits(case)

    def _check_waits(self, case: Expected) -> bool:
        """Nobody was drawn, or who was drawn let the time pass."""
        if case.state is not S.FIXED:
            return False
        due = self.world.column(case.number, "due_at")
        return self.world.column(case.number, "checker_id") is None or due <= self.now

    def sees(self, case: Expected, who: Person) -> bool:
        """Whether the case exists for ``who``."""
        if not who.is_staff:
            hanging = [said for member in self.family(case.root) for said in member.reports]
            return any(said.who is who for said in hanging)
        role, office = self.roles[who.name], self.offices[who.name]
        if case.recused == office:
            return False
        called = [m for m in case.matters if m.org == office]
        supervised = any(m.kind == "supervision" for m in called)
        return {
            "intake_clerk": case.office == office,
            "dispatcher": case.office == office,
            "street_lead": case.office == office,
            "street_head": case.office == office or supervised,
            "handler": case.responsible == office
            or any(m.kind in ("call", "co_handling") for m in called),
            "segment_keeper": case.responsible == office
            or (case.place == "east" and case.state in OPEN),
            "organisation_head": case.responsible == office or supervised,
            "grid_worker": any(m.by is who for m in case.matters if m.kind == "verification"),
            "checker": role in CHECKING
            and case.state in CHECKED
            and case.responsible != office
            and self._may_check(case, who),
            "supervisor": True,
            "centre_leader": True,
            "inspector": True,
            "patrol_leader": case.patrol is who,
        }[role]

    # --- may it be done ------------------------------------------------------------------------

    def verdict(self, case: Expected, who: Person, action: str) -> tuple[int, str]:
        """Status and problem code of an action; ``(200, "")`` when it must succeed."""
        if who is self.world.anonymous:
            return 401, "sign_in_required"
        if who.is_staff and self.roles[who.name] in NO_CASES:
            return 403, "forbidden"
        if not self.sees(case, who):
            return 404, "not_found"
        aim = case if who.is_staff else case.root
        row = BY_ACTION[action]
        if aim.state not in row.sources:
            return 409, "action_not_allowed"
        if not who.is_staff:
            held = {Who.REPORTER if self.mine(aim, who) else Who.RESIDENT}
        else:
            held = self.capacities(aim, who)
        if not held & set(row.who):
            return 403, "forbidden"
        guard = guard_of(action)
        return (guard(self, aim, who) if guard else None) or (200, "")

    def able(self, case: Expected, action: str) -> Iterator[Person]:
        """Everybody who must succeed with an action now."""
        if not {case.state, case.root.state} & BY_ACTION[action].sources:
            return
        reporters = {said.who: said for member in self.family(case.root) for said in member.reports}
        for who in (*self.world.everybody, *reporters):
            if self.verdict(case, who, action) == (200, ""):
                yield who

    def open_to(self, case: Expected) -> Iterator[tuple[str, Person]]:
        """Every action that must succeed now, with who may take it."""
        for action in ACTIONS:
            yield from ((action, who) for who in self.able(case, action))
