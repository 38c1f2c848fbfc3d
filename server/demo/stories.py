"""How cases of the demo go: who does what, and how much working time passes before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.deadlines.working_time import Unit, WorkingTime

_HOUR = timedelta(hours=1)
_CONFIRM_TIMEOUT = 26.0
"""Working hours that surely hold the 72 hours a resident has to answer."""

_SHORT_LIMIT = 4.0
"""Working hours in which a limit of so many passes while somebody handles the case."""


@dataclass(frozen=True, slots=True)
class Step:
    """One action, ``wait`` working hours after the one before; ``who`` is a part in the cast."""

    action: str
    who: str
    wait: float


_ACCEPTED = (Step("accept", "clerk", 0.9), Step("publish", "clerk", 0.1))
_ASSIGNED = (*_ACCEPTED, Step("dispatch", "dispatcher", 0.6))
_HANDLING = (*_ASSIGNED, Step("acknowledge", "handler", 0.5))
_FIXED = (*_HANDLING, Step("finish", "handler", 0.0))
_CONFIRMING = (*_FIXED, Step("check_pass", "checker", 2.5), Step("publish", "clerk", 0.4))
_CONFIRMED = (*_CONFIRMING, Step("confirm", "reporter", 2.0))
_CLOSED = (*_CONFIRMED, Step("rate", "reporter", 0.1))
_REFUSED = (*_CONFIRMING, Step("refuse", "reporter", 3.0))
_PATROL = (
    Step("publish", "clerk", 0.2),
    Step("dispatch", "dispatcher", 0.3),
    Step("acknowledge", "handler", 0.4),
)
_VERIFYING = (Step("ask_verify", "clerk", 0.8),)
_SUSPENSION = (*_HANDLING, Step("request_suspension", "handler", 1.5))

STORIES: dict[str, tuple[Step, ...]] = {
    "submitted": (),
    "need_info": (Step("request_info", "clerk", 1.0),),
    "supplemented": (Step("request_info", "clerk", 1.0), Step("supplement", "reporter", 2.0)),
    "rejected": (Step("reject", "clerk", 1.5),),
    "appealed": (Step("reject", "clerk", 1.5), Step("appeal", "reporter", 5.0)),
    "withdrawn": (Step("withdraw", "reporter", 0.5),),
    "merged": (Step("merge", "clerk", 0.7),),
    "to_dispatch": _ACCEPTED,
    "assigned": _ASSIGNED,
    "handling": (*_HANDLING, Step("assign_person", "handler", 0.2)),
    "overdue": (*_HANDLING, Step("add_note", "handler", 1.0)),
    "fixed": _FIXED,
    "confirming": _CONFIRMING,
    "closed": _CLOSED,
    "walkin": _CLOSED,
    "unrated": _CONFIRMED,
    "timeout": (*_CONFIRMING, Step("confirm_timeout", "nobody", _CONFIRM_TIMEOUT)),
    "reworked": (
        *_FIXED,
        Step("check_fail", "checker", 2.0),
        Step("finish", "handler", 2.0),
        *_CLOSED[len(_FIXED) :],
    ),
    "refused": _REFUSED,
    "disputed": (
        *_REFUSED,
        Step("finish", "handler", 4.0),
        Step("check_pass", "checker", 2.0),
        Step("refuse", "reporter", 2.5),
    ),
    "reopened": (*_CLOSED, Step("reopen", "reporter", 30.0)),
    "patrol": (*_PATROL, Step("finish", "handler", 0.0), Step("check_pass", "checker", 2.0)),
    "patrol_open": _PATROL,
    "verifying": _VERIFYING,
    "verified": (*_VERIFYING, Step("verify_true", "grid_worker", 1.5)),
    "return_asked": (*_ASSIGNED, Step("request_return", "handler", 0.7)),
    "extension_asked": (*_HANDLING, Step("request_extension", "handler", 2.0)),
    "suspension_asked": _SUSPENSION,
    "suspended": (*_SUSPENSION, Step("approve_suspension", "leader", 2.0)),
    "whistle": (
        *_HANDLING,
        Step("whistle", "street_lead", 1.0),
        Step("whistle_ack", "called", 0.4),
        Step("whistle_report_in", "called", 2.0),
    ),
    "helped": (*_HANDLING, Step("add_co_handler", "dispatcher", 0.5)),
    "supervised": (
        *_HANDLING,
        Step("add_note", "handler", 1.0),
        Step("supervise", "nobody", _SHORT_LIMIT),
    ),
    "void_asked": (Step("request_void", "clerk", 0.5),),
    "force_close_asked": (*_HANDLING, Step("request_force_close", "leader", 3.0)),
}


def steps_of(story: str, work: float, joiners: int) -> list[Step]:
    """The steps of a story with a handler who needs ``work`` hours the first time.

    Each of ``joiners`` others meets the problem once it is public, and is asked like the first.
    """
    steps: list[Step] = []
    for step in STORIES[story]:
        first_finish = step.action == "finish" and not any(s.action == "finish" for s in steps)
        steps.append(Step(step.action, step.who, work) if first_finish else step)
        if step.action == "publish" and not any(s.action == "join" for s in steps):
            steps += [Step("join", f"joiner{n}", 0.2) for n in range(joiners)]
        if step.action == "confirm":
            steps += [Step("confirm", f"joiner{n}", 0.1) for n in range(joiners)]
    return steps


def moments(
    known: WorkingTime, now: datetime, since: float, steps: list[Step]
) -> Iterator[datetime]:
    """When the report comes and when each step is taken, so that the last is ``since`` ago.

    ``since`` counts working hours; everything happens in working time, before ``now``.
    """
    total = since + sum(step.wait for step in steps)
    passed = 0.0
    start = _before(known, now, total)
    yield start
    for step in steps:
        passed += step.wait
        at = known.due(start, passed, Unit.WORKING_HOUR).at
        yield min(at, now).replace(microsecond=0)


def _before(known: WorkingTime, now: datetime, hours: float) -> datetime:
    """The latest moment from which ``hours`` working hours have passed until ``now``."""
    wanted = hours * _HOUR
    early, late = now - timedelta(hours=hours * 3 + 400), now
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        if known.elapsed(middle, now, Unit.WORKING_HOUR) >= wanted:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)
