"""The migrations make exactly what the models say."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
import flask_migrate
import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import Column, MetaData, func, insert, select, text

from server import create_app
from server.platform.db import Base, db
from server.settings import Settings
from tests.support.databases import MIGRATIONS, SECRET


def test_models_and_migrations_agree(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_queue_indexes_keep_their_direction(app: Flask) -> None:
    """Without it a list of 50 sorts all cases of an office: a second for 100,000."""
    with app.app_context():
        table = {
            "sqlite": "SELECT sql FROM sqlite_master WHERE name LIKE 'ix_case_%queue'",
            "postgresql": "SELECT indexdef FROM pg_indexes WHERE indexname LIKE 'ix_case_%queue'",
        }[db.engine.dialect.name]
        made = db.session.scalars(text(table)).all()
        db.session.remove()
    assert len(made) == 3
    assert all("urgent DESC" in statement for statement in made)


def test_a_database_that_cannot_keep_chinese_is_refused(app: Flask, tmp_path: Path) -> None:
    """A cluster made under ``LANG=C`` has such databases; it would be noticed much later."""
    with app.app_context():
        url = db.engine.url
    if url.get_backend_name() == "sqlite":
        pytest.skip("every SQLite file keeps Chinese")
    with psycopg.connect(
        dbname=url.database, user=url.username, host=url.query["host"], autocommit=True
    ) as own:
        for encoding in ("SQL_ASCII", "LATIN1"):
            name = f"test_{encoding.lower()}_{uuid.uuid4().hex}"
            options = f"ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0"
            own.execute(f"CREATE DATABASE {name} {options}")
            settings = Settings.complete(
                data_dir=tmp_path / encoding,
                database_url=url.set(drivername="postgresql", database=name).render_as_string(),
                secret_key=SECRET,
                background=False,
            )
            with create_app(settings).app_context():
                with pytest.raises(click.ClickException, match="UTF8"):
                    flask_migrate.upgrade(directory=str(MIGRATIONS))
                db.engine.dispose()
            own.execute(f"DROP DATABASE {name}")


VALUES: dict[type, Any] = {
    int: 1,
    str: "1",
    bool: False,
    float: 1.0,
    bytes: b"1",
    dict: {},
    date: date(2026, 1, 1),
    datetime: datetime(2026, 1, 1, tzinfo=UTC),
}


def _value(column: Column[Any]) -> Any:
    """Something that may stand in a column; what refers to a row refers to the first."""
    try:
        kind = column.type.python_type
    except NotImplementedError:
        kind = int
    return VALUES.get(kind, 1)


@pytest.mark.one_database
@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_rows_of_earlier_revisions_come_along(tmp_path: Path, revision: str) -> None:
    """SQLite alters a table by making it anew, which must not trip over what refers to it."""
    settings = Settings.complete(data_dir=tmp_path, secret_key=SECRET, background=False)
    app = create_app(settings)
    with app.app_context():
        flask_migrate.upgrade(directory=str(MIGRATIONS), revision=revision)
        known = MetaData()
        known.reflect(db.engine)
        tables = [table for table in known.sorted_tables if table.name != "alembic_version"]
        with db.engine.connect() as connection:
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
            for table in tables:
                needed = [one for one in table.columns if not one.nullable]
                connection.execute(insert(table).values({one.name: _value(one) for one in needed}))
            connection.commit()
        flask_migrate.upgrade(directory=str(MIGRATIONS))
        for table in tables:
            count = select(func.count()).select_from(text(f'"{table.name}"'))
            assert db.session.scalar(count) == 1, table.name
        assert db.session.scalar(text("PRAGMA foreign_keys")) == 1
        db.session.remove()
        db.engine.dispose()
