"""Reading rounds, what they found, and the reports that may make a hotspot."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, and_, cast, false, func, or_, select
from sqlalchemy import case as choose
from sqlalchemy.orm import aliased

from server.cases.alike import edges_around
from server.cases.models import Case, Clock
from server.cases.queries import not_about, visible_to
from server.cases.states import ClockKind, State
from server.geography.models import Area
from server.identity.models import Resident, Staff
from server.inspection.models import PatrolIssue, PatrolRound
from server.platform.actor import Actor
from server.platform.db import db
from server.platform.errors import not_found
from server.reports.models import Report

WALKERS = frozenset({"patrol_leader", "inspector", "supervisor"})
"""The roles that go on rounds."""

Rows = Sequence[Row[*tuple[Any, ...]]]
_MOST = 200
_NO_PROBLEM = (State.VOIDED, State.WITHDRAWN)


def rounds_for(actor: Actor) -> ColumnElement[bool]:
    """The rounds that exist for the actor: the own ones, those of the own street office for who
    leads it, those of the district for who supervises it."""
    sees: list[ColumnElement[bool]] = []
    if actor.roles & WALKERS:
        sees.append(PatrolRound.leader_id == actor.staff_id)
    if actor.roles & {"street_lead", "street_head"}:
        sees.append(PatrolRound.organisation_id == actor.organisation_id)
    if actor.roles & {"supervisor", "centre_leader"}:
        sees.append(PatrolRound.district_area_id == actor.area_id)
    return or_(*sees) if sees else false()


def _rounds() -> Select[*tuple[Any, ...]]:
    issues = (
        select(func.count())
        .where(PatrolIssue.round_id == PatrolRound.id)
        .correlate(PatrolRound)
        .scalar_subquery()
    )
    return (
        select(
            PatrolRound.id,
            PatrolRound.kind,
            PatrolRound.leader_id,
            Staff.name.label("leader"),
            PatrolRound.route,
            Area.code.label("area_code"),
            Area.name.label("area_name"),
            PatrolRound.started_at,
            PatrolRound.ended_at,
            PatrolRound.off_window,
            issues.label("issues"),
        )
        .join(Staff, Staff.id == PatrolRound.leader_id)
        .outerjoin(Area, Area.id == PatrolRound.area_id)
    )


def round_for(actor: Actor, round_id: uuid.UUID) -> Row[*tuple[Any, ...]]:
    """One round. Raises ``Problem("not_found", 404)``, also for what the actor may not know."""
    found = db.session.execute(
        _rounds().where(PatrolRound.id == round_id, rounds_for(actor))
    ).one_or_none()
    if found is None:
        raise not_found()
    return found


def open_round(actor: Actor) -> Row[*tuple[Any, ...]] | None:
    """The actor's own round that has not ended; there is one at most."""
    return db.session.execute(
        _rounds().where(PatrolRound.leader_id == actor.staff_id, PatrolRound.ended_at.is_(None))
    ).one_or_none()


def rounds_between(actor: Actor, leader_id: int | None, since: datetime, until: datetime) -> Rows:
    """Rounds of one leader begun in ``[since, until)``, latest first, 200 at most."""
    return db.session.execute(
        _rounds()
        .where(rounds_for(actor), PatrolRound.leader_id == leader_id)
        .where(PatrolRound.started_at >= since, PatrolRound.started_at < until)
        .order_by(PatrolRound.started_at.desc())
        .limit(_MOST)
    ).all()


def issues_of(actor: Actor, round_id: uuid.UUID) -> Rows:
    """The cases found on a round that the actor may see, in the order they were found.

    A case that was merged is shown as itself.
    """
    return db.session.execute(
        select(
            Case.id,
            Case.number,
            Case.state,
            Case.tile,
            Case.category_id,
            Case.address,
            Case.due_at,
            Case.due_paused,
            Report.sent_at,
        )
        .join(Report, Report.case_id == Case.id)
        .join(PatrolIssue, PatrolIssue.report_id == Report.id)
        .where(PatrolIssue.round_id == round_id, visible_to(actor))
        .order_by(Report.sent_at, Case.id)
    ).all()


# --- figures -------------------------------------------------------------------------------------


