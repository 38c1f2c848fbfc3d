"""Inserting what may be there already: ``INSERT … ON CONFLICT`` in the database's dialect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.platform.db import Base
from server.platform.errors import Problem

Insert = sqlite.Insert | postgresql.Insert


def insert_into(session: Session, model: type[Base]) -> Insert:
    """An insert that offers ``on_conflict_do_update`` and ``on_conflict_do_nothing``."""
    return _insert(session.get_bind().dialect.name, model)


def insert_missing(
    session: Session, model: type[Base], key: tuple[str, ...], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert the rows whose unique ``key`` is not there yet, without the object layer."""
    session.connection().execute(_missing(session.get_bind().dialect.name, model, key), rows)


def add_unique(session: Session, row: Base, taken: Problem) -> None:
    """Insert a row with a unique key that somebody else may take in this very moment.

    Raises ``taken`` when somebody has it; the caller's transaction is over then.
    """
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise taken from error


@cache
def _missing(dialect: str, model: type[Base], key: tuple[str, ...]) -> Insert:
    return _insert(dialect, model).on_conflict_do_nothing(index_elements=key)


def _insert(dialect: str, model: type[Base]) -> Insert:
    return postgresql.insert(model) if dialect == "postgresql" else sqlite.insert(model)
