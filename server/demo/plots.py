"""The cases of a city's table: where and when they happen, and what is photographed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

import numpy as np
from shapely import Point, Polygon

from server.catalog.loader import read_csv
from server.deadlines.working_time import WorkingTime
from server.demo.album import Shot
from server.demo.areas import read_areas
from server.demo.city import CityFolder
from server.demo.stories import Step, moments, steps_of

_NAMESPACE = UUID("5f0c3a52-5a4e-4b7e-9d0a-2c7b1f6d8e90")
_FAR_EVERY = 8
_SEEN_ON_THE_SPOT = ("verify_true", "request_suspension", "request_force_close")
_TAKES = {"report": 0, "far": 1, "supplement": 2, "reopen": 3, "other_reporter": 4, "finish": 5}
_TAKES |= {action: take for take, action in enumerate(_SEEN_ON_THE_SPOT, 6)}


@dataclass(frozen=True)
class Plot:
    """One row of the table. Step 0 is the report, ``steps[n - 1]`` the n-th action after it.

    ``lat`` and ``lon`` are WGS-84; ``times`` (aware) belong to the report and the steps in turn.
    """

    row: Mapping[str, str]
    report_id: UUID
    lat: float
    lon: float
    steps: list[Step]
    times: list[datetime]

    @property
    def is_patrol(self) -> bool:
        """Whether an official found the problem on a round."""
        return self.row["channel"] == "patrol"

    def shots(self, n: int) -> list[Shot]:
        """The photographs that step ``n`` brings, the near one first."""
        if n == 0:
            first = "other_reporter" if self.row["master"] else "report"
            has_far = int(self.row["id"]) % _FAR_EVERY == 0
            return [self._shot(first), *([self._shot("far")] if has_far else [])]
        action = self.steps[n - 1].action
        if action in ("supplement", "reopen", *_SEEN_ON_THE_SPOT):
            return [self._shot(action)]
        if action != "finish":
            return []
        earlier = sum(step.action == "finish" for step in self.steps[: n - 1])
        return [self._shot("finish", solved=True, later=earlier)]

    def _shot(self, occasion: str, *, solved: bool = False, later: int = 0) -> Shot:
        take = _TAKES[occasion] + later
        return Shot(self.row["scene"], int(self.row["variant"]), solved, take)


def read_plots(folder: CityFolder, known: WorkingTime, now: datetime) -> list[Plot]:
    """The rows of ``cases.csv``, timed so that each stands at ``now`` where its story ends."""
    _, areas = read_areas(folder.path / "areas.json")
    shapes = {area.code: area.shape for area in areas}
    plots: list[Plot] = []
    for row in read_csv(folder.path / "cases.csv"):
        steps = _at_own_pace(
            steps_of(row["story"], float(row["work"]), len(row["joiners"].split())), int(row["id"])
        )
        times = list(moments(known, now, float(row["since"]), steps))
        lat, lon = _spot_of(row, shapes)
        report_id = uuid5(_NAMESPACE, f"{folder.path.name}/{row['id']}")
        plots.append(Plot(row, report_id, lat, lon, steps, times))
    return plots


def _at_own_pace(steps: list[Step], seed: int) -> list[Step]:
    """Nobody takes exactly as long as in the book; only a timeout does."""
    chance = np.random.default_rng([89, seed])
    return [
        step if step.who == "nobody" else replace(step, wait=step.wait * chance.uniform(0.8, 1.4))
        for step in steps
    ]


def _spot_of(row: Mapping[str, str], shapes: Mapping[str, Polygon]) -> tuple[float, float]:
    if row["spot"]:
        lat, lon = row["spot"].split()
        return float(lat), float(lon)
    return _spot(shapes[row["area"]], int(row["master"] or row["id"]))


def _spot(shape: Polygon, seed: int) -> tuple[float, float]:
    """A place well inside an area, the same for the same seed."""
    chance = np.random.default_rng([83, seed])
    west, south, east, north = shape.bounds
    inner = shape.buffer(-min(east - west, north - south) * 0.12)
    while True:
        lon, lat = float(chance.uniform(west, east)), float(chance.uniform(south, north))
        if inner.contains(Point(lon, lat)):
            return round(lat, 6), round(lon, 6)
