"""How much is open: in an organisation's hands, or in a part of the map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from server.cases.models import Case
from server.cases.states import OPEN


class OpenCase(NamedTuple):
    """Where an open case is (WGS-84 degrees) and which street it was given."""

    number: str
    lat: float
    lon: float
    street_area_id: int


def open_cases_within(
    session: Session, south: float, west: float, north: float, east: float
) -> Sequence[OpenCase]:
    """The open cases in a frame of WGS-84 degrees, by number; one query."""
    rows = session.execute(
        select(Case.number, Case.lat, Case.lon, Case.street_area_id)
        .where(Case.lat.between(south, north), Case.lon.between(west, east))
        .where(Case.state.in_(tuple(OPEN)))
        .order_by(Case.number)
    )
    return [OpenCase._make(row) for row in rows]


def open_cases_of(session: Session, organisation_id: int) -> int:
    """The open cases that an organisation took in or is responsible for."""
    return _open(
        session,
        or_(Case.intake_org_id == organisation_id, Case.responsible_org_id == organisation_id),
    )


def open_cases_in_district(session: Session, area_id: int | None) -> int:
    """The open cases of a district, which its supervision centre checks and decides about."""
    return _open(session, Case.district_area_id == area_id)


def _open(session: Session, which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(which, Case.state.in_(tuple(OPEN)))) or 0
