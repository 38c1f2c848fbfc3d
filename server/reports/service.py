"""From what a person sends to a report on a case."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.cases.actions.intake import chosen_condition
from server.cases.engine import Move
from server.cases.models import Case
from server.cases.numbers import new_number
from server.cases.queries import is_public, reports_of
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
from server.identity.claims import query_code_digest
from server.identity.offices import has_checker, office_of_code
from server.identity.service import account_of, ensure_resident, query_code
from server.photos import service as photos
from server.platform import clock, outbox
from server.platform.actor import Actor
from server.platform.db import ask, db, insert_row, unit_of_work
from server.platform.errors import Problem, not_found
from server.platform.runtime import current
from server.reports import consent
from server.reports.models import CONTACT, Report
from server.reports.public import rounded

_TRIES = 5
_NOT_IN_FINGERPRINT = ("consent",)
_KNOWN = (
    select(Report.filer, Report.owner, Report.fingerprint, Report.area_id, Case.number)
    .join(Case, Case.id == Report.case_id)
    .where(Report.id == bindparam("report_id"))
)

Planned = tuple[Move, tuple[AreaRef, ...], dict[str, Any]]
Begin = Callable[[Session], Planned]
Plan = Callable[[], Begin]
Beside = Callable[[Session], None]


@dataclass(frozen=True)
class Sender:
    """Who reports (``owner``) and who typed it (``actor``); the same for most reports."""

    actor: Actor
    owner: str
    channel: str
    query_code: str


@dataclass(frozen=True)
class Receipt:
    """What the sender keeps; ``created`` is false for a repeated sending."""

    created: bool
    case_number: str
    query_code: str
    areas: tuple[AreaRef, ...]

    def as_dict(self) -> dict[str, Any]:
        return {
            "case_number": self.case_number,
            "query_code": self.query_code,
            "areas": [
                {"code": area.code, "name": area.name, "level": area.level} for area in self.areas
            ],
        }


@dataclass(frozen=True)
class _Prepared:
    """Everything about a new case that is found before the writer's lock is taken."""

    where: Destination
    urgent: bool
    recused_org_id: int | None
    chosen: tuple[CategoryView, ConditionView] | None
    suggested_org_id: int | None
    now: datetime


def submit(actor: Actor, data: Mapping[str, Any], beside: Beside | None = None) -> Receipt:
    """Make a report and its case, or answer again for a report already here.

    ``beside`` writes what belongs to a new report, in the same transaction. Raises ``Problem``:
    ``consent_required``, ``photo_required``, ``out_of_area``, ``invalid`` (422), ``photos_missing``
    (409, names the hashes), ``report_id_conflict`` (409), and what ``beside`` refuses.
    """
    return _submit(_sender(actor, data), data, beside)


def submit_found(actor: Actor, data: Mapping[str, Any]) -> Receipt:
    """What a community or street office found itself and has on a list of its own.

    Who may do so is decided by the list. Nobody but its office is the reporter; the report's id
    makes it one report. Raises ``Problem`` as ``submit`` does.
    """
    owner = f"n:{data['id'].hex}"
    code = query_code(actor.owner, data["id"].hex)
    return _submit(Sender(actor, owner, "community", code), data, None)


def _submit(sender: Sender, data: Mapping[str, Any], beside: Beside | None) -> Receipt:
    if not data["photos"] and sender.channel in ("resident", "patrol"):
        raise Problem("photo_required", 422, fields={"photos": ["required"]})
    if not catalogue().has_tile(data["tile"]):
        raise Problem("invalid", 422, fields={"tile": ["choice"]})
    fingerprint = _fingerprint(data)
    return _write_once(sender, fingerprint, data, lambda: _open_case(sender, data), beside)


def join(actor: Actor, number: str, data: Mapping[str, Any]) -> Receipt:
    """Add the actor's report to an open public case (我也遇到).

    Raises ``Problem``: ``not_found`` (404), ``action_not_allowed`` (409) when the case is not open
    any more, ``joined_already`` (409), and what ``submit`` raises.
    """
    sender = _sender(actor, data)
    fingerprint = _fingerprint({**data, "case": number})
    return _write_once(sender, fingerprint, data, lambda: _join_case(sender, number, data))


# --- who sends -----------------------------------------------------------------------------------


def _sender(actor: Actor, data: Mapping[str, Any]) -> Sender:
    if actor.is_staff:
        return _staff_sender(actor, data)
    if data.get("on_behalf") or data.get("patrol"):
        raise Problem("forbidden", 403)
    consent.check(data["consent"])
    actor = ensure_resident(actor)
    code = query_code(actor.owner, data["id"].hex, actor.key_digest)
    return Sender(actor, actor.owner, "resident", code)


