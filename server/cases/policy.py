"""Who holds which capacity on a case, and what else must be true before an action."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from server.cases.models import Case, CaseRecord, Clock
from server.cases.states import RecordKind, State
from server.cases.workflow import TABLE, Transition, Who
from server.city.policy import Policy
from server.platform.actor import Actor, ActorKind
from server.platform.errors import Problem

if TYPE_CHECKING:
    from server.reports.models import Report

_WORKERS = frozenset({"handler", "segment_keeper"})
_HEADS = frozenset({"organisation_head", "street_head"})
RECALLS_MOST = 2
"""How often a dispatch is taken back: each time the organisation's time begins anew (ADR 0028)."""


@dataclass(frozen=True)
class Situation:
    """Everything that decides whether an action is open to an actor.

    ``reports`` are those of the case (and of cases merged into it) that are not withdrawn;
    ``mine`` the actor's own among them. ``clocks`` and ``records`` are those of the case that have
    not ended, and ``refused`` the requests that were refused; ``keeps`` says that the actor keeps
    the road segment the case lies in.
    """

    actor: Actor
    case: Case
    now: datetime
    policy: Policy
    reports: Sequence[Report]
    clocks: Sequence[Clock]
    records: Sequence[CaseRecord] = ()
    refused: Sequence[CaseRecord] = ()
    keeps: bool = False

    def living(self, kind: RecordKind) -> list[CaseRecord]:
        """The records of a kind that nobody has ended."""
        return [record for record in self.records if record.kind == kind]

    def own(self, kind: RecordKind) -> CaseRecord | None:
        """The living record of a kind that concerns the actor's organisation."""
        office = self.actor.organisation_id
        return next((item for item in self.living(kind) if item.organisation_id == office), None)

    @property
    def mine(self) -> list[Report]:
        actor = self.actor
        return [
            report
            for report in self.reports
            if report.owner in actor.owners or report.id.hex in actor.report_ids
        ]

    def capacities(self) -> frozenset[Who]:
        """In which capacities the actor stands before this case."""
        actor, case = self.actor, self.case
        if actor.kind is ActorKind.SYSTEM:
            return frozenset({Who.SYSTEM})
        if actor.is_machine:
            return frozenset()
        if not actor.is_staff:
            return frozenset({Who.REPORTER if self.mine else Who.RESIDENT})
        if case.recused_org_id is not None and case.recused_org_id == actor.organisation_id:
            return frozenset()
        ours = case.intake_org_id == actor.organisation_id
        theirs = case.responsible_org_id == actor.organisation_id
        district = case.district_area_id == actor.area_id
        asked = [item.staff_id for item in self.living(RecordKind.VERIFICATION)]
        held = {
            Who.INTAKE: "intake_clerk" in actor.roles and ours,
            Who.DISPATCHER: "dispatcher" in actor.roles and ours,
            Who.STREET_LEAD: "street_lead" in actor.roles and ours,
            Who.STREET_HEAD: "street_head" in actor.roles and ours,
            Who.GRID_WORKER: "grid_worker" in actor.roles and actor.staff_id in asked,
            Who.KEEPER: "segment_keeper" in actor.roles and self.keeps,
            Who.ORGANISATION: bool(actor.roles & _WORKERS) and theirs,
            Who.CO_HANDLER: "handler" in actor.roles and bool(self.own(RecordKind.CO_HANDLING)),
            Who.CALLED: "handler" in actor.roles and bool(self.own(RecordKind.WHISTLE_CALL)),
            Who.HEAD: bool(actor.roles & _HEADS) and bool(self.own(RecordKind.SUPERVISION)),
            Who.CHECKER: district
            and not theirs
            and actor.staff_id != case.handler_id
            and self._may_check(),
            Who.SUPERVISOR: "supervisor" in actor.roles and district,
            Who.CENTRE_LEADER: "centre_leader" in actor.roles and district,
            Who.INSPECTOR: "inspector" in actor.roles and district,
            Who.PATROL: "patrol_leader" in actor.roles,
        }
        return frozenset(who for who, holds in held.items() if holds)

    def _may_check(self) -> bool:
        """Whether the check is the actor's: drawn for it, or standing in for who was.

        When nobody could be drawn, or the one drawn let the check's limit pass, every checker of
        the district and the supervisor may: no case waits for a single person (domain: E4).
        """
        actor, case = self.actor, self.case
        if case.checker_id == actor.staff_id:
            return "checker" in actor.roles
        late = case.due_at is not None and case.due_at <= self.now
        waits = case.state == State.FIXED and (case.checker_id is None or late)
        return waits and bool(actor.roles & {"checker", "supervisor"})


