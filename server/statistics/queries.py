"""The lines of a ledger (整改台账), read in batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.orm import Session

from server.cases.models import Case, Clock, JournalEvent
from server.cases.queries import inside, visible_to
from server.cases.states import GROUPS, ClockKind, State
from server.catalog.service import catalogue
from server.city.service import time_zone
from server.geography.service import place_of
from server.identity.models import Organisation, Staff
from server.identity.offices import office_of_code
from server.photos.models import HIDDEN, CasePhoto, PhotoBlob
from server.platform.actor import Actor
from server.platform.errors import Problem
from server.platform.i18n import t
from server.statistics.policy import Wanted

_BEFORE, _AFTER = ("near", "far"), "after"
_DONE = (State.FIXED, State.CONFIRMING, State.CLOSED)
_COLUMNS: Select[*tuple[Any, ...]] = (
    select(
        Case.id,
        Case.number,
        Case.state,
        Case.tile,
        Case.category_id,
        Case.condition_id,
        Case.area_id,
        Case.address,
        Case.fixed_at,
        Case.finished_late,
        Case.recurs_id,
        func.coalesce(Case.person_id, Case.handler_id).label("person_id"),
        Organisation.name.label("organisation"),
    )
    .outerjoin(Organisation, Organisation.id == Case.responsible_org_id)
    .order_by(Case.id.desc())
)


@dataclass(frozen=True)
class Picture:
    """A photo of a case: its row, revision and set of files."""

    id: int
    revision: int
    file_id: str


@dataclass(frozen=True)
class Line:
    """One case in a ledger. Moments are aware UTC; words are in the asker's language.

    Nothing of it comes from a reporter: ``problem`` is category and condition.
    """

    id: int
    number: str
    place: str
    problem: str
    before: tuple[Picture, ...]
    after: tuple[Picture, ...]
    organisation: str
    person: str
    due_at: datetime | None
    state: str
    late: bool
    recurrent: bool
    done_at: datetime | None
    checker: str


def condition_of(actor: Actor, wanted: Wanted) -> ColumnElement[bool]:
    """The condition for the cases of a ledger, within what the actor may see.

    Raises ``Problem("invalid", 422)`` for an area, state, category or organisation that does not
    exist.
    """
    parts = [visible_to(actor)]
    if wanted.area is not None:
        parts.append(inside(wanted.area))
    parts += _sent(wanted.since, wanted.until)
    if wanted.state is not None:
        parts.append(Case.state.in_(_states(wanted.state)))
    if wanted.category is not None:
        category = catalogue().category(wanted.category)
        if category is None:
            raise Problem("invalid", 422, fields={"category": ["choice"]})
        parts.append(Case.category_id == category.id)
    if wanted.organisation is not None:
        office = office_of_code(wanted.organisation)
        if office is None:
            raise Problem("invalid", 422, fields={"organisation": ["choice"]})
        parts.append(Case.responsible_org_id == office.id)
    if wanted.place:
        parts.append(Case.address.icontains(wanted.place, autoescape=True))
    if wanted.recurrent is not None:
        parts.append(Case.recurs_id.is_not(None) if wanted.recurrent else Case.recurs_id.is_(None))
    return and_(*parts)


def _sent(since: date | None, until: date | None) -> Iterator[ColumnElement[bool]]:
    if since is not None:
        yield Case.submitted_at >= _midnight(since)
    if until is not None:
        yield Case.submitted_at < _midnight(until + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), time_zone())


def _states(name: str) -> list[str]:
    found = [state.value for state in State if name in (state.value, GROUPS[state])]
    if not found:
        raise Problem("invalid", 422, fields={"state": ["choice"]})
    return [name] if name in tuple(State) else found


def count(session: Session, condition: ColumnElement[bool]) -> int:
    """How many lines a ledger has."""
    return session.scalar(select(func.count()).select_from(Case).where(condition)) or 0


def lines(
    session: Session,
    actor: Actor,
    condition: ColumnElement[bool],
    *,
    now: datetime,
    before: int | None,
    limit: int,
) -> list[Line]:
    """The next lines, latest case first; ``before`` is the ``id`` of the last one read.

    Five queries however many lines. Who checks does not read who handled.
    """
    query = _COLUMNS.where(condition).limit(limit)
    if before is not None:
        query = query.where(Case.id < before)
    cases = session.execute(query).all()
    ids = [case.id for case in cases]
    due = _due(session, ids)
    checkers = _checkers(session, ids)
    pictures = _pictures(session, ids)
    blind = "checker" in actor.roles and "supervisor" not in actor.roles
    people = _names(session, {case.person_id for case in cases} | set(checkers.values()))
    return [
        _line(
            case,
            actor.locale,
            due=due.get(case.id),
            now=now,
            person="" if blind else people.get(case.person_id, ""),
            checker=people.get(checkers.get(case.id), ""),
            pictures=pictures[case.id],
        )
        for case in cases
    ]


def _line(
    case: Row[*tuple[Any, ...]],
    locale: str,
    *,
    due: tuple[datetime, datetime | None] | None,
    now: datetime,
    person: str,
    checker: str,
    pictures: Sequence[tuple[str, Picture]],
) -> Line:
    done_at = case.fixed_at if case.state in _DONE else None
    due_at, ran_until = due or (None, None)
    late = due_at is not None and (done_at or ran_until or now) > due_at
    return Line(
        id=case.id,
        number=case.number,
        place=place_words(case.area_id, case.address),
        problem=problem_words(case, locale),
        before=tuple(picture for role, picture in pictures if role in _BEFORE),
        after=tuple(picture for role, picture in pictures if role == _AFTER),
        organisation=case.organisation or "",
        person=person,
        due_at=due_at,
        state=case.state,
        recurrent=case.recurs_id is not None,
        late=late or case.finished_late,
        done_at=done_at,
        checker=checker if case.state == State.CLOSED else "",
    )


def place_words(area_id: int, address: str) -> str:
    """Community with its grid, or street, and the address as the office has it."""
    return f"{place_of(area_id)} {address}".strip()


def problem_words(case: Row[*tuple[Any, ...]], locale: str) -> str:
    """Category and condition; of a case without any, what it was reported under."""
    category = catalogue().category(case.category_id) if case.category_id else None
    if category is None:
        return t(f"tile.{case.tile}", locale)
    found = catalogue().condition(case.condition_id) if case.condition_id else None
    name = category.name(locale)
    return f"{name} · {found[1].text}" if found else name


def _due(session: Session, ids: Sequence[int]) -> dict[int, tuple[datetime, datetime | None]]:
    """When the organisation's latest round was or is due, and until when it ran, if it did."""
    ran_until = func.coalesce(Clock.paused_at, Clock.stopped_at).label("ran_until")
    rows = session.execute(
        select(Clock.case_id, Clock.due_at, ran_until)
        .where(Clock.case_id.in_(ids), Clock.kind == ClockKind.MAIN, Clock.discarded.is_(False))
        .order_by(Clock.number)
    )
    return {row.case_id: (row.due_at, row.ran_until) for row in rows}


