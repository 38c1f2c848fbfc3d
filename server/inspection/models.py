"""Rounds, lists and spot checks."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from server.platform.db import Base, UtcDateTime


class PatrolRound(Base):
    """One round of somebody who looks for problems: 晨检 (``morning``) or 督查 (``supervision``).

    ``id`` is made by the phone. ``off_window`` is set for a morning check that began outside the
    city's hours: kept, but no 晨检. Organisation and district are the leader's at that time.
    """

    __tablename__ = "patrol_round"
    __table_args__ = (
        Index("ix_patrol_round_leader_started", "leader_id", "started_at"),
        Index("ix_patrol_round_district_started", "district_area_id", "started_at"),
        Index(
            "uq_patrol_round_open",
            "leader_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    leader_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    district_area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    route: Mapped[str] = mapped_column(String(200), default="")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    off_window: Mapped[bool]


class PatrolIssue(Base):
    """A problem found on a round: the report that opened its case."""

    __tablename__ = "patrol_issue"

    report_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("report.id"), primary_key=True)
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("patrol_round.id"), index=True)
