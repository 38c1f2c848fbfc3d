"""Two weeks of the district on a fast clock, in the order in which things happen."""

from __future__ import annotations

import heapq
import itertools
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select

from server.cases.models import Case, CaseRecord
from server.cases.schemas import action_schema
from server.cases.service import Order, perform
from server.cases.states import OPEN, RecordKind, State
from server.cases.timers import run_due_timers
from server.deadlines.service import working_time
from server.demo import cast
from server.platform.actor import Actor
from server.platform.db import db
from server.platform.errors import Problem
from server.reports import service as reports
from server.reports.consent import VERSION
from server.reports.schemas import JoinSchema, ReportSchema
from tests.simulation.behaviour import REPORTER, SAID, Deed, Scene, next_deed
from tests.simulation.district import PHONES, SIDE, STREETS, corner
from tests.support.clocks import START
from tests.support.world import Person, World

ZONE = ZoneInfo("Asia/Shanghai")
DAYS, DAYS_OF_REPORTS = 14, 11
STOPPED = (date(2026, 11, 25), date(2026, 11, 26))
"""The days on which no process looks for what is due."""

_TICKS = (8, 9, 10, 11, 12, 15, 16, 17, 18)
_TWICE = 5
_ALL = 10_000
_OF_RESIDENTS = (State.NEED_INFO, State.CONFIRMING, State.CLOSED, State.REJECTED)
_HOURS = {State.SUBMITTED: 1.2, State.VERIFYING: 1.5, State.TO_DISPATCH: 0.8, State.ASSIGNED: 0.6}
_ENDED = frozenset(State) - OPEN - {State.CLOSED, State.REJECTED}
_LOOKS_BACK = 3
EXPECTED_REFUSALS = frozenset(
    {
        "another_person", "answered_already", "appealed_already", "assignment_final",
        "co_handler_already", "extensions_used_up", "later_needs_supervisor", "own_request",
        "rated_already", "returns_used_up", "same_organisation", "supervised_already", "too_late",
        "undecided_already", "whistle_open", "forbidden",
    }
)  # fmt: skip


