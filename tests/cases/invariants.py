"""What must be true of every case at every moment (the numbered list of the specification)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

from sqlalchemy import select

from server.cases.models import Case, Clock, JournalEvent
from server.cases.states import State
from server.cases.trail import holdings
from server.cases.workflow import BY_ACTION
from server.identity.models import Organisation
from server.platform.db import db
from tests.cases.forms import NOTE
from tests.cases.model import ACTIONS, HELD, OPEN, Expected
from tests.cases.play import Play

RUNNING = {
    State.SUBMITTED: "intake",
    State.VERIFYING: "verify",
    State.NEED_INFO: "info",
    State.TO_DISPATCH: "dispatch",
    State.ASSIGNED: "main",
    State.HANDLING: "main",
    State.SUSPENDED: "main",
    State.FIXED: "check",
    State.CONFIRMING: "confirm",
}
FINISHES = ("finish", "repair_now")
AT_WORK = (State.ASSIGNED, State.HANDLING, State.FIXED, State.CONFIRMING)
MOVES_MAIN = ("reclassify", "approve_extension", "resume", "timeout")
DueTimes = dict[tuple[str, int], datetime]


def check_all(play: Play, due_before: DueTimes, last_action: str) -> DueTimes:
    """Assert the invariants; returns the due times of all main clocks for the next comparison."""
    assert play.world.findings() == []
    due_now: DueTimes = {}
    with play.world.app.app_context():
        codes = dict(db.session.execute(select(Organisation.id, Organisation.code)).all())
        rows = {row.number: row for row in db.session.scalars(select(Case))}
        clocks = list(db.session.scalars(select(Clock).order_by(Clock.id)))
        events = list(db.session.scalars(select(JournalEvent).order_by(JournalEvent.seq)))
        db.session.remove()
    assert len(rows) == len(play.model.cases)
    for case in play.model.cases:
        row = rows[case.number]
        own = [clock for clock in clocks if clock.case_id == row.id]
        told = [event for event in events if event.case_id == row.id]
        assert State(row.state) is case.state
        _responsible(case, codes.get(row.responsible_org_id))
        _merged(case, row, {other.id: other for other in rows.values()})
        _clocks(play, case, row, own)
        _closing(case, told, codes)
        _holders(told, play.model.now)
        for clock in own:
            if clock.kind == "main":
                ended = clock.stopped_at is not None
                assert ended or clock.organisation_id == row.responsible_org_id
                due_now[case.number, clock.number] = clock.due_at
    for key, due in due_now.items():
        if due > due_before.get(key, due):
            assert last_action in MOVES_MAIN, f"main of {key} was moved by {last_action}"
    return due_now


def _responsible(case: Expected, code: str | None) -> None:
    """Invariant 2: exactly one responsible organisation from dispatch to close, none before."""
    if case.state is not State.VOIDED:
        assert code == (case.responsible if case.state in HELD else None)


def _holders(events: Sequence[JournalEvent], now: datetime) -> None:
    """Invariant 2: the holders' times are the time from dispatch to close, suspensions left out."""
    worked = timedelta()
    for event, after in zip_longest(events, events[1:]):
        if State(event.to_state) in AT_WORK:
            worked += (after.at if after else now) - event.at
    assert sum((item.held(now) for item in holdings(events)), timedelta()) == worked


def _merged(case: Expected, row: Case, by_id: dict[int, Case]) -> None:
    """Invariant 3: depth one, no cycles."""
    assert (case.state is State.MERGED) == (row.master_id is not None)
    if row.master_id is not None:
        assert by_id[row.master_id].master_id is None
        assert by_id[row.master_id].number == case.root.number


def _clocks(play: Play, case: Expected, row: Case, clocks: Sequence[Clock]) -> None:
    """Invariant 10: an open case has a clock, and somebody who can act."""
    living = {clock.kind for clock in clocks if clock.stopped_at is None}
    if case.state not in OPEN:
        assert living == set()
        assert row.due_at is None
        return
    shown = "decision" if case.disputed else RUNNING[case.state]
    assert shown in living
    assert row.due_kind == shown
    assert row.due_at is not None
    for clock in clocks:
        assert (clock.paused_at is None) == (clock.remaining is None)
        if clock.kind in ("main", "co_handling") and clock.stopped_at is None:
            assert (clock.paused_at is not None) == (case.state is State.SUSPENDED)
    ways_on = {action for action, _ in play.model.open_to(case)}
    ends_whistle = "whistle_excuse" in ways_on  # and then the case may be finished
    assert ends_whistle or any(BY_ACTION[action].target for action in ways_on), case


def _closing(case: Expected, events: Sequence[JournalEvent], codes: dict[int, str]) -> None:
    """Invariants 1 and 9: closing passes an independent check, and loops are bounded."""
    actions = [event.action for event in events]
    bounds = {"request_info": 1, "info_timeout": 1, "appeal": 1, "late_appeal": 1}
    bounds |= {"approve_return": 3, "approve_extension": 2, "recall_dispatch": 2, "settle": 3}
    assert [action for action, most in bounds.items() if actions.count(action) > most] == []
    returned = [e for e in events if e.action == "refuse" and e.to_state == State.HANDLING]
    assert len(returned) <= 1
    done: JournalEvent | None = None
    passed = False
    for event in events:
        if event.action in (*FINISHES, "check_fail", "reopen", "mark_false_closure"):
            passed = False
        if event.action in FINISHES:
            done = event
        if event.action == "check_pass":
            assert done is not None
            assert event.actor != done.actor
            assert event.organisation_id != done.organisation_id
            assert codes[event.organisation_id or 0] == "centre"
            passed = True
        if event.to_state == State.CLOSED and event.from_state != State.CLOSED:
            assert passed or event.action == "approve_force_close"
    assert passed or case.state is not State.CLOSED or case.forced


def check_reading(play: Play, case: Expected, turn: int) -> None:
    """Invariant 7, and overdue derived at reading: what people read of a case now.

    ``turn`` chooses who reads.
    """
    names = [row["name"] for row in play.world.people]
    answers = [play.world.anonymous.get(f"public/cases/{case.number}")]
    reporters = case.root.reports
    if reporters:
        reader = reporters[turn % len(reporters)].who
        answers.append(reader.view(case.number) if turn % 3 else reader.get("my/reports"))
    for answer in answers:
        assert NOTE not in answer.text
        assert not [name for name in names if name in answer.text]
        for part in _dated(answer.get_json()):
            late = part["due_at"] is not None and _moment(part["due_at"]) < play.model.now
            assert part["overdue"] is False or late
    office = play.world.staff("supervisor").view(case.number)
    if office.status_code == 200:
        shown = office.get_json()
        due = shown["due_at"]
        late = due is not None and not shown["paused"] and _moment(due) < play.model.now
        assert shown["overdue"] == late
        supervisor = play.world.staff("supervisor")
        verdicts = {action: play.model.verdict(case, supervisor, action) for action in ACTIONS}
        expected = {action for action, verdict in verdicts.items() if verdict[0] in (200, 422)}
        asks_more = {"add_co_handler", "supervise"}  # what is left to choose shows in the form
        assert set(shown["allowed_actions"]) - asks_more == expected - asks_more


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _dated(body: Any) -> list[dict[str, Any]]:
    parts = body.get("items", [body]) if isinstance(body, dict) else []
    return [part for part in parts if "overdue" in part]
