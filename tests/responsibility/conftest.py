"""The town with the people whom these tests are about."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from server.identity.models import Organisation
from server.identity.staff import NewStaff, add_staff
from server.platform import clock as server_clock
from server.platform.db import db, unit_of_work
from tests.support.clocks import FrozenClock
from tests.support.town import EDGES, FOUNDED, MIDDLE, NORTH, SOUTH
from tests.support.world import World, template

__all__ = ["template"]

_PEOPLE = (
    ("keeper3", "路长乙", "east", "segment_keeper"),
    ("east_grid2", "网格员乙", "east", "grid_worker"),
    ("west_lead", "街道分管乙", "west", "street_lead"),
)
LAT = (SOUTH + NORTH) / 2
ROAD = {
    "type": "LineString",
    "coordinates": [[EDGES[0] + 0.002, LAT], [MIDDLE - 0.002, LAT]],
}


@pytest.fixture
def world(app: Flask, clock: FrozenClock) -> World:
    """The town with another keeper, another grid worker, and a leader of West."""
    with app.app_context(), server_clock.set_source(FrozenClock(FOUNDED)):
        with unit_of_work() as session:
            for username, name, organisation, role in _PEOPLE:
                place = session.scalars(
                    select(Organisation.id).where(Organisation.code == organisation)
                ).one()
                add_staff(session, NewStaff(username, name, "-", place, frozenset({role})))
        db.session.remove()
    return World(app, clock)


def segment_form(world: World, **changes: object) -> dict[str, object]:
    """A road through the middle of West, kept by 华路长甲 and 金包保甲."""
    return {
        "code": "LD-001",
        "name": "西街",
        "community": "990101001001",
        "geometry": ROAD,
        "buffer_m": 20,
        "chief": world.staff_ids["east_keeper"],
        "sponsor": world.staff_ids["east_officer"],
    } | changes
