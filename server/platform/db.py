"""The database: declarative base, time type, and the unit of work.

SQLite is opened in autocommit by its driver and every transaction is begun by us: readers take a
snapshot (``BEGIN``), writers take the writer's lock at once (``BEGIN IMMEDIATE``). With the
driver's own transactions concurrent read-modify-writes were silently lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import orjson
from flask import Flask, current_app
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    CursorResult,
    DateTime,
    Engine,
    Executable,
    Insert,
    MetaData,
    Table,
    event,
    insert,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from server.platform.turnstile import Turnstile

_NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of every model; names of constraints are fixed so that migrations can drop them."""

    metadata = MetaData(naming_convention=_NAMES)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: refuses naive values on the way in, gives aware UTC on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


db = SQLAlchemy(model_class=Base, session_options={"autoflush": False, "expire_on_commit": False})
migrate = Migrate()

_TURNSTILE = "suishoupai_turnstile"
_WRITER = {"ssp_writer": True}
_OPEN = "ssp_open_connection"


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """One writing transaction, committed on leaving and rolled back on any error.

    On SQLite it holds the only writer's lock from its first moment: nothing slow belongs inside.
    """
    db.session.remove()
    with _turn():
        session = db.session()
        session.info[_OPEN] = session.connection(execution_options=_WRITER)
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            del session.info[_OPEN]
            db.session.remove()


def _connection(session: Session) -> Connection:
    """The connection of the session's transaction; a session takes 20 µs to look for its own."""
    open_one: Connection | None = session.info.get(_OPEN)
    return session.connection() if open_one is None else open_one


def _turn() -> AbstractContextManager[None]:
    turnstile: Turnstile | None = current_app.extensions.get(_TURNSTILE)
    return nullcontext() if turnstile is None else turnstile.turn()


def write_alone(session: Session, model: type[Base]) -> None:
    """Let nobody else write a table until the caller's transaction ends; everybody may read.

    For what is decided by looking at all rows. On SQLite a unit of work is the only writer anyhow.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"LOCK TABLE {table(model).name} IN SHARE ROW EXCLUSIVE MODE"))


def ask(session: Session, statement: Executable, **values: Any) -> CursorResult[*tuple[Any, ...]]:
    """Execute a constant statement with its ``bindparam`` values, without the object layer.

    For what every request asks: building and hashing a statement costs five times what SQLite
    takes to answer it.
    """
    return _connection(session).execute(statement, values)


def insert_row(session: Session, model: type[Base], values: Mapping[str, Any]) -> Any:
    """Insert one row without the object layer and give its primary key.

    The statement is built once a table, so that inside the writer's lock only binding is left.
    """
    done = _connection(session).execute(_insert_into(model), values)
    key = done.inserted_primary_key
    return key[0] if key else None


@cache
def _insert_into(model: type[Base]) -> Insert:
    return insert(table(model))


def table(model: type[Base]) -> Table:
    """The table of a model, for statements that do without the object layer."""
    return cast(Table, model.__table__)


def init_db(app: Flask, url: str) -> None:
    """Bind the database to the application and set up how its connections behave."""
    options: dict[str, Any] = {
        "json_serializer": _dumps,
        "json_deserializer": orjson.loads,
        "hide_parameters": True,  # errors are logged, and values are people's data
    }
    if url.startswith("sqlite"):
        options["connect_args"] = {"timeout": 15, "check_same_thread": False}
    else:
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
        options |= {
            "pool_pre_ping": True,
            "pool_size": 10,
            "connect_args": {"client_encoding": "utf8"},
        }
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    migrate.init_app(app, db, render_as_batch=url.startswith("sqlite"))
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _own_transactions(db.engine)
            if db.engine.url.database:
                app.extensions[_TURNSTILE] = Turnstile(Path(f"{db.engine.url.database}-turn"))


def _dumps(value: object) -> str:
    return orjson.dumps(value).decode()


def _own_transactions(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _open(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "busy_timeout=15000",
            "foreign_keys=ON",
            "cache_size=-16000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writer = connection.get_execution_options().get("ssp_writer", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")
