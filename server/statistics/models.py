"""Files that offices have asked for."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from server.platform.db import Base, UtcDateTime


class Export(Base):
    """A ledger being written to a file, outside of any request.

    ``state`` is waiting, running, done or failed; ``done`` and ``total`` count rows. ``actor``
    holds the rights with which it was asked for, ``wanted`` the filter. A writer proves with
    ``beat_at`` that it lives; ``attempts`` tells a writer that was given up that it no longer
    may write. ``fault`` is why it failed, as a code.
    """

    __tablename__ = "export"
    __table_args__ = (Index("ix_export_staff_id_asked_at", "staff_id", "asked_at"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    actor: Mapped[dict[str, Any]] = mapped_column(JSON)
    wanted: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    beat_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fault: Mapped[str | None] = mapped_column(String(40))
