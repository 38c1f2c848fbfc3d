"""The one writer of cases: row, clocks, journal, words and outbox in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.cases import journal
from server.cases.limits import limit_for
from server.cases.models import Case, Clock, JournalEvent, JournalWords
from server.cases.states import SHOWN_CLOCK, ClockKind, State
from server.cases.workflow import (
    ClockOp,
    Discard,
    Pause,
    Resume,
    Revive,
    Start,
    Stop,
    StopAll,
    Transition,
)
from server.deadlines.service import working_time
from server.platform import outbox
from server.platform.actor import Actor
from server.platform.db import insert_row
from server.platform.errors import Problem
from server.platform.runtime import current

TOPIC = "case.event"
_MOMENTS = frozenset(
    column.name
    for column in (*Case.__table__.columns, *Clock.__table__.columns)
    if column.name.endswith("_at")
)


@dataclass
class Said:
    """Words of an event, under the name of the field they were typed into."""

    name: str
    words: str
    audience: str


@dataclass
class Move:
    """One action on one case, collected first and written once by ``write``.

    The case is locked by the unit of work around it; ``changes`` are columns of the case row,
    ``facts`` whatever else the journal should remember (ids, codes and digests, never words).
    """

    session: Session
    case: Case
    actor: Actor
    transition: Transition
    now: datetime
    changes: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    target: State | None = None
    clocks: tuple[ClockOp, ...] | None = None
    _clock_changes: dict[str, dict[str, Any]] = field(default_factory=dict)
    _clocks: dict[str, dict[str, Any]] | None = None

    @property
    def seq(self) -> int:
        """The sequence number that the event will have."""
        return self.case.version + 1

    @property
    def state(self) -> State:
        """The state after the move."""
        return self.target or self.transition.target or State(self.case.state)

    def value(self, column: str) -> Any:
        """A column of the row as it will be after the move."""
        return self.changes.get(column, getattr(self.case, column))

    def set(self, **changes: Any) -> None:
        """Change columns of the case row."""
        self.changes |= changes

    def say(self, name: str, words: str, audience: str) -> None:
        """Keep words with the event."""
        self.said.append(Said(name, words, audience))

    # --- clocks --------------------------------------------------------------------------------

    def run_clocks(self) -> None:
        """Do what the row of the table says about clocks, or what the effect put in its place."""
        operations = self.transition.clocks if self.clocks is None else self.clocks
        for operation in operations:
            match operation:
                case Start(kind):
                    self.start(kind)
                case Stop(kind):
                    self.stop(kind)
                case Pause(kind):
                    self.pause(kind)
                case Resume(kind):
                    self.resume(kind)
                case Discard(kind):
                    self.stop(kind, discard=True)
                case Revive(kind):
                    self.revive(kind)
                case StopAll():
                    for kind in ClockKind:
                        self.stop(kind)

    def start(self, kind: ClockKind) -> None:
        """Begin the next clock of a kind, by the rule valid now."""
        number = sum(key.startswith(f"{kind}/") for key in self._all_clocks()) + 1
        rule = limit_for(
            kind,
            condition_id=self.value("condition_id"),
            urgent=self.value("urgent"),
            number=self.value("round") if kind is ClockKind.MAIN else number,
        )
        holder = self.value("responsible_org_id") or self.value("intake_org_id")
        self._change(
            f"{kind}/{number}",
            started_at=self.now,
            due_at=working_time().due(self.now, rule.amount, rule.unit).at,
            amount=rule.amount,
            unit=rule.unit,
            rule=rule.rule,
            organisation_id=holder,
            stopped_at=None,
            paused_at=None,
            remaining=None,
            discarded=False,
        )

    def stop(self, kind: ClockKind, *, discard: bool = False) -> None:
        """End the clock of a kind that has not ended, if there is one."""
        key = self._open_clock(kind)
        if key is not None:
            self._change(key, stopped_at=self.now, discarded=discard)

    def pause(self, kind: ClockKind) -> None:
        """Let the running clock of a kind stand still."""
        key = self._open_clock(kind)
        if key is None or self._all_clocks()[key]["paused_at"] is not None:
            return
        running = self._all_clocks()[key]
        left = working_time().elapsed(self.now, running["due_at"], running["unit"])
        self._change(key, paused_at=self.now, remaining=left.total_seconds())

    def resume(self, kind: ClockKind) -> None:
        """Let a paused clock go on; an overdue one is due when it was, moved by nothing."""
        key = self._open_clock(kind)
        if key is None:
            return
        paused = self._all_clocks()[key]
        if paused["paused_at"] is None:
            return
        left, due = paused["remaining"] or 0.0, paused["due_at"]
        if left > 0:
            due = working_time().due(self.now, timedelta(seconds=left), paused["unit"]).at
        self._change(key, paused_at=None, remaining=None, due_at=due)

    def revive(self, kind: ClockKind) -> None:
        """Take back the latest stop of a kind, as if it had never been."""
        keys = [key for key in self._all_clocks() if key.startswith(f"{kind}/")]
        if keys:
            latest = max(keys, key=lambda key: int(key.split("/")[1]))
            self._change(latest, stopped_at=None)

    def move_due(self, kind: ClockKind, due_at: datetime, **changes: Any) -> None:
        """Give the open clock of a kind another due time, under a newly chosen rule."""
        key = self._open_clock(kind)
        if key is not None:
            self._change(key, due_at=due_at, **changes)

    def open_clock(self, kind: ClockKind) -> dict[str, Any] | None:
        """The columns of the clock of a kind that has not ended."""
        key = self._open_clock(kind)
        return None if key is None else self._all_clocks()[key]

    def _open_clock(self, kind: ClockKind) -> str | None:
        return next(
            (
                key
                for key, columns in self._all_clocks().items()
                if key.startswith(f"{kind}/") and columns["stopped_at"] is None
            ),
            None,
        )

    def _all_clocks(self) -> dict[str, dict[str, Any]]:
        if self._clocks is None:
            rows = (
                self.session.execute(select(Clock).where(Clock.case_id == self.case.id)).scalars()
                if self.case.id
                else ()
            )
            self._clocks = {f"{row.kind}/{row.number}": clock_columns(row) for row in rows}
        return self._clocks

    def _change(self, key: str, **columns: Any) -> None:
        clocks = self._all_clocks()
        clocks[key] = clocks.get(key, {}) | columns
        self._clock_changes[key] = self._clock_changes.get(key, {}) | columns

    # --- writing -------------------------------------------------------------------------------

    def write(self) -> int:
        """Write everything; returns the new version.

        Raises ``Problem("stale_version", 412)`` when somebody else was faster.
        """
        seq = self.seq
        self._project()
        self._write_row(seq)
        self._write_clocks()
        self._write_event(seq)
        return seq

    def _project(self) -> None:
        """Row columns that follow from state and clocks."""
        kind = SHOWN_CLOCK.get(self.state)
        if self.value("disputed"):
            kind = ClockKind.DECISION
        shown = self.open_clock(kind) if kind else None
        self.set(
            state=self.state.value,
            due_at=shown["due_at"] if shown else None,
            due_kind=kind.value if kind and shown else None,
            due_paused=bool(shown and shown["paused_at"] is not None),
        )

    def _write_row(self, seq: int) -> None:
        columns = self.changes | {"version": seq, "updated_at": self.now}
        if self.transition.creates:
            for name, value in columns.items():
                setattr(self.case, name, value)
            filled = {
                column.name: getattr(self.case, column.name)
                for column in Case.__table__.columns
                if getattr(self.case, column.name) is not None
            }
            self.case.id = insert_row(self.session, Case, filled)
            return
        written = self.session.execute(
            update(Case)
            .where(Case.id == self.case.id, Case.version == self.case.version)
            .values(**columns)
            .returning(Case.id)
            .execution_options(synchronize_session=False)
        ).scalar_one_or_none()
        if written is None:
            raise Problem("stale_version", 412)

    def _write_clocks(self) -> None:
        for key, columns in self._clock_changes.items():
            kind, number = key.split("/")
            if "started_at" in columns:
                place = {"case_id": self.case.id, "kind": kind, "number": int(number)}
                insert_row(self.session, Clock, place | columns)
            else:
                self.session.execute(
                    update(Clock)
                    .where(Clock.case_id == self.case.id, Clock.kind == kind)
                    .where(Clock.number == int(number))
                    .values(**columns)
                    .execution_options(synchronize_session=False)
                )

    def _write_event(self, seq: int) -> None:
        data: dict[str, Any] = {"set": stored(self.changes)}
        if self._clock_changes:
            data["clocks"] = {key: stored(value) for key, value in self._clock_changes.items()}
        if self.facts:
            data["facts"] = self.facts
        words = [(said, journal.new_salt()) for said in self.said]
        if words:
            data["words"] = {
                said.name: journal.words_digest(salt, said.words) for said, salt in words
            }
        link = journal.Link(
            number=self.case.number,
            seq=seq,
            action=self.transition.action,
            from_state=None if self.transition.creates else self.case.state,
            to_state=self.state.value,
            actor=self.actor.owner or self.actor.kind.value,
            organisation_id=self.actor.organisation_id,
            at=self.now,
            data=data,
        )
        insert_row(
            self.session,
            JournalEvent,
            {
                "case_id": self.case.id,
                "seq": link.seq,
                "action": link.action,
                "from_state": link.from_state,
                "to_state": link.to_state,
                "actor": link.actor,
                "organisation_id": link.organisation_id,
                "at": link.at,
                "data": data,
                "hash": link.hash_after(self._previous_hash(), current().keys),
            },
        )
        for said, salt in words:
            insert_row(
                self.session,
                JournalWords,
                {
                    "case_id": self.case.id,
                    "seq": seq,
                    "name": said.name,
                    "audience": said.audience,
                    "salt": salt,
                    "words": said.words,
                },
            )
        outbox.put(self.session, TOPIC, {"case_id": self.case.id, "seq": seq})

    def _previous_hash(self) -> bytes:
        if self.transition.creates:
            return journal.GENESIS
        return self.session.execute(
            select(JournalEvent.hash).where(
                JournalEvent.case_id == self.case.id, JournalEvent.seq == self.case.version
            )
        ).scalar_one()


def clock_columns(row: Clock) -> dict[str, Any]:
    """A clock row as the columns that the journal tracks."""
    return {
        column.name: getattr(row, column.name)
        for column in Clock.__table__.columns
        if column.name not in ("id", "case_id", "kind", "number")
    }


def stored(columns: dict[str, Any]) -> dict[str, Any]:
    """Columns as they stand in the journal: moments as seconds since 1970."""
    return {
        name: journal.stamp(value) if name in _MOMENTS else value for name, value in columns.items()
    }
