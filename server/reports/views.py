"""A case as its reporters see it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from server.cases.gallery import cover, for_reporter, photos_of, shown
from server.cases.models import Case, JournalEvent
from server.cases.policy import Situation, allowed
from server.cases.queries import is_public, promised_at, visible_to
from server.cases.service import situation_of
from server.cases.states import State
from server.cases.timeline import resident_timeline, words_of
from server.cases.views import actions_of, is_overdue
from server.geography.service import ancestors
from server.identity.models import Organisation
from server.identity.service import query_code
from server.platform import clock
from server.platform.actor import Actor
from server.platform.db import db
from server.platform.errors import not_found
from server.platform.masking import REPORTERS, masked
from server.reports.models import Report


def followed(actor: Actor, number: str) -> tuple[Case, Case]:
    """The case with this number and the case that it goes on as (itself, or its master).

    Raises ``Problem("not_found", 404)`` unless one of the actor's reports hangs on it. One query,
    whether the case is somebody else's or nobody's.
    """
    numbered = aliased(Case)
    found = db.session.execute(
        select(numbered, Case)
        .join(Case, Case.id == func.coalesce(numbered.master_id, numbered.id))
        .where(numbered.number == number, visible_to(actor))
    ).one_or_none()
    if found is None or actor.is_staff:
        raise not_found()
    return found[0], found[1]


def reports_seen_by(actor: Actor, number: str) -> list[Report]:
    """The actor's own reports on the case with this number, withdrawn ones too.

    Raises ``Problem("not_found", 404)``.
    """
    _, root = followed(actor, number)
    rows = db.session.scalars(select(Report).where(Report.root_case_id == root.id))
    return [row for row in rows if row.owner in actor.owners or row.id.hex in actor.report_ids]


def follow_view(actor: Actor, number: str) -> dict[str, Any]:
    """The reporter's whole view: organisations but never names of staff.

    Raises ``Problem("not_found", 404)``.
    """
    case, root = followed(actor, number)
    situation = situation_of(actor, root, clock.now())
    left = [] if situation.mine else _withdrawn(actor, root)
    mine = situation.mine or left
    report = mine[0]
    photos = _photos(root, mine, only_own=bool(left))
    before = _photos(case, mine, only_own=bool(left)) if case.id != root.id else []
    view = {
        "case_number": case.number,
        "version": root.version,
        "state": root.state,
        "tile": root.tile,
        "words": report.words,
        "address": report.address,
        "lat": report.lat,
        "lon": report.lon,
        "areas": [
            {"code": area.code, "name": area.name, "level": area.level}
            for area in ancestors(root.area_id)
        ],
        "organisation": _organisation(root),
        "due_at": promised_at(root),
        "overdue": is_overdue(root.due_at, root.due_paused, situation.now),
        "submitted_at": report.sent_at,
        "closed_at": root.closed_at,
        "photos": [shown(photo) for photo in photos + before],
        "timeline": resident_timeline(root, photos, _voices(actor, mine)),
        "question": _said(root, "question") if root.state == State.NEED_INFO else None,
        "rejection": _rejection(root),
        "close_type": root.close_type,
        "rating": _rating(report),
        "merged_into": root.number if root.id != case.id else None,
        "public": is_public(root),
        **_actions(situation),
    }
    if report.owner in actor.owners and not report.filer.startswith("s:"):
        view["query_code"] = query_code(report.owner, report.id.hex)
    return _until_withdrawal(view, root, report) if left else view


def _actions(situation: Situation) -> dict[str, Any]:
    """What the reporter may do; who reopens a case shows that the problem is back."""
    offered = actions_of(allowed(situation))
    for field in offered["forms"].get("reopen", ()):
        field["required"] = True
    return offered


def _withdrawn(actor: Actor, root: Case) -> list[Report]:
    """The actor's withdrawn reports of a case, latest withdrawal first."""
    rows = db.session.scalars(
        select(Report)
        .where(Report.root_case_id == root.id, Report.withdrawn_at.is_not(None))
        .order_by(Report.withdrawn_at.desc(), Report.id)
    )
    opened = actor.report_ids
    return [row for row in rows if row.owner in actor.owners or row.id.hex in opened]


