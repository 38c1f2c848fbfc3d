"""The days of the calendar as staff keep them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from server.platform.db import Base


class CalendarDay(Base):
    """One local date of the city and whether it is worked.

    ``name`` is a key of the catalogues (``holiday.<name>``) for published holidays and plain
    words for days that staff entered. ``source`` says who set the row; ``revision`` rises by one
    with every change of the table.
    """

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(60), default="")
    source: Mapped[str] = mapped_column(String(40))
    revision: Mapped[int] = mapped_column(index=True)
