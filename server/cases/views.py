"""Cases as the offices see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

import orjson
from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased

from server.cases.alike import merge_candidates
from server.cases.beside import answerable, holders_view, marks_of, records_view
from server.cases.details import details_view
from server.cases.gallery import cover, photos_of, shown, thumbs_of
from server.cases.limits import extension_step
from server.cases.models import Case, Clock
from server.cases.policy import allowed
from server.cases.proof.checks import as_asked
from server.cases.proof.views import proof_of
from server.cases.queries import case_for, clocks_of, known_to, reports_of
from server.cases.service import situation_of
from server.cases.states import ClockKind
from server.cases.timeline import journal_of, office_timeline
from server.cases.workflow import Transition, Who
from server.catalog.service import catalogue
from server.geography.service import ancestors
from server.identity.models import Organisation, Staff
from server.identity.phones import mask
from server.platform import clock
from server.platform.actor import Actor
from server.platform.db import db
from server.platform.masking import OFFICES, masked
from server.platform.runtime import current
from server.reports.models import Report

_HOLDER = aliased(Organisation)
_MERGERS = frozenset({Who.INTAKE, Who.DISPATCHER, Who.SUPERVISOR})
_REPORTER_CAPACITIES = frozenset({Who.INTAKE, Who.SUPERVISOR})


def item_columns() -> Select[*tuple[Any, ...]]:
    """The columns of a list item, joined so that a list is one query."""
    reports = (
        select(func.count())
        .where(Report.root_case_id == Case.id, Report.withdrawn_at.is_(None))
        .correlate(Case)
        .scalar_subquery()
    )
    return (
        select(
            Case.id,
            Case.number,
            Case.version,
            Case.state,
            Case.tile,
            Case.category_id,
            Case.address,
            Case.street_area_id,
            Case.submitted_at,
            Case.due_at,
            Case.due_kind,
            Case.due_paused,
            Case.urgent,
            Case.recurs_id,
            Case.lat,
            Case.lon,
            _HOLDER.code.label("holder_code"),
            _HOLDER.name.label("holder_name"),
            Staff.name.label("person"),
            reports.label("reports"),
        )
        .outerjoin(_HOLDER, _HOLDER.id == Case.responsible_org_id)
        .outerjoin(Staff, Staff.id == Case.person_id)
    )


def items(actor: Actor, rows: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    """List items for rows of ``item_columns``; two more queries however many rows."""
    now = clock.now()
    pictures = thumbs_of(row.id for row in rows)
    return [_item(actor, row, now, pictures.get(row.id, [])) for row in rows]


def _item(
    actor: Actor, row: Row[Any], now: datetime, photos: list[dict[str, Any]]
) -> dict[str, Any]:
    category = catalogue().category(row.category_id) if row.category_id else None
    street = ancestors(row.street_area_id)[-1]
    return {
        "number": row.number,
        "version": row.version,
        "state": row.state,
        "tile": row.tile,
        "category": {"code": category.code, "name": category.name(actor.locale)}
        if category
        else None,
        "address": row.address,
        "street": {"code": street.code, "name": street.name},
        "submitted_at": row.submitted_at,
        "due_at": row.due_at,
        "clock": row.due_kind,
        "paused": row.due_paused,
        "overdue": is_overdue(row.due_at, row.due_paused, now),
        "urgent": row.urgent,
        "recurrent": row.recurs_id is not None,
        "organisation": {"code": row.holder_code, "name": row.holder_name}
        if row.holder_code
        else None,
        "person": None if _is_blind(actor) else row.person,
        "thumb_url": cover(photos, "near", "far", "evidence", "after"),
        "reports": row.reports,
        "lat": row.lat,
        "lon": row.lon,
    }


def _is_blind(actor: Actor) -> bool:
    """Who checks does not read who handled."""
    return "checker" in actor.roles and "supervisor" not in actor.roles


def is_overdue(due_at: datetime | None, paused: bool, now: datetime) -> bool:
    """Derived at every reading, never stored: right without any job having run."""
    return due_at is not None and not paused and now > due_at


def case_view(actor: Actor, number: str) -> dict[str, Any]:
    """The whole case for somebody of the offices.

    Reporters' contacts, and numbers in words, are there only for who takes reports in; who checks
    does not read who handled. Raises ``Problem("not_found", 404)``.
    """
    case = case_for(actor, number)
    row = db.session.execute(item_columns().where(Case.id == case.id)).one()
    situation = situation_of(actor, case, clock.now())
    capacities = situation.capacities()
    knows_reporters = bool(capacities & _REPORTER_CAPACITIES)
    clocks, events, blind = clocks_of(case.id), journal_of(case.id), _is_blind(actor)
    photos = photos_of([case.id, *_merged_into(case.id)])
    pictures = [photo for group in photos.values() for photo in group]
    return _item(actor, row, situation.now, pictures) | {
        "areas": [
            {"code": area.code, "name": area.name, "level": area.level}
            for area in ancestors(case.area_id)
        ],
        **_category(case),
        "suggested_organisation": _organisation(case.suggested_org_id),
        "photos": [shown(photo) for photo in pictures],
        "reports": [
            _report(report, pictures, with_contact=knows_reporters)
            for report in reports_of(case.id)
        ],
        "timeline": office_timeline(
            case, events, photos.get(case.id, []), blind=blind, whole=knows_reporters
        ),
        "similar": merge_candidates(actor, case) if capacities & _MERGERS else [],
        "clocks": [_clock(item, situation.now) for item in clocks],
        "records": records_view(case, clocks, situation.now, blind=blind),
        "holders": holders_view(events, situation.now, blind=blind),
        "marks": marks_of(case),
        **answerable(case, blind=blind),
        "proof": proof_of(case),
        "close_type": case.close_type,
        "quantities": case.quantities,
        "planned_quantities": case.planned_quantities or [],
        "disputed": case.disputed,
        "details": details_view(case),
        "merged_into": _number(case.master_id),
        "recurs": _known(actor, case.recurs_id),
        **actions_of([as_asked(row, situation) for row in allowed(situation)], _bounds(clocks)),
    }


def case_stub(number: str) -> dict[str, Any]:
    """What is said of a case that left the actor's sight by the actor's own action."""
    row = db.session.execute(
        select(Case.number, Case.version, Case.state).where(Case.number == number)
    ).one()
    return {
        "number": row.number,
        "version": row.version,
        "state": row.state,
        **actions_of([]),
    }


def actions_of(
    rows: Sequence[Transition], bounds: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
) -> dict[str, Any]:
    """What may be done, and the form of each; ``bounds`` narrow fields to what the case allows."""
    return {
        "allowed_actions": [row.action for row in rows],
        "forms": {
            row.action: [{**field.form(), **bounds.get(field.name, {})} for field in row.fields]
            for row in rows
        },
    }


def _bounds(clocks: Sequence[Clock]) -> dict[str, dict[str, Any]]:
    """An extension is at most the limit of the running round, in its steps."""
    main = [item for item in clocks if item.kind == ClockKind.MAIN and item.stopped_at is None]
    if not main:
        return {}
    limit = main[0].amount
    return {"amount": {"min": (step := extension_step(limit)), "max": limit, "step": step}}


def _category(case: Case) -> dict[str, Any]:
    found = catalogue().condition(case.condition_id) if case.condition_id else None
    if found is None:
        return {"condition": None, "close_standard": None}
    _, condition = found
    return {
        "condition": {
            "id": condition.id,
            "text": condition.text,
            "limit": condition.limit,
            "unit": condition.unit,
        },
        "close_standard": condition.close_standard,
    }


def _organisation(organisation_id: int | None) -> dict[str, Any] | None:
    if organisation_id is None:
        return None
    found = db.session.get_one(Organisation, organisation_id)
    return {"code": found.code, "name": found.name}


def _merged_into(case_id: int) -> list[int]:
    return list(db.session.scalars(select(Case.id).where(Case.master_id == case_id)))


def _number(case_id: int | None) -> str | None:
    if case_id is None:
        return None
    return db.session.scalar(select(Case.number).where(Case.id == case_id))


def _known(actor: Actor, case_id: int | None) -> str | None:
    """The number of an earlier case, unless the actor may not know of it."""
    query = select(Case.number).where(Case.id == case_id, known_to(actor))
    return None if case_id is None else db.session.scalar(query)


def _report(
    report: Report, photos: Sequence[Mapping[str, Any]], *, with_contact: bool
) -> dict[str, Any]:
    view: dict[str, Any] = {
        "id": str(report.id),
        "at": report.sent_at,
        "words": report.words if with_contact else masked(report.words, OFFICES),
        "locale": report.locale,
        "source": report.channel,
        "photos": [photo["id"] for photo in photos if photo["_report"] == report.id],
    }
    if with_contact:
        view |= _contact(report)
    return view


def _contact(report: Report) -> dict[str, Any]:
    if report.contact_sealed is None:
        return {"reporter_name": None, "reporter_phone": None}
    opened = orjson.loads(current().keys.unseal("contact", report.contact_sealed, report.id.bytes))
    phone = opened.get("phone")
    return {
        "reporter_name": opened.get("name"),
        "reporter_phone": mask(phone) if phone else None,
    }


def _clock(item: Clock, now: datetime) -> dict[str, Any]:
    end = item.stopped_at or now
    return {
        "kind": item.kind,
        "number": item.number,
        "started_at": item.started_at,
        "due_at": item.due_at,
        "stopped_at": item.stopped_at,
        "paused": item.paused_at is not None and item.stopped_at is None,
        "overdue": not item.discarded and is_overdue(item.due_at, bool(item.paused_at), end),
        "discarded": item.discarded,
    }
