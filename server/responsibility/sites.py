"""Points (点位) and residential compounds (小区): places that may have sponsors."""

from __future__ import annotations

from dataclasses import dataclass

import shapely
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.geography.levels import Level
from server.geography.service import Point, locate
from server.platform import audit
from server.platform.actor import Actor
from server.platform.db import unit_of_work
from server.platform.errors import Problem
from server.responsibility.books import begin_change
from server.responsibility.models import Site
from server.responsibility.segments import community_id
from server.responsibility.shapes import read_polygon, wkb


@dataclass(frozen=True)
class NewSite:
    """A place to enter: a position in WGS-84 degrees and ``radius_m``, or a GeoJSON polygon.

    Without ``community`` it belongs to the one that it lies in.
    """

    kind: str
    code: str
    name: str
    community: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_m: float = 50.0
    geometry: object = None


def add_site(who: Actor, new: NewSite) -> None:
    """Enter a point or compound.

    Raises ``Problem`` ``shape_refused``, ``out_of_area``, ``community_unknown``, ``code_taken``,
    and ``place_missing`` when it has neither position nor polygon.
    """
    row = site_row(new)
    with unit_of_work() as session:
        begin_change(session)
        enter(session, row)
        audit.record(session, who, "created", f"site:{row.id}")


def site_row(new: NewSite) -> Site:
    """The row of a place, not yet entered. Raises as ``add_site`` does."""
    shape = read_polygon(new.geometry) if new.geometry is not None else None
    inside = shapely.point_on_surface(shape) if shape is not None else None
    lat, lon = (inside.y, inside.x) if inside is not None else (new.lat, new.lon)
    if lat is None or lon is None:
        raise Problem("place_missing", 422, fields={"lat": ["required"]})
    return Site(
        kind=new.kind,
        code=new.code,
        name=new.name,
        lat=lat,
        lon=lon,
        radius_m=new.radius_m,
        shape=wkb(shape) if shape is not None else None,
        area_id=community_id(new.community or _community_at(lat, lon)),
    )


def _community_at(lat: float, lon: float) -> str:
    """The code of the community at a position; empty where there is none."""
    areas = locate(Point(lat, lon)).areas
    return next((area.code for area in areas if area.level is Level.COMMUNITY), "")


def enter(session: Session, row: Site) -> None:
    """Add the row in the caller's unit of work. Raises ``Problem`` ``code_taken``."""
    same = select(Site.id).where(Site.kind == row.kind, Site.code == row.code)
    if session.scalar(same) is not None:
        raise Problem("code_taken", 409, fields={"code": ["invalid"]})
    session.add(row)
    session.flush()
