"""The case row, its clocks and its journal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from server.platform.db import Base, UtcDateTime


class Case(Base):
    """One problem. A projection of its journal: only ``cases.engine`` writes it.

    ``version`` is the sequence number of the last journal event. ``lat``/``lon`` are WGS-84
    degrees, ``accuracy_m`` metres. ``due_at`` belongs to ``due_kind``, the clock that the present
    state shows; ``due_paused`` says that it stands still. At ``warn_at`` most of its limit is
    used; at ``alarm_at`` the system has to warn or supervise. ``details`` are the choices that its
    category asks besides; ``recurs_id`` is the closed case that this one repeats.
    """

    __tablename__ = "case"
    __table_args__ = (
        Index("ix_case_lat_lon", "lat", "lon"),
        Index(
            "ix_case_public_place",
            *("lat", "lon", "state", "tile", "number"),
            sqlite_where=text("accepted_at IS NOT NULL"),
            postgresql_where=text("accepted_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(30), unique=True)
    state: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    source: Mapped[str] = mapped_column(String(20))
    tile: Mapped[str] = mapped_column(String(10))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"))
    condition_id: Mapped[int | None] = mapped_column(ForeignKey("category_condition.id"))
    urgent: Mapped[bool] = mapped_column(default=False)

    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    street_area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    district_area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    lat: Mapped[float]
    lon: Mapped[float]
    accuracy_m: Mapped[float | None]
    address: Mapped[str] = mapped_column(String(200), default="")

    intake_org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    suggested_org_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    responsible_org_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    recused_org_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    checker_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    dispatcher_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    rejected_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    patrol_leader_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    segment_id: Mapped[int | None] = mapped_column(ForeignKey("segment.id"), index=True)
    task_force_id: Mapped[int | None] = mapped_column(ForeignKey("task_force.id"), index=True)

    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dispatched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fixed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rejected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    merged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    round: Mapped[int] = mapped_column(default=0)
    info_requests: Mapped[int] = mapped_column(default=0)
    transfers: Mapped[int] = mapped_column(default=0)
    appeals: Mapped[int] = mapped_column(default=0)
    refusals: Mapped[int] = mapped_column(default=0)
    failed_checks: Mapped[int] = mapped_column(default=0)
    disputed: Mapped[bool] = mapped_column(default=False)
    returns: Mapped[int] = mapped_column(default=0, server_default="0")
    refused_returns: Mapped[int] = mapped_column(default=0, server_default="0")
    settled: Mapped[bool] = mapped_column(default=False, server_default=false())
    settlements: Mapped[int] = mapped_column(default=0, server_default="0")
    recalls: Mapped[int] = mapped_column(default=0, server_default="0")
    unmerges: Mapped[int] = mapped_column(default=0, server_default="0")
    extensions: Mapped[int] = mapped_column(default=0, server_default="0")
    reopens: Mapped[int] = mapped_column(default=0, server_default="0")
    false_closures: Mapped[int] = mapped_column(default=0, server_default="0")
    finished_late: Mapped[bool] = mapped_column(default=False, server_default=false())
    late_appeals: Mapped[int] = mapped_column(default=0, server_default="0")
    exempt: Mapped[bool] = mapped_column(default=False, server_default=false())
    close_type: Mapped[str | None] = mapped_column(String(20))
    reason_code: Mapped[str | None] = mapped_column(String(4))
    void_reason: Mapped[str | None] = mapped_column(String(10))
    quantities: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    details: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    recurs_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)
    planned_quantities: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    master_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), index=True)
    merged_from: Mapped[str | None] = mapped_column(String(20))

    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_kind: Mapped[str | None] = mapped_column(String(20))
    due_paused: Mapped[bool] = mapped_column(default=False)
    warn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    alarm_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)


# A queue of one office: what it is filtered by, its order, and what else counting it needs.
_QUEUE = (Case.state, Case.urgent.desc(), Case.due_at, Case.recused_org_id, Case.disputed)
Index("ix_case_intake_queue", Case.intake_org_id, *_QUEUE)
Index("ix_case_responsible_queue", Case.responsible_org_id, *_QUEUE)
Index("ix_case_district_queue", Case.district_area_id, *_QUEUE)
# What is late or soon will be, in the whole city: few, if the city works.
_HOLDERS = (Case.intake_org_id, Case.responsible_org_id, Case.district_area_id)
Index("ix_case_late", Case.warn_at, Case.due_at, *_HOLDERS, Case.recused_org_id)


class Clock(Base):
    """One limit that runs, ran or stands still.

    ``due_at`` is computed once when the clock starts, from the rule then valid (``rule``), and
    again only by resuming. While paused, ``remaining`` holds what is left in ``unit``.
    """

    __tablename__ = "clock"
    __table_args__ = (
        UniqueConstraint("case_id", "kind", "number"),
        Index("ix_clock_running", "kind", "stopped_at", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    remaining: Mapped[float | None]
    amount: Mapped[float]
    unit: Mapped[str] = mapped_column(String(20))
    rule: Mapped[str] = mapped_column(String(60))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    discarded: Mapped[bool] = mapped_column(default=False)


class CaseRecord(Base):
    """A request, call, task or supervision beside the state (``states.RecordKind``).

    ``organisation_id`` is whom it concerns, ``staff_id`` who asked for it, ``decided_by_id`` who
    ended it. While ``closed_at`` is empty it is alive. ``until_at`` is when it ends by itself,
    ``clock`` the key (``decision/2``) of the clock that measures it;
    ``details`` are codes and numbers, never words: those are with the event ``seq``.
    """

    __tablename__ = "case_record"
    __table_args__ = (
        UniqueConstraint("case_id", "kind", "number"),
        Index("ix_case_record_living", "kind", "closed_at", "organisation_id", "case_id"),
        Index("ix_case_record_organisation", "organisation_id", "kind", "case_id"),
        Index("ix_case_record_staff", "staff_id", "kind", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(20))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    seq: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    clock: Mapped[str | None] = mapped_column(String(30))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


class JournalEvent(Base):
    """One fact of the 流转记录: never updated, never deleted.

    ``data`` holds what changed and digests of what was said; ``hash`` is an HMAC over the event
    and the previous ``hash`` with a key outside the database. Of a resident who acted the chain
    has a digest with ``actor_salt``; once it is time to forget them, ``actor`` becomes ``r:`` and
    the salt goes.
    """

    __tablename__ = "journal_event"
    __table_args__ = (UniqueConstraint("case_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    seq: Mapped[int]
    action: Mapped[str] = mapped_column(String(30))
    from_state: Mapped[str | None] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(40))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    actor_salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))


class JournalWords(Base):
    """Words of an event, kept apart so that they can be erased; the journal has their digest.

    ``audience`` is ``public`` (residents read it) or ``internal``.
    """

    __tablename__ = "journal_words"
    __table_args__ = (UniqueConstraint("case_id", "seq", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    seq: Mapped[int]
    name: Mapped[str] = mapped_column(String(20))
    audience: Mapped[str] = mapped_column(String(10))
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    words: Mapped[str] = mapped_column(Text)


class CaseGram(Base):
    """Two neighbouring characters of a case's words, as a keyed digest: found, never read.

    Rows may outlive the words they came from: what a search shows is held against the words that
    are there (``cases.search``).
    """

    __tablename__ = "case_gram"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 -- SQLAlchemy asks for a dict

    gram: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(
        ForeignKey("case.id"), primary_key=True, autoincrement=False
    )


class Remembered(Base):
    """The answer given to an idempotency key, kept sealed so that a retry hears the same."""

    __tablename__ = "remembered_answer"

    owner: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))
    version: Mapped[int]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
