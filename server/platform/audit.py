"""The audit log: who did what to whose data; append-only, chained by HMAC.

Each entry's ``chain`` is an HMAC over the entry and the ``chain`` before it, with a key outside
the database, so that a changed, removed or inserted entry shows. The newest entry is noted in a
file beside the database every few minutes, so that a tail cut off shows too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import structlog
from sqlalchemy import JSON, Index, LargeBinary, String, delete, event, select, text
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column

from server.platform import clock
from server.platform.actor import SYSTEM, Actor
from server.platform.db import Base, UtcDateTime
from server.platform.runtime import current

_PURPOSE = "audit"
_REMOVED = "audit_removed"
_START = bytes(32)
_LOCK = text("SELECT pg_advisory_xact_lock(7310571)")
_HEAD_FILE = "audit-head.txt"
_NOTED = "audit.noted"
log = structlog.get_logger()


class AuditEntry(Base):
    """One line of the log. ``subject`` is what was touched, such as ``photo:12``; ``data`` holds
    no secrets and nothing of residents."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_action", "action", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor: Mapped[str] = mapped_column(String(40), index=True)
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    chain: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)


def record(
    session: Session, actor: Actor, action: str, subject: str, data: Mapping[str, Any] | None = None
) -> None:
    """Append an entry in the caller's transaction; it stands or falls with what it tells of.

    Writers of entries wait for each other, so it is written last of all, as the transaction
    commits: who waited for something else meanwhile could wait for ever.
    """
    session.flush()
    noted = {
        "at": clock.now(),
        "actor": actor.owner or actor.kind.value,
        "action": action,
        "subject": subject,
        "data": dict(data or {}),
    }
    session.info.setdefault(_NOTED, []).append(noted)


def begin_reading(session: Session) -> None:
    """Let other writers of entries wait until the caller's transaction ends.

    For who counts entries to decide whether there may be one more; nothing else is to be waited
    for afterwards.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_LOCK)


@event.listens_for(Session, "before_commit")
def _write(session: Session) -> None:
    noted = session.info.pop(_NOTED, None)
    if not noted:
        return
    session.flush()
    begin_reading(session)
    newest = select(AuditEntry.chain).order_by(AuditEntry.id.desc()).limit(1)
    last = session.scalar(newest) or _START
    for told in noted:
        entry = AuditEntry(**told)
        entry.chain = last = _link(last, entry)
        session.add(entry)
        session.flush()


@event.listens_for(Session, "after_transaction_end")
def _forget_noted(session: Session, transaction: SessionTransaction) -> None:
    """What was noted in a transaction that was given up was not done."""
    if transaction.parent is None:
        session.info.pop(_NOTED, None)


def forget(session: Session, ids: Sequence[int]) -> None:
    """Remove the oldest entries, in the caller's transaction; the chain tells where it begins."""
    last = max(ids)
    chain = session.scalars(select(AuditEntry.chain).where(AuditEntry.id == last)).one()
    session.execute(delete(AuditEntry).where(AuditEntry.id.in_(ids)))
    record(session, SYSTEM, _REMOVED, "audit", {"until": last, "chain": chain.hex()})


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What differs, for ``data``: by name the value before and the value after."""
    names = sorted(before.keys() | after.keys())
    return {
        name: [before.get(name), after.get(name)]
        for name in names
        if before.get(name) != after.get(name)
    }


def first_broken(session: Session) -> int | None:
    """The id of the first entry that does not continue the chain, or ``None``.

    Where the oldest entries were removed by rule, an entry of the chain says where it begins. The
    entry that was noted last is missed when it is not there any more.
    """
    told = _removed(session)
    previous = bytes.fromhex(told["chain"]) if told else _START
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id)).yield_per(500):
        if entry.chain != _link(previous, entry):
            return entry.id
        previous = entry.chain
    return _missing_head(session)


def note_head(session: Session) -> None:
    """Note the newest entry outside of the database, unless the one noted before has gone."""
    if (missing := _missing_head(session)) is not None:
        log.error("audit_log_cut", entry=missing)
        return
    newest = select(AuditEntry.id, AuditEntry.chain).order_by(AuditEntry.id.desc()).limit(1)
    found = session.execute(newest).one_or_none()
    if found is not None:
        path = _head_file()
        fresh = path.with_suffix(".new")
        fresh.write_text(f"{found.id} {found.chain.hex()}\n", encoding="ascii")
        fresh.replace(path)


def _missing_head(session: Session) -> int | None:
    """The id of the noted entry if it is gone, and not because it was removed by rule."""
    try:
        noted, chain = _head_file().read_text(encoding="ascii").split()
    except FileNotFoundError:
        return None
    entry = select(AuditEntry.chain).where(AuditEntry.id == int(noted))
    if session.scalar(entry) == bytes.fromhex(chain):
        return None
    told = _removed(session)
    return None if told and int(noted) <= told["until"] else int(noted)


def _head_file() -> Path:
    return current().settings.data_dir / _HEAD_FILE


def _removed(session: Session) -> dict[str, Any] | None:
    """What the latest entry about a removal by rule says."""
    removed = select(AuditEntry.data).where(AuditEntry.action == _REMOVED)
    return session.scalar(removed.order_by(AuditEntry.id.desc()).limit(1))


def _link(previous: bytes, entry: AuditEntry) -> bytes:
    content = [entry.at.isoformat(), entry.actor, entry.action, entry.subject, entry.data]
    packed = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    return current().keys.hmac(_PURPOSE, previous + packed)
