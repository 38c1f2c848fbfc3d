"""Who answers for what in a demo city: grids, segments, sites, sponsors, duties, task forces.

Each table of the city's folder may be missing: ``grids``, ``segments``, ``sites``,
``sponsorships`` (as it is imported), ``duties``, ``grid_workers`` and ``task_forces``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from shapely.geometry import mapping

from server.catalog.loader import read_csv
from server.demo.city import CityFolder
from server.geography.importer import ImportOptions, import_collection
from server.geography.levels import Level
from server.platform import clock
from server.platform.actor import SYSTEM
from server.platform.db import db
from server.responsibility import grids, segments, sites, task_forces
from server.responsibility.books import current_book
from server.responsibility.importing import import_sponsorships
from server.responsibility.queries import staff_ids_by_username
from server.responsibility.shapes import square


def load_answers(folder: CityFolder) -> None:
    """Load the tables once, in force since the city's beginning.

    A city where there are segments already, or that was loaded before it had these people, is
    left alone.
    """
    people = staff_ids_by_username(db.session())
    keepers = {row["chief"] for row in _rows(folder, "segments")}
    if current_book().segments or not keepers or not keepers <= people.keys():
        return
    with clock.set_source(lambda: folder.valid_from):
        _load_grids(folder)
        for row in _rows(folder, "segments"):
            _load_segment(row, people)
        for row in _rows(folder, "sites"):
            _load_site(row)
        sponsorships = folder.path / "sponsorships.csv"
        if sponsorships.exists():
            import_sponsorships(SYSTEM, sponsorships.read_bytes(), dry_run=False)
        for row in _rows(folder, "duties"):
            grids.set_area_duty(SYSTEM, row["area"], people[row["username"]])
        for row in _rows(folder, "grid_workers"):
            grids.bind_worker(SYSTEM, people[row["username"]], row["areas"].split())
        for row in _rows(folder, "task_forces"):
            _load_task_force(row, people)


def _load_grids(folder: CityFolder) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {name: row[name] for name in ("code", "name", "parent", "kind")},
            "geometry": mapping(square(float(row["lat"]), float(row["lon"]), float(row["side_m"]))),
        }
        for row in _rows(folder, "grids")
    ]
    if features:
        collection = {"type": "FeatureCollection", "features": features}
        label = json.loads((folder.path / "areas.json").read_text(encoding="utf-8"))["label"]
        import_collection("grids.csv", collection, ImportOptions(Level.GRID, label=label))


def _load_segment(row: Mapping[str, str], people: Mapping[str, int]) -> None:
    """A line of ``code,name,community,buffer_m,chief,sponsor,line``; active if it has both."""
    keepers = {role: people[row[role]] for role in ("chief", "sponsor") if row[role]}
    line = {"type": "LineString", "coordinates": _positions(row["line"])}
    segments.add_segment(
        SYSTEM,
        segments.NewSegment(
            row["code"], row["name"], row["community"], line, float(row["buffer_m"]), keepers
        ),
    )
    if len(keepers) == 2:
        segments.activate(SYSTEM, row["code"])


def _load_site(row: Mapping[str, str]) -> None:
    lat, lon, radius_m = (float(row[name]) for name in ("lat", "lon", "radius_m"))
    new = sites.NewSite(row["kind"], row["code"], row["name"], row["community"], lat, lon, radius_m)
    sites.add_site(SYSTEM, new)


def _load_task_force(row: Mapping[str, str], people: Mapping[str, int]) -> None:
    polygon = {"type": "Polygon", "coordinates": [_positions(row["polygon"])]}
    mandate = task_forces.Mandate(
        members=row["members"].split(),
        categories=row["categories"].split(),
        geometry=polygon if row["polygon"] else None,
        leader=people[row["leader"]],
    )
    task_forces.set_mandate(SYSTEM, row["organisation"], mandate)


def _positions(text: str) -> list[list[float]]:
    """``lon lat`` pairs separated by semicolons, in WGS-84 degrees."""
    pairs = (pair.split() for pair in text.split(";") if pair)
    return [[float(number) for number in pair] for pair in pairs]


def _rows(folder: CityFolder, table: str) -> list[Mapping[str, Any]]:
    path = folder.path / f"{table}.csv"
    return list(read_csv(path)) if path.exists() else []
