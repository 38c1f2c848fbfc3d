"""One consistent picture of the database, taken while the server goes on, and loading it again.

SQLite: ``VACUUM INTO`` writes a compact copy as of one moment; readers and writers do not wait.
PostgreSQL: ``COPY`` of every table in one transaction of isolation *repeatable read*; the tables
themselves are made by our migrations. So no client program has to be installed in the server's
version, no password stands on a command line, and a newer PostgreSQL can load it (ADR 0022).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import connect
from typing import Any, Protocol

import flask_migrate
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import current_app
from psycopg import Connection as PgConnection
from psycopg import sql
from sqlalchemy import MetaData, inspect, text

from server.keeping.archive import ArchiveError
from server.keeping.members import PIECE
from server.platform.db import db

MIGRATIONS = Path(__file__).parents[2] / "migrations"
_VERSION = "alembic_version"
_REVISION = "SELECT version_num FROM alembic_version"
_TELLING = ("city", "staff", "resident", "case", "report")
_BLOBS = "SELECT file_id FROM photo_blob ORDER BY id"
_COPIES = "SELECT public_key FROM case_photo WHERE public_key IS NOT NULL ORDER BY id"


class Snapshot(Protocol):
    """The database as of one moment."""

    revision: str

    def tables(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Folder of the archive and bytes, for everything that has to be kept."""

    def counts(self) -> dict[str, int]:
        """Rows by table; to be asked after ``tables``."""

    def photo_sets(self) -> tuple[list[str], list[str]]:
        """Names of the sets of files with an original, and of public copies."""


@contextmanager
def snapshot(scratch: Path) -> Iterator[Snapshot]:
    """A snapshot, released on leaving; SQLite writes it into the file ``scratch``."""
    if db.engine.dialect.name == "sqlite":
        yield from _sqlite_snapshot(scratch)
    else:
        yield from _postgres_snapshot()


# --- SQLite --------------------------------------------------------------------------------------


