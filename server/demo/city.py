"""Filling an installation from a city's folder; a second time changes nothing.

A city is data: ``city.json`` and the tables ``tiles``, ``urgent_words``, ``categories``,
``organisations``, ``responsibilities`` and, where there are any, response ``templates`` as CSV.
A demo city has made-up boundaries in ``areas.json``, and ``people`` and ``residents`` who share a
password; a real one has neither: its boundaries are imported, its people made one by one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.catalog import loader
from server.catalog import service as catalog
from server.city import service as city_service
from server.city.models import City
from server.deadlines import service as deadlines
from server.demo.areas import DemoArea, read_areas
from server.desk.models import ResponseTemplate
from server.geography.importer import ImportOptions, import_collection
from server.geography.levels import Level
from server.geography.report import Outcome
from server.geography.service import area_by_code
from server.identity import passwords, phones
from server.identity.models import Organisation
from server.identity.service import account_of
from server.identity.staff import NewStaff, add_staff
from server.platform import clock
from server.platform.db import db, unit_of_work
from server.platform.i18n import t
from server.platform.texts import read_text

CITIES = Path(__file__).parent / "cities"


@dataclass(frozen=True, slots=True)
class CityFolder:
    """The folder of a city and its ``city.json``."""

    path: Path
    facts: Mapping[str, Any]

    @classmethod
    def of(cls, path: Path) -> CityFolder:
        """Open a folder.

        Raises ``ValueError`` with a sentence when ``city.json`` is no JSON object, ``OSError``
        when there is none.
        """
        try:
            facts = json.loads(read_text(path / "city.json"))
        except json.JSONDecodeError as error:
            raise ValueError(t("city.not_json", line=error.lineno, column=error.colno)) from error
        if not isinstance(facts, dict):
            raise ValueError(t("city.not_json", line=1, column=1))
        return cls(path, facts)

    @property
    def password(self) -> str:
        """The one password of the demo accounts."""
        return str(self.facts["demo"]["password"])

    @property
    def valid_from(self) -> datetime:
        """Since when its areas and responsibilities are in force (aware): now, if not said."""
        told = self.facts.get("valid_from")
        return datetime.fromisoformat(told) if told else clock.now()


def load_city(folder: CityFolder, *, with_people: bool) -> bool:
    """Load calendar, areas, organisations, categories, responsibilities and the city.

    The city's row is written last, with the offices: where it stands, everything was loaded, and
    what people have changed since is left alone. Whenever this is called, days of the calendar
    that are missing are added, and name, notice and profile become what the folder says, for no
    page changes them. ``with_people``: the demo's own, who share a password. Returns whether the
    city was founded, and did not stand already.

    Raises ``ValueError`` when another city stands here, or a table names what there is not.
    """
    with unit_of_work() as session:
        for year in folder.facts["calendar_years"]:
            deadlines.seed_year(session, year)
    standing = db.session.scalar(select(City.code))
    if standing == folder.facts["code"]:
        _rename(folder.facts)
    elif standing is not None:
        raise ValueError(t("city.other", code=standing))
    else:
        if (folder.path / "areas.json").exists():
            _load_areas(*read_areas(folder.path / "areas.json"), folder.valid_from)
        _load_offices(folder, with_people=with_people)
    for part in (city_service, deadlines, catalog):
        part.forget_cached()
    return standing is None


def _load_areas(label: str, areas: list[DemoArea], valid_from: datetime) -> None:
    for level in sorted({Level(area.level) for area in areas}, key=lambda level: level.rank):
        features = [area.feature(label) for area in areas if area.level == level]
        collection = {"type": "FeatureCollection", "features": features}
        options = ImportOptions(level=level, label=label, valid_from=valid_from)
        report = import_collection(f"areas.json ({level})", collection, options)
        refused = [row.words("zh-CN") for row in report.rows if row.outcome is Outcome.REFUSED]
        if refused:
            raise ValueError("; ".join(refused))


def _load_offices(folder: CityFolder, *, with_people: bool) -> None:
    password = passwords.hash_password(folder.password) if with_people else ""
    with unit_of_work() as session:
        for row in _rows(folder, "organisations"):
            _load_organisation(session, row)
        if with_people:
            _load_people(session, folder, password)
        loader.load_tiles(session, folder.path / "tiles.csv")
        loader.load_urgent_words(session, folder.path / "urgent_words.csv")
        loader.load_categories(session, folder.path / "categories.csv")
        loader.load_responsibilities(
            session,
            folder.path / "responsibilities.csv",
            _area_id,
            lambda code: _organisation_id(session, code),
            folder.valid_from,
        )
        _load_templates(session, folder)
        _add_city(session, folder.facts)


def _load_people(session: Session, folder: CityFolder, password: str) -> None:
    for row in _rows(folder, "people"):
        new = NewStaff(
            username=row["username"],
            name=row["name"],
            password_hash=password,
            organisation_id=_organisation_id(session, row["organisation"]),
            roles=frozenset(row["roles"].split()),
            is_demo=True,
        )
        add_staff(session, new)
    for row in _rows(folder, "residents"):
        account_of(session, phones.parse(row["phone"]), row["locale"], is_demo=True)


def _load_organisation(session: Session, row: Mapping[str, str]) -> None:
    session.add(
        Organisation(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            lead_type=row["lead_type"] or None,
            area_id=_area_id(row["area"]) if row["area"] else None,
            parent_id=_organisation_id(session, row["parent"]) if row["parent"] else None,
            phone=row["phone"],
        )
    )
    session.flush()


def _load_templates(session: Session, folder: CityFolder) -> None:
    if not (folder.path / "templates.csv").exists():
        return
    for row in _rows(folder, "templates"):
        code = row["organisation"]
        own = {"organisation_id": _organisation_id(session, code) if code else None}
        words = {name: value for name, value in row.items() if name != "organisation"}
        session.add(ResponseTemplate(**words, **own))


def _add_city(session: Session, facts: Mapping[str, Any]) -> None:
    named = {name: facts[name] for name in ("code", "name", "notice", "profile", "policy")}
    session.add(City(**named))


def _rename(facts: Mapping[str, Any]) -> None:
    with unit_of_work() as session:
        city = session.scalars(select(City)).one()
        city.name, city.notice, city.profile = (
            facts[name] for name in ("name", "notice", "profile")
        )


def _rows(folder: CityFolder, table: str) -> list[Mapping[str, str]]:
    return list(loader.read_csv(folder.path / f"{table}.csv"))


def _area_id(code: str) -> int:
    area = area_by_code(code)
    if area is None:
        raise ValueError(f"unknown area {code}")
    return area.id


def _organisation_id(session: Session, code: str) -> int:
    found = session.scalar(select(Organisation.id).where(Organisation.code == code))
    if found is None:
        raise ValueError(f"unknown organisation {code}")
    return found
