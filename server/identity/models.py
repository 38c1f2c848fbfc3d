"""Organisations, staff, residents, sessions and one-time codes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, false
from sqlalchemy.orm import Mapped, mapped_column

from server.platform.db import Base, UtcDateTime


class Organisation(Base):
    """A 单位: street office, committee, department, supervision centre, property company …

    ``area_id`` is the area it works in; ``kind`` and ``lead_type`` are the values of the glossary.
    """

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20), index=True)
    lead_type: Mapped[str | None] = mapped_column(String(20))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    phone: Mapped[str] = mapped_column(String(40), default="")
    active: Mapped[bool] = mapped_column(default=True)


class Staff(Base):
    """A person who works for an organisation; ``is_demo`` may sign in only on a demo.

    ``start_until`` is set while the password is a start password, which opens nothing but the
    choice of another one, and not even that after this moment. ``unlocks`` counts how often
    failed sign-ins were forgiven; ``password_set_at`` is when the password was chosen, ``None``
    with the account.
    """

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    password_hash: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    locale: Mapped[str] = mapped_column(String(10), default="zh-CN")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    start_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unlocks: Mapped[int] = mapped_column(default=0, server_default="0")
    password_set_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class FormerPassword(Base):
    """The hash of a password that a person had until ``until``, where the city forbids it again."""

    __tablename__ = "former_password"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class SecondFactor(Base):
    """The authenticator app of a person of staff (TOTP, RFC 6238).

    ``secret_sealed`` counts since ``set_at``; ``proposed_sealed`` was shown at ``proposed_at`` and
    replaces it with its first right code. ``last_step`` is the newest span of 30 seconds since 1970
    whose code was used: none of it or before it counts again. Recovery codes share ``salt``.
    """

    __tablename__ = "second_factor"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    secret_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    set_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_step: Mapped[int] = mapped_column(default=0)
    proposed_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    proposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))


class RecoveryCode(Base):
    """One of a person's codes for a lost phone: stored hashed, and good once."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StaffRole(Base):
    """A role that a person holds within the area of the person's organisation."""

    __tablename__ = "staff_role"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(30), primary_key=True)


class Deputy(Base):
    """Who stands in for a colleague on leave from ``since`` up to ``until`` (not included).

    Both work for the same organisation. The deputy acts under the own name, with the roles of the
    colleague added to the own ones.
    """

    __tablename__ = "deputy"
    __table_args__ = (Index("ix_deputy_deputy", "deputy_id", "until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    absent_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ApiToken(Base):
    """A key by which another program asks: for an organisation, or without one for the city.

    ``token_digest`` is the HMAC of the token, which is shown once, ``hint`` its last characters.
    ``scopes`` are names of ``permissions.SCOPES``; it may ask ``per_minute`` times a minute.
    """

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    scopes: Mapped[list[str]] = mapped_column(JSON)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    hint: Mapped[str] = mapped_column(String(8))
    per_minute: Mapped[int]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Resident(Base):
    """A resident: a device known by its claim key, or a person known by phone.

    ``claim_digest`` is the HMAC of the claim key; the phone is sealed, found again by its blind
    index. A device that signed in points to the person by ``account_id``.
    """

    __tablename__ = "resident"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_index: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("resident.id"), index=True)
    locale: Mapped[str] = mapped_column(String(10), default="zh-CN")
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class WechatLink(Base):
    """The WeChat by which an account signs in.

    ``openid`` is the person's name at our 公众号: stored sealed, and found by its blind index.
    """

    __tablename__ = "wechat_link"

    resident_id: Mapped[int] = mapped_column(ForeignKey("resident.id"), primary_key=True)
    openid_index: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    openid_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignIn(Base):
    """A session: revocable, found by the digest of its cookie.

    One of staff ends after ``idle_minutes`` without a request. ``owes_password`` and
    ``owes_factor`` say what it must do before anything else: choose a password, set up a second
    factor.
    """

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    resident_id: Mapped[int | None] = mapped_column(ForeignKey("resident.id"), index=True)
    device: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    idle_minutes: Mapped[int] = mapped_column(default=30, server_default="30")
    owes_password: Mapped[bool] = mapped_column(default=False, server_default=false())
    owes_factor: Mapped[bool] = mapped_column(default=False, server_default=false())


class OneTimeCode(Base):
    """A code sent to a phone; neither number nor code is stored readable.

    ``to_known_device`` says that the device that asked had signed in with this phone before.
    """

    __tablename__ = "one_time_code"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    phone_index: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    phone_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    code_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    to_known_device: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WriteCount(Base):
    """How many writes of a subject a span of time has seen so far, over all processes.

    ``subject`` is an HMAC of who writes what: no address is stored.
    """

    __tablename__ = "write_count"

    subject: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    span_start: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    count: Mapped[int]


class Counter(Base):
    """How often something was tried since ``window_start``; survives restarts, shared by processes.

    ``subject`` is an HMAC: neither phone numbers nor network addresses are stored.
    """

    __tablename__ = "counter"

    subject: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    count: Mapped[int]
