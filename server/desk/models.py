"""Saved views and response templates."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from server.platform.db import Base


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
