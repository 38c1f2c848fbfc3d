"""Reports: the evidence of one person about one problem."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from server.platform.db import Base, UtcDateTime

CONTACT = "contact"
"""What contacts are sealed for; a contact opens only together with its report's id."""


class CaseWatch(Base):
    """That ``owner`` ("r:12") wants to be told how a public case goes on, reported or not."""

    __tablename__ = "case_watch"
    __table_args__ = (Index("ix_case_watch_owner", "owner"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), primary_key=True)
    owner: Mapped[str] = mapped_column(String(40), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class Report(Base):
    """What one person sent: never edited, only redacted or withdrawn.

    ``owner`` is the key of the reporter, ``filer`` of who typed it. ``root_case_id`` is the case
    the report follows now: its own, or the master that its case was merged into. ``lat``/``lon``
    are WGS-84; the datum and numbers as sent are kept beside them. ``consent`` is the version of
    the notice that the reporter agreed to, ``guardian`` that which a guardian agreed to for a
    reporter under 14. ``answer`` is what the reporter said when asked to confirm.
    """

    __tablename__ = "report"
    __table_args__ = (
        Index("ix_report_owner_sent", "owner", "sent_at"),
        Index("ix_report_sent", "sent_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    root_case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    owner: Mapped[str] = mapped_column(String(40))
    filer: Mapped[str] = mapped_column(String(40))
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))
    code_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    channel: Mapped[str] = mapped_column(String(20))
    tile: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(String(200), default="")
    locale: Mapped[str] = mapped_column(String(10))
    lat: Mapped[float]
    lon: Mapped[float]
    accuracy_m: Mapped[float | None]
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    place_source: Mapped[str] = mapped_column(String(10))
    sent_lat: Mapped[float | None]
    sent_lon: Mapped[float | None]
    sent_datum: Mapped[str] = mapped_column(String(10), default="wgs84")
    anonymous: Mapped[bool]
    contact_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    consent: Mapped[str] = mapped_column(String(40))
    guardian: Mapped[str | None] = mapped_column(String(40))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column(String(20))
    rated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rated_solved: Mapped[str | None] = mapped_column(String(10))
    rated_score: Mapped[str | None] = mapped_column(String(20))
