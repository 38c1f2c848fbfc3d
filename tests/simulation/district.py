"""A district to simulate: ten streets side by side, two departments, a centre, residents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from server import create_app
from server.catalog import loader
from server.city.models import City
from server.deadlines.service import seed_year
from server.geography.importer import ImportOptions, import_collection
from server.geography.levels import Level
from server.geography.service import area_by_code
from server.identity import phones
from server.identity.models import Organisation
from server.identity.service import account_of
from server.identity.staff import NewStaff, add_staff
from server.platform import clock
from server.platform.db import db, unit_of_work
from server.responsibility.books import begin_change
from server.responsibility.models import GridBinding
from server.settings import Settings
from tests.support import databases
from tests.support.clocks import FrozenClock
from tests.support.town import TABLES

CITY, DISTRICT = "9901", "990101"
STREETS = tuple(f"{DISTRICT}{number:03}" for number in range(1, 11))
DEPARTMENTS = ("sanitation", "municipal")
PHONES = tuple(f"138{number:08}" for number in range(60))
SOUTH, WEST, SIDE = 40.0, 120.0, 0.02
_FOUNDED = datetime(2025, 1, 1, tzinfo=UTC)

STREET_ROLES = ("intake_clerk", "dispatcher", "handler", "street_lead", "street_head")
DEPARTMENT_ROLES = ("handler", "organisation_head")
CENTRE = {
    "checker": ("checker", "checker2", "checker3", "checker4"),
    "supervisor": ("supervisor",),
    "centre_leader": ("leader", "leader2"),
    "inspector": ("inspector",),
}


def corner(street: str) -> tuple[float, float]:
    """The south-western corner of a street's square, latitude first (WGS-84)."""
    return SOUTH, WEST + STREETS.index(street) * SIDE


def _staff() -> Iterator[tuple[str, str, str]]:
    """Username, organisation and role of everybody."""
    for street in STREETS:
        yield from ((f"{street}_{role}", street, role) for role in STREET_ROLES)
    for office in DEPARTMENTS:
        yield from ((f"{office}_{role}", office, role) for role in DEPARTMENT_ROLES)
    for role, names in CENTRE.items():
        yield from ((name, "centre", role) for name in names)
    yield "grid", "centre", "grid_worker"


def _load() -> None:
    with unit_of_work() as session:
        session.add(City(code=DISTRICT, name="模拟区", profile={}, policy={}))
        seed_year(session, 2025)
        seed_year(session, 2026)
    whole = len(STREETS)
    squares = {street: _square(street, number, 1) for number, street in enumerate(STREETS)}
    _import(Level.CITY, [_square(CITY, 0, whole)])
    _import(Level.DISTRICT, [_square(DISTRICT, 0, whole)])
    _import(Level.STREET, list(squares.values()))
    with unit_of_work() as session:
        offices = {"centre": _office(session, "centre", "centre", DISTRICT)}
        for code in DEPARTMENTS:
            offices[code] = _office(session, code, "department", DISTRICT)
        for street in STREETS:
            offices[street] = _office(session, street, "street", street)
        staff = {
            name: add_staff(session, NewStaff(name, name, "", offices[office], frozenset({role})))
            for name, office, role in _staff()
        }
        for phone in PHONES:
            account_of(session, phones.parse(phone), "zh-CN")
        for table in ("tiles", "urgent_words", "categories"):
            getattr(loader, f"load_{table}")(session, TABLES / f"{table}.csv")
        for code in DEPARTMENTS:
            loader.set_responsibility(session, code, None, offices[code])
        for street in STREETS:
            loader.set_responsibility(session, "street", _area_id(street), offices[street])
        begin_change(session)
        session.flush()
        session.add(GridBinding(staff_id=staff["grid"].id, area_id=_area_id(DISTRICT)))


def _office(session: Session, code: str, kind: str, area: str) -> int:
    lead = "street" if kind == "street" else code if code in DEPARTMENTS else None
    office = Organisation(code=code, name=code, kind=kind, lead_type=lead, area_id=_area_id(area))
    session.add(office)
    session.flush()
    return office.id


def _area_id(code: str) -> int:
    area = area_by_code(code)
    assert area is not None, code
    return area.id


def _import(level: Level, areas: list[dict[str, object]]) -> None:
    collection = {"type": "FeatureCollection", "features": areas}
    import_collection(level, collection, ImportOptions(level=level))


def _square(code: str, number: int, wide: int) -> dict[str, object]:
    west, east = WEST + number * SIDE, WEST + (number + wide) * SIDE
    north = SOUTH + SIDE
    ring = [[west, SOUTH], [east, SOUTH], [east, north], [west, north], [west, SOUTH]]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def _build(data_dir: Path, url: str) -> None:
    databases.migrate(data_dir, url)
    settings = Settings.complete(
        data_dir=data_dir, database_url=url, secret_key=databases.SECRET, background=False
    )
    app = create_app(settings)
    with app.app_context(), clock.set_source(FrozenClock(_FOUNDED)):
        _load()
        db.session.remove()
        db.engine.dispose()


SIMULATED = databases.Template("simulated", _build)
