"""Reading areas from the database."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.geography.models import Area, AreaBoundary, AreaEdition
from server.platform.db import ask


class Edition(NamedTuple):
    """The state of the map: changes whenever an area or a boundary does."""

    version: int
    token: str


NO_EDITION = Edition(0, "")
_NEWEST = (
    select(AreaEdition.version, AreaEdition.token).order_by(AreaEdition.version.desc()).limit(1)
)


def latest_edition(session: Session) -> Edition:
    """The present edition; ``NO_EDITION`` before the first import."""
    row = ask(session, _NEWEST).first()
    return Edition._make(row) if row else NO_EDITION


def latest_areas(session: Session) -> dict[str, Area]:
    """The newest area of each stem, closed ones included."""
    rows = session.scalars(select(Area).order_by(Area.valid_from, Area.id))
    return {area.stem: area for area in rows}


def open_boundaries(session: Session) -> dict[int, AreaBoundary]:
    """The boundary without an end of each area, by area id."""
    rows = session.scalars(select(AreaBoundary).where(AreaBoundary.valid_to.is_(None)))
    return {boundary.area_id: boundary for boundary in rows}


def all_areas(session: Session) -> list[Area]:
    """Every area that ever was."""
    return list(session.scalars(select(Area).order_by(Area.id)))


def boundaries_at(session: Session, moment: datetime) -> list[AreaBoundary]:
    """The boundaries valid at ``moment``."""
    begun = AreaBoundary.valid_from <= moment
    lasting = or_(AreaBoundary.valid_to.is_(None), AreaBoundary.valid_to > moment)
    return list(session.scalars(select(AreaBoundary).where(begun, lasting)))


def moments_of_change(session: Session) -> list[datetime]:
    """Every moment at which an area or a boundary begins or ends."""
    columns = (Area.valid_from, Area.valid_to, AreaBoundary.valid_from, AreaBoundary.valid_to)
    found = (session.scalars(select(column).distinct()) for column in columns)
    return [moment for moments in found for moment in moments if moment is not None]
