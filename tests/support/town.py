"""A small city to test in: two streets side by side, their offices and everybody who works there.

The tables are in ``tests/support/city``. East and West meet at ``MIDDLE``; the district around
them has a supervision centre, two departments, a property company and a sponsor.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import create_app
from server.catalog import loader
from server.city.models import City
from server.deadlines.service import seed_year
from server.desk.models import ResponseTemplate
from server.geography.importer import ImportOptions, import_collection
from server.geography.levels import Level
from server.geography.service import area_by_code
from server.identity import passwords
from server.identity.models import Organisation, Staff
from server.identity.staff import NewStaff, add_staff
from server.platform import clock
from server.platform.db import db, unit_of_work
from server.responsibility.books import begin_change
from server.responsibility.models import GridBinding, Segment, SegmentDuty
from server.responsibility.shapes import read_polygon, wkb
from server.settings import Settings
from tests.support import databases
from tests.support.clocks import FrozenClock

TABLES = Path(__file__).parent / "city"
PASSWORD = "a password of the town"
SOUTH, NORTH = 40.00, 40.02
FOUNDED = datetime(2025, 1, 1, tzinfo=UTC)
EDGES, MIDDLE = (120.00, 120.04), 120.02


def load_town() -> None:
    """Fill an empty, migrated database; needs an application context."""
    with unit_of_work() as session:
        passwords_do = {"second_factor_required": False}
        session.add(City(code="990101", name="测试区", profile={}, policy=passwords_do))
        for year in (2025, 2026):
            seed_year(session, year)
    for level, areas in _areas().items():
        collection = {"type": "FeatureCollection", "features": areas}
        import_collection(level, collection, ImportOptions(level=level))
    hashed = passwords.hash_password(PASSWORD)
    with unit_of_work() as session:
        for row in rows("organisations"):
            _add_organisation(session, row)
        for row in rows("people"):
            _add_person(session, row, hashed)
        loader.load_tiles(session, TABLES / "tiles.csv")
        loader.load_urgent_words(session, TABLES / "urgent_words.csv")
        loader.load_categories(session, TABLES / "categories.csv")
        _share_out(session)
        for row in rows("responsibilities"):
            area_id = _area_id(row["area"]) if row["area"] else None
            leader_id = _organisation_id(session, row["organisation"])
            loader.set_responsibility(session, row["lead_type"], area_id, leader_id)


def _areas() -> dict[Level, list[dict[str, object]]]:
    west, east = EDGES
    return {
        Level.CITY: [_square("9901", "测试市", west, east)],
        Level.DISTRICT: [_square("990101", "测试区", west, east)],
        Level.STREET: [
            _square("990101001", "东街道", MIDDLE, east),
            _square("990101002", "西街道", west, MIDDLE),
        ],
        Level.COMMUNITY: [_square("990101001001", "东一社区", MIDDLE, east)],
    }


def _square(code: str, name: str, west: float, east: float) -> dict[str, object]:
    ring = [[west, SOUTH], [east, SOUTH], [east, NORTH], [west, NORTH], [west, SOUTH]]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def _add_organisation(session: Session, row: Mapping[str, str]) -> None:
    session.add(
        Organisation(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            lead_type=row["lead_type"] or None,
            area_id=_area_id(row["area"]),
        )
    )
    session.flush()


def _add_person(session: Session, row: Mapping[str, str], hashed: str) -> None:
    organisation_id = _organisation_id(session, row["organisation"])
    roles = frozenset(row["roles"].split())
    add_staff(session, NewStaff(row["username"], row["name"], hashed, organisation_id, roles))


def rows(table: str) -> list[dict[str, str]]:
    """The rows of one of the town's tables."""
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _share_out(session: Session) -> None:
    """East is one road with two keepers; the district has a grid worker and a template."""
    begin_change(session)
    east = _square("", "", MIDDLE, EDGES[1])["geometry"]
    road = Segment(
        code="east-road",
        name="东二路",
        shape=wkb(read_polygon(east)),
        buffer_m=0,
        area_id=_area_id("990101001001"),
        valid_from=clock.now(),
    )
    session.add(road)
    session.flush()
    for role, name in (("chief", "east_keeper"), ("sponsor", "east_officer")):
        session.add(
            SegmentDuty(
                segment_id=road.id,
                role=role,
                staff_id=_staff_id(session, name),
                valid_from=clock.now(),
            )
        )
    session.add(GridBinding(staff_id=_staff_id(session, "east_grid"), area_id=_area_id("990101")))
    session.add(
        ResponseTemplate(code="thanks", title="感谢", words="谢谢您的反映。", audience="public")
    )


def _staff_id(session: Session, username: str) -> int:
    return session.scalars(select(Staff.id).where(Staff.username == username)).one()


def _area_id(code: str) -> int:
    area = area_by_code(code)
    assert area is not None, code
    return area.id


def _organisation_id(session: Session, code: str) -> int:
    return session.scalars(select(Organisation.id).where(Organisation.code == code)).one()


# --- one template a run --------------------------------------------------------------------------


def _build(data_dir: Path, url: str) -> None:
    databases.migrate(data_dir, url)
    settings = Settings.complete(
        data_dir=data_dir, database_url=url, secret_key=databases.SECRET, background=False
    )
    app = create_app(settings)
    with app.app_context(), clock.set_source(FrozenClock(FOUNDED)):
        load_town()
        db.session.remove()
        db.engine.dispose()


TOWN = databases.Template("town", _build)
