"""Everything that is held on a resident, by what it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

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
    residents = db.session.scalars(select(Resident).where(Resident.id.in_(ids))).all()
    linked = select(WechatLink.linked_at).where(WechatLink.resident_id.in_(ids))
    reports = _reports(owners)
    return {
        "identities": [
            {
                "kind": "account" if row.claim_digest is None else "device",
                "phone": phone_of(row),
                "language": row.locale,
                "since": row.created_at,
            }
            for row in residents
        ],
        "wechat_linked_at": db.session.scalar(linked),
        "sessions": _rows(
            select(SignIn.device, SignIn.created_at, SignIn.last_seen_at, SignIn.revoked_at)
            .where(SignIn.resident_id.in_(ids))
            .order_by(SignIn.id)
        ),
        "reports": reports,
        "looks": looks_at([UUID(report["id"]) for report in reports]),
        "words": _rows(
            select(Case.number, JournalEvent.action, JournalEvent.at, JournalWords.words)
            .join(Case, Case.id == JournalEvent.case_id)
            .join(
                JournalWords,
                (JournalWords.case_id == JournalEvent.case_id)
                & (JournalWords.seq == JournalEvent.seq),
                isouter=True,
            )
            .where(JournalEvent.actor.in_(owners))
            .order_by(JournalEvent.id)
        ),
        "uploads": _rows(
            select(Upload.created_at, Upload.attached_at).where(Upload.owner.in_(owners))
        ),
        "notices": _rows(
            select(Case.number, Notice.template, Notice.created_at, Notice.read_at)
            .join(Case, Case.id == Notice.case_id, isouter=True)
            .where(Notice.owner.in_(owners))
            .order_by(Notice.id)
        ),
        "messages": _rows(
            select(Case.number, Delivery.channel, Delivery.state, Delivery.created_at)
            .join(Case, Case.id == Delivery.case_id)
            .where(Delivery.owner.in_(owners))
            .order_by(Delivery.id)
        ),
        "message_wishes": _rows(
            select(
                NoticePreference.sms,
                NoticePreference.wechat,
                NoticePreference.quiet_from,
                NoticePreference.quiet_until,
            ).where(NoticePreference.owner.in_(owners))
        ),
        "browsers_told": len(
            db.session.scalars(
                select(PushSubscription.id).where(PushSubscription.owner.in_(owners))
            ).all()
        ),
        "watched": list(
            db.session.scalars(
                select(Case.number)
                .join(CaseWatch, CaseWatch.case_id == Case.id)
                .where(CaseWatch.owner.in_(owners))
            )
        ),
    }


def _rows(query: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in db.session.execute(query).mappings()]


def _reports(owners: list[str]) -> list[dict[str, Any]]:
    rows = db.session.execute(
        select(Report, Case.number)
        .join(Case, Case.id == Report.case_id)
        .where(Report.owner.in_(owners))
        .order_by(Report.sent_at)
    ).all()
    photos = db.session.execute(
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
        .where(CasePhoto.report_id.in_([report.id for report, _ in rows]))
        .order_by(CasePhoto.id)
    ).mappings()
    pictures: dict[Any, list[dict[str, Any]]] = {}
    for photo in photos:
        found = dict(photo)
        pictures.setdefault(found.pop("report_id"), []).append(found)
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
            "photos": pictures.get(report.id, []),
        }
        for report, number in rows
    ]
