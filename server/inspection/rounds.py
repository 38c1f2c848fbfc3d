"""晨检 and 督查: rounds that officials make, each problem found a case that skips intake."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.catalog.service import catalogue
from server.city.service import policy
from server.geography.service import ancestors, area_by_code
from server.inspection.models import PatrolIssue, PatrolRound
from server.inspection.queries import open_round
from server.platform import clock
from server.platform.actor import Actor
from server.platform.db import db, insert_row, unit_of_work
from server.platform.errors import Problem, not_found
from server.reports.service import Receipt, submit

MORNING, SUPERVISION = "morning", "supervision"
KINDS = (MORNING, SUPERVISION)
_MORNING_ROLES = frozenset({"patrol_leader"})


def begin(actor: Actor, data: Mapping[str, Any]) -> bool:
    """Begin a round; ``False`` for one that was begun already with the same words.

    Raises ``Problem``: ``forbidden`` (403) for a morning check by anybody but a patrol leader,
    ``round_id_conflict`` (409) for another round's id, ``round_open`` (409) while another round
    of the actor has not ended, ``area_unknown`` (422).
    """
    if data["kind"] == MORNING and not actor.roles & _MORNING_ROLES:
        raise Problem("forbidden", 403)
    area_id = _area_id(data["area"])
    if _began_before(actor, data, area_id):
        return False
    if open_round(actor) is not None:
        raise Problem("round_open", 409)
    now = clock.now()
    columns = {
        "id": data["id"],
        "kind": data["kind"],
        "leader_id": actor.staff_id,
        "organisation_id": actor.organisation_id,
        "district_area_id": _district_of(actor),
        "area_id": area_id,
        "route": data["route"],
        "started_at": now,
        "off_window": data["kind"] == MORNING and not in_window(now),
    }
    try:
        with unit_of_work() as session:
            insert_row(session, PatrolRound, columns)
    except IntegrityError as error:
        if _began_before(actor, data, area_id):
            return False
        raise Problem("round_open", 409) from error
    return True


def in_window(moment: datetime) -> bool:
    """Whether a morning check that begins at ``moment`` (aware) counts as one.

    The window is the city's ``patrol_window`` in its local time, the end not included.
    """
    here = policy()
    first, last = (time.fromisoformat(edge) for edge in here.patrol_window)
    return first <= moment.astimezone(ZoneInfo(here.time_zone)).time() < last


def _area_id(code: str | None) -> int | None:
    if code is None:
        return None
    area = area_by_code(code)
    if area is None:
        raise Problem("area_unknown", 422, area=code)
    return area.id


def _district_of(actor: Actor) -> int | None:
    if actor.area_id is None:
        return None
    by_level = {area.level.value: area.id for area in ancestors(actor.area_id)}
    return by_level.get("district", by_level.get("city"))


def _began_before(actor: Actor, data: Mapping[str, Any], area_id: int | None) -> bool:
    known = db.session.get(PatrolRound, data["id"])
    if known is None:
        return False
    same = (known.leader_id, known.kind, known.route, known.area_id)
    if same != (actor.staff_id, data["kind"], data["route"], area_id):
        raise Problem("round_id_conflict", 409)
    return True


def add_issue(actor: Actor, round_id: uuid.UUID, data: Mapping[str, Any]) -> Receipt:
    """Open the case of a problem found on the actor's round, and link it to the round.

    Sent again with the same id it is the same case, also after the round has ended. Raises
    ``Problem``: ``not_found`` (404) for a round of somebody else, ``round_ended`` (409), and what
    ``reports.service.submit`` raises.
    """
    _own(db.session(), actor, round_id)
    category = catalogue().category(data["category"])
    if category is None:
        raise Problem("invalid", 422, fields={"category": ["choice"]})
    patrol = {
        "category": category.code,
        "condition": data["condition"],
        "round": round_id.hex,
    }
    sent = {name: data[name] for name in ("id", "photos", "place", "address", "words", "locale")}
    report = sent | {
        "tile": category.tile,
        "patrol": patrol,
        "anonymous": False,
        "consent": None,
        "about_org": None,
    }

    def link(session: Session) -> None:
        if _own(session, actor, round_id, lock=True).ended_at is not None:
            raise Problem("round_ended", 409)
        insert_row(session, PatrolIssue, {"report_id": data["id"], "round_id": round_id})

    return submit(actor, report, link)


def end(actor: Actor, round_id: uuid.UUID) -> None:
    """End the actor's round; ending it twice keeps the first moment.

    Raises ``Problem("not_found", 404)`` for a round of somebody else.
    """
    with unit_of_work() as session:
        mine = _own(session, actor, round_id, lock=True)
        mine.ended_at = mine.ended_at or clock.now()


def _own(session: Session, actor: Actor, round_id: uuid.UUID, *, lock: bool = False) -> PatrolRound:
    query = select(PatrolRound).where(
        PatrolRound.id == round_id, PatrolRound.leader_id == actor.staff_id
    )
    if lock:
        query = query.with_for_update()
    found = session.execute(query).scalar_one_or_none()
    if found is None:
        raise not_found()
    return found
