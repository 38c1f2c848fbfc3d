"""What an import would change, decided without writing."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from server.geography.boundary import Boundary, RefusalError
from server.geography.datum import Datum
from server.geography.features import Candidate
from server.geography.levels import Level, enclosing, level_of_code, stem
from server.geography.models import Area, AreaBoundary
from server.geography.report import Note, Outcome, Row


@dataclass(frozen=True)
class ImportOptions:
    """How a source is to be read.

    ``parent`` is the code of the area above the rows that name none, and ``kind`` what grids are
    that do not say it. ``label`` is shown with the shapes. ``valid_from`` (aware; default now) is
    when new areas and new shapes begin.
    """

    level: Level
    datum: Datum = Datum.WGS84
    parent: str | None = None
    kind: str | None = None
    label: str = ""
    valid_from: datetime | None = None
    dry_run: bool = False


@dataclass(frozen=True)
class Draft:
    """What to write of one area. ``area_id`` is ``None`` for a new one, ``parent`` a stem.

    ``boundary`` is set only where the shape is new.
    """

    code: str
    name: str
    level: Level
    parent: str | None
    kind: str | None = None
    area_id: int | None = None
    boundary: Boundary | None = None

    @property
    def stem(self) -> str:
        """The key of the area."""
        return stem(self.code)


class Planner:
    """Turns candidates into rows of the report and, where something changes, into drafts.

    ``areas`` are the newest of each stem, ``boundaries`` those without an end by area id,
    ``kinds`` the city's kinds of grids.
    """

    def __init__(
        self,
        areas: Mapping[str, Area],
        boundaries: Mapping[int, AreaBoundary],
        options: ImportOptions,
        moment: datetime,
        kinds: Container[str],
    ) -> None:
        self.drafts: list[Draft] = []
        self.rows: list[Row] = []
        self.boundaries = boundaries
        self._newest = areas
        self._stems = {area.id: area.stem for area in areas.values()}
        self._levels = {
            key: Level(area.level) for key, area in areas.items() if area.valid_to is None
        }
        self._parents = {area.stem: self._stems.get(area.parent_id or 0) for area in areas.values()}
        self._kinds = kinds
        self._options = options
        self._moment = moment

    def take(self, candidate: Candidate) -> None:
        """Decide about one candidate."""
        notes: list[Note] = []
        try:
            outcome = self._decide(candidate, notes)
        except RefusalError as refusal:
            outcome, notes = Outcome.REFUSED, [Note(refusal.code, refusal.params)]
        row = Row(candidate.source, candidate.number, candidate.code, candidate.name, outcome)
        self.rows.append(replace(row, notes=tuple(notes)))

    def _decide(self, candidate: Candidate, notes: list[Note]) -> Outcome:
        if candidate.refusal or not candidate.boundary:
            raise candidate.refusal or RefusalError("no_area")
        area, boundary = self._existing(candidate), candidate.boundary
        parent, kind = self._parent(candidate, area), self._kind(candidate, area)
        if boundary.repaired_percent is not None:
            notes.append(Note("repaired", {"percent": f"{boundary.repaired_percent:.2f}"}))
        if parent is None and self._options.level is not Level.CITY:
            notes.append(Note("no_parent"))
        spoken = level_of_code(candidate.code)
        if not area and spoken not in (None, self._options.level, Level.DISTRICT.above):
            notes.append(Note("code_of_other_level", {"level": spoken}))
        held = self.boundaries.get(area.id) if area else None
        reshaped = held is None or held.digest != boundary.digest
        if held and reshaped and self._moment < held.valid_from:
            raise RefusalError("not_after_current")
        changes = self._changes(candidate, area, parent, kind, held) if area else []
        if area and not changes:
            return Outcome.UNCHANGED
        notes += changes
        self._levels[stem(candidate.code)] = self._options.level
        self._parents[stem(candidate.code)] = parent
        self.drafts.append(
            Draft(
                area.code if area else candidate.code,
                candidate.name,
                self._options.level,
                parent,
                kind,
                area.id if area else None,
                boundary if reshaped else None,
            )
        )
        return Outcome.CHANGED if area else Outcome.CREATED

    def _existing(self, candidate: Candidate) -> Area | None:
        """The open area with the candidate's code."""
        area = self._newest.get(stem(candidate.code))
        if area is None:
            return None
        if area.valid_to is not None:
            if self._moment < area.valid_to:
                raise RefusalError("not_after_current")
            return None
        if area.level != self._options.level:
            raise RefusalError("level_differs", level=area.level)
        return area

    def _changes(
        self,
        candidate: Candidate,
        area: Area,
        parent: str | None,
        kind: str | None,
        held: AreaBoundary | None,
    ) -> list[Note]:
        found = {
            "changed_name": candidate.name != area.name,
            "changed_parent": parent != self._stems.get(area.parent_id or 0),
            "changed_kind": kind != area.kind,
            "changed_label": held is not None and held.label != self._options.label,
            "changed_shape": candidate.boundary is not None
            and (held is None or held.digest != candidate.boundary.digest),
        }
        return [Note(code) for code, differs in found.items() if differs]

    def _parent(self, candidate: Candidate, area: Area | None) -> str | None:
        """The stem of the area above: named by the row, by the options, as it was, or by prefix."""
        level = self._options.level
        if level.above is None:
            return None
        if candidate.parent is not None:
            return self._named_parent(candidate, level.above)
        if self._options.parent is not None:
            return self._above(stem(self._options.parent), candidate)
        if area and area.parent_id in self._stems:
            return self._stems[area.parent_id]
        return self._by_prefix(stem(candidate.code), level)

    def _named_parent(self, candidate: Candidate, level: Level) -> str:
        code = str(candidate.parent)
        key = stem(code)
        if key == stem(candidate.code):
            raise RefusalError("parent_inside")
        if key not in self._levels:
            above = self._by_prefix(key, level)
            self.drafts.append(Draft(code, code, level, above))
            notes = (Note("known_by_code_only"),)
            self.rows.append(Row(candidate.source, 0, code, code, Outcome.PARENT_ADDED, notes))
            self._levels[key] = level
        return self._above(key, candidate)

    def _above(self, key: str, candidate: Candidate) -> str:
        """The stem ``key`` if its area may contain the candidate: grids may contain grids."""
        level = self._options.level
        nested = self._levels[key] is level is Level.GRID
        if self._levels[key].rank >= level.rank and not nested:
            raise RefusalError("parent_not_above", level=self._levels[key])
        if nested and stem(candidate.code) in self._line(key):
            raise RefusalError("parent_inside")
        return key

    def _line(self, key: str | None) -> Iterator[str]:
        """A stem and those of all areas above it."""
        while key is not None:
            yield key
            key = self._parents.get(key)

    def _kind(self, candidate: Candidate, area: Area | None) -> str | None:
        """What a grid is: said by the row, by the options, or as it was."""
        if self._options.level is not Level.GRID:
            return None
        kind = candidate.kind or self._options.kind or (area.kind if area else None)
        if kind is not None and kind not in self._kinds:
            raise RefusalError("unknown_kind", kind=kind)
        return kind

    def _by_prefix(self, key: str, level: Level) -> str | None:
        above = (known for known in enclosing(key, self._levels))
        return next((known for known in above if self._levels[known].rank < level.rank), None)
