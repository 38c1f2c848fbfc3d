"""Where and when photos were shot, against where and since when a case is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from server.cases.proof.marks import Mark
from server.city.policy import Policy
from server.geography.datum import Datum, Point
from server.geography.measure import distance_m
from server.photos.service import Shot

_WRITTEN = (Datum.WGS84, Datum.GCJ02)

Given = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Scene:
    """Where a case is (WGS-84), what time it is, and the city's rules for photos of it."""

    place: Point
    now: datetime
    rules: Policy

    def fixes(self, photos: Given) -> list[Point]:
        """The positions that phones gave precisely enough (accuracy of 50 m by default)."""
        return [
            Point(photo["lat"], photo["lon"])
            for photo in photos
            if photo.get("lat") is not None
            and photo.get("lon") is not None
            and photo.get("accuracy_m") is not None
            and photo["accuracy_m"] <= self.rules.proof_accuracy_m
        ]

    def is_here(self, fix: Point) -> bool:
        """Whether a position is at the case."""
        return distance_m(self.place, fix) <= self.rules.proof_radius_m

    def is_now(self, moment: datetime | None) -> bool:
        """Whether something was shot just now; a clock that runs ahead is believed as little."""
        live = timedelta(minutes=self.rules.proof_live_minutes)
        return moment is not None and abs(self.now - moment) <= live

    def marks_of_place(self, photos: Given, shots: Iterable[Shot]) -> set[Mark]:
        """``FAR`` when any photo was shot elsewhere, ``NO_POSITION`` when no phone says where.

        The bytes' own metadata may speak against a photo, never for it.
        """
        fixes = self.fixes(photos)
        marks = set() if fixes else {Mark.NO_POSITION}
        if not all(map(self.is_here, fixes)) or any(map(self._was_elsewhere, shots)):
            marks.add(Mark.FAR)
        return marks

    def marks_of_time(
        self, photos: Given, shots: Iterable[Shot], since: datetime | None
    ) -> set[Mark]:
        """``ALBUM`` unless all photos are live; ``EARLY`` when one is older than ``since``.

        The bytes' own metadata count as much as what the phone says.
        """
        marks = set()
        inside = [moment for shot in shots if (moment := self._taken(shot)) is not None]
        said = [photo.get("captured_at") for photo in photos]
        if not all(self.is_now(moment) for moment in (*said, *inside)):
            marks.add(Mark.ALBUM)
        if any(photo.get("source") == "album" for photo in photos):
            marks.add(Mark.ALBUM)
        known = [moment for moment in said if moment is not None]
        if since is not None and any(moment < since for moment in (*known, *inside)):
            marks.add(Mark.EARLY)
        return marks

    def is_live(self, photos: Given, shots: Iterable[Shot]) -> bool:
        """Whether all photos come from a camera just now."""
        return not self.marks_of_time(photos, shots, None)

    def _was_elsewhere(self, shot: Shot) -> bool:
        """Whether the place in a photo is not the case's; some phones write it in GCJ-02."""
        if shot.lat is None or shot.lon is None:
            return False
        read = (Point(shot.lat, shot.lon, datum).to(Datum.WGS84) for datum in _WRITTEN)
        return not any(map(self.is_here, read))

    def _taken(self, shot: Shot) -> datetime | None:
        if shot.taken_at is None:
            return None
        local = datetime.fromisoformat(shot.taken_at)
        if shot.taken_offset_min is not None:
            zone = timezone(timedelta(minutes=shot.taken_offset_min))
            return local.replace(tzinfo=zone).astimezone(UTC)
        return local.replace(tzinfo=ZoneInfo(self.rules.time_zone)).astimezone(UTC)
