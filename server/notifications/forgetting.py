"""Letting go of whom a case was told to."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from server.notifications.models import (
    Delivery,
    Notice,
    NoticePreference,
    PushSubscription,
)


def forget_residents(
    session: Session, case_ids: Collection[int], owners: Collection[str] | None = None
) -> None:
    """Delete what residents (or only ``owners``) were told of cases."""
    for model in (Notice, Delivery):
        theirs = model.owner.like("r:%") if owners is None else model.owner.in_(owners)
        session.execute(
            delete(model)
            .where(model.case_id.in_(case_ids), theirs)
            .execution_options(synchronize_session=False)
        )


def remove_notices(session: Session, ids: Sequence[int]) -> None:
    """Delete lines of inboxes."""
    session.execute(delete(Notice).where(Notice.id.in_(ids)))


def remove_deliveries(session: Session, ids: Sequence[int]) -> None:
    """Delete what was sent to phones."""
    session.execute(delete(Delivery).where(Delivery.id.in_(ids)))


def forget_people(session: Session, owners: Collection[str]) -> None:
    """Delete everything about residents who are forgotten themselves."""
    for model in (Notice, Delivery, NoticePreference, PushSubscription):
        session.execute(
            delete(model)
            .where(model.owner.in_(owners))
            .execution_options(synchronize_session=False)
        )
