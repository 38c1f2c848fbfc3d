"""Finding cases by number, words, address, names of areas, categories and organisations.

A query is split at blanks, and each part has to be found somewhere. What people wrote is found by
pairs of characters (``grams``) and then compared, so that what is shown really says so. Whether
the actor may see a case is the caller's condition, never this one's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from server.cases.grams import LEAST, grams, plain, runs, suffix_of
from server.cases.models import Case, CaseGram
from server.catalog.service import catalogue
from server.city.service import time_zone
from server.geography.service import AreaRef, Level, areas_below, areas_named
from server.identity.models import Organisation
from server.platform.db import db
from server.platform.masking import OFFICES, masked
from server.reports.models import Report

PARTS_MOST = 4
_NAMED_MOST = 50
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_FEW = 2000
"""Up to so many cases a search begins with the words, beyond with the order of the list."""

_FIRST, _OTHER, _NUMBERED = aliased(CaseGram), aliased(CaseGram), aliased(Case)

COLUMNS = (
    *(Case.area_id, Case.district_area_id, Case.responsible_org_id, Case.intake_org_id),
    Case.category_id,
)
"""What ``Search.really`` reads of a row beside number, address, street and time of sending."""


@dataclass(frozen=True)
class _Part:
    """One part of a query and the names it is a piece of."""

    text: str
    runs: tuple[str, ...]
    areas: frozenset[int]
    streets: frozenset[int]
    districts: frozenset[int]
    categories: frozenset[int]
    organisations: frozenset[int]
    day: tuple[datetime, datetime] | None

    def by_name(self) -> list[ColumnElement[bool]]:
        """The conditions that follow from names and days."""
        pairs = (
            (Case.area_id, self.areas),
            (Case.street_area_id, self.streets),
            (Case.district_area_id, self.districts),
            (Case.category_id, self.categories),
            (Case.responsible_org_id, self.organisations),
        )
        found: list[ColumnElement[bool]] = [column.in_(ids) for column, ids in pairs if ids]
        if self.day is not None:
            found.append(and_(Case.submitted_at >= self.day[0], Case.submitted_at < self.day[1]))
        return found

    def wanted(self) -> list[frozenset[int]]:
        """The digests that what people wrote must have, or the end of a number."""
        texts = {self.runs, (suffix_of(self.text),)}
        found = (frozenset(grams(*one)) for one in texts if _long_enough(one))
        return [one for one in found if one]

    def is_in(self, row: Row[Any], texts: Iterable[str]) -> bool:
        """Whether a case found by digests and names really has this part."""
        return (
            row.area_id in self.areas
            or row.street_area_id in self.streets
            or row.district_area_id in self.districts
            or row.category_id in self.categories
            or row.responsible_org_id in self.organisations
            or (self.day is not None and self.day[0] <= row.submitted_at < self.day[1])
            or self.text in plain(row.number)
            or any(all(run in text for run in self.runs) for text in texts)
        )


def _long_enough(texts: Collection[str]) -> bool:
    return bool(texts) and all(len(text) >= LEAST for text in texts)


class Search:
    """A query made ready: a condition for the database, and a check of what it found."""

    def __init__(self, query: str) -> None:
        """Look up the names that the query's parts are pieces of."""
        texts = plain(query).split()[:PARTS_MOST]
        organisations = _organisations_named(texts)
        self._parts = [_part(text, organisations[text]) for text in texts]
        self.named = False
        """Whether the condition names a few cases, among which all must be that are found."""
        self.condition = and_(*(self._condition(part) for part in self._parts))

    def _condition(self, part: _Part) -> ColumnElement[bool]:
        """Cases that have a part; a few too many, see ``really``.

        Few cases have its digests: they are named. Many: each case of the list is asked, and the
        list is soon full.
        """
        by_name, few, many = part.by_name(), set[int](), list[ColumnElement[bool]]()
        for wanted in part.wanted():
            ids = _having(wanted)
            if len(ids) <= _FEW:
                few |= ids
            else:
                many.append(and_(*(_has(gram, Case.id) for gram in wanted)))
        self.named = self.named or not (by_name or many)
        number = select(_NUMBERED.id).where(_NUMBERED.number == part.text.upper())
        return or_(Case.id.in_(number), Case.id.in_(few), *by_name, *many)

    def really(self, rows: Sequence[Row[Any]]) -> list[Row[Any]]:
        """The rows whose words do contain the parts; one query.

        Numbers of people are not looked for: who may not read them would find them digit by digit.
        """
        texts: dict[int, list[str]] = defaultdict(list)
        ids = [row.id for row in rows]
        told = db.session.execute(
            select(Report.case_id, Report.root_case_id, Report.words)
            .where(or_(Report.case_id.in_(ids), Report.root_case_id.in_(ids)))
            .where(Report.withdrawn_at.is_(None))
        )
        for case_id, root_case_id, words in told:
            for number in {case_id, root_case_id}:
                texts[number].append(plain(masked(words, OFFICES)))
        return [
            row
            for row in rows
            if all(part.is_in(row, (*texts[row.id], plain(row.address))) for part in self._parts)
        ]


