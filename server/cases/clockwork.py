"""The clocks of one case while an action is being carried out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.cases.limits import Rule
from server.cases.models import Clock
from server.cases.states import ClockKind
from server.deadlines.service import working_time
from server.platform.db import insert_row

Columns = dict[str, Any]


class Clockwork:
    """Clocks by key (``main/2``), read when first asked for; ``changes`` is what the move did."""

    def __init__(self, session: Session, case_id: int | None, now: datetime) -> None:
        self._session = session
        self._case_id = case_id
        self._now = now
        self._known: dict[str, Columns] | None = None
        self.changes: dict[str, Columns] = {}

    def start(self, kind: ClockKind, rule: Rule, holder: int | None) -> str:
        """Begin the next clock of a kind for an organisation; returns its key."""
        key = f"{kind}/{self.count(kind) + 1}"
        self._change(
            key,
            started_at=self._now,
            due_at=working_time().due(self._now, rule.amount, rule.unit).at,
            amount=rule.amount,
            unit=rule.unit,
            rule=rule.rule,
            organisation_id=holder,
            stopped_at=None,
            paused_at=None,
            remaining=None,
            discarded=False,
        )
        return key

    def count(self, kind: ClockKind) -> int:
        """How many clocks of a kind there have been."""
        return sum(key.startswith(f"{kind}/") for key in self._all())

    def open(self, kind: ClockKind) -> str | None:
        """The key of the oldest clock of a kind that has not ended."""
        return next(iter(self.unstopped(kind)), None)

    def unstopped(self, kind: ClockKind) -> list[str]:
        """The keys of every clock of a kind that has not ended, oldest first."""
        return [
            key
            for key, columns in self._all().items()
            if key.startswith(f"{kind}/") and columns["stopped_at"] is None
        ]

    def columns(self, key: str) -> Columns:
        """A clock as it will be after the move."""
        return self._all()[key]

    def stop(self, key: str | None, *, discard: bool = False) -> None:
        """End a clock that has not ended."""
        if key is not None and self.columns(key)["stopped_at"] is None:
            self._change(key, stopped_at=self._now, discarded=discard)

    def stop_all(self) -> None:
        """End every clock of the case."""
        for key in self._all():
            self.stop(key)

    def pause(self, key: str | None) -> None:
        """Let a running clock stand still, keeping what is left in its own unit."""
        if key is None or self.columns(key)["paused_at"] is not None:
            return
        running = self.columns(key)
        left = working_time().elapsed(self._now, running["due_at"], running["unit"])
        self._change(key, paused_at=self._now, remaining=left.total_seconds())

    def resume(self, key: str | None, since: datetime | None = None) -> None:
        """Let a paused clock go on, from ``since`` or from now.

        An overdue one is due when it was, moved by nothing.
        """
        if key is None or self.columns(key)["paused_at"] is None:
            return
        paused = self.columns(key)
        left, due = paused["remaining"] or 0.0, paused["due_at"]
        if left > 0:
            begin = since or self._now
            due = working_time().due(begin, timedelta(seconds=left), paused["unit"]).at
        self._change(key, paused_at=None, remaining=None, due_at=due)

    def pause_all(self, kind: ClockKind) -> None:
        """Let every running clock of a kind stand still."""
        for key in self.unstopped(kind):
            self.pause(key)

    def resume_all(self, kind: ClockKind, since: datetime | None = None) -> None:
        """Let every paused clock of a kind go on, from ``since`` or from now."""
        for key in self.unstopped(kind):
            self.resume(key, since)

    def latest(self, kind: ClockKind) -> Columns | None:
        """The clock of a kind that began last."""
        number = self.count(kind)
        return self._all()[f"{kind}/{number}"] if number else None

    def revive(self, kind: ClockKind) -> None:
        """Take back the latest stop of a kind, as if it had never been."""
        if number := self.count(kind):
            self._change(f"{kind}/{number}", stopped_at=None)

    def move_due(self, key: str, due_at: datetime, **changes: Any) -> None:
        """Give a clock another due time, perhaps under a newly chosen rule."""
        self._change(key, due_at=due_at, **changes)

    def write(self, session: Session, case_id: int) -> None:
        """Write what changed."""
        for key, columns in self.changes.items():
            kind, number = key.split("/")
            if "started_at" in columns:
                place = {"case_id": case_id, "kind": kind, "number": int(number)}
                insert_row(session, Clock, place | columns)
            else:
                session.execute(
                    update(Clock)
                    .where(Clock.case_id == case_id, Clock.kind == kind)
                    .where(Clock.number == int(number))
                    .values(**columns)
                    .execution_options(synchronize_session=False)
                )

    def _all(self) -> dict[str, Columns]:
        if self._known is None:
            rows = (
                self._session.execute(
                    select(Clock).where(Clock.case_id == self._case_id).order_by(Clock.id)
                ).scalars()
                if self._case_id
                else ()
            )
            self._known = {f"{row.kind}/{row.number}": clock_columns(row) for row in rows}
        return self._known

    def _change(self, key: str, **columns: Any) -> None:
        known = self._all()
        known[key] = known.get(key, {}) | columns
        self.changes[key] = self.changes.get(key, {}) | columns


def clock_columns(row: Clock) -> Columns:
    """A clock row as the columns that the journal tracks."""
    return {
        column.name: getattr(row, column.name)
        for column in Clock.__table__.columns
        if column.name not in ("id", "case_id", "kind", "number")
    }
