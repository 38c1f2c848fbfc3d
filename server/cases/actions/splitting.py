"""Effect of splitting: two problems in one report become two cases."""

from __future__ import annotations

from sqlalchemy import select

from server.cases.actions.registry import Data, effect
from server.cases.engine import Move
from server.cases.models import Case
from server.cases.numbers import new_number
from server.cases.policy import Situation
from server.cases.routing import suggested
from server.cases.workflow import BY_ACTION
from server.catalog.service import catalogue
from server.city.service import policy
from server.geography.service import ancestors
from server.photos import service as photos
from server.platform.errors import Problem
from server.reports import parting

_SAME_PLACE = (
    "address",
    "lat",
    "lon",
    "accuracy_m",
    "area_id",
    "street_area_id",
    "district_area_id",
    "intake_org_id",
    "recused_org_id",
    "segment_id",
    "source",
    "submitted_at",
)


@effect("split")
def split(move: Move, at: Situation, data: Data) -> None:
    """The chosen photos leave for a new case; who reported follows both."""
    if not catalogue().has_tile(data["tile"]):
        raise Problem("invalid", 422, fields={"tile": ["choice"]})
    other = _new_case(move, data["tile"])
    other.facts |= {"split_from": move.case.number, "photo_ids": data["photo_ids"]}
    other.run_clocks()
    seq = other.write()
    senders = photos.leave_for(move.session, move.case.id, data["photo_ids"], other.case.id, seq)
    chosen = [report for report in at.reports if report.id in senders] or at.reports[:1]
    parting.copy(move.session, chosen, other.case.id)
    move.facts |= {"split_into": other.case.number, "photo_ids": data["photo_ids"]}


def _free_number(move: Move, district: str) -> str:
    while True:
        number = new_number(district, move.now, policy().time_zone)
        if move.session.scalar(select(Case.id).where(Case.number == number)) is None:
            return number


def _new_case(move: Move, tile: str) -> Move:
    old = move.case
    areas = ancestors(old.area_id)
    district = next(area.code for area in areas if area.id == old.district_area_id)
    case = Case(number=_free_number(move, district), version=0)
    other = Move(move.session, case, move.actor, BY_ACTION["submit"], move.now)
    category = catalogue().suggested_category(tile)
    other.set(
        **{name: getattr(old, name) for name in _SAME_PLACE},
        tile=tile,
        urgent=old.urgent,
        suggested_org_id=suggested(category.id if category else None, [area.id for area in areas]),
    )
    return other
