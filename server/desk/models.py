"""Response templates, saved views, visits to queues, and shift hand-overs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.platform.db import Base, UtcDateTime


class ResponseTemplate(Base):
    """Words that offices say often; ``code`` is what the action ``use_template`` names.

    ``audience`` is who reads them in the end: ``public`` (residents too) or ``internal``. Without
    an organisation a template is the whole city's. Retired ones stay, for what was said with them.
    """

    __tablename__ = "response_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(60))
    words: Mapped[str] = mapped_column(String(500))
    words_ko: Mapped[str] = mapped_column(String(500), default="")
    words_en: Mapped[str] = mapped_column(String(500), default="")
    audience: Mapped[str] = mapped_column(String(10))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)


class SavedView(Base):
    """A list as somebody wants to find it again: ``query`` is queue, filters and order.

    With ``shared``, everybody of the organisation has it; only ``staff_id`` may change it.
    """

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("staff_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    shared: Mapped[bool]
    query: Mapped[dict[str, Any]] = mapped_column(JSON)


class DefaultView(Base):
    """The view that somebody's desk opens with."""

    __tablename__ = "default_view"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    view_id: Mapped[int] = mapped_column(ForeignKey("saved_view.id", ondelete="CASCADE"))


class QueueVisit(Base):
    """When somebody last looked at a queue (``seen_at``), and the time before (``since``).

    What happened after ``since`` is news for as long as the present visit lasts.
    """

    __tablename__ = "queue_visit"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    queue: Mapped[str] = mapped_column(String(30), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Handover(Base):
    """What one shift of an office leaves to the next; ``taken_at`` says that it was read.

    The note is for colleagues and never shown outside of the office.
    """

    __tablename__ = "handover"
    __table_args__ = (Index("ix_handover_organisation_made", "organisation_id", "made_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str] = mapped_column(String(1000))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HandoverItem(Base):
    """An open matter of a hand-over: a case, and what the next shift should know of it."""

    __tablename__ = "handover_item"

    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"), index=True)
    remark: Mapped[str] = mapped_column(String(300), default="")
