"""The one writer of cases: row, clocks, journal, words and outbox in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.cases import alarms, journal
from server.cases.clockwork import Clockwork
from server.cases.limits import Rule, limit_for
from server.cases.models import Case, CaseRecord, Clock, JournalEvent, JournalWords
from server.cases.records import Records
from server.cases.recurrence import earlier_case, is_decided_by
from server.cases.states import (
    SHOWN_CLOCK,
    WATCHED,
    ClockKind,
    RecordKind,
    RecordStatus,
    State,
)
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
from server.platform import outbox
from server.platform.actor import Actor
from server.platform.db import insert_row
from server.platform.errors import Problem
from server.platform.runtime import current

TOPIC = "case.event"
_MOMENTS = frozenset(
    column.name
    for model in (Case, Clock, CaseRecord)
    for column in model.__table__.columns
    if column.name.endswith("_at")
)
_TYPED = frozenset({"address"})


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
    clockwork: Clockwork = field(init=False)
    records: Records = field(init=False)

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

    def __post_init__(self) -> None:
        case_id = None if self.transition.creates else self.case.id
        self.clockwork = Clockwork(self.session, case_id, self.now)
        self.records = Records(self.session, case_id, self.seq, self.now)

    # --- clocks --------------------------------------------------------------------------------

    def run_clocks(self) -> None:
        """Do what the row of the table says about clocks, or what the effect put in its place."""
        operations = self.transition.clocks if self.clocks is None else self.clocks
        work = self.clockwork
        for operation in operations:
            match operation:
                case Start(kind):
                    self.start(kind)
                case Stop(kind):
                    work.stop(work.open(kind))
                case Pause(kind):
                    work.pause_all(kind)
                case Resume(kind):
                    work.resume_all(kind)
                case Discard(kind):
                    work.stop(work.open(kind), discard=True)
                case Revive(kind):
                    work.revive(kind)
                case StopAll():
                    work.stop_all()

    def start(
        self, kind: ClockKind, *, limit: Rule | None = None, holder: int | None = None
    ) -> str:
        """Begin the next clock of a kind, by the rule valid now; returns its key."""
        rule = limit or limit_for(
            kind,
            condition_id=self.value("condition_id"),
            urgent=self.value("urgent"),
            number=self.value("round"),
        )
        held_by = holder or self.value("responsible_org_id") or self.value("intake_org_id")
        return self.clockwork.start(kind, rule, held_by)

    def open_clock(self, kind: ClockKind) -> dict[str, Any] | None:
        """The columns of the clock of a kind that has not ended."""
        key = self.clockwork.open(kind)
        return None if key is None else self.clockwork.columns(key)

    def settle(self, key: str, status: RecordStatus) -> None:
        """End a record by the actor's decision, with its clock."""
        self.clockwork.stop(self.records.close(key, status, by=self.actor.staff_id))

    def lapse(self, *kinds: RecordKind) -> None:
        """End what nobody has decided yet."""
        for kind in kinds:
            for key in self.records.living(kind):
                self.clockwork.stop(self.records.close(key, RecordStatus.LAPSED))

    # --- writing -------------------------------------------------------------------------------

    def write(self) -> int:
        """Write everything; returns the new version.

        Raises ``Problem("stale_version", 412)`` when somebody else was faster.
        """
        seq = self.seq
        for key in self.records.out_of_place(self.state):
            self.clockwork.stop(self.records.close(key, RecordStatus.LAPSED))
        if is_decided_by(self.changes):
            self.set(recurs_id=self._earlier())
        self._project()
        self._write_row(seq)
        self.clockwork.write(self.session, self.case.id)
        self.records.write(self.session, self.case.id)
        self._write_event(seq)
        return seq

    def _earlier(self) -> int | None:
        """The closed case that this one repeats, once it is accepted."""
        category_id = self.value("category_id")
        if category_id is None or self.value("accepted_at") is None:
            return None
        place = self.value("lat"), self.value("lon")
        return earlier_case(self.session, category_id, *place, self.value("submitted_at"))

    def _project(self) -> None:
        """Row columns that follow from state and clocks."""
        kind = SHOWN_CLOCK.get(self.state)
        if self.value("disputed"):
            kind = ClockKind.DECISION
        key = self.clockwork.open(kind) if kind else None
        shown = self.clockwork.columns(key) if key else None
        paused = bool(shown and shown["paused_at"] is not None)
        self.set(
            state=self.state.value,
            due_at=shown["due_at"] if shown else None,
            due_kind=kind.value if kind and shown else None,
            due_paused=paused,
            warn_at=alarms.warn_at(shown, self.now) if shown and not paused else None,
            alarm_at=None,
        )
        if key and shown and kind in WATCHED and not paused:
            following = self.next_alarm(key)
            self.set(alarm_at=following[1] if following else None)

    def next_alarm(self, key: str) -> tuple[int, datetime] | None:
        """The level that the holder of a clock reaches next, and when."""
        shown = self.clockwork.columns(key)
        raised = self.records.all(RecordKind.WARNING) + self.records.all(RecordKind.SUPERVISION)
        given = [item["details"]["level"] for item in raised if item["details"]["clock_key"] == key]
        reworked = ("refusals", "reopens", "failed_checks")
        complaints = sum(self.value(name) or 0 for name in reworked)
        warn = self.value("warn_at") or alarms.warn_at(shown, self.now)
        return alarms.next_alarm(shown, given, complaints, warn, self.now)

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

    def _write_event(self, seq: int) -> None:
        data: dict[str, Any] = {"set": told_row(self.case.number, self.changes)}
        for name, changes in (
            ("clocks", self.clockwork.changes),
            ("records", self.records.changes),
        ):
            if changes:
                data[name] = {key: stored(value) for key, value in changes.items()}
        if self.facts:
            data["facts"] = self.facts
        words = [(said, journal.new_salt()) for said in self.said]
        if words:
            data["words"] = {
                said.name: journal.words_digest(salt, said.words) for said, salt in words
            }
        actor = self.actor.owner or self.actor.kind.value
        salt = journal.new_salt() if actor.startswith(journal.SOMEBODY) else None
        if salt is not None:
            data[journal.WHO] = journal.words_digest(salt, actor)
        link = journal.Link(
            number=self.case.number,
            seq=seq,
            action=self.transition.action,
            from_state=None if self.transition.creates else self.case.state,
            to_state=self.state.value,
            actor=actor if salt is None else journal.SOMEBODY,
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
                "actor": actor,
                "actor_salt": salt,
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


def told_row(number: str, columns: dict[str, Any]) -> dict[str, Any]:
    """Columns of a case row as its journal tells them: what somebody typed is a digest there."""
    told = stored(columns)
    for name in _TYPED & told.keys():
        told[name] = journal.typed_digest(number, told[name], current().keys)
    return told


def stored(columns: dict[str, Any]) -> dict[str, Any]:
    """Columns as they stand in the journal: moments as seconds since 1970."""
    return {
        name: journal.stamp(value) if name in _MOMENTS else value for name, value in columns.items()
    }
