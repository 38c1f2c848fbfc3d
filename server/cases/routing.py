"""Where a case belongs: areas, the office that takes it in, the organisation that should lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.catalog.service import catalogue, suggest_lead
from server.city.service import city, policy
from server.geography import service as geography
from server.geography.datum import Datum, Point
from server.identity.offices import offices_at
from server.platform import clock
from server.platform.errors import Problem
from server.responsibility.service import segment_at, task_forces_at


@dataclass(frozen=True)
class Destination:
    """``area_ids`` from city to smallest; ``lat``/``lon`` WGS-84."""

    area_ids: tuple[int, ...]
    areas: tuple[geography.AreaRef, ...]
    street_area_id: int
    district_area_id: int
    intake_org_id: int
    segment_id: int | None
    lat: float
    lon: float


def point_of(place: Mapping[str, Any]) -> Point:
    """The point as sent, in the datum it was sent in."""
    return Point(place["lat"], place["lon"], Datum(place.get("datum", "wgs84")))


def destination_of_place(
    place: Mapping[str, Any], recused_org_id: int | None = None
) -> Destination:
    """Where a point belongs.

    Raises ``Problem("out_of_area", 422)`` for a point outside the city.
    """
    point = point_of(place).to(Datum.WGS84)
    return _destination(geography.locate(point), point.lat, point.lon, recused_org_id)


def destination_of_area(code: str, recused_org_id: int | None = None) -> Destination:
    """Where something in an area chosen without a map belongs: the area's own point.

    Raises ``Problem("out_of_area", 422)`` for a code the city does not have.
    """
    placement, point = geography.place_by_code(code)
    return _destination(placement, point.lat, point.lon, recused_org_id)


def _destination(
    placement: geography.Placement, lat: float, lon: float, recused_org_id: int | None
) -> Destination:
    areas = placement.areas
    by_level = {area.level.value: area.id for area in areas}
    district = by_level.get("district", by_level.get("city", areas[0].id))
    return Destination(
        area_ids=tuple(area.id for area in areas),
        areas=areas,
        street_area_id=placement.street.id,
        district_area_id=district,
        intake_org_id=_intake(placement.street.id, district, recused_org_id),
        segment_id=segment_at(lat, lon, clock.now()),
        lat=lat,
        lon=lon,
    )


def _intake(street_id: int, district_id: int, recused_org_id: int | None) -> int:
    """The street office, or the district centre where the city or a recusal says so."""
    found = offices_at((street_id, district_id), ("street", "centre"))
    streets = [item.id for item in found if (item.kind, item.area_id) == ("street", street_id)]
    centres = [item.id for item in found if (item.kind, item.area_id) == ("centre", district_id)]
    prefer = streets + centres if policy().intake_mode == "street" else centres + streets
    eligible = [number for number in prefer if number != recused_org_id]
    if eligible:
        return eligible[0]
    raise Problem("no_office", 422, city=city().name)


def suggested(category_id: int | None, area_ids: Sequence[int]) -> int | None:
    """The organisation that the responsibility list names for a category in nested areas."""
    category = catalogue().category(category_id) if category_id is not None else None
    return suggest_lead(category, area_ids) if category else None


def task_force_of(category_id: int, lat: float, lon: float, at: datetime) -> int | None:
    """The task force at work on such matters at a place (WGS-84), the oldest if there are more."""
    return next((force.id for force in task_forces_at(category_id, lat, lon, at)), None)
