"""The count of changes of the map, and the lock against two at once."""

from __future__ import annotations

import secrets

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.geography.models import AreaEdition
from server.geography.queries import Edition, latest_edition
from server.platform import clock
from server.platform.errors import Problem


def next_edition(session: Session, base: Edition, source: str, changed: int) -> int:
    """Begin the edition after ``base`` in a unit of work and give its version.

    Raises ``Problem`` ``areas_changed`` when the map is no longer what ``base`` was.
    """
    version = base.version + 1
    if latest_edition(session) != base:
        raise Problem("areas_changed", 409)
    session.add(
        AreaEdition(
            version=version,
            token=secrets.token_hex(8),
            made_at=clock.now(),
            source=source[:200],
            changed=changed,
        )
    )
    try:
        session.flush()
    except IntegrityError as error:
        raise Problem("areas_changed", 409) from error
    return version