def _part(text: str, organisations: frozenset[int]) -> _Part:
    areas = areas_named(text)
    small = frozenset(ref.id for ref in areas if ref.level.rank > Level.STREET.rank)
    return _Part(
        text=text,
        runs=tuple(runs(text)),
        areas=frozenset(areas_below(small)) if small else small,
        streets=_ids(areas, Level.STREET),
        districts=_ids(areas, Level.DISTRICT),
        categories=frozenset(
            category.id
            for category in catalogue().categories
            if any(text in plain(name) for name in category.names.values())
        ),
        organisations=organisations,
        day=_day(text),
    )


def _ids(areas: Iterable[AreaRef], level: Level) -> frozenset[int]:
    return frozenset(ref.id for ref in areas if ref.level is level)


def _day(text: str) -> tuple[datetime, datetime] | None:
    """Beginning and end of the local day that a number names, as in ``20261122``."""
    if len(text) != len("YYYYMMDD") or not text.isdecimal():
        return None
    try:
        day = datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 -- a day, no moment
    except ValueError:
        return None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return None
    zone = time_zone()
    begin = datetime.combine(day, time(), zone)
    return begin, datetime.combine(day + timedelta(days=1), time(), zone)


def _organisations_named(texts: Collection[str]) -> dict[str, frozenset[int]]:
    """For each text the organisations whose name it is a piece of; one query."""
    name = func.lower(Organisation.name)
    rows = db.session.execute(
        select(Organisation.id, name).where(
            or_(false(), *(name.contains(text, autoescape=True) for text in texts))
        )
    ).all()
    return {
        text: frozenset(number for number, named in rows[:_NAMED_MOST] if text in named)
        for text in texts
    }


def _having(wanted: Collection[int]) -> set[int]:
    """Cases that have all these digests, one more than few at most; two queries."""
    first, *others = sorted(wanted, key=_sizes(wanted).__getitem__)
    found = select(_FIRST.case_id).where(_FIRST.gram == first)
    found = found.where(*(_has(gram, _FIRST.case_id) for gram in others)).limit(_FEW + 1)
    return set(db.session.scalars(found))


def _has(gram: int, case_id: Any) -> ColumnElement[bool]:
    return exists().where(_OTHER.gram == gram, _OTHER.case_id == case_id)


def _sizes(wanted: Collection[int]) -> dict[int, int]:
    """How many cases have each digest, counted no further than matters; one query."""
    counts = [
        select(func.count())
        .select_from(
            select(CaseGram.case_id).where(CaseGram.gram == gram).limit(_FEW + 1).subquery()
        )
        .scalar_subquery()
        for gram in wanted
    ]
    return dict(zip(wanted, db.session.execute(select(*counts)).one(), strict=True))