def refusal(row: Transition, situation: Situation) -> Problem | None:
    """Why the action is not open: wrong state, wrong person, or its guard; ``None`` if it is."""
    if State(situation.case.state) not in row.sources:
        return Problem("action_not_allowed", 409)
    if not situation.capacities() & set(row.who):
        return Problem("forbidden", 403)
    check = _GUARDS.get(row.action)
    return check(situation) if check else None


def allowed(situation: Situation) -> list[Transition]:
    """The rows of the table that are open to the actor now, ``join`` and system rows aside."""
    return [
        row
        for row in TABLE
        if row.action != "join" and not row.creates and refusal(row, situation) is None
    ]


Guard = Callable[[Situation], Problem | None]
_GUARDS: dict[str, Guard] = {}


def guard(*actions: str) -> Callable[[Guard], Guard]:
    """Register what else must be true before ``actions``."""

    def register(function: Guard) -> Guard:
        for action in actions:
            _GUARDS[action] = function
        return function

    return register


def _too_late(since: datetime | None, span: timedelta, now: datetime) -> Problem | None:
    return Problem("too_late", 409) if since is None or now > since + span else None


@guard("accept", "reject", "merge", "request_info", "transfer_intake", "ask_verify", "split")
def _fresh_eyes(at: Situation) -> Problem | None:
    """After an appeal another clerk decides, or the supervisor (lifecycle: appeal)."""
    case = at.case
    if case.appeals and case.rejected_by_id == at.actor.staff_id:
        return Problem("other_clerk_decides", 403)
    return None


@guard("request_info")
def _asked_once(at: Situation) -> Problem | None:
    return Problem("asked_already", 409) if at.case.info_requests else _fresh_eyes(at)


@guard("transfer_intake")
def _district_decides(at: Situation) -> Problem | None:
    passed_on = at.case.transfers >= at.policy.transfers_before_district
    if passed_on and Who.SUPERVISOR not in at.capacities():
        return Problem("district_decides", 403)
    return _fresh_eyes(at)


@guard("appeal")
def _appeal_once(at: Situation) -> Problem | None:
    if at.case.appeals:
        return Problem("appealed_already", 409)
    return _too_late(at.case.rejected_at, timedelta(days=at.policy.appeal_days), at.now)


@guard("unmerge")
def _unmerge_soon(at: Situation) -> Problem | None:
    """The second time the supervisor decides: each time begins the clock of the intake anew."""
    if at.case.unmerges and Who.SUPERVISOR not in at.capacities():
        return Problem("unmerged_already", 403)
    return _too_late(at.case.merged_at, timedelta(hours=at.policy.unmerge_hours), at.now)


@guard("recall_dispatch")
def _same_dispatcher(at: Situation) -> Problem | None:
    if at.case.dispatcher_id != at.actor.staff_id:
        return Problem("forbidden", 403)
    if at.case.returns or at.case.settled:
        return Problem("action_not_allowed", 409)
    if at.case.recalls >= RECALLS_MOST:
        return Problem("recalls_used_up", 409)
    span = timedelta(minutes=at.policy.recall_dispatch_minutes)
    return _too_late(at.case.dispatched_at, span, at.now)


@guard("recall_finish")
def _same_handler(at: Situation) -> Problem | None:
    if at.case.handler_id != at.actor.staff_id:
        return Problem("forbidden", 403)
    span = timedelta(seconds=at.policy.recall_finish_seconds)
    return _too_late(at.case.fixed_at, span, at.now)


@guard("confirm", "refuse")
def _not_answered(at: Situation) -> Problem | None:
    if at.case.disputed:
        return Problem("supervisor_decides", 409)
    if all(report.answer for report in at.mine):
        return Problem("answered_already", 409)
    return None


@guard("uphold_refusal", "overrule_refusal")
def _disputed(at: Situation) -> Problem | None:
    return None if at.case.disputed else Problem("action_not_allowed", 409)


@guard("rate")
def _rate_once(at: Situation) -> Problem | None:
    if all(report.rated_at for report in at.mine):
        return Problem("rated_already", 409)
    return _too_late(at.case.closed_at, timedelta(days=at.policy.rate_days), at.now)


@guard("reopen")
def _reopen_soon(at: Situation) -> Problem | None:
    if at.capacities() & {Who.SUPERVISOR, Who.INSPECTOR}:
        return None
    return _too_late(at.case.closed_at, timedelta(days=at.policy.reopen_days), at.now)
