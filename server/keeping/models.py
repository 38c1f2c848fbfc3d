"""What retention leaves behind, and what holds it back."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from server.platform.db import Base, UtcDateTime


class LegalHold(Base):
    """A case of which nothing is forgotten while this is not lifted, such as for a court."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        Index(
            "ix_legal_hold_living",
            "case_id",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    reason: Mapped[str] = mapped_column(String(500))
    set_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lift_reason: Mapped[str | None] = mapped_column(String(500))


class Tombstone(Base):
    """That ``removed`` things of a ``kind`` went on ``day`` (the city's) by ``rule``, and no more.

    ``rule`` is the policy entry or constant with its value (``keep_reporter_months=24``),
    ``before`` the moment until which the last of them reached.
    """

    __tablename__ = "tombstone"
    __table_args__ = (UniqueConstraint("day", "kind", "rule"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(30))
    rule: Mapped[str] = mapped_column(String(60))
    removed: Mapped[int]
    before: Mapped[datetime] = mapped_column(UtcDateTime)


class Erasure(Base):
    """That a resident asked to be forgotten; ``done_at`` is empty while a hold keeps a report."""

    __tablename__ = "erasure"

    resident_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
