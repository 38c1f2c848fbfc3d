"""The city row, and the policies it had before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from server.platform.db import Base, UtcDateTime


class City(Base):
    """One row: names, map position, footer and the policy document of ``city.policy.Policy``.

    ``version`` is that of the policy and is kept with every clock that follows it.
    """

    __tablename__ = "city"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    notice: Mapped[str] = mapped_column(String(200), default="")
    profile: Mapped[dict[str, Any]] = mapped_column(JSON)
    policy: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)


class SupersededPolicy(Base):
    """The policy document of an earlier version, in force until the moment ``until``."""

    __tablename__ = "superseded_policy"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    policy: Mapped[dict[str, Any]] = mapped_column(JSON)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
