"""The book of the present state of the tables, one per database, read anew after a change."""

from __future__ import annotations

import secrets
from collections import defaultdict
from threading import Lock
from typing import NamedTuple
from weakref import WeakKeyDictionary

import shapely
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, SessionTransaction

from server.platform.db import ask, db
from server.platform.upsert import insert_into
from server.responsibility.book import (
    Book,
    ClaimEntry,
    Duty,
    SegmentEntry,
    SiteEntry,
    Span,
    SponsorshipEntry,
    TaskForceEntry,
)
from server.responsibility.models import (
    AreaDuty,
    GridBinding,
    ResponsibilityEdition,
    Segment,
    SegmentClaim,
    SegmentDuty,
    Site,
    Sponsorship,
    TaskForce,
    TaskForceMember,
)
from server.responsibility.shapes import widened

_ROW = 1
_EDITION = select(ResponsibilityEdition.version, ResponsibilityEdition.token)
_SEEN = "responsibility.edition"


class _Edition(NamedTuple):
    version: int
    token: str


class _Seen(NamedTuple):
    transaction: SessionTransaction | None
    edition: _Edition


_held: WeakKeyDictionary[Engine, tuple[_Edition, Book]] = WeakKeyDictionary()
_building = Lock()


def current_book() -> Book:
    """The book of the present state; past and future intervals are all in it.

    Costs one small query in each transaction, and a few more after a change.
    """
    engine, edition = db.engine, _edition_seen_by(db.session())
    held = _held.get(engine)
    if held is None or held[0] != edition:
        with _building:
            held = _held.get(engine)
            if held is None or held[0] != edition:
                held = _held[engine] = (edition, _read(db.session()))
    return held[1]


def begin_change(session: Session) -> None:
    """Announce a change, first thing in a unit of work; changes wait for each other here.

    From here on the unit of work must ask the tables and not the book, which would be kept as
    the book after the change.
    """
    token = secrets.token_hex(8)
    insert = insert_into(session, ResponsibilityEdition).values(id=_ROW, version=1, token=token)
    session.execute(
        insert.on_conflict_do_update(
            index_elements=["id"],
            set_={"version": ResponsibilityEdition.version + 1, "token": token},
        )
    )


def _edition_seen_by(session: Session) -> _Edition:
    """The edition, asked for once in a transaction."""
    seen: _Seen | None = session.info.get(_SEEN)
    if seen is None or seen.transaction is not session.get_transaction():
        row = ask(session, _EDITION).first()
        edition = _Edition._make(row) if row else _Edition(0, "")
        seen = session.info[_SEEN] = _Seen(session.get_transaction(), edition)
    return seen.edition


def _read(session: Session) -> Book:
    members: defaultdict[int, list[int]] = defaultdict(list)
    in_order = select(TaskForceMember).order_by(TaskForceMember.organisation_id)
    for member in session.scalars(in_order):
        members[member.task_force_id].append(member.organisation_id)
    return Book(
        segments=[_segment(row) for row in session.scalars(select(Segment))],
        segment_duties=[
            Duty(row.segment_id, row.role, row.staff_id, Span(row.valid_from, row.valid_to))
            for row in session.scalars(select(SegmentDuty).order_by(SegmentDuty.valid_from))
        ],
        sites=[_site(row) for row in session.scalars(select(Site))],
        sponsorships=[
            SponsorshipEntry(
                row.id,
                row.organisation_id,
                (row.target_kind, row.target_id),
                row.contact,
                Span(row.valid_from, row.valid_to),
            )
            for row in session.scalars(select(Sponsorship).order_by(Sponsorship.id))
        ],
        area_duties=[
            Duty(row.area_id, "", row.staff_id, Span(row.valid_from, row.valid_to))
            for row in session.scalars(select(AreaDuty).order_by(AreaDuty.valid_from))
        ],
        bindings=[(row.staff_id, row.area_id) for row in session.scalars(select(GridBinding))],
        task_forces=[
            _task_force(row, tuple(members[row.id]))
            for row in session.scalars(select(TaskForce).order_by(TaskForce.id))
        ],
        claims=[
            ClaimEntry(
                row.id,
                row.segment_id,
                row.organisation_id,
                row.claimed_at,
                row.sponsorship_id is not None,
            )
            for row in session.scalars(select(SegmentClaim).where(SegmentClaim.ended_at.is_(None)))
        ],
    )


def _segment(row: Segment) -> SegmentEntry:
    shape = shapely.from_wkb(row.shape)
    span = Span(row.valid_from, row.valid_to)
    reach = widened(shape, row.buffer_m)
    return SegmentEntry(row.id, row.code, row.name, row.area_id, shape, row.buffer_m, reach, span)


def _site(row: Site) -> SiteEntry:
    drawn = shapely.from_wkb(row.shape) if row.shape is not None else None
    reach = drawn or widened(shapely.Point(row.lon, row.lat), row.radius_m)
    return SiteEntry(row.id, row.kind, row.code, row.name, row.area_id, row.lat, row.lon, reach)


def _task_force(row: TaskForce, member_ids: tuple[int, ...]) -> TaskForceEntry:
    return TaskForceEntry(
        row.id,
        row.organisation_id,
        row.leader_id,
        member_ids,
        frozenset(row.categories),
        shapely.from_wkb(row.shape) if row.shape is not None else None,
        Span(row.valid_from, row.valid_to),
    )
