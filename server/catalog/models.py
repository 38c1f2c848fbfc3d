"""The category table, the tiles of residents, and the responsibility list."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column

from server.platform.db import Base, UtcDateTime


class Tile(Base):
    """What a resident chooses from; its words are ``tile.<code>`` in the catalogues.

    ``icon`` is a Lucide name. ``category_code`` is what a clerk is offered first.
    """

    __tablename__ = "tile"

    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    icon: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    category_code: Mapped[str | None] = mapped_column(String(20))


class Category(Base):
    """A 小类. ``kind`` is event, component, rural or outside; units are what is counted.

    ``details`` are codes of what else is asked of its cases (``values.DETAILS``).

    ``code_scheme`` names the table the code comes from: the same number means other things
    elsewhere. ``label`` marks tables that nobody has confirmed for this city.
    """

    __tablename__ = "category"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_scheme: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    name_ko: Mapped[str] = mapped_column(String(80), default="")
    name_en: Mapped[str] = mapped_column(String(80), default="")
    tile: Mapped[str] = mapped_column(ForeignKey("tile.code"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    lead_type: Mapped[str] = mapped_column(String(20))
    co_leads: Mapped[list[str]] = mapped_column(JSON)
    minor: Mapped[bool]
    groups: Mapped[list[str]] = mapped_column(JSON)
    units: Mapped[list[str]] = mapped_column(JSON)
    details: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    label: Mapped[str] = mapped_column(String(40), default="")
    active: Mapped[bool] = mapped_column(default=True)


class CategoryCondition(Base):
    """One 立案条件 of a category, with its own limit and close-out standard.

    Without a limit the matter is only passed on. ``rule_version`` rises when limit or standard
    change, and is kept with every clock that was started under it. One that is not ``active`` is
    offered no more; cases that have it keep it.
    """

    __tablename__ = "category_condition"
    __table_args__ = (UniqueConstraint("category_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    no: Mapped[int]
    text: Mapped[str] = mapped_column(String(200))
    limit_value: Mapped[float | None]
    limit_unit: Mapped[str | None] = mapped_column(String(20))
    close_standard: Mapped[str] = mapped_column(String(200))
    urgent: Mapped[bool]
    rule_version: Mapped[int] = mapped_column(default=1)
    active: Mapped[bool] = mapped_column(default=True, server_default=true())


class SupersededRule(Base):
    """What a condition said under an earlier ``rule_version``, until the moment ``until``.

    Clocks name the version they were started under; this is where it can still be read.
    """

    __tablename__ = "superseded_rule"
    __table_args__ = (UniqueConstraint("condition_id", "rule_version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    condition_id: Mapped[int] = mapped_column(ForeignKey("category_condition.id"))
    rule_version: Mapped[int]
    limit_value: Mapped[float | None]
    limit_unit: Mapped[str | None] = mapped_column(String(20))
    close_standard: Mapped[str] = mapped_column(String(200))
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class CatalogueEdition(Base):
    """One row, whose ``number`` rises with every change of these tables: how processes notice."""

    __tablename__ = "catalogue_edition"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]


class UrgentWord(Base):
    """A word that lets a report jump the queue; with ``tile``, only under that tile."""

    __tablename__ = "urgent_word"
    __table_args__ = (UniqueConstraint("word", "tile"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(String(40))
    tile: Mapped[str] = mapped_column(String(10), default="")


class Responsibility(Base):
    """From ``effective_from`` on, this organisation leads for a lead type in an area.

    Without an area it is the default of the whole city. Rows are never changed: a later row
    takes over, and ``version`` counts them within lead type and area.
    """

    __tablename__ = "responsibility"
    __table_args__ = (
        UniqueConstraint("lead_type", "area_id", "version"),
        Index("ix_responsibility_organisation_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lead_type: Mapped[str] = mapped_column(String(20))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    effective_from: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int]
