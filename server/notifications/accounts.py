"""Notices about somebody's own account; they belong to no case and no list."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.notifications.models import Notice
from server.platform import clock

TEMPLATES = (
    "account_locked",
    "account_code_guessed",
    "account_recovery_used",
    "account_factor_set",
    "account_factor_removed",
    "account_factor_reset",
)


def tell(session: Session, staff_id: int, template: str) -> None:
    """Put a notice into the inbox of a person of staff, in the caller's transaction.

    Not while the same is there unread: a stranger who fails to sign in must not fill the inbox.
    """
    owner = f"s:{staff_id}"
    unread = select(Notice.id).where(
        Notice.owner == owner, Notice.template == template, Notice.read_at.is_(None)
    )
    if session.scalar(unread.limit(1)) is None:
        session.add(Notice(owner=owner, template=template, created_at=clock.now()))