def round_counts(actor: Actor, since: datetime, until: datetime) -> Rows:
    """How many rounds of each kind each leader began in ``[since, until)``."""
    return db.session.execute(
        select(
            PatrolRound.leader_id,
            Staff.name.label("leader"),
            PatrolRound.kind,
            PatrolRound.off_window,
            func.count().label("rounds"),
        )
        .join(Staff, Staff.id == PatrolRound.leader_id)
        .where(rounds_for(actor))
        .where(PatrolRound.started_at >= since, PatrolRound.started_at < until)
        .group_by(PatrolRound.leader_id, Staff.name, PatrolRound.kind, PatrolRound.off_window)
    ).all()


def issue_fates(actor: Actor, since: datetime, until: datetime) -> Rows:
    """What became of each problem found on the rounds begun in ``[since, until)``.

    A merged case shares the fate of its master. ``main_due_at`` and ``main_paused_at`` are
    of the last main clock that counts, empty before the dispatch; ``finished_late`` is of any.
    Voided and withdrawn cases were no problems and are left out.
    """
    root, later = aliased(Case), aliased(Clock)
    newer = (
        select(later.id)
        .where(later.case_id == Clock.case_id, later.kind == ClockKind.MAIN)
        .where(later.discarded.is_(False), later.number > Clock.number)
        .exists()
    )
    last_main = and_(
        Clock.case_id == root.id,
        Clock.kind == ClockKind.MAIN,
        Clock.discarded.is_(False),
        ~newer,
    )
    return db.session.execute(
        select(
            PatrolRound.leader_id,
            Report.sent_at,
            root.state,
            root.closed_at,
            Clock.due_at.label("main_due_at"),
            Clock.paused_at.label("main_paused_at"),
            root.finished_late,
        )
        .select_from(PatrolRound)
        .join(PatrolIssue, PatrolIssue.round_id == PatrolRound.id)
        .join(Report, Report.id == PatrolIssue.report_id)
        .join(root, root.id == Report.root_case_id)
        .outerjoin(Clock, last_main)
        .where(rounds_for(actor), root.state.not_in(_NO_PROBLEM))
        .where(PatrolRound.started_at >= since, PatrolRound.started_at < until)
    ).all()


# --- hotspots ------------------------------------------------------------------------------------


def _told() -> list[ColumnElement[bool]]:
    """Reports of residents that stand: not taken back, not of a patrol, of no voided case."""
    return [
        Report.withdrawn_at.is_(None),
        Report.channel != "patrol",
        Case.state.not_in(_NO_PROBLEM),
    ]


def reports_near_own(actor: Actor, since: datetime, radius_m: float) -> Rows:
    """Residents' reports sent since then, in the box around the cases that the actor sees.

    ``visible`` says which cases the actor may open; cases about the actor's own organisation are
    left out. A report counts where its case is, a merged one where its master is. ``person`` is
    the account, or the device that belongs to none; empty when the office wrote the report down
    for somebody without a number. Two queries.
    """
    corners = db.session.execute(
        select(
            func.min(Case.lat).label("south"),
            func.min(Case.lon).label("west"),
            func.max(Case.lat).label("north"),
            func.max(Case.lon).label("east"),
        )
        .join(Report, Report.root_case_id == Case.id)
        .where(visible_to(actor), Report.sent_at >= since, *_told())
    ).first()
    if corners is None or corners.south is None:
        return []
    south, west = edges_around(corners.south, corners.west, radius_m)[:2]
    north, east = edges_around(corners.north, corners.east, radius_m)[2:]
    device = choose((Report.owner.like("r:%"), cast(func.substr(Report.owner, 3), Integer)))
    return db.session.execute(
        select(
            Case.id,
            Case.number,
            Case.state,
            Case.tile,
            Case.category_id,
            Case.address,
            Case.street_area_id,
            Case.lat,
            Case.lon,
            Report.sent_at,
            func.coalesce(Resident.account_id, Resident.id).label("person"),
            visible_to(actor).label("visible"),
        )
        .join(Case, Case.id == Report.root_case_id)
        .outerjoin(Resident, Resident.id == device)
        .where(Report.sent_at >= since, *_told())
        .where(Case.lat.between(south, north), Case.lon.between(west, east))
        .where(not_about(actor.organisation_id))
        .order_by(Case.id, Report.sent_at)
    ).all()