def _until_withdrawal(view: dict[str, Any], root: Case, report: Report) -> dict[str, Any]:
    """What is left to read of a withdrawn report: what was, not how others' reports go on."""
    events = db.session.execute(
        select(JournalEvent.seq, JournalEvent.data).where(
            JournalEvent.case_id == root.id, JournalEvent.action == "withdraw"
        )
    )
    last = next((seq for seq, data in events if report.id.hex in data["facts"]["reports"]), 0)
    return view | {
        "state": State.WITHDRAWN,
        "organisation": None,
        "due_at": None,
        "overdue": False,
        "closed_at": None,
        "timeline": [event for event in view["timeline"] if event["seq"] <= last],
        "question": None,
        "rejection": None,
        "close_type": None,
    }


def _photos(case: Case, mine: list[Report], *, only_own: bool) -> list[dict[str, Any]]:
    own = {report.id for report in mine}
    photos = for_reporter(photos_of([case.id]).get(case.id, []), own)
    return [photo for photo in photos if photo["_report"] in own] if only_own else photos


def _voices(actor: Actor, mine: list[Report]) -> frozenset[str]:
    """The owner keys under which the actor may have spoken, by device, account or query code."""
    spoken = {key for report in mine for key in (report.owner, f"q:{report.id.hex}")}
    return frozenset(actor.owners) | spoken


def _organisation(case: Case) -> dict[str, Any] | None:
    if case.responsible_org_id is None:
        return None
    return {"name": db.session.get_one(Organisation, case.responsible_org_id).name}


def _rejection(case: Case) -> dict[str, Any] | None:
    if case.state != State.REJECTED:
        return None
    event = db.session.execute(
        select(JournalEvent.seq, JournalEvent.data)
        .where(JournalEvent.case_id == case.id, JournalEvent.to_state == State.REJECTED)
        .where(JournalEvent.from_state != State.REJECTED)
        .order_by(JournalEvent.seq.desc())
        .limit(1)
    ).one()
    return {
        "code": case.reason_code,
        "words": _said(case, "words", event.seq),
        "channel": event.data.get("facts", {}).get("channel"),
    }


def _said(case: Case, name: str, seq: int | None = None) -> str | None:
    """Words of an office, as every reporter of the case may read them."""
    words = words_of(case.id, name, seq)
    return words and masked(words, REPORTERS)


def _rating(report: Report) -> dict[str, Any] | None:
    if report.rated_at is None:
        return None
    return {"solved": report.rated_solved, "score": report.rated_score, "at": report.rated_at}


def my_reports(actor: Actor, limit: int = 100) -> list[dict[str, Any]]:
    """The actor's reports, latest first; two queries however many."""
    root = Case
    rows = db.session.execute(
        select(
            Report.id.label("report_id"),
            Report.case_id,
            Report.tile,
            Report.sent_at,
            Report.words,
            Report.withdrawn_at,
            root.id,
            root.number,
            root.state,
            root.due_at,
            root.due_paused,
        )
        .join(root, root.id == Report.root_case_id)
        .where(Report.owner.in_(actor.owners))
        .order_by(Report.sent_at.desc())
        .limit(limit)
    ).all()
    now = clock.now()
    own = {row.report_id for row in rows}
    photos = photos_of({row.case_id for row in rows})
    return [
        {
            "case_number": row.number,
            "state": State.WITHDRAWN if row.withdrawn_at else row.state,
            "tile": row.tile,
            "words": row.words,
            "submitted_at": row.sent_at,
            "due_at": None if row.withdrawn_at or row.due_paused else row.due_at,
            "overdue": not row.withdrawn_at and is_overdue(row.due_at, row.due_paused, now),
            "thumb_url": cover(
                for_reporter(photos.get(row.case_id, []), own), "near", "far", "evidence"
            ),
        }
        for row in rows
    ]
