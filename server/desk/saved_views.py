"""Saved views: lists that somebody wants to find again, alone or with the whole office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import Session

from server.desk.models import DefaultView, SavedView
from server.identity.turns import turn_of_staff
from server.platform.actor import Actor
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem, not_found
from server.platform.upsert import insert_into

MOST = 30
"""So many views of one's own somebody may keep."""


def views_for(actor: Actor) -> dict[str, Any]:
    """One's own views and those shared in the office, by name, and which one the desk opens with.

    Two queries.
    """
    rows = db.session.scalars(select(SavedView).where(_visible_to(actor)).order_by(SavedView.name))
    chosen = db.session.scalar(
        select(DefaultView.view_id).where(DefaultView.staff_id == actor.staff_id)
    )
    items = [_shown(row, actor) for row in rows]
    return {"items": items, "default": chosen if chosen in {one["id"] for one in items} else None}


def _shown(row: SavedView, actor: Actor) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "shared": row.shared,
        "mine": row.staff_id == actor.staff_id,
        "query": row.query,
    }


def _visible_to(actor: Actor) -> ColumnElement[bool]:
    ours = and_(SavedView.shared, SavedView.organisation_id == actor.organisation_id)
    return or_(SavedView.staff_id == actor.staff_id, ours)


def add(actor: Actor, data: Mapping[str, Any]) -> None:
    """Keep a view (``name``, ``shared``, ``query``).

    Raises ``Problem``: ``view_name_taken`` (409), ``too_many_views`` (409).
    """
    with unit_of_work() as session:
        mine = _own(session, actor)
        if len(mine) >= MOST:
            raise Problem("too_many_views", 409, most=MOST)
        _free(data["name"], [row.name for row in mine])
        session.add(
            SavedView(
                staff_id=actor.staff_id, organisation_id=actor.organisation_id, **_columns(data)
            )
        )


def change(actor: Actor, view_id: int, data: Mapping[str, Any]) -> None:
    """Replace one of one's own views. Raises ``Problem``: ``not_found``, ``view_name_taken``."""
    with unit_of_work() as session:
        mine = _own(session, actor)
        found = next((row for row in mine if row.id == view_id), None)
        if found is None:
            raise not_found()
        _free(data["name"], [row.name for row in mine if row is not found])
        for name, value in _columns(data).items():
            setattr(found, name, value)


def remove(actor: Actor, view_id: int) -> None:
    """Forget one of one's own views, also as anybody's first. Raises ``Problem("not_found")``."""
    with unit_of_work() as session:
        turn_of_staff(session, actor.staff_id)
        own = select(SavedView.id).where(
            SavedView.id == view_id, SavedView.staff_id == actor.staff_id
        )
        if session.scalar(own.with_for_update()) is None:
            raise not_found()
        session.execute(delete(DefaultView).where(DefaultView.view_id == view_id))
        session.execute(delete(SavedView).where(SavedView.id == view_id))


def open_with(actor: Actor, view_id: int | None) -> None:
    """Let the actor's desk open with a view, or with none. Raises ``Problem("not_found", 404)``."""
    with unit_of_work() as session:
        if view_id is None:
            session.execute(delete(DefaultView).where(DefaultView.staff_id == actor.staff_id))
            return
        known = select(SavedView.id).where(SavedView.id == view_id, _visible_to(actor))
        if session.scalar(known.with_for_update(read=True)) is None:  # nobody removes it meanwhile
            raise not_found()
        session.execute(
            insert_into(session, DefaultView)
            .values(staff_id=actor.staff_id, view_id=view_id)
            .on_conflict_do_update(index_elements=["staff_id"], set_={"view_id": view_id})
        )


def _own(session: Session, actor: Actor) -> Sequence[SavedView]:
    """One's own views; another window of the same person neither adds nor renames one meanwhile."""
    turn_of_staff(session, actor.staff_id)
    return session.scalars(select(SavedView).where(SavedView.staff_id == actor.staff_id)).all()


def _columns(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in ("name", "shared", "query")}


def _free(name: str, taken: list[str]) -> None:
    if name in taken:
        raise Problem("view_name_taken", 409, fields={"name": ["invalid"]})
