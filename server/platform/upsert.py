"""``INSERT … ON CONFLICT`` in the dialect of the session's database."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from server.platform.db import Base

Insert = sqlite.Insert | postgresql.Insert


def insert_into(session: Session, model: type[Base]) -> Insert:
    """An insert that offers ``on_conflict_do_update`` and ``on_conflict_do_nothing``."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(model)
    return sqlite.insert(model)
