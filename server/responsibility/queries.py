"""People, organisations and sponsorships, as the modules of this package look them up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Row, and_, or_, select
from sqlalchemy.orm import Session

from server.cases.models import Case
from server.cases.states import OPEN, REFUSED, State
from server.identity import queries as identity
from server.identity.models import Organisation, Staff, StaffRole
from server.platform.db import db
from server.responsibility.book import Span
from server.responsibility.models import Sponsorship


class Named(Protocol):
    """An organisation, segment or site."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class PersonRef:
    """Somebody of the offices; still named when the account is closed."""

    id: int
    name: str


def people_named(staff_ids: Iterable[int]) -> dict[int, PersonRef]:
    """People by id."""
    wanted = set(staff_ids)
    names = identity.people_named(wanted)
    return {number: PersonRef(number, names[number]) for number in wanted}


def in_service(session: Session, staff_ids: Iterable[int], role: str | None = None) -> set[int]:
    """Those of some people whose accounts are open, and who hold ``role`` where one is given."""
    active = select(Staff.id).where(Staff.id.in_(set(staff_ids)), Staff.active.is_(True))
    if role is not None:
        active = active.join(StaffRole, StaffRole.staff_id == Staff.id).where(
            StaffRole.role == role
        )
    return set(session.scalars(active))


def holders_of(role: str | None) -> list[Row[Staff, Organisation]]:
    """Everybody in service, or with a role, and for whom they work, by organisation and name."""
    query = (
        select(Staff, Organisation)
        .join(Organisation, Organisation.id == Staff.organisation_id)
        .where(Staff.active.is_(True))
        .order_by(Organisation.name, Staff.name, Staff.id)
    )
    if role is not None:
        held = select(StaffRole.staff_id).where(StaffRole.role == role)
        query = query.where(Staff.id.in_(held))
    return list(db.session.execute(query))


def active_organisation_ids() -> set[int]:
    """The ids of the organisations in service."""
    return set(db.session.scalars(select(Organisation.id).where(Organisation.active.is_(True))))


def staff_ids_by_username(session: Session) -> dict[str, int]:
    """The ids of everybody who has an account, by username."""
    rows = session.execute(select(Staff.username, Staff.id))
    return {row.username: row.id for row in rows}


def organisation_ids_by_word(session: Session) -> dict[str, int | None]:
    """The ids of the organisations in service by code and name; ``None`` where several have it."""
    return {word: row and row.id for word, row in _organisations_by_word(session).items()}


def organisation_codes_by_word(session: Session) -> dict[str, str | None]:
    """The codes of the organisations in service by themselves and by name, ``None`` as above."""
    return {word: row and row.code for word, row in _organisations_by_word(session).items()}


def _organisations_by_word(session: Session) -> dict[str, Row[int, str, str] | None]:
    rows = session.execute(
        select(Organisation.id, Organisation.code, Organisation.name).where(
            Organisation.active.is_(True)
        )
    ).all()
    times = Counter(row.name for row in rows)
    by_name = {row.name: row if times[row.name] == 1 else None for row in rows}
    return by_name | {row.code: row for row in rows}


def sponsorship_spans(
    session: Session, organisation_id: int | None = None
) -> dict[tuple[int, str, int], list[Span]]:
    """The intervals of all sponsorships, or an organisation's, by organisation and target.

    Read from the tables, so that a unit of work sees what it has to.
    """
    query = select(Sponsorship)
    if organisation_id is not None:
        query = query.where(Sponsorship.organisation_id == organisation_id)
    spans: dict[tuple[int, str, int], list[Span]] = {}
    for row in session.scalars(query):
        key = (row.organisation_id, row.target_kind, row.target_id)
        spans.setdefault(key, []).append(Span(row.valid_from, row.valid_to))
    return spans


def organisations_named(ids: Collection[int]) -> dict[int, Organisation]:
    """Organisations by id, those out of service too."""
    if not ids:
        return {}
    rows = db.session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    return {row.id: row for row in rows}


def cases_around(
    segment_ids: Collection[int],
    area_ids: Collection[int],
    box: Sequence[float] | None,
    since: datetime,
    without: int | None,
) -> list[Row[Any]]:
    """Open cases, and those accepted and sent since a moment, on segments, in areas or in a box.

    ``box`` is west, south, east and north in WGS-84 degrees. Cases about the organisation
    ``without`` do not exist for it.
    """
    places: list[ColumnElement[bool]] = [
        Case.segment_id.in_(segment_ids),
        Case.area_id.in_(area_ids),
    ]
    if box is not None:
        west, south, east, north = box
        places.append(and_(Case.lat.between(south, north), Case.lon.between(west, east)))
    is_open = Case.state.in_(tuple(OPEN))
    known = and_(
        Case.accepted_at.is_not(None),
        Case.submitted_at >= since,
        Case.state.not_in((*REFUSED, State.MERGED)),
    )
    query = select(
        Case.segment_id,
        Case.area_id,
        Case.lat,
        Case.lon,
        Case.category_id,
        known.label("is_recent"),
        Case.due_at,
        Case.due_paused,
        is_open.label("is_open"),
    ).where(or_(*places), or_(is_open, known))
    if without is not None:
        query = query.where(Case.recused_org_id.is_distinct_from(without))
    return list(db.session.execute(query))
