"""Everything that is held on a resident, by what it is."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from server.cases.models import Case, JournalEvent, JournalWords
from server.identity.models import Resident, SignIn, WechatLink
from server.identity.queries import phone_of
from server.notifications.models import Delivery, Notice, NoticePreference, PushSubscription
from server.photos.models import CasePhoto, Upload
from server.platform.actor import Actor
from server.platform.db import db
from server.reports.contact import looks_at
from server.reports.contacts import opened
from server.reports.models import CaseWatch, Report


def own_data(actor: Actor) -> dict[str, Any]:
    """The actor's own data; of a case only what the actor gave to it. Times are aware UTC."""
    owners, ids = list(actor.owners), list(actor.resident_ids)
    reports = _reports(owners)
    return {
        "identities": _identities(ids),
        "wechat_linked_at": db.session.scalar(
            select(WechatLink.linked_at).where(WechatLink.resident_id.in_(ids))
        ),
        "sessions": _sessions(ids),
        "reports": reports,
        "looks": looks_at([UUID(report["id"]) for report in reports]),
        "words": _words(owners),
        "uploads": _uploads(owners),
        "notices": _notices(owners),
        "messages": _messages(owners),
        "message_wishes": _message_wishes(owners),
        "browsers_told": _browsers_told(owners),
        "watched": _watched(owners),
    }


def _rows(query: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in db.session.execute(query).mappings()]


def _identities(ids: list[int]) -> list[dict[str, Any]]:
    return [
        {
            "kind": "account" if row.claim_digest is None else "device",
            "phone": phone_of(row),
            "language": row.locale,
            "since": row.created_at,
        }
        for row in db.session.scalars(select(Resident).where(Resident.id.in_(ids)))
    ]


def _sessions(ids: list[int]) -> list[dict[str, Any]]:
    return _rows(
        select(SignIn.device, SignIn.created_at, SignIn.last_seen_at, SignIn.revoked_at)
        .where(SignIn.resident_id.in_(ids))
        .order_by(SignIn.id)
    )


def _words(owners: list[str]) -> list[dict[str, Any]]:
    return _rows(
        select(Case.number, JournalEvent.action, JournalEvent.at, JournalWords.words)
        .join(Case, Case.id == JournalEvent.case_id)
        .join(
            JournalWords,
            (JournalWords.case_id == JournalEvent.case_id) & (JournalWords.seq == JournalEvent.seq),
            isouter=True,
        )
        .where(JournalEvent.actor.in_(owners))
        .order_by(JournalEvent.id)
    )


def _uploads(owners: list[str]) -> list[dict[str, Any]]:
    return _rows(select(Upload.created_at, Upload.attached_at).where(Upload.owner.in_(owners)))


def _notices(owners: list[str]) -> list[dict[str, Any]]:
    return _rows(
        select(Case.number, Notice.template, Notice.created_at, Notice.read_at)
        .join(Case, Case.id == Notice.case_id, isouter=True)
        .where(Notice.owner.in_(owners))
        .order_by(Notice.id)
    )


def _messages(owners: list[str]) -> list[dict[str, Any]]:
    return _rows(
        select(Case.number, Delivery.channel, Delivery.state, Delivery.created_at)
        .join(Case, Case.id == Delivery.case_id)
        .where(Delivery.owner.in_(owners))
        .order_by(Delivery.id)
    )


def _message_wishes(owners: list[str]) -> list[dict[str, Any]]:
    wish = NoticePreference
    return _rows(
        select(wish.sms, wish.wechat, wish.quiet_from, wish.quiet_until).where(
            wish.owner.in_(owners)
        )
    )


def _browsers_told(owners: list[str]) -> int:
    theirs = select(func.count()).where(PushSubscription.owner.in_(owners))
    return db.session.scalars(theirs).one()


def _watched(owners: list[str]) -> list[str]:
    return list(
        db.session.scalars(
            select(Case.number)
            .join(CaseWatch, CaseWatch.case_id == Case.id)
            .where(CaseWatch.owner.in_(owners))
        )
    )


def _pictures(reports: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """What the photos of each report say besides what they show."""
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for photo in _rows(
        select(
            CasePhoto.report_id,
            CasePhoto.role,
            CasePhoto.captured_at,
            CasePhoto.lat,
            CasePhoto.lon,
            CasePhoto.accuracy_m,
            CasePhoto.source,
            CasePhoto.visibility,
        )
        .where(CasePhoto.report_id.in_(reports))
        .order_by(CasePhoto.id)
    ):
        found[photo.pop("report_id")].append(photo)
    return found


def _reports(owners: list[str]) -> list[dict[str, Any]]:
    rows = db.session.execute(
        select(Report, Case.number)
        .join(Case, Case.id == Report.case_id)
        .where(Report.owner.in_(owners))
        .order_by(Report.sent_at)
    ).all()
    pictures = _pictures([report.id for report, _ in rows])
    return [
        {
            "id": str(report.id),
            "case_number": number,
            "sent_at": report.sent_at,
            "tile": report.tile,
            "words": report.words,
            "address": report.address,
            "lat": report.lat,
            "lon": report.lon,
            "accuracy_m": report.accuracy_m,
            "contact": opened(report),
            "anonymous": report.anonymous,
            "consent": report.consent,
            "guardian": report.guardian,
            "withdrawn_at": report.withdrawn_at,
            "answer": report.answer,
            "rated_at": report.rated_at,
            "rated_solved": report.rated_solved,
            "rated_score": report.rated_score,
            "photos": pictures[report.id],
        }
        for report, number in rows
    ]
