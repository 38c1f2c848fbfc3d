"""The number of the catalogue's edition: what caches and editors compare."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from server.catalog.models import CatalogueEdition
from server.platform.db import ask
from server.platform.errors import Problem
from server.platform.upsert import insert_missing

_ONLY = 1
_NUMBER = select(CatalogueEdition.number).where(CatalogueEdition.id == bindparam("only"))


def edition(session: Session) -> int:
    """The number of the present edition; 0 before the first change."""
    found: int | None = ask(session, _NUMBER, only=_ONLY).scalar()
    return found or 0


def next_edition(session: Session, expected: int | None = None) -> int:
    """Begin the next edition in the caller's transaction; everybody reads the tables again.

    Writers of the catalogue wait for each other here. Raises ``Problem`` ``edited_meanwhile`` (412)
    when the present edition is not the ``expected`` one.
    """
    insert_missing(session, CatalogueEdition, ("id",), [{"id": _ONLY, "number": 0}])
    present = CatalogueEdition.id == _ONLY
    if expected is not None:
        present &= CatalogueEdition.number == expected
    number = session.scalar(
        update(CatalogueEdition)
        .where(present)
        .values(number=CatalogueEdition.number + 1)
        .returning(CatalogueEdition.number)
        .execution_options(synchronize_session=False)
    )
    if number is None:
        raise Problem("edited_meanwhile", 412)
    return number
