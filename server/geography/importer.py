"""Import of boundaries: everything is read and decided first, then written at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from server.city.service import city
from server.geography.editions import next_edition
from server.geography.features import (
    Candidate,
    parents_first,
    read_collection,
    read_path,
    refuse_repeated,
)
from server.geography.levels import stem
from server.geography.models import Area, AreaBoundary
from server.geography.planner import Draft, ImportOptions, Planner
from server.geography.queries import latest_areas, latest_edition, open_boundaries
from server.geography.report import Report
from server.platform import clock
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem

__all__ = ["ImportOptions", "import_collection", "import_path"]


def import_path(path: Path, options: ImportOptions) -> Report:
    """Import a GeoJSON file, or every one in a folder.

    Raises ``Problem`` ``area_not_found`` for an unknown ``options.parent`` and ``areas_changed``
    when another import came in between; whatever is wrong with the rows is in the report.
    """
    return _import(path.name, read_path(path, options.datum), options)


def import_collection(source: str, collection: object, options: ImportOptions) -> Report:
    """Import a parsed FeatureCollection; ``source`` names it. Raises as ``import_path`` does."""
    candidates = refuse_repeated(read_collection(source, collection, options.datum))
    return _import(source, candidates, options)


def _import(source: str, candidates: Iterable[Candidate], options: ImportOptions) -> Report:
    moment = options.valid_from or clock.now()
    base = latest_edition(db.session())
    areas = latest_areas(db.session())
    if options.parent is not None:
        above = areas.get(stem(options.parent))
        if above is None or above.valid_to is not None:
            raise Problem("area_not_found", 404, area=options.parent)
    kinds = city().grid_kinds
    planner = Planner(areas, open_boundaries(db.session()), options, moment, kinds)
    for candidate in parents_first(candidates):
        planner.take(candidate)
    if options.dry_run or not planner.drafts:
        return Report(tuple(planner.rows), None)
    known = {area.stem: area.id for area in areas.values() if area.valid_to is None}
    with unit_of_work() as session:
        edition = next_edition(session, base, source, len(planner.drafts))
        _write(session, planner.drafts, known, options, moment)
    return Report(tuple(planner.rows), edition)


def _write(
    session: Session,
    drafts: list[Draft],
    ids: dict[str, int],
    options: ImportOptions,
    moment: datetime,
) -> None:
    """Write areas from the top down, then their shapes; ``ids`` are the open areas by stem."""
    waiting = drafts
    while waiting:
        ready = [draft for draft in waiting if draft.parent is None or draft.parent in ids]
        waiting = [draft for draft in waiting if draft.parent and draft.parent not in ids]
        areas = [_area(session, draft, ids, moment) for draft in ready]
        session.flush()
        ids |= {area.stem: area.id for area in areas}
    held = open_boundaries(session)
    for draft in drafts:
        boundary = held.get(ids[draft.stem])
        if boundary and draft.boundary:
            boundary.valid_to = moment
        elif boundary:
            boundary.label = options.label
    session.flush()
    session.add_all(
        AreaBoundary(
            area_id=ids[draft.stem],
            wkb=draft.boundary.wkb,
            digest=draft.boundary.digest,
            area_m2=draft.boundary.area_m2,
            lat=draft.boundary.inside.lat,
            lon=draft.boundary.inside.lon,
            label=options.label,
            source_datum=options.datum,
            valid_from=moment,
        )
        for draft in drafts
        if draft.boundary
    )


def _area(session: Session, draft: Draft, ids: dict[str, int], moment: datetime) -> Area:
    area = session.get_one(Area, draft.area_id) if draft.area_id is not None else None
    if area is None:
        area = Area(code=draft.code, stem=draft.stem, level=draft.level, valid_from=moment)
        session.add(area)
    area.name = draft.name
    area.kind = draft.kind
    area.parent_id = ids[draft.parent] if draft.parent else None
    return area
