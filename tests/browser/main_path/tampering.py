"""What somebody with the database in their hands may try, and what the journal's check says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Self

from sqlalchemy import Connection, Engine, create_engine, delete, select, update

from server.cases.models import Case, JournalEvent, JournalWords
from server.platform.db import Base


class Intruder:
    """Changes a case behind the application's back."""

    def __init__(self, database_url: str, number: str) -> None:
        self._engine: Engine = create_engine(database_url)
        self._number = number

    @contextmanager
    def _case(self) -> Iterator[tuple[Connection, int]]:
        with self._engine.begin() as connection:
            query = select(Case.id).where(Case.number == self._number)
            yield connection, connection.execute(query).scalar_one()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    def move_closing(self, by: timedelta) -> None:
        """Let the case have been closed earlier or later than it was."""
        with self._case() as (connection, case_id):
            query = select(Case.closed_at).where(Case.id == case_id)
            closed_at = connection.execute(query).scalar_one() + by
            connection.execute(update(Case).where(Case.id == case_id).values(closed_at=closed_at))

    def cut_tail(self) -> None:
        """Remove the last event, and every trace of it in the row's version."""
        with self._case() as (connection, case_id):
            query = select(Case.version).where(Case.id == case_id)
            last = connection.execute(query).scalar_one()
            for table in (JournalEvent, JournalWords):
                connection.execute(delete(table).where(table.case_id == case_id, table.seq == last))
            connection.execute(update(Case).where(Case.id == case_id).values(version=last - 1))

    def remove(self) -> None:
        """Remove the case with everything that hangs on it."""
        case = Base.metadata.tables["case"]
        with self._case() as (connection, case_id):
            for table in reversed(Base.metadata.sorted_tables):
                for column in table.columns:
                    if column.references(case.c.id):
                        connection.execute(delete(table).where(column == case_id))
            connection.execute(delete(case).where(case.c.id == case_id))
