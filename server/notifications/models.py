"""The inbox, what goes to phones, and who wants that."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.platform.db import Base, UtcDateTime

QUIET_FROM, QUIET_UNTIL = 22 * 60, 7 * 60


class Notice(Base):
    """One message in the inbox of ``owner``, about an event of a case or about a list.

    The words are made when it is read. The unique keys make delivery exactly-once, however often
    the event is relayed.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("owner", "case_id", "seq"),
        UniqueConstraint("owner", "list_id", "template"),
        Index("ix_notice_owner_id", "owner", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"))
    seq: Mapped[int | None]
    list_id: Mapped[int | None] = mapped_column(ForeignKey("rectification_list.id"))
    template: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Delivery(Base):
    """One message of an event to the phone of one reader, over one channel.

    ``owner`` is the person (``r:`` an account rather than its devices, ``s:``) or ``o:``, the
    telephone of an organisation. ``state`` is queued, sent, failed (given up, or the reader cannot
    be reached) or dropped (not wanted any more); ``error`` is the last code of the provider.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("case_id", "seq", "owner", "channel"),
        Index("ix_delivery_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[int] = mapped_column(ForeignKey("case.id"))
    seq: Mapped[int]
    channel: Mapped[str] = mapped_column(String(10))
    template: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(default=0)
    provider_id: Mapped[str | None] = mapped_column(String(80))
    error: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PushSubscription(Base):
    """A browser that shows notices (Web Push): ``owner`` is who used it last.

    ``session_id`` is the session it was subscribed in, none for a device without an account; with
    the session's row it goes. Keys are the browser's own, base64url.
    """

    __tablename__ = "push_subscription"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(40), index=True)
    session_id: Mapped[int | None] = mapped_column(
        ForeignKey("sign_in.id", ondelete="CASCADE"), index=True
    )
    endpoint: Mapped[str] = mapped_column(String(500), unique=True)
    p256dh: Mapped[str] = mapped_column(String(120))
    auth: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class NoticePreference(Base):
    """How a person wants to be told besides the inbox; who has no row has the defaults.

    ``quiet_from`` and ``quiet_until`` are minutes of the city's day; the same twice: never quiet.
    ``phone_sealed`` is of staff only, ``openid_sealed`` the person's name at our 公众号.
    """

    __tablename__ = "notice_preference"

    owner: Mapped[str] = mapped_column(String(40), primary_key=True)
    sms: Mapped[bool] = mapped_column(default=True)
    wechat: Mapped[bool] = mapped_column(default=True)
    quiet_from: Mapped[int] = mapped_column(default=QUIET_FROM)
    quiet_until: Mapped[int] = mapped_column(default=QUIET_UNTIL)
    locale: Mapped[str | None] = mapped_column(String(10))
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    openid_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