def _checkers(session: Session, ids: Sequence[int]) -> dict[int, int]:
    """Who passed the latest check of each case."""
    rows = session.execute(
        select(JournalEvent.case_id, JournalEvent.actor)
        .where(JournalEvent.case_id.in_(ids), JournalEvent.action == "check_pass")
        .order_by(JournalEvent.seq)
    )
    return {case_id: int(actor[2:]) for case_id, actor in rows if actor.startswith("s:")}


def _names(session: Session, ids: set[int]) -> dict[int | None, str]:
    rows = session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(ids - {None})))
    return {row.id: row.name for row in rows}


def _pictures(session: Session, ids: Sequence[int]) -> dict[int, list[tuple[str, Picture]]]:
    rows = session.execute(
        select(
            CasePhoto.case_id, CasePhoto.role, CasePhoto.id, CasePhoto.revision, PhotoBlob.file_id
        )
        .join(PhotoBlob, PhotoBlob.id == CasePhoto.blob_id)
        .where(CasePhoto.case_id.in_(ids), CasePhoto.role.in_((*_BEFORE, _AFTER)))
        .where(CasePhoto.visibility != HIDDEN)
        .order_by(CasePhoto.event_seq, CasePhoto.position, CasePhoto.id)
    )
    found: defaultdict[int, list[tuple[str, Picture]]] = defaultdict(list)
    for case_id, role, photo_id, revision, file_id in rows:
        found[case_id].append((role, Picture(photo_id, revision, file_id)))
    return found
