"""The queues of the offices: what each holds, and who has it. All of them derived at reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from server.cases.models import Case, CaseRecord
from server.cases.queries import kept_segments, open_cases
from server.cases.states import REFUSED, RecordKind, RecordStatus, State
from server.cases.workflow import BY_ACTION
from server.photos.models import PRIVATE, CasePhoto
from server.platform.actor import Actor
from server.platform.errors import Problem

Condition = Callable[[Actor, datetime], ColumnElement[bool]]

REQUESTS: dict[RecordKind, tuple[str, ...]] = {
    RecordKind.EXTENSION: ("approve_extension", "refuse_extension"),
    RecordKind.SUSPENSION: ("approve_suspension", "refuse_suspension"),
    RecordKind.VOID: ("approve_void", "refuse_void"),
    RecordKind.FORCE_CLOSE: ("approve_force_close", "refuse_force_close"),
    RecordKind.LATE_APPEAL: ("decide_late_appeal",),
}
"""What is asked for and somebody else decides, the return of a case aside, and by what action."""


@dataclass(frozen=True)
class Queue:
    """``holds`` gives the condition for an actor at a moment, visibility aside.

    A queue ``apart`` holds few cases, found through an index that leads to just them: it is
    counted by itself and not while all cases of the office are passed through.
    """

    holds: Condition
    apart: bool = False
    came: str = "submitted_at"
    """The column that says when a case came into the queue, as far as the case remembers."""

    @property
    def entered(self) -> ColumnElement[datetime]:
        """That column."""
        column: ColumnElement[datetime] = getattr(Case, self.came)
        return column


def _in_states(*states: State, came: str = "submitted_at") -> Queue:
    condition = Case.state == states[0] if len(states) == 1 else Case.state.in_(states)
    return Queue(lambda _actor, _now: condition, came=came)


def _with_record(*kinds: RecordKind, of_mine: bool = False) -> Queue:
    """Cases with a living record of these kinds, about the own organisation only if so asked."""

    def holds(actor: Actor, _now: datetime) -> ColumnElement[bool]:
        found = select(CaseRecord.case_id).where(
            CaseRecord.kind.in_(kinds), CaseRecord.closed_at.is_(None)
        )
        if of_mine:
            found = found.where(CaseRecord.organisation_id == actor.organisation_id)
        return Case.id.in_(found)

    return Queue(holds, apart=True)


def _requests(actor: Actor, _now: datetime) -> ColumnElement[bool]:
    """Cases with a request that nobody has decided and that the actor may decide.

    Nobody decides what they asked for themselves, what their own office asked for, or twice where
    it takes two. An approved suspension lives on while the case stands still, but waits for
    nobody. What a called organisation did waits for the leaders of the street that whistled.
    """
    kinds = [
        kind
        for kind, actions in REQUESTS.items()
        if actor.roles & {who for action in actions for who in BY_ACTION[action].who}
    ]
    undecided = select(CaseRecord.case_id).where(
        CaseRecord.kind.in_(kinds),
        CaseRecord.closed_at.is_(None),
        CaseRecord.status != RecordStatus.APPROVED,
        CaseRecord.staff_id.is_distinct_from(actor.staff_id),
        CaseRecord.organisation_id.is_distinct_from(actor.organisation_id),
        CaseRecord.details["first_by"].as_integer().is_distinct_from(actor.staff_id),
    )
    if actor.roles.isdisjoint(BY_ACTION["whistle_confirm"].who):
        return Case.id.in_(undecided)
    measured = select(CaseRecord.case_id).where(
        CaseRecord.kind == RecordKind.WHISTLE_CALL,
        CaseRecord.closed_at.is_(None),
        CaseRecord.status == RecordStatus.MEASURED,
    )
    ours = and_(Case.street_area_id == actor.area_id, Case.id.in_(measured))
    return or_(Case.id.in_(undecided), ours)


_PHOTO_UNDECIDED = (
    exists()
    .where(CasePhoto.case_id == Case.id, CasePhoto.role != "evidence")
    .where(CasePhoto.visibility == PRIVATE, CasePhoto.revision == 1)
)
"""A photo of before or after about which no clerk has said yet whether the public may see it."""

_TO_DECIDE = and_(Case.state == State.CONFIRMING, Case.disputed.is_(True))
_WAITING = and_(Case.state.in_((State.NEED_INFO, State.CONFIRMING)), Case.disputed.is_(False))
_TO_PUBLISH = and_(Case.state == State.CLOSED, _PHOTO_UNDECIDED)


def _mine(actor: Actor) -> ColumnElement[bool]:
    """Open cases given to the actor: to mend, to look at on the spot, to check.

    Those that an own road segment has brought and that nobody has yet, too.
    """
    me = actor.staff_id
    to_verify = select(CaseRecord.case_id).where(
        CaseRecord.staff_id == me,
        CaseRecord.kind == RecordKind.VERIFICATION,
        CaseRecord.closed_at.is_(None),
    )
    given = [
        and_(Case.person_id == me, open_cases()),
        Case.id.in_(to_verify),
        and_(Case.checker_id == me, Case.state == State.FIXED),
    ]
    if segments := kept_segments(actor):
        unheld = Case.state.in_((State.SUBMITTED, State.TO_DISPATCH))
        given.append(and_(Case.segment_id.in_(segments), unheld))
    return or_(*given)


QUEUES: dict[str, Queue] = {
    "to_accept": _in_states(State.SUBMITTED, State.VERIFYING),
    "to_dispatch": _in_states(State.TO_DISPATCH, came="accepted_at"),
    "to_acknowledge": _in_states(State.ASSIGNED, came="dispatched_at"),
    "handling": _in_states(State.HANDLING, State.SUSPENDED, came="acknowledged_at"),
    "to_check": _in_states(State.FIXED, came="fixed_at"),
    "to_decide": Queue(lambda _actor, _now: _TO_DECIDE),
    "mine": Queue(lambda actor, _now: _mine(actor), apart=True),
    "called": _with_record(RecordKind.WHISTLE_CALL, of_mine=True),
    "co_handling": _with_record(RecordKind.CO_HANDLING, of_mine=True),
    "returns_to_decide": _with_record(RecordKind.RETURN),
    "requests_to_decide": Queue(_requests, apart=True),
    "supervised": _with_record(RecordKind.SUPERVISION),
    "about_to_be_late": Queue(lambda _actor, now: Case.warn_at <= now, apart=True),
    "overdue": Queue(lambda _actor, now: and_(Case.warn_at <= now, Case.due_at < now), apart=True),
    "waiting": Queue(lambda _actor, _now: _WAITING),
    "to_publish": Queue(lambda _actor, _now: _TO_PUBLISH, came="closed_at"),
    "closed": _in_states(State.CLOSED, State.MERGED, *REFUSED, came="closed_at"),
    "all": Queue(lambda _actor, _now: true()),
}

_LATE = ("about_to_be_late", "overdue")
_SEEN = ("closed", "all")
_STREET = ("handling", "returns_to_decide", "requests_to_decide", "supervised")
_QUEUES_OF_ROLE: dict[str, tuple[str, ...]] = {
    "intake_clerk": ("to_accept", *_LATE, "waiting", "to_publish", *_SEEN),
    "dispatcher": (
        *("to_dispatch", "returns_to_decide", "supervised"),
        *_LATE,
        *_SEEN,
    ),
    "handler": (
        *("to_acknowledge", "handling", "mine", "called", "co_handling", "supervised"),
        *_LATE,
        *_SEEN,
    ),
    "organisation_head": (
        *("to_acknowledge", "handling", "called", "co_handling", "supervised"),
        *_LATE,
        *_SEEN,
    ),
    "grid_worker": ("mine", *_SEEN),
    "segment_keeper": ("mine", *_SEEN),
    "checker": ("to_check", "mine", *_SEEN),
    "street_lead": (*_STREET, *_LATE, *_SEEN),
    "street_head": (*_STREET, *_LATE, *_SEEN),
    "centre_leader": ("requests_to_decide", "to_decide", "supervised", *_LATE, *_SEEN),
    "inspector": _SEEN,
    "supervisor": tuple(name for name in QUEUES if name not in ("to_publish", "mine")),
    "patrol_leader": ("all",),
}


WORK = (
    *("to_accept", "to_dispatch", "to_acknowledge", "handling", "mine", "called", "co_handling"),
    *("to_check", "returns_to_decide", "requests_to_decide", "to_decide"),
)
"""The queues whose cases wait for whoever has the queue."""

MY_TURN = "my_turn"
"""Everything that waits for the actor: what a shift looks at, no tab of its own."""


def queues_of(actor: Actor) -> list[str]:
    """The queues that the actor's roles have, in the order of the lifecycle."""
    held = {name for role in actor.roles for name in _QUEUES_OF_ROLE.get(role, ())}
    return [name for name in QUEUES if name in held]


def queue_for(actor: Actor, name: str) -> Queue:
    """A queue that the actor has. Raises ``Problem("forbidden", 403)`` for any other."""
    held = queues_of(actor)
    if name == MY_TURN:
        work = [QUEUES[queue] for queue in held if queue in WORK]
        return Queue(lambda who, now: or_(false(), *(queue.holds(who, now) for queue in work)))
    if name not in held:
        raise Problem("forbidden", 403)
    return QUEUES[name]