class _SqliteSnapshot:
    def __init__(self, path: Path, copy: SqliteConnection) -> None:
        self._path = path
        self._copy = copy
        self.revision = str(copy.execute(_REVISION).fetchone()[0])

    def tables(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        yield "database", _blocks(self._path)

    def counts(self) -> dict[str, int]:
        return sqlite_counts(self._copy)

    def photo_sets(self) -> tuple[list[str], list[str]]:
        return _first_column(self._copy, _BLOBS), _first_column(self._copy, _COPIES)


def _sqlite_snapshot(scratch: Path) -> Iterator[Snapshot]:
    scratch.unlink(missing_ok=True)
    os.close(os.open(scratch, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        source = connect(f"file:{db.engine.url.database}?mode=ro", uri=True, isolation_level=None)
        source.execute("VACUUM INTO ?", (str(scratch),))
        source.close()
        copy = connect(scratch)
        try:
            yield _SqliteSnapshot(scratch, copy)
        finally:
            copy.close()
    finally:
        scratch.unlink(missing_ok=True)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(PIECE):
            yield block


def _first_column(connection: SqliteConnection, query: str) -> list[str]:
    return [row[0] for row in connection.execute(query)]


def sqlite_counts(connection: SqliteConnection) -> dict[str, int]:
    """Rows of every table of a file."""
    names = _first_column(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'")
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
        for name in sorted(names)
        if not name.startswith("sqlite_")
    }


# --- PostgreSQL ----------------------------------------------------------------------------------


class _PostgresSnapshot:
    def __init__(self, raw: PgConnection[Any], tables: list[str]) -> None:
        self._raw = raw
        self._tables = tables
        self._counted: dict[str, int] = {}
        self.revision = str(self._column(_REVISION)[0])

    def tables(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        for name in self._tables:
            yield f"tables/{name}", self._copied(name)

    def counts(self) -> dict[str, int]:
        return self._counted

    def photo_sets(self) -> tuple[list[str], list[str]]:
        return self._column(_BLOBS), self._column(_COPIES)

    def _copied(self, name: str) -> Iterator[bytes]:
        """A first line with the columns, then what COPY gives: a line a row."""
        asked = "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' "
        asked += "AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position"
        columns = [row[0] for row in self._raw.execute(asked.encode(), (name,))]
        yield ",".join(columns).encode() + b"\n"
        rows = 0
        with self._raw.cursor().copy(_copy(name, columns, "TO STDOUT")) as copy:
            for block in copy:
                rows += bytes(block).count(b"\n")
                yield bytes(block)
        self._counted[name] = rows

    def _column(self, query: str) -> list[str]:
        return [row[0] for row in self._raw.execute(query.encode())]


def _postgres_snapshot() -> Iterator[Snapshot]:
    tables = _tables_children_last()
    with db.engine.connect().execution_options(
        isolation_level="REPEATABLE READ", postgresql_readonly=True
    ) as connection:
        connection.execute(text("SELECT 1"))  # the moment of the snapshot
        yield _PostgresSnapshot(_raw(connection), tables)


def _raw(connection: Any) -> PgConnection[Any]:
    raw: PgConnection[Any] = connection.connection.driver_connection
    return raw


def _copy(table: str, columns: list[str], what: str) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) {}").format(sql.Identifier(table), names, sql.SQL(what))


# --- back again ----------------------------------------------------------------------------------


def is_empty() -> bool:
    """Whether the database has no tables, or none of a person, a city or a case in them."""
    names = set(inspect(db.engine).get_table_names())
    with db.engine.connect() as connection:
        return not any(
            connection.execute(text(f'SELECT 1 FROM "{name}" LIMIT 1')).first()  # noqa: S608
            for name in _TELLING
            if name in names
        )


def mark_sqlite(connection: SqliteConnection, checksum: str) -> None:
    """Write into a file which archive it came from."""
    connection.execute(f"PRAGMA user_version = {_short(checksum)}")


def came_from(checksum: str) -> bool:
    """Whether the database was restored from the archive with this checksum."""
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "sqlite":
            return bool(connection.scalar(text("PRAGMA user_version")) == _short(checksum))
        remark = text("SELECT obj_description(to_regclass('alembic_version'))")
        return bool(connection.scalar(remark) == checksum)


def _short(checksum: str) -> int:
    return int(checksum[:7], 16)


def upgrade(revision: str = "head") -> None:
    """Bring the database to a revision of the migrations, if it is not there already."""
    if _revision() != (_scripts().get_current_head() if revision == "head" else revision):
        flask_migrate.upgrade(directory=str(MIGRATIONS), revision=revision)


def _revision() -> str | None:
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


class PostgresLoader:
    """Fills an empty database in one transaction; nothing is there before ``commit``.

    Raises ``ArchiveError`` for a revision that this version does not know.
    """

    def __init__(self, revision: str) -> None:
        if _revision() != revision:
            found = MetaData()
            found.reflect(db.engine)
            found.drop_all(db.engine)  # empty ones, of another revision
            upgrade(revision)
        self._connection = db.engine.connect()
        self._raw = _raw(self._connection)
        self._counted: dict[str, int] = {}
        for table in _tables_children_last()[::-1]:
            self._raw.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))

    def load(self, table: str, blocks: Iterator[bytes]) -> None:
        """Everything of one table, as the snapshot gave it."""
        first, _, rest = next(blocks).partition(b"\n")
        columns = first.decode().split(",")
        with self._raw.cursor() as cursor:
            with cursor.copy(_copy(table, columns, "FROM STDIN")) as copy:
                copy.write(rest)
                for block in blocks:
                    copy.write(block)
            self._counted[table] = cursor.rowcount

    def counts(self) -> dict[str, int]:
        """Rows loaded, by table."""
        return self._counted

    def commit(self, checksum: str) -> None:
        """Let numbers go on after the highest ones, and make everything visible."""
        for table in self._counted:
            found = self._raw.execute(
                "SELECT pg_get_serial_sequence(quote_ident(table_name), column_name)"
                " FROM information_schema.columns WHERE table_schema = 'public'"
                " AND table_name = %s AND column_name = 'id' AND column_default LIKE 'nextval%%'",
                (table,),
            ).fetchone()
            if found is not None:
                self._raw.execute(
                    sql.SQL("SELECT setval({}, (SELECT max(id) FROM {}))").format(
                        sql.Literal(found[0]), sql.Identifier(table)
                    )
                )
        remark = sql.SQL("COMMENT ON TABLE {} IS {}")
        self._raw.execute(remark.format(sql.Identifier(_VERSION), sql.Literal(checksum)))
        self._raw.commit()

    def close(self) -> None:
        """Without a commit before, the database stays empty."""
        self._connection.close()


def require_known(revision: str) -> None:
    """Raises ``ArchiveError`` for a revision that this version's migrations do not have."""
    try:
        _scripts().get_revision(revision)
    except CommandError as error:
        raise ArchiveError(
            f"The backup is of revision {revision} of the database, which this version of the "
            "program does not know: install a newer one."
        ) from error


def _scripts() -> ScriptDirectory:
    config = current_app.extensions["migrate"].migrate.get_config(str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def _tables_children_last() -> list[str]:
    found = MetaData()
    found.reflect(db.engine)
    return [str(table.name) for table in found.sorted_tables if table.name != _VERSION]
