"""What the offices read of a case's proof, and inspectors of their spot checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, false, func, or_, select
from sqlalchemy.orm import aliased

from server.cases.gallery import cover, thumbs_of
from server.cases.models import Case, CaseRecord
from server.cases.proof.marks import ON_SITE
from server.cases.proof.models import SpotCheck, SpotSample
from server.cases.queries import not_about
from server.cases.states import RecordKind
from server.cases.timeline import words_of
from server.geography.models import Area
from server.identity.models import Organisation, Staff
from server.platform.actor import Actor
from server.platform.db import db
from server.platform.errors import not_found

_MOST = 200
_HEADS = frozenset({"supervisor", "centre_leader"})
_INSPECTOR = aliased(Staff)


def proof_of(case: Case) -> dict[str, Any] | None:
    """What is odd about the last finish of a case, and why its handler says it is.

    ``on_site``: the check needs a photo from the spot. Nothing of who handled is in it.
    """
    record = db.session.scalar(
        select(CaseRecord)
        .where(CaseRecord.case_id == case.id, CaseRecord.kind == RecordKind.CHECK)
        .order_by(CaseRecord.number.desc())
        .limit(1)
    )
    if record is None:
        return None
    marks = record.details["marks"]
    return {
        "marks": marks,
        "on_site": bool(ON_SITE.intersection(marks)),
        "reason": words_of(case.id, "proof_reason", record.seq),
    }


def spot_checks_for(actor: Actor) -> ColumnElement[bool]:
    """The condition under which a spot check exists for the actor.

    The own ones; without an inspector, those of cases the actor had no part in; for who leads
    the centre all of the district. None whose case the own office worked, or that is about it.
    """
    sees: list[ColumnElement[bool]] = []
    apart = Case.responsible_org_id.is_distinct_from(actor.organisation_id)
    district = Case.district_area_id == actor.area_id
    if "inspector" in actor.roles:
        no_part = and_(
            Case.handler_id.is_distinct_from(actor.staff_id),
            Case.checker_id.is_distinct_from(actor.staff_id),
        )
        no_part = and_(no_part, Case.intake_org_id.is_distinct_from(actor.organisation_id))
        mine = SpotCheck.inspector_id == actor.staff_id
        sees.append(or_(mine, and_(SpotCheck.inspector_id.is_(None), no_part)))
    if actor.roles & _HEADS:
        sees.append(district)
    own = not_about(actor.organisation_id)
    return and_(district, apart, own, or_(*sees)) if sees else false()


def spot_checks(actor: Actor, *, pending: bool) -> list[dict[str, Any]]:
    """The actor's spot checks, oldest closing first, or the decided ones, latest first."""
    order = SpotCheck.closed_at if pending else SpotCheck.found_at.desc()
    open_or_not = SpotCheck.finding.is_(None) if pending else SpotCheck.finding.is_not(None)
    rows = db.session.execute(
        _checks()
        .where(spot_checks_for(actor), open_or_not)
        .order_by(order, SpotCheck.id)
        .limit(_MOST)
    ).all()
    return _shown(rows)


def spot_check(actor: Actor, check_id: int) -> dict[str, Any]:
    """One spot check. Raises ``Problem("not_found", 404)``."""
    rows = db.session.execute(_checks().where(SpotCheck.id == check_id, spot_checks_for(actor)))
    return _shown([rows.one()])[0]


def spot_check_for(actor: Actor, check_id: int) -> SpotCheck:
    """The row of one spot check. Raises ``Problem("not_found", 404)``."""
    found = db.session.scalar(
        select(SpotCheck)
        .join(Case, Case.id == SpotCheck.case_id)
        .where(SpotCheck.id == check_id, spot_checks_for(actor))
    )
    if found is None:
        raise not_found()
    return found


def _checks() -> Select[*tuple[Any, ...]]:
    return (
        select(
            SpotCheck.id,
            SpotCheck.case_id,
            SpotCheck.closed_at,
            SpotCheck.flags,
            SpotCheck.finding,
            SpotCheck.note,
            SpotCheck.found_at,
            SpotSample.month,
            Case.number,
            Case.state,
            Case.tile,
            Case.address,
            Case.close_type,
            Case.lat,
            Case.lon,
            Area.code.label("street_code"),
            Area.name.label("street_name"),
            Organisation.name.label("organisation"),
            _INSPECTOR.name.label("inspector"),
        )
        .join(SpotSample, SpotSample.id == SpotCheck.sample_id)
        .join(Case, Case.id == SpotCheck.case_id)
        .join(Area, Area.id == Case.street_area_id)
        .outerjoin(Organisation, Organisation.id == Case.responsible_org_id)
        .outerjoin(_INSPECTOR, _INSPECTOR.id == SpotCheck.inspector_id)
    )


def _shown(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[dict[str, Any]]:
    pictures = thumbs_of(row.case_id for row in rows)
    return [
        {
            "id": row.id,
            "case_number": row.number,
            "state": row.state,
            "tile": row.tile,
            "address": row.address,
            "street": {"code": row.street_code, "name": row.street_name},
            "organisation": row.organisation,
            "month": row.month,
            "closed_at": row.closed_at,
            "close_type": row.close_type,
            "flags": row.flags,
            "lat": row.lat,
            "lon": row.lon,
            "thumb_url": cover(pictures.get(row.case_id, []), "after", "near", "far", "evidence"),
            "inspector": row.inspector,
            "finding": row.finding,
            "note": row.note,
            "found_at": row.found_at,
        }
        for row in rows
    ]


def may_draw(actor: Actor, area_id: int) -> bool:
    """Whether an area is a street of the actor's district."""
    found = select(Area.id).where(Area.id == area_id, Area.parent_id == actor.area_id)
    return db.session.scalar(found) is not None


def samples(actor: Actor) -> list[dict[str, Any]]:
    """The draws in the actor's district, latest first, with how far each is; one query."""
    found = func.count(SpotCheck.finding)
    wrong = func.count().filter(SpotCheck.finding == "false")
    rows = db.session.execute(
        select(
            SpotSample.id,
            SpotSample.month,
            SpotSample.number,
            SpotSample.seed,
            SpotSample.population,
            SpotSample.drawn_at,
            Area.code,
            Area.name,
            func.count(SpotCheck.id).label("size"),
            found.label("found"),
            wrong.label("wrong"),
        )
        .join(Area, Area.id == SpotSample.street_area_id)
        .join(SpotCheck, SpotCheck.sample_id == SpotSample.id)
        .where(Area.parent_id == actor.area_id)
        .group_by(SpotSample.id, Area.id)
        .order_by(SpotSample.drawn_at.desc(), SpotSample.id.desc())
        .limit(_MOST)
    )
    return [
        {
            "id": row.id,
            "street": {"code": row.code, "name": row.name},
            "month": row.month,
            "number": row.number,
            "seed": row.seed,
            "population": row.population,
            "drawn_at": row.drawn_at,
            "size": row.size,
            "found": row.found,
            "false": row.wrong,
        }
        for row in rows
    ]
