"""反映突出: places that several different people have told of in a short time.

Worked out from the reports whenever somebody looks, so it needs no job and is never late.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import product
from math import cos, floor, radians
from typing import Any

from server.catalog.service import catalogue
from server.city.policy import Policy
from server.city.service import policy
from server.geography.datum import Point
from server.geography.measure import distance_m
from server.geography.service import ancestors
from server.inspection.queries import reports_near_own
from server.inspection.round_views import named
from server.platform import clock
from server.platform.actor import Actor

_METRES_A_DEGREE = 110_000.0
_UNKNOWN_PERSON = 0
_MOST = 200


@dataclass
class Spot:
    """A case as one of the places told of: who told of it, and when.

    All whom nobody can tell apart (no phone, no number) count as one person.
    """

    id: int
    number: str
    state: str
    tile: str
    category_id: int | None
    address: str
    street_area_id: int
    lat: float
    lon: float
    visible: bool
    people: set[int] = field(default_factory=set)
    told_at: list[datetime] = field(default_factory=list)


@dataclass(frozen=True)
class Hotspot:
    """Cases of one category within the radius of one of them, told of by enough people."""

    centre: Spot
    category_id: int | None
    members: tuple[Spot, ...]

    @property
    def people(self) -> int:
        return len(set[int]().union(*(spot.people for spot in self.members)))

    @property
    def told_at(self) -> list[datetime]:
        return sorted(moment for spot in self.members for moment in spot.told_at)


def hotspots(actor: Actor) -> list[dict[str, Any]]:
    """The hotspots that hold a case the actor sees, those most people told of first, 200 at most.

    Only the cases the actor sees are named, and of people only how many there were. Two queries.
    """
    rules = policy()
    since = clock.now() - timedelta(days=rules.hotspot_days)
    spots: dict[int, Spot] = {}
    for row in reports_near_own(actor, since, rules.hotspot_radius_m):
        spot = spots.get(row.id)
        if spot is None:
            columns = row._asdict()
            del columns["sent_at"], columns["person"]
            spot = spots[row.id] = Spot(**columns)
        spot.people.add(row.person or _UNKNOWN_PERSON)
        spot.told_at.append(row.sent_at)
    found = [hot for hot in find(spots.values(), rules) if any(one.visible for one in hot.members)]
    return [_shown(hot, actor.locale) for hot in found[:_MOST]]


def find(spots: Iterable[Spot], rules: Policy) -> list[Hotspot]:
    """The hotspots among some cases.

    Two cases are of one kind when their categories are the same, or, while one has none yet,
    their tiles. Each hotspot is the circle of the city's radius (metres, edge included) around
    one of its cases; a case that lies in a larger hotspot is no centre of its own.
    """
    found = []
    for same_tile in _by(spots, lambda spot: spot.tile).values():
        near = _neighbours(same_tile, rules.hotspot_radius_m)
        circles = [
            circle
            for spot in same_tile
            for circle in _circles(spot, near[spot.id])
            if circle.people >= rules.hotspot_people
        ]
        circles.sort(key=_most_told_of)
        taken: set[int] = set()
        for circle in circles:
            if circle.centre.id not in taken:
                found.append(circle)
                taken.update(spot.id for spot in circle.members)
    return sorted(found, key=_most_told_of)


def _most_told_of(hot: Hotspot) -> tuple[int, float, int]:
    return -hot.people, -hot.told_at[-1].timestamp(), hot.centre.id


def _circles(centre: Spot, near: Sequence[Spot]) -> Iterable[Hotspot]:
    """The circle around a case for its own category; for each near by while it has none."""
    own = centre.category_id
    for category in {own} if own else {spot.category_id for spot in near}:
        members = tuple(spot for spot in near if spot.category_id in (category, None))
        yield Hotspot(centre, category, members)


def _neighbours(spots: Sequence[Spot], radius_m: float) -> dict[int, list[Spot]]:
    """The cases within the radius of each, itself included, looked for in adjoining squares."""
    widest = max(abs(spot.lat) for spot in spots)
    north = radius_m / _METRES_A_DEGREE
    east = north / max(0.01, cos(radians(widest)))

    def square(spot: Spot) -> tuple[int, int]:
        return floor(spot.lat / north), floor(spot.lon / east)

    squares = _by(spots, square)
    found = {}
    for (row, column), inside in squares.items():
        around = [
            spot
            for down, right in product((-1, 0, 1), repeat=2)
            for spot in squares.get((row + down, column + right), ())
        ]
        for spot in inside:
            here = Point(spot.lat, spot.lon)
            found[spot.id] = [
                other
                for other in around
                if distance_m(here, Point(other.lat, other.lon)) <= radius_m
            ]
    return found


def _by(spots: Iterable[Spot], key: Any) -> dict[Any, list[Spot]]:
    groups = defaultdict(list)
    for spot in spots:
        groups[key(spot)].append(spot)
    return dict(groups)


def _shown(hot: Hotspot, locale: str) -> dict[str, Any]:
    category = catalogue().category(hot.category_id) if hot.category_id else None
    street = ancestors(hot.centre.street_area_id)[-1]
    told = hot.told_at
    seen = sorted((spot for spot in hot.members if spot.visible), key=lambda spot: -spot.id)
    return {
        "tile": hot.centre.tile,
        "category": category and named(category, locale),
        "street": {"code": street.code, "name": street.name},
        "lat": hot.centre.lat,
        "lon": hot.centre.lon,
        "people": hot.people,
        "reports": len(told),
        "first_at": told[0],
        "last_at": told[-1],
        "cases": [
            {"number": spot.number, "state": spot.state, "address": spot.address} for spot in seen
        ],
    }
