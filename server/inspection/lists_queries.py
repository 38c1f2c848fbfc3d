"""Rectification and community lists: which exist for whom, and where their items stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, false, func, or_, select
from sqlalchemy.orm import aliased

from server.cases.models import Case
from server.cases.queries import not_about, visible_to
from server.cases.states import REFUSED, State
from server.identity.models import Organisation, Staff
from server.inspection.models import (
    CommunityItem,
    CommunityList,
    RectificationItem,
    RectificationList,
)
from server.platform.actor import Actor
from server.platform.db import db
from server.platform.errors import Problem, not_found
from server.reports.models import Report

_ISSUES = frozenset({"intake_clerk", "dispatcher", "street_lead", "street_head"})
_DISTRICT = frozenset({"supervisor", "centre_leader"})
_ISSUER, _ADDRESSEE = aliased(Organisation), aliased(Organisation)
_MASTER = aliased(Case)
_STATE = func.coalesce(_MASTER.state, Case.state)
"""Where the case of a rectification item stands; a merged one stands where its master does."""

_ENDED_WITHOUT_WORK = tuple(state.value for state in REFUSED)


# --- rectification lists -------------------------------------------------------------------------


def rectification_for(actor: Actor) -> ColumnElement[bool]:
    """The lists addressed to the actor's organisation, those its office issued, and for who
    supervises a district all of it."""
    sees = [RectificationList.organisation_id == actor.organisation_id]
    if actor.roles & _ISSUES:
        sees.append(RectificationList.issuer_id == actor.organisation_id)
    if actor.roles & _DISTRICT:
        sees.append(RectificationList.district_area_id == actor.area_id)
    return or_(*sees)


_DONE = or_(_STATE == State.CLOSED, RectificationItem.done_at.is_not(None))
_COUNTS = or_(RectificationItem.case_id.is_(None), _STATE.not_in(_ENDED_WITHOUT_WORK))


def _with_cases(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return query.outerjoin(Case, Case.id == RectificationItem.case_id).outerjoin(
        _MASTER, _MASTER.id == Case.master_id
    )


def rectification_rows(
    actor: Actor, *, before: int | None = None, limit: int = 50, list_id: int | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Lists, latest first, with how many of their items count and how many are done."""
    items = _with_cases(
        select(
            RectificationItem.list_id,
            func.count().filter(_COUNTS).label("listed"),
            func.count().filter(_COUNTS, _DONE).label("done"),
        ).select_from(RectificationItem)
    )
    counted = items.group_by(RectificationItem.list_id).subquery()
    query = (
        select(
            RectificationList.id,
            RectificationList.year,
            RectificationList.serial,
            RectificationList.title,
            RectificationList.issuer_id,
            RectificationList.organisation_id,
            RectificationList.issued_at,
            RectificationList.due_at,
            RectificationList.received_at,
            Staff.name.label("received_by"),
            _ISSUER.code.label("issuer_code"),
            _ISSUER.name.label("issuer"),
            _ADDRESSEE.code.label("organisation_code"),
            _ADDRESSEE.name.label("organisation"),
            counted.c.listed,
            counted.c.done,
        )
        .join(_ISSUER, _ISSUER.id == RectificationList.issuer_id)
        .join(_ADDRESSEE, _ADDRESSEE.id == RectificationList.organisation_id)
        .join(counted, counted.c.list_id == RectificationList.id)
        .outerjoin(Staff, Staff.id == RectificationList.received_by_id)
        .where(rectification_for(actor))
        .order_by(RectificationList.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(RectificationList.id < before)
    if list_id is not None:
        query = query.where(RectificationList.id == list_id)
    return db.session.execute(query).all()


def rectification_row(actor: Actor, list_id: int) -> Row[*tuple[Any, ...]]:
    """One list. Raises ``Problem("not_found", 404)``, also for what the actor may not know."""
    rows = rectification_rows(actor, list_id=list_id, limit=1)
    if not rows:
        raise not_found()
    return rows[0]


def rectification_items(list_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The items of a list in order, each with where it stands."""
    query = select(
        RectificationItem.id,
        RectificationItem.position,
        RectificationItem.words,
        func.coalesce(RectificationItem.category_id, Case.category_id).label("category_id"),
        func.coalesce(Case.address, RectificationItem.place).label("place"),
        Case.number,
        Case.tile,
        Case.area_id,
        _STATE.label("state"),
        _DONE.label("done"),
        func.coalesce(_MASTER.closed_at, Case.closed_at, RectificationItem.done_at).label(
            "done_at"
        ),
    ).select_from(RectificationItem)
    listed = _with_cases(query).where(RectificationItem.list_id == list_id)
    return db.session.execute(listed.order_by(RectificationItem.position)).all()


def due_and_closed(actor: Actor, now: Any) -> tuple[int, int]:
    """Of the items due by now on the lists the actor sees: how many, and how many are done.

    What was refused, voided or withdrawn counts as neither.
    """
    query = select(func.count(), func.coalesce(func.sum(case((_DONE, 1), else_=0)), 0)).select_from(
        RectificationItem
    )
    row = db.session.execute(
        _with_cases(query)
        .join(RectificationList, RectificationList.id == RectificationItem.list_id)
        .where(rectification_for(actor), RectificationList.due_at <= now, _COUNTS)
    ).one()
    return int(row[0]), int(row[1])


def cases_to_list(actor: Actor, numbers: Sequence[str], organisation_id: int) -> dict[str, int]:
    """The ids of open cases that the actor sees, by number.

    Raises ``Problem("invalid", 422)`` for any other, and for one about ``organisation_id``, for
    which it does not exist.
    """
    closed = (State.CLOSED.value, State.MERGED.value, *_ENDED_WITHOUT_WORK)
    rows = db.session.execute(
        select(Case.number, Case.id).where(
            Case.number.in_(numbers),
            visible_to(actor),
            Case.state.not_in(closed),
            not_about(organisation_id),
        )
    )
    found = {row.number: row.id for row in rows}
    if set(numbers) - found.keys():
        raise Problem("list_case", 422, fields={"items": ["choice"]})
    return found


# --- community lists -----------------------------------------------------------------------------


def community_for(actor: Actor) -> ColumnElement[bool]:
    """The lists of the actor's own office, for a street office those of its communities, and for
    who supervises a district all of it."""
    sees = [CommunityList.organisation_id == actor.organisation_id]
    if actor.organisation_kind == "street":
        sees.append(CommunityList.street_area_id == actor.area_id)
    if actor.roles & _DISTRICT:
        sees.append(CommunityList.district_area_id == actor.area_id)
    return or_(*sees) if actor.is_staff else false()


def community_rows(
    actor: Actor, *, before: int | None = None, limit: int = 50, list_id: int | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Lists, latest first, with how many items they have and how many of them are done."""
    done = or_(Case.state == State.CLOSED, CommunityItem.done_at.is_not(None))
    counted = (
        select(
            CommunityItem.list_id,
            func.count().label("listed"),
            func.count().filter(done).label("done"),
        )
        .outerjoin(Report, Report.id == CommunityItem.report_id)
        .outerjoin(Case, Case.id == Report.root_case_id)
        .group_by(CommunityItem.list_id)
        .subquery()
    )
    query = (
        select(
            CommunityList.id,
            CommunityList.title,
            CommunityList.opened_at,
            CommunityList.organisation_id,
            CommunityList.area_id,
            Organisation.code.label("organisation_code"),
            Organisation.name.label("organisation"),
            func.coalesce(counted.c.listed, 0).label("listed"),
            func.coalesce(counted.c.done, 0).label("done"),
        )
        .join(Organisation, Organisation.id == CommunityList.organisation_id)
        .outerjoin(counted, counted.c.list_id == CommunityList.id)
        .where(community_for(actor))
        .order_by(CommunityList.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(CommunityList.id < before)
    if list_id is not None:
        query = query.where(CommunityList.id == list_id)
    return db.session.execute(query).all()


def community_row(actor: Actor, list_id: int) -> Row[*tuple[Any, ...]]:
    """One list. Raises ``Problem("not_found", 404)``, also for what the actor may not know."""
    rows = community_rows(actor, list_id=list_id, limit=1)
    if not rows:
        raise not_found()
    return rows[0]


def community_items(list_id: int, item_id: int | None = None) -> Sequence[Row[*tuple[Any, ...]]]:
    """The items of a list in the order they were added, each with where its case stands.

    A report follows its case into a merger, so the item does too.
    """
    query = (
        select(CommunityItem, Case.number, Case.state, Case.closed_at)
        .outerjoin(Report, Report.id == CommunityItem.report_id)
        .outerjoin(Case, Case.id == Report.root_case_id)
        .where(CommunityItem.list_id == list_id)
        .order_by(CommunityItem.id)
    )
    if item_id is not None:
        query = query.where(CommunityItem.id == item_id)
    return db.session.execute(query).all()


def community_item(list_id: int, item_id: int) -> Row[*tuple[Any, ...]]:
    """One item of a list. Raises ``Problem("not_found", 404)``."""
    rows = community_items(list_id, item_id)
    if not rows:
        raise not_found()
    return rows[0]
