"""Who answers for what: road segments, sponsors, persons of areas, task forces, claims.

Intervals are half-open and in aware UTC: ``valid_from`` belongs to them, ``valid_to`` does not, and
``NULL`` means without an end. What ended stays, so that a question about the past finds the answer
of the past. Shapes are well-known binary in WGS-84 degrees, x is longitude.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from server.platform.db import Base, UtcDateTime


def _one_open(name: str, *columns: str, end: str = "valid_to") -> Index:
    """At most one row without an end for the columns."""
    still_open = text(f"{end} IS NULL")
    return Index(name, *columns, unique=True, sqlite_where=still_open, postgresql_where=still_open)


class ResponsibilityEdition(Base):
    """One row: the count of changes that every process watches.

    Whoever changes a table of this package raises ``version`` first and thereby waits for others
    who do; ``token`` is random, so that a restored database is never taken for the one before.
    """

    __tablename__ = "responsibility_edition"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    token: Mapped[str] = mapped_column(String(16))


class Segment(Base):
    """A 路段: a line that reaches ``buffer_m`` metres to each side, or a polygon (then 0).

    ``area_id`` is its community. It counts from its activation, ``valid_from``, on.
    """

    __tablename__ = "segment"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    shape: Mapped[bytes] = mapped_column(LargeBinary)
    buffer_m: Mapped[float]
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    valid_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    valid_to: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SegmentDuty(Base):
    """Somebody keeps a segment; ``role`` is ``chief`` (路长) or ``sponsor`` (包保干部)."""

    __tablename__ = "segment_duty"
    __table_args__ = (_one_open("uq_segment_duty_open", "segment_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    segment_id: Mapped[int] = mapped_column(ForeignKey("segment.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_to: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SegmentClaim(Base):
    """An organisation asks to care for a segment (认领责任区); the street decides.

    ``sponsorship_id`` is set by an approval. A claim that is declined or given up has ``ended_at``.
    """

    __tablename__ = "segment_claim"
    __table_args__ = (_one_open("uq_segment_claim_open", "segment_id", end="ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    segment_id: Mapped[int] = mapped_column(ForeignKey("segment.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    claimed_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    claimed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sponsorship_id: Mapped[int | None] = mapped_column(ForeignKey("sponsorship.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Site(Base):
    """A place with a sponsor of its own: ``kind`` is ``point`` (点位) or ``compound`` (小区).

    ``lat, lon`` are WGS-84 degrees. It reaches as far as its ``shape``, or ``radius_m`` metres
    around the position where no shape is known. ``area_id`` is its community.
    """

    __tablename__ = "site"
    __table_args__ = (UniqueConstraint("kind", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(80))
    lat: Mapped[float]
    lon: Mapped[float]
    radius_m: Mapped[float]
    shape: Mapped[bytes | None] = mapped_column(LargeBinary)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)


class Sponsorship(Base):
    """An organisation stands by a target (包保): community, segment, point or compound.

    ``target_id`` is an id of ``area``, ``segment`` or ``site``, as ``target_kind`` says; rows of
    these are never deleted. ``contact`` is whom to call there.
    """

    __tablename__ = "sponsorship"
    __table_args__ = (
        _one_open("uq_sponsorship_open", "organisation_id", "target_kind", "target_id"),
        Index("ix_sponsorship_target", "target_kind", "target_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    target_kind: Mapped[str] = mapped_column(String(10))
    target_id: Mapped[int]
    contact: Mapped[str] = mapped_column(String(120), default="")
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_to: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AreaDuty(Base):
    """The one person who answers for a node of the area tree, such as a 楼栋长 or 小组长."""

    __tablename__ = "area_duty"
    __table_args__ = (_one_open("uq_area_duty_open", "area_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_to: Mapped[datetime | None] = mapped_column(UtcDateTime)


class GridBinding(Base):
    """A grid worker (网格员) works in this area and all below it."""

    __tablename__ = "grid_binding"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True, index=True)


class TaskForce(Base):
    """What a 工作专班 is about: some categories (codes), a polygon, or both, for a while.

    No category means all of them, no ``shape`` means everywhere.
    """

    __tablename__ = "task_force"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), unique=True)
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    categories: Mapped[list[str]] = mapped_column(JSON)
    shape: Mapped[bytes | None] = mapped_column(LargeBinary)
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_to: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TaskForceMember(Base):
    """An organisation that works in a task force."""

    __tablename__ = "task_force_member"

    task_force_id: Mapped[int] = mapped_column(ForeignKey("task_force.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), primary_key=True, index=True
    )
