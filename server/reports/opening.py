"""From a report to its case: a new one, or one that is there already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.cases.actions.intake import chosen_condition
from server.cases.engine import Move
from server.cases.models import Case
from server.cases.numbers import new_number
from server.cases.queries import public_case, reports_of
from server.cases.routing import (
    Destination,
    destination_of_area,
    destination_of_place,
    point_of,
    suggested,
    task_force_of,
)
from server.cases.workflow import BY_ACTION, legal
from server.catalog.service import catalogue
from server.catalog.values import CategoryView, ConditionView
from server.city.service import city
from server.geography.datum import Datum
from server.geography.service import AreaRef, ancestors
from server.identity.offices import has_checker, office_of_code
from server.platform import clock
from server.platform.db import db
from server.platform.errors import Problem
from server.platform.masking import OFFICES, masked
from server.reports.public import rounded
from server.reports.sender import Sender

Planned = tuple[Move, tuple[AreaRef, ...], dict[str, Any]]
Begin = Callable[[Session], Planned]
Plan = Callable[[], Begin]


@dataclass(frozen=True)
class _Prepared:
    """Everything about a new case that is found before the writer's lock is taken."""

    where: Destination
    urgent: bool
    recused_org_id: int | None
    chosen: tuple[CategoryView, ConditionView] | None
    suggested_org_id: int | None
    now: datetime


def _prepare(data: Mapping[str, Any]) -> _Prepared:
    recused = _organisation_id(data.get("about_org"))
    place = data["place"]
    where = (
        destination_of_area(place["area_code"], recused)
        if "area_code" in place
        else destination_of_place(place, recused)
    )
    if recused is not None and not has_checker(where.district_area_id, (recused,)):
        raise Problem("invalid", 422, fields={"about_org": ["choice"]})
    patrol = data.get("patrol")
    chosen = chosen_condition(patrol) if patrol else None
    known = catalogue()
    category = chosen[0] if chosen else known.suggested_category(data["tile"])
    return _Prepared(
        where=where,
        urgent=known.is_urgent(data["tile"], data["words"]) or bool(chosen and chosen[1].urgent),
        recused_org_id=recused,
        chosen=chosen,
        suggested_org_id=suggested(category.id if category else None, where.area_ids),
        now=clock.now(),
    )


def _organisation_id(code: str | None) -> int | None:
    if code is None:
        return None
    office = office_of_code(code)
    if office is None:
        raise Problem("invalid", 422, fields={"about_org": ["choice"]})
    return office.id


def open_case(sender: Sender, data: Mapping[str, Any]) -> Begin:
    """Plan a new case; what is returned finishes the plan inside the unit of work."""
    prepared = _prepare(data)
    where, now = prepared.where, prepared.now
    district = next(area.code for area in where.areas if area.id == where.district_area_id)
    case = Case(number=new_number(district, now, city().policy.time_zone), version=0)
    action = "enter_patrol" if sender.channel == "patrol" else "submit"
    move = Move(db.session(), case, sender.actor, BY_ACTION[action], now)
    move.set(
        source=sender.channel,
        tile=data["tile"],
        urgent=prepared.urgent,
        address=masked(data["address"], OFFICES),
        lat=where.lat,
        lon=where.lon,
        accuracy_m=data["place"].get("accuracy_m"),
        area_id=where.area_ids[-1],
        street_area_id=where.street_area_id,
        district_area_id=where.district_area_id,
        intake_org_id=where.intake_org_id,
        segment_id=where.segment_id,
        suggested_org_id=prepared.suggested_org_id,
        recused_org_id=prepared.recused_org_id,
        submitted_at=now,
    )
    if prepared.chosen is not None:
        category, condition = prepared.chosen
        move.set(
            category_id=category.id,
            condition_id=condition.id,
            tile=category.tile,
            task_force_id=task_force_of(category.id, where.lat, where.lon, now),
            accepted_at=now,
            patrol_leader_id=sender.actor.staff_id,
        )
    move.run_clocks()
    place = _place_columns(data["place"], where)

    def begin(session: Session) -> Planned:
        move.session = session
        return move, where.areas, place

    return begin


def _place_columns(place: Mapping[str, Any], where: Destination) -> dict[str, Any]:
    if "area_code" in place:
        return {"lat": where.lat, "lon": where.lon, "place_source": "area"}
    return {
        "lat": where.lat,
        "lon": where.lon,
        "accuracy_m": place["accuracy_m"],
        "place_source": place["source"],
        "sent_lat": place["lat"],
        "sent_lon": place["lon"],
        "sent_datum": place["datum"],
    }


def join_case(sender: Sender, number: str, data: Mapping[str, Any]) -> Begin:
    """Plan a report on an open public case."""
    root_id = public_case(number).id
    own_point = _own_point(data.get("place"))

    def begin(session: Session) -> Planned:
        case = session.execute(
            select(Case).where(Case.id == root_id).with_for_update()
        ).scalar_one()
        senders = {sender.owner, *sender.actor.owners}
        if any(report.owner in senders for report in reports_of(case.id)):
            raise Problem("joined_already", 409)
        if not legal("join", case.state):
            raise Problem("action_not_allowed", 409)
        move = Move(session, case, sender.actor, BY_ACTION["join"], clock.now())
        point = own_point or _public_point(case)
        return move, ancestors(case.area_id), {**point, "place_source": "join"}

    return begin


def _public_point(case: Case) -> dict[str, Any]:
    """The place of a case as everybody may know it: who joins unseen learns no more by it."""
    lat, lon = rounded(case.tile, case.lat, case.lon)
    return {"lat": lat, "lon": lon}


def _own_point(place: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Where the joining person stood; it may be anywhere, the case stays where it is."""
    if not place or "lat" not in place:
        return None
    point = point_of(place).to(Datum.WGS84)
    return {"lat": point.lat, "lon": point.lon, "accuracy_m": place["accuracy_m"]}
