"""Deputies for people on leave: who has whose roles for a while."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select, true
from sqlalchemy.orm import Session, aliased

from server.identity.models import Deputy, Organisation, Staff
from server.platform import audit, clock
from server.platform.actor import Actor
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem, not_found

NOT_PASSED_ON = ("administrator", "auditor")
"""Roles that stay with their person: nobody administers or audits by standing in."""

_LONGEST = timedelta(days=366)
_SHOWN_AFTER_END = timedelta(days=90)
_ABSENT, _DEPUTY, _ENTERED = aliased(Staff), aliased(Staff), aliased(Staff)


@dataclass(frozen=True)
class Leave:
    """Somebody is away from ``since`` up to ``until`` (aware); both are ids of people."""

    absent_id: int
    deputy_id: int
    since: datetime
    until: datetime


def enter(actor: Actor, leave: Leave) -> int:
    """Name a deputy for a colleague and give the id of the entry.

    Both must work for one organisation: the actor's, or any for who manages staff. Raises
    ``person_unknown``, ``deputy_is_absent`` for one person as both, ``deputy_is_self`` for who
    would give themselves what they may not, ``deputy_elsewhere``,
    ``deputy_period`` and ``deputy_exists``.
    """
    if leave.absent_id == leave.deputy_id:
        raise Problem("deputy_is_absent", 422, fields={"deputy": ["invalid"]})
    if leave.deputy_id == actor.staff_id:
        raise Problem("deputy_is_self", 422, fields={"deputy": ["invalid"]})
    now = clock.now()
    if not (leave.since < leave.until and now < leave.until <= leave.since + _LONGEST):
        raise Problem("deputy_period", 422, fields={"until": ["invalid"]})
    with unit_of_work() as session:
        people = _people(session, leave.absent_id, leave.deputy_id)
        absent = _colleague(actor, people.get(leave.absent_id), "absent")
        deputy = _colleague(actor, people.get(leave.deputy_id), "deputy")
        if absent.organisation_id != deputy.organisation_id:
            raise Problem("deputy_elsewhere", 422, fields={"deputy": ["choice"]})
        same = and_(Deputy.absent_id == absent.id, Deputy.deputy_id == deputy.id)
        meets = and_(Deputy.since < leave.until, Deputy.until > leave.since)
        if session.scalar(select(Deputy.id).where(same, meets).limit(1)) is not None:
            raise Problem("deputy_exists", 409, absent=absent.name, deputy=deputy.name)
        row = Deputy(
            organisation_id=absent.organisation_id,
            absent_id=absent.id,
            deputy_id=deputy.id,
            since=leave.since,
            until=leave.until,
            entered_by_id=actor.staff_id,
            entered_at=now,
        )
        session.add(row)
        session.flush()
        audit.record(session, actor, "deputy_entered", f"deputy:{row.id}", _told(row))
        return row.id


def end(actor: Actor, deputy_id: int) -> None:
    """End a deputyship now; one that has not begun never does.

    Raises ``not_found``, and ``deputy_over`` for one that has ended.
    """
    with unit_of_work() as session:
        row = session.scalar(
            select(Deputy).where(Deputy.id == deputy_id, _within(actor)).with_for_update()
        )
        if row is None:
            raise not_found()
        if row.until <= clock.now():
            raise Problem("deputy_over", 409)
        _end(session, actor, row)


def end_all_of(session: Session, actor: Actor, staff_id: int) -> None:
    """End what a person gives and takes as deputy, in the caller's transaction."""
    either = or_(Deputy.absent_id == staff_id, Deputy.deputy_id == staff_id)
    living = select(Deputy).where(either, Deputy.until > clock.now()).order_by(Deputy.id)
    for row in session.scalars(living.with_for_update()):
        _end(session, actor, row)


def deputies_for(actor: Actor) -> Sequence[Row[*tuple[Any, ...]]]:
    """Deputyships of the actor's organisation, or of all for who manages staff; latest end first.

    Those that ended more than 90 days ago are left out. With each the names of the absent, the
    deputy and who entered it, and code and name of the organisation.
    """
    recent = Deputy.until > clock.now() - _SHOWN_AFTER_END
    query = (
        select(
            Deputy,
            _ABSENT.name.label("absent"),
            _DEPUTY.name.label("deputy"),
            _ENTERED.name.label("entered_by"),
            Organisation.code,
            Organisation.name.label("organisation"),
        )
        .join(_ABSENT, _ABSENT.id == Deputy.absent_id)
        .join(_DEPUTY, _DEPUTY.id == Deputy.deputy_id)
        .join(_ENTERED, _ENTERED.id == Deputy.entered_by_id)
        .join(Organisation, Organisation.id == Deputy.organisation_id)
        .where(recent, _within(actor))
        .order_by(Deputy.until.desc(), Deputy.id.desc())
    )
    return db.session.execute(query).all()


def _end(session: Session, actor: Actor, row: Deputy) -> None:
    audit.record(session, actor, "deputy_ended", f"deputy:{row.id}", _told(row))
    row.until = max(clock.now(), row.since)


def _within(actor: Actor) -> ColumnElement[bool]:
    if actor.may("staff.manage"):
        return true()
    return Deputy.organisation_id == actor.organisation_id


def _people(session: Session, *staff_ids: int) -> dict[int, Staff]:
    """People by their ids, who neither move nor get another deputy meanwhile."""
    found = select(Staff).where(Staff.id.in_(staff_ids)).order_by(Staff.id).with_for_update()
    return {person.id: person for person in session.scalars(found)}


def _colleague(actor: Actor, person: Staff | None, field: str) -> Staff:
    """A person in service whom the actor may name. Raises ``person_unknown``."""
    mine = person is not None and (
        actor.may("staff.manage") or person.organisation_id == actor.organisation_id
    )
    if person is None or not mine or not person.active:
        raise Problem("person_unknown", 422, fields={field: ["choice"]})
    return person


def _told(row: Deputy) -> dict[str, object]:
    return {
        "absent": f"staff:{row.absent_id}",
        "deputy": f"staff:{row.deputy_id}",
        "since": row.since.isoformat(),
        "until": row.until.isoformat(),
    }
