"""The inbox."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.platform.db import Base, UtcDateTime


class Notice(Base):
    """One message in the inbox of ``owner``; the words are made when it is read.

    The unique key makes delivery exactly-once, however often the event is relayed.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("owner", "case_id", "seq"),
        Index("ix_notice_owner_id", "owner", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    seq: Mapped[int]
    template: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
