"""The atlas of the present moment, one per database, rebuilt when the map changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import NamedTuple
from weakref import WeakKeyDictionary

import shapely
from sqlalchemy import Engine
from sqlalchemy.orm import Session, SessionTransaction

from server.geography.atlas import AreaRef, Atlas, Node, Outline
from server.geography.levels import Level
from server.geography.models import Area, AreaBoundary
from server.geography.queries import (
    Edition,
    all_areas,
    boundaries_at,
    latest_edition,
    moments_of_change,
)
from server.platform import clock
from server.platform.db import db


class _Seen(NamedTuple):
    transaction: SessionTransaction | None
    edition: Edition


@dataclass(frozen=True)
class _Held:
    """An atlas, the edition it was made from, and the interval in which nothing changes."""

    atlas: Atlas
    edition: Edition
    since: datetime | None
    until: datetime | None

    def serves(self, edition: Edition, moment: datetime) -> bool:
        return (
            edition == self.edition
            and (self.since is None or self.since <= moment)
            and (self.until is None or moment < self.until)
        )


_held: WeakKeyDictionary[Engine, _Held] = WeakKeyDictionary()
_building = Lock()
_SEEN = "geography.edition"


def current_atlas() -> Atlas:
    """The atlas valid now.

    Costs one small query in each transaction, and a rebuild after a change of the map.
    """
    engine, moment = db.engine, clock.now()
    edition = _edition_seen_by(db.session())
    held = _held.get(engine)
    if held is None or not held.serves(edition, moment):
        with _building:
            held = _held.get(engine)
            if held is None or not held.serves(edition, moment):
                held = _held[engine] = _build(db.session(), edition, moment)
    return held.atlas


def _edition_seen_by(session: Session) -> Edition:
    """The edition, asked for once in a transaction."""
    seen: _Seen | None = session.info.get(_SEEN)
    if seen is None or seen.transaction is not session.get_transaction():
        edition = latest_edition(session)
        seen = session.info[_SEEN] = _Seen(session.get_transaction(), edition)
    return seen.edition


def _build(session: Session, edition: Edition, moment: datetime) -> _Held:
    changes = moments_of_change(session)
    outlines = {row.area_id: _outline(row) for row in boundaries_at(session, moment)}
    nodes = [_node(area, moment, outlines.get(area.id)) for area in all_areas(session)]
    return _Held(
        Atlas(edition.version, nodes),
        edition,
        max((change for change in changes if change <= moment), default=None),
        min((change for change in changes if change > moment), default=None),
    )


def _node(area: Area, moment: datetime, outline: Outline | None) -> Node:
    begun = area.valid_from <= moment
    current = begun and (area.valid_to is None or moment < area.valid_to)
    ref = AreaRef(area.id, area.code, area.name, Level(area.level), area.kind)
    return Node(ref, area.parent_id, current, outline)


def _outline(row: AreaBoundary) -> Outline:
    return Outline(shapely.from_wkb(row.wkb), row.area_m2, row.lat, row.lon, row.label)
