"""What is due to be forgotten. Each query gives ids, and is asked again until it gives none."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, cast, exists, func, or_, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.types import Integer

from server.cases.models import Case
from server.cases.queries import visible_to
from server.cases.states import OPEN, State
from server.identity.models import Resident, SignIn
from server.inspection.models import CommunityItem
from server.keeping.models import LegalHold, Tombstone
from server.notifications.models import Delivery, Notice
from server.photos.models import CasePhoto, PhotoBlob
from server.platform.actor import Actor
from server.platform.audit import AuditEntry
from server.platform.db import db
from server.reports.models import Report

_NOT_ENDED = (*OPEN, State.MERGED)


def _held(case_id: Any) -> ColumnElement[bool]:
    return exists().where(LegalHold.case_id == case_id, LegalHold.lifted_at.is_(None))


def _ended_before(case: type[Case], moment: datetime) -> ColumnElement[bool]:
    ended_at = func.coalesce(case.closed_at, case.rejected_at, case.updated_at)
    return and_(case.state.not_in(_NOT_ENDED), ended_at < moment)


def due_reports(before: datetime) -> Select[Any]:
    """Reports whose case (or the master it was merged into) ended before, and still have a person.

    None of a case that is held, itself or its master.
    """
    root = aliased(Case)
    return (
        select(Report.id)
        .join(root, root.id == Report.root_case_id)
        .where(_has_person(), _ended_before(root, before))
        .where(~_held(Report.case_id), ~_held(Report.root_case_id))
        .order_by(Report.sent_at, Report.id)
    )


def _has_person() -> ColumnElement[bool]:
    return or_(
        Report.owner.like("r:%"),
        Report.filer.like("r:%"),
        Report.contact_sealed.is_not(None),
        Report.code_digest.is_not(None),
    )


def reports_of_people(session: Session, owners: Collection[str]) -> list[UUID]:
    """The reports of people of which none is on a case that is held."""
    theirs = or_(Report.owner.in_(owners), Report.filer.in_(owners))
    free = and_(~_held(Report.case_id), ~_held(Report.root_case_id))
    return list(session.scalars(select(Report.id).where(theirs, free)))


def still_linked(session: Session, owners: Collection[str]) -> bool:
    """Whether people are still known by a report."""
    theirs = or_(Report.owner.in_(owners), Report.filer.in_(owners))
    return session.execute(select(Report.id).where(theirs).limit(1)).first() is not None


class Linked(NamedTuple):
    """Who is linked to what: the cases of reports, and the owner keys of their reporters."""

    case_ids: frozenset[int]
    owners: frozenset[str]


def linked(session: Session, report_ids: Collection[UUID]) -> Linked:
    """The cases and owners of reports, before they are unlinked."""
    rows = session.execute(
        select(Report.case_id, Report.root_case_id, Report.owner, Report.filer).where(
            Report.id.in_(report_ids)
        )
    ).all()
    return Linked(
        frozenset(number for row in rows for number in (row.case_id, row.root_case_id)),
        frozenset(key for row in rows for key in (row.owner, row.filer) if key.startswith("r:")),
    )


def due_blobs(before: datetime) -> Select[Any]:
    """Photos all of whose cases ended before and are not held; none that hangs on no case."""
    own, root = aliased(Case), aliased(Case)
    on_case = exists().where(CasePhoto.blob_id == PhotoBlob.id)
    still_needed = exists().where(
        CasePhoto.blob_id == PhotoBlob.id,
        CasePhoto.case_id == own.id,
        root.id == func.coalesce(own.master_id, own.id),
        or_(~_ended_before(root, before), _held(own.id), _held(root.id)),
    )
    listed = exists().where(CommunityItem.blob_id == PhotoBlob.id, CommunityItem.added_at >= before)
    return (
        select(PhotoBlob.id)
        .where(PhotoBlob.purged_at.is_(None), PhotoBlob.created_at < before)
        .where(on_case, ~still_needed, ~listed)
        .order_by(PhotoBlob.id)
    )


def due_notices(before: datetime) -> Select[Any]:
    """Lines of inboxes."""
    return select(Notice.id).where(Notice.created_at < before).order_by(Notice.id)


def due_deliveries(before: datetime) -> Select[Any]:
    """What was sent to phones."""
    return select(Delivery.id).where(Delivery.created_at < before).order_by(Delivery.id)


def due_residents(before: datetime) -> Select[Any]:
    """Accounts and devices that nobody used since, and that no report, device or case needs."""
    used = exists().where(
        SignIn.resident_id.in_((Resident.id, Resident.account_id)), SignIn.last_seen_at >= before
    )
    device = aliased(Resident)
    has_devices = exists().where(device.account_id == Resident.id)
    reported = select(cast(func.substr(Report.owner, 3), Integer)).where(Report.owner.like("r:%"))
    filed = select(cast(func.substr(Report.filer, 3), Integer)).where(Report.filer.like("r:%"))
    return (
        select(Resident.id)
        .where(Resident.created_at < before, ~used, ~has_devices)
        .where(Resident.id.not_in(reported), Resident.id.not_in(filed))
        .where(Resident.is_demo.is_(False))
        .order_by(Resident.id)
    )


def due_audit(before: datetime) -> Select[Any]:
    """The oldest entries of the audit log, without a gap."""
    kept = select(func.min(AuditEntry.id)).where(AuditEntry.at >= before).scalar_subquery()
    return select(AuditEntry.id).where(AuditEntry.id < kept).order_by(AuditEntry.id)


def living_hold(session: Session, case_id: int, *, lock: bool = False) -> LegalHold | None:
    """The hold on a case, if it is held now; with ``lock`` nobody else lifts it meanwhile."""
    living = select(LegalHold).where(LegalHold.case_id == case_id, LegalHold.lifted_at.is_(None))
    return session.scalar(living.with_for_update() if lock else living)


def tombstones(limit: int = 200) -> list[dict[str, Any]]:
    """What was forgotten, newest first."""
    newest = select(Tombstone).order_by(Tombstone.id.desc()).limit(limit)
    return [
        {
            "day": row.day.isoformat(),
            "kind": row.kind,
            "rule": row.rule,
            "removed": row.removed,
            "before": row.before,
        }
        for row in db.session.scalars(newest)
    ]


def living_holds(actor: Actor) -> list[Row[LegalHold, Case]]:
    """Every hold in force on a case that the actor may see, the latest first."""
    found = (
        select(LegalHold, Case)
        .join(Case, Case.id == LegalHold.case_id)
        .where(LegalHold.lifted_at.is_(None), visible_to(actor))
        .order_by(LegalHold.id.desc())
    )
    return list(db.session.execute(found))
