"""What is wrong with a city's folder, in sentences, before anything of it is written.

Most of it cannot be taken back once the city stands, and who writes it is no programmer: every
fault is told, with its file and line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from server.catalog.loader import read_csv
from server.catalog.table import read_table
from server.catalog.values import LEAD_TYPES, TILE_ICONS
from server.city.entries import UnfitError, entries
from server.city.models import City
from server.deadlines.calendar import WorkingHours
from server.deadlines.holidays import UnpublishedYearError, days_of
from server.demo.city import CityFolder
from server.geography.service import area_by_code
from server.identity.organisations import CODE, KINDS, NEEDS_AREA
from server.platform.db import db
from server.platform.i18n import DEFAULT, catalogue, t

_TILE = re.compile(r"tile\.T\d+")
_CITY_CODE = re.compile(r"\d{6}")
_AUDIENCES = ("public", "internal")
_COLUMNS = {
    "organisations": ("code", "name", "kind", "lead_type", "area", "parent", "phone"),
    "responsibilities": ("lead_type", "area", "organisation"),
    "tiles": ("code", "icon", "category_code"),
    "urgent_words": ("word", "tile"),
    "templates": (*("code", "title", "words", "words_ko", "words_en", "audience", "organisation"),),
}


def faults_of(folder: CityFolder) -> list[str]:
    """Every fault that was found; empty when the city can be founded, or renamed if it stands.

    Raises ``ValueError`` for a table that cannot be read, ``OSError`` for one that is not there.
    """
    found = [f"city.json: {words}" for words in _facts(folder.facts)]
    if db.session.scalar(select(City.code)) is not None:
        return found
    tables = _Tables(folder)
    for check in (tables.organisations, tables.responsibilities, tables.kinds, tables.templates):
        found += check()
    return found


def _facts(facts: Mapping[str, Any]) -> Iterator[str]:
    profile = facts.get("profile")
    place = profile.get("map") if isinstance(profile, dict) else None
    checks: dict[str, bool] = {
        "code": bool(_CITY_CODE.fullmatch(str(facts.get("code", "")))),
        "name": bool(str(facts.get("name", "")).strip()),
        "notice": isinstance(facts.get("notice"), str),
        "calendar_years": isinstance(facts.get("calendar_years"), list),
        "profile": isinstance(place, dict)
        and all(isinstance(place.get(name), int | float) for name in ("lat", "lon", "zoom")),
        "policy": isinstance(facts.get("policy"), dict),
    }
    for name, fits in checks.items():
        if not fits:
            yield t("city.fact", name=name, hint=t(f"city.fact.{name}"))
    if checks["calendar_years"]:
        yield from _years(facts["calendar_years"])
    if checks["policy"]:
        yield from _policy(facts["policy"])


def _years(years: list[Any]) -> Iterator[str]:
    for year in years:
        try:
            next(iter(days_of(int(year))))
        except (UnpublishedYearError, TypeError, ValueError):
            yield t("city.year", year=year)


def _policy(policy: Mapping[str, Any]) -> Iterator[str]:
    elsewhere: dict[str, Callable[[Any], object]] = {
        "time_zone": ZoneInfo,
        "working_hours": WorkingHours.parse,
    }
    known = entries()
    for name, value in policy.items():
        check = known[name].checked if name in known else elsewhere.get(name)
        if check is None:
            yield t("city.policy_unknown", name=name)
            continue
        try:
            check(value)
        except (UnfitError, KeyError, TypeError, ValueError, OSError):
            yield t("city.policy", name=name)


class _Tables:
    """The tables of a folder, held against each other and against the areas."""

    def __init__(self, folder: CityFolder) -> None:
        self._folder = folder
        self._codes: set[str] = set()
        self._tiles = {row["code"] for _, row in self._rows("tiles")}

    def organisations(self) -> Iterator[str]:
        for at, row in self._rows("organisations"):
            code, area = row["code"], row["area"]
            if not CODE.fullmatch(code):
                yield at + t("city.code_form", value=code)
            if code in self._codes:
                yield at + t("city.twice", value=code)
            yield from _unknown(at, "kind", row["kind"], KINDS)
            yield from _unknown(at, "lead_type", row["lead_type"], ("", *sorted(LEAD_TYPES)))
            yield from _no_area(at, area)
            if row["kind"] in NEEDS_AREA and not area:
                yield at + t("city.needs_area")
            if row["parent"] and row["parent"] not in self._codes:
                yield at + t("city.no_organisation", value=row["parent"])
            self._codes.add(code)
        if not self._codes:
            yield "organisations.csv: " + t("city.nobody")

    def responsibilities(self) -> Iterator[str]:
        for at, row in self._rows("responsibilities"):
            yield from _unknown(at, "lead_type", row["lead_type"], sorted(LEAD_TYPES))
            yield from _no_area(at, row["area"])
            yield from self._no_organisation(at, row["organisation"])

    def kinds(self) -> Iterator[str]:
        categories = read_table(self._folder.path / "categories.csv")
        codes = {category.code for category, _ in categories}
        named = [key.removeprefix("tile.") for key in catalogue(DEFAULT) if _TILE.fullmatch(key)]
        for at, row in self._rows("tiles"):
            yield from _unknown(at, "code", row["code"], named)
            yield from _unknown(at, "icon", row["icon"], TILE_ICONS)
            if row["category_code"] and row["category_code"] not in codes:
                yield at + t("city.no_category", value=row["category_code"])
        for at, row in self._rows("urgent_words"):
            yield from _unknown(at, "tile", row["tile"], ("", *sorted(self._tiles)))
        for category, _ in categories:
            at = f"categories.csv: {category.code} "
            yield from _unknown(at, "tile", category.tile, sorted(self._tiles))

    def templates(self) -> Iterator[str]:
        if not (self._folder.path / "templates.csv").exists():
            return
        for at, row in self._rows("templates"):
            yield from _unknown(at, "audience", row["audience"], _AUDIENCES)
            if row["organisation"]:
                yield from self._no_organisation(at, row["organisation"])

    def _no_organisation(self, at: str, code: str) -> Iterator[str]:
        if code not in self._codes:
            yield at + t("city.no_organisation", value=code)

    def _rows(self, table: str) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Where each row stands, for the beginning of a sentence, and the row."""
        name = f"{table}.csv"
        for number, row in enumerate(read_csv(self._folder.path / name), start=2):
            at = t("city.at", file=name, line=number)
            missing = [column for column in _COLUMNS[table] if row.get(column) is None]
            if missing:
                raise ValueError(at + t("city.columns", names=" ".join(missing)))
            yield at, row


def _unknown(at: str, column: str, value: str, known: Collection[str]) -> Iterator[str]:
    if value not in known:
        choices = " ".join(filter(None, known))
        yield at + t("city.unknown", column=column, value=value, known=choices)


def _no_area(at: str, code: str) -> Iterator[str]:
    if code and area_by_code(code) is None:
        yield at + t("city.no_area", value=code)
