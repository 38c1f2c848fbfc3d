"""Areas, their boundaries through time, and the editions of the whole map.

An ``Area`` is the lasting identity that cases, organisations and responsibility lists refer to. A
new shape is a new ``AreaBoundary`` row, so an old case keeps the area it was given although its
position may now lie elsewhere. A code that was closed and is used again later is a new ``Area``.
Moments are aware UTC, intervals half-open: ``valid_from`` belongs, ``valid_to`` does not.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from server.platform.db import Base, UtcDateTime

_OPEN = text("valid_to IS NULL")


class Area(Base):
    """A node of the tree city › district › street › community › grid.

    ``code`` is as the source wrote it, ``stem`` its shortest form and the key of imports. Below the
    communities ``kind`` is one of the city's kinds of grids, such as a building or a group.
    """

    __tablename__ = "area"
    __table_args__ = (
        UniqueConstraint("stem", "valid_from"),
        Index("uq_area_stem_open", "stem", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32))
    stem: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(60))
    level: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str | None] = mapped_column(String(20))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_to: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AreaBoundary(Base):
    """The shape of an area during an interval, in WGS-84 whatever ``source_datum`` it came in.

    ``wkb`` is a valid, normalised polygon or multipolygon, ``digest`` its SHA-256 in hex;
    ``lat, lon`` is a position inside it; ``area_m2`` decides between overlapping areas;
    ``label`` is shown with the shape, for example that it is only an example.
    """

    __tablename__ = "area_boundary"
    __table_args__ = (
        Index(
            "uq_area_boundary_open",
            "area_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    wkb: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))
    area_m2: Mapped[float]
    lat: Mapped[float]
    lon: Mapped[float]
    label: Mapped[str] = mapped_column(String(60))
    source_datum: Mapped[str] = mapped_column(String(8))
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_to: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AreaEdition(Base):
    """One change of the map: what was imported, and the number that every process watches.

    ``version`` counts up by one, so two imports at once cannot both succeed; ``token`` is random,
    so that a restored or emptied database is never taken for the one before.
    """

    __tablename__ = "area_edition"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    token: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(String(200))
    changed: Mapped[int]
