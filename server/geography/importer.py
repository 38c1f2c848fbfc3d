"""Import of boundaries: everything is read and decided first, then written at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
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
from server.geography.neighbours import remarks
from server.geography.planner import Draft, ImportOptions, Planner
from server.geography.queries import Edition, latest_areas, latest_edition, open_boundaries
from server.geography.report import Outcome, Report, Row
from server.platform import audit, clock
from server.platform.actor import Actor
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem

__all__ = ["ImportOptions", "Plan", "apply", "import_collection", "import_path", "plan_collection"]


@dataclass(frozen=True)
class Plan:
    """What an import would do to the map of edition ``base``: ``drafts`` to write, ``rows`` to
    tell. ``areas`` are the newest of each stem; everything begins at ``moment``."""

    source: str
    options: ImportOptions
    base: Edition
    moment: datetime
    areas: Mapping[str, Area]
    drafts: list[Draft]
    rows: tuple[Row, ...]

    @property
    def open_ids(self) -> dict[str, int]:
        """The ids of the areas in force, by stem."""
        return {area.stem: area.id for area in self.areas.values() if area.valid_to is None}


def import_path(path: Path, options: ImportOptions, actor: Actor | None = None) -> Report:
    """Import a GeoJSON file, or every one in a folder; with an ``actor`` into the audit log too.

    Raises ``Problem`` ``area_not_found`` for an unknown ``options.parent`` and ``areas_changed``
    when another import came in between; whatever is wrong with the rows is in the report.
    """
    plan = _plan(path.name, read_path(path, options.datum), options)
    return _report_of(plan) if options.dry_run else apply(plan, actor)


def import_collection(source: str, collection: object, options: ImportOptions) -> Report:
    """Import a parsed FeatureCollection; ``source`` names it. Raises as ``import_path`` does."""
    plan = plan_collection(source, collection, options)
    return _report_of(plan) if options.dry_run else apply(plan)


def plan_collection(source: str, collection: object, options: ImportOptions) -> Plan:
    """Decide about a parsed FeatureCollection without writing. Raises ``area_not_found``."""
    candidates = refuse_repeated(read_collection(source, collection, options.datum))
    return _plan(source, candidates, options)


def apply(plan: Plan, actor: Actor | None = None) -> Report:
    """Write a plan; with an ``actor`` into the audit log too. Raises ``areas_changed``."""
    if not plan.drafts:
        return _report_of(plan)
    with unit_of_work() as session:
        edition = next_edition(session, plan.base, plan.source, len(plan.drafts))
        _write(session, plan)
        if actor is not None:
            told = {"source": plan.source, "level": plan.options.level, "changed": len(plan.drafts)}
            audit.record(session, actor, "areas_imported", f"areas:{edition}", told)
    return Report(plan.rows, edition)


def _report_of(plan: Plan) -> Report:
    return Report(plan.rows, None)


def _plan(source: str, candidates: Iterable[Candidate], options: ImportOptions) -> Plan:
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
    told = remarks(planner.drafts, areas.values(), planner.boundaries)
    rows = tuple(
        replace(row, notes=row.notes + told.get(stem(row.code), ()))
        if row.outcome in (Outcome.CREATED, Outcome.CHANGED)
        else row
        for row in planner.rows
    )
    return Plan(source, options, base, moment, areas, planner.drafts, rows)


def _write(session: Session, plan: Plan) -> None:
    """Write areas from the top down, then their shapes."""
    ids, moment, options = plan.open_ids, plan.moment, plan.options
    waiting = plan.drafts
    while waiting:
        ready = [draft for draft in waiting if draft.parent is None or draft.parent in ids]
        waiting = [draft for draft in waiting if draft.parent and draft.parent not in ids]
        areas = [_area(session, draft, ids, moment) for draft in ready]
        session.flush()
        ids |= {area.stem: area.id for area in areas}
    held = open_boundaries(session)
    for draft in plan.drafts:
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
        for draft in plan.drafts
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