@dataclass
class Fortnight:
    """The simulation; ``ticks`` are the moments at which the system looked for what was due."""

    world: World
    seed: int
    cases: int
    on_probe: Callable[[], None]
    ticks: list[datetime] = field(default_factory=list)
    deeds: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    idle: int = 0

    def __post_init__(self) -> None:
        self._luck = Random(self.seed)
        self._agenda: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._end = START + timedelta(days=DAYS)
        self._people: dict[str, Person] = {}
        self._staff: dict[str, Actor] = {}
        self._senders: dict[int, list[Actor]] = {}
        self._looked_back: Counter[int] = Counter()
        self._names = {number: name for name, number in self.world.staff_ids.items()}

    def run(self) -> None:
        """Let it happen; needs an application context."""
        self._residents = [cast.resident(phone) for phone in PHONES]
        for _ in range(self.cases):
            day = self._luck.randrange(DAYS_OF_REPORTS)
            minute = self._luck.uniform(0, 12 * 60)
            self._at(START + timedelta(days=day, minutes=minute), self._report)
        for day in range(DAYS):
            self._plan_ticks((START + timedelta(days=day)).astimezone(ZONE).date())
        while self._agenda:
            moment, _, happen = heapq.heappop(self._agenda)
            self.world.clock.set(moment)
            db.session.remove()
            happen()
        self.world.clock.set(self._end)
        self._tick()

    def _at(self, moment: datetime, happen: Callable[[], None]) -> None:
        if moment < self._end:
            heapq.heappush(self._agenda, (moment, next(self._order), happen))

    # --- the system ----------------------------------------------------------------------------

    def _plan_ticks(self, day: date) -> None:
        if not working_time().calendar.is_working(day):
            return
        for hour in _TICKS:
            moment = datetime.combine(day, time(hour), ZONE)
            if moment > START:
                stopped = day in STOPPED
                self._at(moment, self.on_probe if stopped else self._tick)

    def _tick(self) -> None:
        """The system looks for what is due; sometimes two processes do."""
        self.ticks.append(self.world.clock())
        run_due_timers(_ALL)
        if len(self.ticks) % _TWICE == 0:
            self.idle += run_due_timers(_ALL)

    # --- people --------------------------------------------------------------------------------

    def _report(self) -> None:
        luck, who = self._luck, self._luck.choice(self._residents)
        lat, lon = corner(luck.choice(STREETS))
        lat, lon = lat + luck.uniform(0.1, 0.9) * SIDE, lon + luck.uniform(0.1, 0.9) * SIDE
        form = {
            "id": str(uuid.UUID(int=luck.getrandbits(128), version=4)),
            "place": {"lat": lat, "lon": lon, "accuracy_m": 10, "source": "fix"},
            "tile": luck.choice(("T1", "T2", "T2", "T8")),
            "words": SAID,
            "consent": VERSION,
            "photos": [self._person(who).photo({"lat": lat, "lon": lon}) | {"role": "near"}],
        }
        receipt = reports.submit(who, ReportSchema().load(form))
        self.deeds["submit"] += 1
        case_id = db.session.scalars(
            select(Case.id).where(Case.number == receipt.case_number)
        ).one()
        self._senders[case_id] = [who]
        self._look_again(case_id, 1.2)

    def _look(self, case_id: int) -> None:
        scene = self._scene(case_id)
        case = scene.case
        if case.state in _ENDED:
            return
        if case.state == State.CLOSED:
            self._looked_back[case_id] += 1
            if self._looked_back[case_id] > _LOOKS_BACK:
                return
        deed = next_deed(scene)
        if deed is not None:
            self._do(case, deed)
            db.session.remove()
            scene = self._scene(case_id)
        elif case.accepted_at and case.state in OPEN and self._luck.random() < 0.1:
            self._join(case)
        self._wait_for(case_id, scene)

    def _scene(self, case_id: int) -> Scene:
        case = db.session.get_one(Case, case_id)
        records = db.session.scalars(
            select(CaseRecord)
            .where(CaseRecord.case_id == case_id, CaseRecord.closed_at.is_(None))
            .order_by(CaseRecord.id)
        ).all()
        return Scene(
            case=case,
            records=records,
            now=self.world.clock(),
            luck=self._luck,
            offices=self.world.organisation_codes,
            conditions=self.world.conditions,
            checkers=self._names,
            grid_worker=self.world.staff_ids["grid"],
            masters=self._masters(case) if case.state == State.SUBMITTED else (),
        )

    def _masters(self, case: Case) -> list[str]:
        older = select(Case.number).where(Case.street_area_id == case.street_area_id)
        return list(
            db.session.scalars(older.where(Case.id < case.id, Case.state.in_(OPEN)).limit(1))
        )

    def _do(self, case: Case, deed: Deed) -> None:
        who = self._actor(case, deed)
        fields = dict(deed.form)
        if deed.photos:
            spot = {"lat": case.lat, "lon": case.lon}
            fields["photos"] = [self._person(who).photo(spot) for _ in range(deed.photos)]
        order = Order(
            number=case.number,
            action=deed.action,
            version=case.version,
            key=uuid.UUID(int=self._luck.getrandbits(128), version=4).hex,
            data=action_schema(deed.action).load(fields),
        )
        try:
            perform(who, order, lambda _actor, _number: {})
        except Problem as problem:
            if problem.code not in EXPECTED_REFUSALS:
                problem.add_note(f"{deed} on {case.state} {case.number}")
                raise
            self.refused[f"{deed.action}: {problem.code}"] += 1
        else:
            self.deeds[deed.action] += 1

    def _join(self, case: Case) -> None:
        who, form = self._luck.choice(self._residents), {"consent": VERSION, "words": SAID}
        form["id"] = str(uuid.UUID(int=self._luck.getrandbits(128), version=4))
        if who not in self._senders[case.id]:
            reports.join(who, case.number, JoinSchema().load(form))
            self._senders[case.id].append(who)
            self.deeds["join"] += 1

    def _actor(self, case: Case, deed: Deed) -> Actor:
        if deed.who == REPORTER:
            return self._luck.choice(self._senders[case.id])
        if deed.who not in self._staff:
            staff_id = self.world.staff_ids[deed.who]
            role = deed.who.partition("_")[2] or _ROLES.get(deed.who.rstrip("0123456789"), "")
            self._staff[deed.who] = cast.staff_member(staff_id, role)
        return self._staff[deed.who]

    def _person(self, who: Actor) -> Person:
        return self._people.setdefault(who.owner, Person(self.world, who.owner, who))

    # --- when they look again ------------------------------------------------------------------

    def _wait_for(self, case_id: int, scene: Scene) -> None:
        state = State(scene.case.state)
        if state in _OF_RESIDENTS and not scene.living(RecordKind.LATE_APPEAL):
            hours = self._luck.uniform(1, 45)
            self._at(self.world.clock() + timedelta(hours=hours), lambda: self._look(case_id))
            return
        undecided = any(record.kind in _DECIDED for record in scene.records)
        hours = 1.0 if undecided else _HOURS.get(state, 4.0) * scene.mood.pace
        self._look_again(case_id, hours)

    def _look_again(self, case_id: int, hours: float) -> None:
        """After some working hours, never at a full minute."""
        waits = self._luck.expovariate(1 / hours)
        at = working_time().due(self.world.clock(), waits, "working_hour").at
        self._at(at + timedelta(seconds=self._luck.uniform(1, 59)), lambda: self._look(case_id))


_ROLES = {
    "checker": "checker",
    "grid": "grid_worker",
    "inspector": "inspector",
    "leader": "centre_leader",
    "supervisor": "supervisor",
}
_DECIDED = (
    RecordKind.RETURN,
    RecordKind.EXTENSION,
    RecordKind.WHISTLE_CALL,
    RecordKind.VOID,
    RecordKind.FORCE_CLOSE,
    RecordKind.LATE_APPEAL,
)
