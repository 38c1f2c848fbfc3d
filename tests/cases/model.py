"""What the lifecycle table promises, told a second time: who may do what, and what becomes of it.

Only the states an action starts from and the capacities that may take it are read from the table
under test; guards, visibility and consequences are written down here from the specification.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from server.cases.states import State
from server.cases.workflow import BY_ACTION, TABLE, Who
from tests.support.world import Person, World

S = State
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OPEN = frozenset(S) - {S.CLOSED, S.MERGED, S.REJECTED, S.VOIDED, S.WITHDRAWN}
CHECKED = frozenset({S.FIXED, S.CONFIRMING, S.CLOSED})
HELD = frozenset({S.ASSIGNED, S.HANDLING, S.SUSPENDED}) | CHECKED
PROPOSED = ("submit", "enter_patrol", "join")
ACTIONS = tuple(row.action for row in TABLE if row.action not in PROPOSED)
WHO_OF_ROLE = {
    "intake_clerk": Who.INTAKE,
    "dispatcher": Who.DISPATCHER,
    "handler": Who.ORGANISATION,
    "checker": Who.CHECKER,
    "supervisor": Who.SUPERVISOR,
    "patrol_leader": Who.PATROL,
}
NO_CASES = ("administrator", "auditor")


@dataclass
class Said:
    """A report as its reporter knows it."""

    who: Person
    withdrawn: bool = False
    answer: str | None = None
    rated: bool = False


@dataclass
class Expected:
    """A case as it must be."""

    number: str
    state: State
    office: str
    reports: list[Said] = field(default_factory=list)
    recused: str | None = None
    patrol: Person | None = None
    responsible: str | None = None
    dispatcher: Person | None = None
    handler: Person | None = None
    rejected_by: Person | None = None
    master: Expected | None = None
    asked: int = 0
    moved: int = 0
    appeals: int = 0
    refusals: int = 0
    disputed: bool = False
    accepted: bool = False
    condition: tuple[str, int] = ("E01", 1)
    at: dict[str, datetime] = field(default_factory=dict)

    @property
    def root(self) -> Expected:
        return self.master or self

    def of(self, who: Person) -> list[Said]:
        """The reports of ``who`` that still count."""
        return [said for said in self.reports if said.who is who and not said.withdrawn]

    @property
    def living(self) -> list[Said]:
        return [said for said in self.reports if not said.withdrawn]


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
        own = {"handler": case.responsible}.get(role, case.office)
        if role in ("intake_clerk", "dispatcher", "handler") and self.offices[who.name] != own:
            return f"{role} elsewhere"
        return role

    def sees(self, case: Expected, who: Person) -> bool:
        """Whether the case exists for ``who``."""
        if not who.is_staff:
            hanging = [said for member in self.family(case.root) for said in member.reports]
            return any(said.who is who for said in hanging)
        role, office = self.roles[who.name], self.offices[who.name]
        if case.recused == office:
            return False
        return {
            "intake_clerk": case.office == office,
            "dispatcher": case.office == office,
            "handler": case.responsible == office,
            "checker": case.state in CHECKED and case.responsible != office,
            "supervisor": True,
            "patrol_leader": case.patrol is who,
        }[role]

    def holds(self, case: Expected, who: Person) -> bool:
        """Whether ``who`` stands before the case in the capacity of the role."""
        role, office = self.roles[who.name], self.offices[who.name]
        if role in ("intake_clerk", "dispatcher"):
            return case.office == office
        if role == "handler":
            return case.responsible == office
        return True

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
            capacity = Who.REPORTER if self.mine(aim, who) else Who.RESIDENT
        else:
            capacity = WHO_OF_ROLE[self.roles[who.name]]
        if capacity not in row.who:
            return 403, "forbidden"
        return self._guard(aim, who, action) or (200, "")

    def _guard(self, case: Expected, who: Person, action: str) -> tuple[int, str] | None:
        """What else must be true, beside state and role."""
        guard = getattr(self, f"_if_{action}", None)
        return guard(case, who) if guard else None

    def _if_accept(self, case: Expected, who: Person) -> tuple[int, str] | None:
        return (403, "other_clerk_decides") if case.appeals and case.rejected_by is who else None

    _if_reject = _if_merge = _if_accept

    def _if_request_info(self, case: Expected, who: Person) -> tuple[int, str] | None:
        return (409, "asked_already") if case.asked else self._if_accept(case, who)

    def _if_transfer_intake(self, case: Expected, who: Person) -> tuple[int, str] | None:
        if case.moved >= 2 and self.roles[who.name] != "supervisor":
            return 403, "district_decides"
        return self._if_accept(case, who)

    def _if_appeal(self, case: Expected, _who: Person) -> tuple[int, str] | None:
        if case.appeals:
            return 409, "appealed_already"
        return self._late(case, "rejected", 7 * DAY)

    def _if_unmerge(self, case: Expected, _who: Person) -> tuple[int, str] | None:
        return self._late(case, "merged", DAY)

    def _if_recall_dispatch(self, case: Expected, who: Person) -> tuple[int, str] | None:
        if case.dispatcher is not who:
            return 403, "forbidden"
        return self._late(case, "dispatched", HOUR / 6)

    def _if_recall_finish(self, case: Expected, who: Person) -> tuple[int, str] | None:
        if case.handler is not who:
            return 403, "forbidden"
        return self._late(case, "fixed", HOUR / 60)

    def _if_confirm(self, case: Expected, who: Person) -> tuple[int, str] | None:
        if case.disputed:
            return 409, "supervisor_decides"
        answered = all(said.answer for said in self.mine(case, who))
        return (409, "answered_already") if answered else None

    _if_refuse = _if_confirm

    def _if_uphold_refusal(self, case: Expected, _who: Person) -> tuple[int, str] | None:
        return None if case.disputed else (409, "action_not_allowed")

    _if_overrule_refusal = _if_uphold_refusal

    def _if_rate(self, case: Expected, who: Person) -> tuple[int, str] | None:
        if all(said.rated for said in self.mine(case, who)):
            return 409, "rated_already"
        return self._late(case, "closed", 7 * DAY)

    def _if_reopen(self, case: Expected, who: Person) -> tuple[int, str] | None:
        if self.roles.get(who.name) == "supervisor":
            return None
        return self._late(case, "closed", 15 * DAY)

    def _late(self, case: Expected, since: str, span: timedelta) -> tuple[int, str] | None:
        return (409, "too_late") if self.now > case.at[since] + span else None

    def open_to(self, case: Expected) -> Iterator[tuple[str, Person]]:
        """Every action that must succeed now, with who may take it."""
        reporters = {said.who: said for member in self.family(case.root) for said in member.reports}
        people = [*self.world.everybody, *reporters]
        for action in ACTIONS:
            for who in people:
                if self.verdict(case, who, action) == (200, ""):
                    yield action, who

    # --- what becomes of it --------------------------------------------------------------------

    def done(self, case: Expected, who: Person, action: str, data: dict[str, object]) -> None:
        """Bring the model to where ``action`` leads."""
        aim = case if who.is_staff else case.root
        before = aim.state
        aim.state = BY_ACTION[action].target or before
        change = getattr(self, f"_{action}", None)
        if change is not None:
            change(aim, who, data)
        if action == "withdraw" and self.reports(aim):
            aim.state = before

    def timed_out(self) -> int:
        """What the system does now by itself; how many cases it is."""
        limits = {S.NEED_INFO: ("asked", S.REJECTED), S.CONFIRMING: ("passed", S.CLOSED)}
        due = [
            case
            for case in self.cases
            if case.state in limits
            and not case.disputed
            and self.now >= case.at[limits[case.state][0]] + 72 * HOUR
        ]
        for case in due:
            case.state = limits[case.state][1]
            case.at["closed" if case.state is S.CLOSED else "rejected"] = self.now
        return len(due)

    def _request_info(self, case: Expected, *_: object) -> None:
        case.asked += 1
        case.at["asked"] = self.now

    def _transfer_intake(self, case: Expected, _who: Person, data: dict[str, object]) -> None:
        office = {"990101001": "east", "990101002": "west"}[str(data["area"])]
        case.office = "centre" if office == case.recused else office
        case.moved += 1

    def _reject(self, case: Expected, who: Person, *_: object) -> None:
        case.at["rejected"] = self.now
        case.rejected_by = who

    def _appeal(self, case: Expected, *_: object) -> None:
        case.appeals += 1

    def _withdraw(self, case: Expected, who: Person, *_: object) -> None:
        for said in self.mine(case, who):
            said.withdrawn = True

    def _merge(self, case: Expected, _who: Person, data: dict[str, object]) -> None:
        master = next(other for other in self.cases if other.number == data["master"]).root
        for member in self.family(case):
            member.master = master
        case.at["merged"] = self.now

    def _unmerge(self, case: Expected, *_: object) -> None:
        case.master = None
        case.accepted = False

    def _accept(self, case: Expected, *_: object) -> None:
        case.accepted = True

    def _dispatch(self, case: Expected, who: Person, data: dict[str, object]) -> None:
        case.responsible = str(data["organisation"])
        case.dispatcher = who
        case.at["dispatched"] = self.now

    def _recall_dispatch(self, case: Expected, *_: object) -> None:
        case.responsible = case.dispatcher = None

    def _finish(self, case: Expected, who: Person, *_: object) -> None:
        case.handler = who
        case.at["fixed"] = self.now

    def _recall_finish(self, case: Expected, *_: object) -> None:
        case.handler = None

    def _check_pass(self, case: Expected, *_: object) -> None:
        for said in self.reports(case):
            said.answer = None
        case.at["passed"] = self.now
        if not self.reports(case):
            self._close(case)

    def _close(self, case: Expected) -> None:
        case.state, case.disputed = S.CLOSED, False
        case.at["closed"] = self.now

    def _confirm(self, case: Expected, who: Person, *_: object) -> None:
        for said in self.mine(case, who):
            said.answer = "confirmed"
        if all(said.answer for said in self.reports(case)):
            self._close(case)
        else:
            case.state = S.CONFIRMING

    def _refuse(self, case: Expected, who: Person, *_: object) -> None:
        for said in self.mine(case, who):
            said.answer = "refused"
        if case.refusals:
            case.state, case.disputed = S.CONFIRMING, True
        case.refusals += 1

    def _uphold_refusal(self, case: Expected, *_: object) -> None:
        case.disputed = False

    def _overrule_refusal(self, case: Expected, *_: object) -> None:
        self._close(case)

    def _rate(self, case: Expected, who: Person, *_: object) -> None:
        for said in self.mine(case, who):
            said.rated = True
