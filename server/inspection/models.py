"""Rounds, lists and spot checks."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, Uuid, text
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


class RectificationList(Base):
    """整改清单: what an organisation has to put right by a day, and that it knows of it.

    Lists of a ``year`` are counted by ``serial``. ``due_at`` is the end of the last day.
    """

    __tablename__ = "rectification_list"
    __table_args__ = (
        UniqueConstraint("year", "serial"),
        Index("ix_rectification_list_organisation_id_id", "organisation_id", "id"),
        Index("ix_rectification_list_issuer_id_id", "issuer_id", "id"),
        Index("ix_rectification_list_district_area_id_id", "district_area_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    serial: Mapped[int]
    title: Mapped[str] = mapped_column(String(80))
    issuer_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    district_area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class RectificationItem(Base):
    """One matter on a rectification list: a case, or words with category and place.

    The item of a case has no state of its own: it is done when the case is closed. ``done_at`` is
    for words only, and set by who issued the list.
    """

    __tablename__ = "rectification_item"
    __table_args__ = (UniqueConstraint("list_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("rectification_list.id"))
    position: Mapped[int]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    place: Mapped[str] = mapped_column(String(200), default="")
    words: Mapped[str] = mapped_column(String(200), default="")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class CommunityList(Base):
    """环境整治清单: what a community or street office has found in its own area."""

    __tablename__ = "community_list"
    __table_args__ = (Index("ix_community_list_district_area_id_id", "district_area_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    street_area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)
    district_area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CommunityItem(Base):
    """One matter on a community list; ``lat``/``lon`` are WGS-84 degrees.

    ``photo`` is what the phone knew of the picture with the bytes ``blob_id``.
    ``report_id`` is that of the report which makes it a case: chosen beforehand, so that one item
    can make one case only. While the report exists the item stands where its case stands;
    ``done_at`` is for items without a case. ``due_at`` is the end of the last day.
    """

    __tablename__ = "community_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("community_list.id"), index=True)
    words: Mapped[str] = mapped_column(String(200))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    address: Mapped[str] = mapped_column(String(200), default="")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    owner: Mapped[str] = mapped_column(String(60), default="")
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    blob_id: Mapped[int | None] = mapped_column(ForeignKey("photo_blob.id"), index=True)
    photo: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    report_id: Mapped[uuid.UUID] = mapped_column(Uuid, unique=True)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    added_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