def _staff_sender(actor: Actor, data: Mapping[str, Any]) -> Sender:
    code = query_code(actor.owner, data["id"].hex)
    if data.get("patrol"):
        if not actor.roles & {"patrol_leader", "inspector", "supervisor"}:
            raise Problem("forbidden", 403)
        return Sender(actor, actor.owner, "patrol", code)
    behalf = data.get("on_behalf")
    if not behalf or not actor.roles & {"intake_clerk", "supervisor"}:
        raise Problem("on_behalf_required", 422, fields={"on_behalf": ["required"]})
    phone = behalf["phone"]
    owner = f"n:{data['id'].hex}"
    if phone:
        with unit_of_work() as session:
            owner = f"r:{account_of(session, phone, data['locale']).id}"
    return Sender(actor, owner, behalf["channel"], code)


def _fingerprint(data: Mapping[str, Any]) -> bytes:
    content = {name: value for name, value in data.items() if name not in _NOT_IN_FINGERPRINT}
    body = orjson.dumps(content, option=orjson.OPT_SORT_KEYS, default=str)
    return hashlib.sha256(body).digest()


# --- the same report twice -----------------------------------------------------------------------


def _known_report(report_id: uuid.UUID, sender: Sender, fingerprint: bytes) -> Receipt | None:
    row = ask(db.session(), _KNOWN, report_id=report_id).one_or_none()
    if row is None:
        return None
    ours = row.owner == sender.owner and row.filer == sender.actor.owner
    if not ours or row.fingerprint != fingerprint:
        raise Problem("report_id_conflict", 409)
    return Receipt(False, row.number, sender.query_code, ancestors(row.area_id))


def _write_once(
    sender: Sender,
    fingerprint: bytes,
    data: Mapping[str, Any],
    plan: Plan,
    beside: Beside | None = None,
) -> Receipt:
    """Write unless the report is there already; a twin in flight shows as a broken unique key.

    ``plan`` does its reading before the writer's lock and gives what to do inside it.
    """
    for _ in range(_TRIES):
        known = _known_report(data["id"], sender, fingerprint)
        if known is not None:
            return known
        begin = plan()
        try:
            with unit_of_work() as session:
                move, areas, place = begin(session)
                _write(move, sender, fingerprint, data, {"area_id": areas[-1].id, **place})
                if beside is not None:
                    beside(session)
        except IntegrityError:
            continue
        outbox.ring()
        return Receipt(True, move.case.number, sender.query_code, areas)
    raise Problem("busy", 503, retry_after=5)


def _write(
    move: Move,
    sender: Sender,
    fingerprint: bytes,
    data: Mapping[str, Any],
    place: Mapping[str, Any],
) -> None:
    """Event, report and photos, in the order in which they refer to each other."""
    hashes = [photo["sha256"] for photo in data["photos"]]
    move.facts |= {"report": data["id"].hex, "channel": sender.channel, "photos": hashes}
    seq = move.write()
    insert_row(
        move.session,
        Report,
        {
            "id": data["id"],
            "case_id": move.case.id,
            "root_case_id": move.case.id,
            "owner": sender.owner,
            "filer": sender.actor.owner,
            "fingerprint": fingerprint,
            "code_digest": query_code_digest(sender.query_code),
            "channel": sender.channel,
            "tile": data.get("tile") or move.case.tile,
            "words": data["words"],
            "address": data["address"],
            "locale": data["locale"],
            "anonymous": data["anonymous"],
            "contact_sealed": _contact(data),
            "consent": data["consent"] or "",
            "sent_at": move.now,
            **place,
        },
    )
    photos.attach(
        move.session,
        owners=sender.actor.owners,
        case_id=move.case.id,
        event_seq=seq,
        report_id=data["id"],
        given=[
            {**photo, "role": "far" if photo["role"] == "far" else "near"}
            for photo in data["photos"]
        ],
        fresh=False,
        now=move.now,
    )


def _contact(data: Mapping[str, Any]) -> bytes | None:
    contact = data.get("contact") or data.get("on_behalf") or {}
    kept = {name: contact[name] for name in ("name", "phone") if contact.get(name)}
    if not kept:
        return None
    return current().keys.seal(CONTACT, orjson.dumps(kept), data["id"].bytes)


# --- a new case ----------------------------------------------------------------------------------


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


def _open_case(sender: Sender, data: Mapping[str, Any]) -> Begin:
    prepared = _prepare(data)
    where, now = prepared.where, prepared.now
    district = next(area.code for area in where.areas if area.id == where.district_area_id)
    case = Case(
        number=new_number(district, now, city().policy.time_zone),
        version=0,
        address=data["address"],
        lat=where.lat,
        lon=where.lon,
        accuracy_m=data["place"].get("accuracy_m"),
    )
    action = "enter_patrol" if sender.channel == "patrol" else "submit"
    move = Move(db.session(), case, sender.actor, BY_ACTION[action], now)
    move.set(
        source=sender.channel,
        tile=data["tile"],
        urgent=prepared.urgent,
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


# --- me too --------------------------------------------------------------------------------------


def _public_case(number: str) -> Case:
    case = db.session.execute(select(Case).where(Case.number == number)).scalar_one_or_none()
    if case is not None and case.master_id is not None:
        case = db.session.get(Case, case.master_id)
    if case is None or not is_public(case):
        raise not_found()
    return case


def _join_case(sender: Sender, number: str, data: Mapping[str, Any]) -> Begin:
    root_id = _public_case(number).id
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
