"""Spot checks of closed cases, and the nightly check of the journal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.platform.db import Base, UtcDateTime


class SpotSample(Base):
    """The ``number``-th draw among a street's closings in a month (``2026-11``, city's time).

    ``population`` is how many closings it was drawn from: those not drawn before. Drawing from
    them with the same ``seed`` gives the same checks (``proof.sampling``).
    """

    __tablename__ = "spot_sample"
    __table_args__ = (UniqueConstraint("street_area_id", "month", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    street_area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    month: Mapped[str] = mapped_column(String(7))
    number: Mapped[int]
    seed: Mapped[str] = mapped_column(String(64))
    population: Mapped[int]
    drawn_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class SpotCheck(Base):
    """A closing that an inspector has to look at again; the street does not know of it.

    ``flags`` say why it was likely to be drawn. ``finding`` is ``ok`` or ``false``; without an
    inspector anybody who may inspect and has no part in the case may take it.
    """

    __tablename__ = "spot_check"
    __table_args__ = (
        UniqueConstraint("sample_id", "case_id"),
        Index("ix_spot_check_inspector", "inspector_id", "finding"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sample_id: Mapped[int] = mapped_column(ForeignKey("spot_sample.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    closed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    flags: Mapped[list[str]] = mapped_column(JSON)
    inspector_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    finding: Mapped[str | None] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(String(500), default="")
    found_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    found_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class JournalCheck(Base):
    """One night's check of all journals; ``broken`` names cases and what is wrong with each."""

    __tablename__ = "journal_check"

    night: Mapped[date] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    broken: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
