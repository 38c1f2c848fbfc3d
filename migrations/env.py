"""Runs migrations on the database of the application in context."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from alembic.operations.ops import ExecuteSQLOp, MigrationScript, ModifyTableOps
from flask import current_app
from sqlalchemy import Connection
from sqlalchemy.schema import CreateIndex
from sqlalchemy.sql.operators import desc_op

from server.platform.commands import require_unicode, spoken
from server.platform.db import UtcDateTime

database = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our types as plain ones, so that old migrations do not depend on today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def keep_directions(_context: Any, _revision: Any, directives: list[MigrationScript]) -> None:
    """Make indexes anew that go downwards: SQLite alters a table by copying it, which forgets how.

    Called when a migration is generated; the statements are the same in both databases.
    """
    upgrade = directives[0].upgrade_ops
    if upgrade is None:
        return
    altered = {step.table_name for step in upgrade.ops if isinstance(step, ModifyTableOps)}
    for table in database.metadata.sorted_tables:
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            if table.name in altered and any(_goes_down(column) for column in index.expressions):
                upgrade.ops.append(ExecuteSQLOp(f"DROP INDEX {index.name}"))
                upgrade.ops.append(ExecuteSQLOp(str(CreateIndex(index))))


def _goes_down(column: Any) -> bool:
    return getattr(column, "modifier", None) is desc_op


@contextmanager
def _tables_may_be_rebuilt(connection: Connection) -> Iterator[None]:
    """SQLite alters a table by making it anew; dropping the old one must not break what refers to
    it. The switch works outside of transactions only."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()
        raw.execute("PRAGMA foreign_keys=ON")


def _check_references(connection: Connection) -> None:
    """Raise ``RuntimeError`` when a row refers to nothing, so that nothing is committed."""
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if lost:
            raise RuntimeError(f"rows refer to what is not there: {lost[:5]}")


def run() -> None:
    """Run all pending migrations, in one transaction."""
    with database.engine.connect() as connection, _tables_may_be_rebuilt(connection):
        require_unicode(connection)
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            render_item=render_item,
            process_revision_directives=keep_directions,
            compare_type=True,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            _check_references(connection)
        connection.commit()


with spoken():
    run()
