"""What is settled beside the state of one case, while an action is being carried out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.cases.models import CaseRecord
from server.cases.states import LIVES_IN, RecordKind, RecordStatus, State
from server.platform.db import insert_row

Columns = dict[str, Any]


class Records:
    """Records by key (``return/1``), read when first asked for; ``changes`` is what happened."""

    def __init__(self, session: Session, case_id: int | None, seq: int, now: datetime) -> None:
        self._session = session
        self._case_id = case_id
        self._seq = seq
        self._now = now
        self._known: dict[str, Columns] | None = None
        self.changes: dict[str, Columns] = {}

    def open(
        self,
        kind: RecordKind,
        *,
        organisation_id: int | None = None,
        staff_id: int | None = None,
        until_at: datetime | None = None,
        clock: str | None = None,
        **details: Any,
    ) -> str:
        """Begin a record; returns its key. ``details`` are codes and numbers, never words."""
        number = sum(key.startswith(f"{kind}/") for key in self._all()) + 1
        self._change(
            f"{kind}/{number}",
            status=RecordStatus.OPEN.value,
            organisation_id=organisation_id,
            staff_id=staff_id,
            decided_by_id=None,
            seq=self._seq,
            opened_at=self._now,
            until_at=until_at,
            closed_at=None,
            clock=clock,
            details=details,
        )
        return f"{kind}/{number}"

    def living(self, kind: RecordKind) -> list[str]:
        """The keys of the records of a kind that have not ended, oldest first."""
        return [key for key, columns in self._of(kind) if columns["closed_at"] is None]

    def living_of(self, kind: RecordKind, organisation_id: int | None) -> str | None:
        """The living record of a kind that concerns an organisation."""
        for key in self.living(kind):
            if self.columns(key)["organisation_id"] == organisation_id:
                return key
        return None

    def one_of(self, kind: RecordKind, organisation_id: int | None) -> str:
        """The living record that a guard has made sure of.

        Raises ``LookupError`` without one.
        """
        key = self.living_of(kind, organisation_id)
        if key is None:
            raise LookupError(f"no living {kind} of organisation {organisation_id}")
        return key

    def all(self, kind: RecordKind) -> list[Columns]:
        """Every record of a kind there has been, oldest first."""
        return [columns for _, columns in self._of(kind)]

    def columns(self, key: str) -> Columns:
        """A record as it will be after the move."""
        return self._all()[key]

    def set(self, key: str, status: RecordStatus, **changes: Any) -> None:
        """Bring a record to a status, the record staying alive."""
        self._change(key, status=status.value, **changes)

    def detail(self, key: str, **details: Any) -> None:
        """Add to what is known of a record."""
        self._change(key, details=self.columns(key)["details"] | details)

    def close(self, key: str, status: RecordStatus, *, by: int | None = None) -> str | None:
        """End a record; returns the key of the clock that measured it."""
        self._change(key, status=status.value, closed_at=self._now, decided_by_id=by)
        clock: str | None = self.columns(key)["clock"]
        return clock

    def out_of_place(self, state: State) -> list[str]:
        """Living records that cannot be in a state."""
        return [
            key
            for key, columns in self._all().items()
            if columns["closed_at"] is None and state not in LIVES_IN[RecordKind(_kind(key))]
        ]

    def write(self, session: Session, case_id: int) -> None:
        """Write what changed."""
        for key, columns in self.changes.items():
            kind, number = key.split("/")
            if "opened_at" in columns:
                place = {"case_id": case_id, "kind": kind, "number": int(number)}
                insert_row(session, CaseRecord, place | columns)
            else:
                session.execute(
                    update(CaseRecord)
                    .where(CaseRecord.case_id == case_id, CaseRecord.kind == kind)
                    .where(CaseRecord.number == int(number))
                    .values(**columns)
                    .execution_options(synchronize_session=False)
                )

    def _of(self, kind: RecordKind) -> Iterator[tuple[str, Columns]]:
        return (item for item in self._all().items() if _kind(item[0]) == kind)

    def _all(self) -> dict[str, Columns]:
        if self._known is None:
            self._known = (
                {f"{row.kind}/{row.number}": record_columns(row) for row in self._rows()}
                if self._case_id
                else {}
            )
        return self._known

    def _rows(self) -> Iterator[CaseRecord]:
        query = select(CaseRecord).where(CaseRecord.case_id == self._case_id)
        return iter(self._session.execute(query.order_by(CaseRecord.id)).scalars())

    def _change(self, key: str, **columns: Any) -> None:
        known = self._all()
        known[key] = known.get(key, {}) | columns
        self.changes[key] = self.changes.get(key, {}) | columns


def _kind(key: str) -> str:
    return key.split("/")[0]


def record_columns(row: CaseRecord) -> Columns:
    """A record row as the columns that the journal tracks."""
    return {
        column.name: getattr(row, column.name)
        for column in CaseRecord.__table__.columns
        if column.name not in ("id", "case_id", "kind", "number")
    }
