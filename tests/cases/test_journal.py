"""Whatever is done to the database behind the journal's back, ``flask journal verify`` says it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import (
    Column,
    Connection,
    RowMapping,
    Table,
    delete,
    func,
    insert,
    select,
    text,
    update,
)

from server.cases.models import Case
from server.cases.verify import Finding, findings
from server.platform.db import db
from server.platform.keys import Keyring
from tests.support.story import Story
from tests.support.world import World

Crime = Callable[[Connection, int], None]
CASES = (
    "notice", "delivery", "journal_words", "journal_event", "clock", "case_record", "case_gram",
    "case_photo", "report",
)  # fmt: skip


def sql(*statements: str) -> Crime:
    """Statements about the case ``:id``."""

    def commit(connection: Connection, case_id: int) -> None:
        for statement in statements:
            connection.execute(text(statement), {"id": case_id})

    return commit


_CUT = "DELETE FROM journal_event WHERE case_id = :id AND seq = 4"
_CUT_WORDS = "DELETE FROM journal_words WHERE case_id = :id AND seq = 4"

CRIMES: dict[str, tuple[Crime, str]] = {
    "the row": (
        sql("UPDATE \"case\" SET address = 'x', tile = 'T2' WHERE id = :id"),
        "row_changed",
    ),
    "the due time": (
        sql("UPDATE \"case\" SET due_at = '2030-01-01 00:00:00+00:00' WHERE id = :id"),
        "row_changed",
    ),
    "a clock": (
        sql("UPDATE clock SET due_at = '2030-01-01 00:00:00+00:00' WHERE case_id = :id"),
        "clock_changed",
    ),
    "an event": (
        sql("UPDATE journal_event SET actor = 's:999' WHERE case_id = :id AND seq = 2"),
        "event_changed",
    ),
    "a hash": (
        sql(
            "UPDATE journal_event SET hash = (SELECT salt FROM journal_words WHERE case_id = :id)"
            " WHERE case_id = :id AND seq = 4"
        ),
        "event_changed",
    ),
    "an event in the middle": (
        sql("DELETE FROM journal_event WHERE case_id = :id AND seq = 2"),
        "event_missing",
    ),
    "words": (
        sql("UPDATE journal_words SET words = 'x' WHERE case_id = :id"),
        "words_changed",
    ),
    "the tail": (sql(_CUT_WORDS, _CUT), "tail_cut"),
    "the tail and the version": (
        sql(_CUT_WORDS, _CUT, 'UPDATE "case" SET version = 3 WHERE id = :id'),
        "tail_cut",
    ),
    "the whole case": (
        sql(
            *(f"DELETE FROM {table} WHERE case_id = :id" for table in CASES),
            'DELETE FROM "case" WHERE id = :id',
        ),
        "case_removed",
    ),
}


def told_story(world: World) -> Story:
    """Four events, the last with words."""
    story = Story(world).dispatched()
    story.by("east_clerk", "add_note", note="记一笔")
    return story


def verify(world: World) -> tuple[int, str]:
    """Exit code and output of the command."""
    done = world.app.test_cli_runner().invoke(args=["journal", "verify"])
    return done.exit_code, done.output


def test_an_honest_journal(world: World) -> None:
    Story(world).disputed()
    Story(world).closed()
    world.drain()
    assert verify(world) == (0, "journal ok\n")


def test_tampering_is_named(world: World) -> None:
    """One crime after the other; what each has done is put right before the next."""
    victim, other = told_story(world), told_story(world)
    world.drain()
    case_id = world.column(victim.number, "id")
    with world.app.app_context():
        for what, (crime, finding) in CRIMES.items():
            before = rows_of(case_id)
            with db.engine.begin() as connection:
                crime(connection, case_id)
            code, output = verify(world)
            assert code == 1, what
            assert f"{victim.number} {finding}" in output, what
            assert other.number not in output, what
            put_back(case_id, before)
        assert verify(world)[0] == 0


def rows_of(case_id: int) -> dict[Table, list[RowMapping]]:
    """Everything that hangs on a case."""
    with db.engine.connect() as connection:
        return {
            table: list(connection.execute(select(table).where(own == case_id)).mappings())
            for table, own in tables_of_a_case()
        }


def put_back(case_id: int, rows: dict[Table, list[RowMapping]]) -> None:
    """Let the rows of a case be what they were, and forget what was read of them."""
    db.session.remove()
    with db.engine.begin() as connection:
        for table, own in reversed(tables_of_a_case()):
            connection.execute(delete(table).where(own == case_id))
        for table, kept in rows.items():
            if kept:
                connection.execute(insert(table), [dict(row) for row in kept])


def tables_of_a_case() -> list[tuple[Table, Column[Any]]]:
    """Tables and the column that names the case, none before one that it refers to."""
    case = Case.__table__
    others = [table for table in db.metadata.sorted_tables if "case_id" in table.columns]
    return [(case, case.c.id), *((table, table.c.case_id) for table in others)]


def another(connection: Connection, column: Column[Any], value: Any) -> Any:
    """What somebody might put in the place of a value."""
    if column.foreign_keys:
        (key,) = column.foreign_keys
        return connection.scalar(select(func.min(key.column)).where(key.column != (value or 0)))
    if column.name.endswith("_at"):
        return datetime(2030, 1, 1, tzinfo=UTC)
    kind = column.type.python_type
    if kind is bool:
        return not value
    if kind in (int, float):
        return (value or 0) + 1
    return "x" if kind is str else [{"unit": "x", "amount": 1}]


@pytest.mark.one_database
def test_no_column_of_the_row_is_changed_unnoticed(world: World) -> None:
    """Neither what an action has told nor what is still as it was at the beginning."""
    victim = told_story(world)
    row = Case.__table__
    here = row.c.number == victim.number
    with world.app.app_context():
        for column in row.columns:
            if column.name in ("id", "number", "version"):
                continue
            with db.engine.connect() as connection:
                value = connection.scalar(select(column).where(here))
                forged = another(connection, column, value)
            for put in (forged, value):
                with db.engine.begin() as connection:
                    connection.execute(update(row).where(here).values({column: put}))
                wrong = [Finding(victim.number, "row_changed")] if put != value else []
                assert list(findings()) == wrong, column.name
                db.session.remove()


def test_the_tail_is_missed_only_after_it_was_noted(world: World) -> None:
    """Before the relay has noted the head, the version of the row still tells."""
    victim = told_story(world)
    with world.app.app_context(), db.engine.begin() as connection:
        sql(_CUT_WORDS, _CUT)(connection, world.column(victim.number, "id"))
    code, output = verify(world)
    assert (code, f"{victim.number} tail_cut" in output) == (1, True)


def test_heads_are_noted_once_in_order_and_survive_a_torn_line(world: World) -> None:
    story = told_story(world)
    world.drain()
    folder = world.app.extensions["suishoupai"].settings.data_dir / "journal-heads"
    (file,) = folder.glob("*.txt")
    lines = [line.split() for line in file.read_text().splitlines() if line]
    assert [(number, int(seq)) for number, seq, _ in lines] == [
        (story.number, seq) for seq in range(1, 5)
    ]
    with file.open("a") as torn:
        torn.write(f"{story.number} 9 abc")
    assert verify(world)[0] == 0


def test_erased_words_do_not_break_the_chain(world: World) -> None:
    story = told_story(world)
    world.drain()
    with world.app.app_context(), db.engine.begin() as connection:
        erase = sql("DELETE FROM journal_words WHERE case_id = :id")
        erase(connection, world.column(story.number, "id"))
    assert verify(world)[0] == 0


def test_another_secret_verifies_nothing(world: World) -> None:
    story = told_story(world)
    runtime = world.app.extensions["suishoupai"]
    other = replace(runtime, keys=Keyring("a different secret, of sufficient length"))
    world.app.extensions["suishoupai"] = other
    code, output = verify(world)
    assert (code, f"{story.number} event_changed" in output) == (1, True)
