"""The life of an export: asked for, written by one writer at a time, fetched, forgotten."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select, update

from server.identity.turns import turn_of_staff
from server.platform import audit, clock, outbox
from server.platform.actor import Actor, ActorKind
from server.platform.db import db, unit_of_work, write_alone
from server.platform.errors import Problem, not_found
from server.platform.runtime import current
from server.statistics.models import Export
from server.statistics.policy import Wanted
from server.statistics.queries import condition_of

TOPIC = "export.asked"
KEPT = timedelta(hours=24)
BEAT_LOST = timedelta(seconds=60)
ATTEMPTS_MOST = 3
UNFINISHED_MOST = 3
_OPEN = ("waiting", "running")


class GivenUp(Exception):
    """The export was taken away from this writer: it seemed dead, or the export is forgotten."""


@dataclass(frozen=True)
class Job:
    """An export in the hands of one writer."""

    id: uuid.UUID
    attempt: int
    actor: Actor
    wanted: Wanted
    asked_at: datetime


def ask(actor: Actor, wanted: Wanted) -> Export:
    """Put a ledger in line to be written, with the rights the actor has now.

    Raises ``Problem``: ``invalid`` (422) for a filter that names nothing, ``too_many_exports``
    (429) while others of the same person are not written yet.
    """
    condition_of(actor, wanted)
    mine = select(func.count()).where(Export.staff_id == actor.staff_id, Export.state.in_(_OPEN))
    with unit_of_work() as session:
        turn_of_staff(session, actor.staff_id)
        if (session.scalar(mine) or 0) >= UNFINISHED_MOST:
            raise Problem("too_many_exports", 429, retry_after=30)
        made = Export(
            id=uuid.uuid4(),
            staff_id=actor.staff_id,
            actor=_kept(actor),
            wanted=wanted.stored(),
            state="waiting",
            asked_at=clock.now(),
        )
        session.add(made)
        told = {name: value for name, value in made.wanted.items() if name != "place"}
        audit.record(session, actor, "ledger.export", f"export:{made.id.hex}", told)
        outbox.put(session, TOPIC, {"id": made.id.hex})
    outbox.ring()
    return made


def _kept(actor: Actor) -> dict[str, Any]:
    return {
        "staff_id": actor.staff_id,
        "organisation_id": actor.organisation_id,
        "organisation_kind": actor.organisation_kind,
        "area_id": actor.area_id,
        "roles": sorted(actor.roles),
        "locale": actor.locale,
    }


def _actor(kept: Mapping[str, Any]) -> Actor:
    return Actor(kind=ActorKind.STAFF, **{**kept, "roles": frozenset(kept["roles"])})


def exports_for(actor: Actor) -> list[Export]:
    """The actor's exports of the last 24 hours, latest first.

    Not those asked for with rights that the actor has no more: in another office, or standing in
    for somebody.
    """
    rows = db.session.scalars(
        select(Export)
        .where(Export.staff_id == actor.staff_id, Export.asked_at > clock.now() - KEPT)
        .order_by(Export.asked_at.desc())
    )
    return [row for row in rows if _still_may(actor, _actor(row.actor))]


def _still_may(actor: Actor, asked: Actor) -> bool:
    here = (actor.organisation_id, actor.organisation_kind, actor.area_id)
    there = (asked.organisation_id, asked.organisation_kind, asked.area_id)
    return here == there and asked.roles <= actor.roles


def export_for(actor: Actor, export_id: uuid.UUID) -> Export:
    """One of the actor's exports. Raises ``Problem("not_found", 404)``, for others' too."""
    found = next((row for row in exports_for(actor) if row.id == export_id), None)
    if found is None:
        raise not_found()
    return found


def file_of(export_id: uuid.UUID) -> Path:
    """Where the finished file lies."""
    return folder() / f"{export_id.hex}.xlsx"


def folder() -> Path:
    """The folder of exports, for this installation's owner only."""
    path = current().settings.data_dir / "exports"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


# --- the writer ----------------------------------------------------------------------------------


def claim() -> Job | None:
    """Take the export that has waited longest, unless a living writer is at work."""
    now = clock.now()
    with unit_of_work() as session:
        write_alone(session, Export)
        alive = select(Export.id).where(Export.state == "running", Export.beat_at > now - BEAT_LOST)
        if session.scalar(alive.limit(1)) is not None:
            return None
        row = session.scalar(
            select(Export).where(Export.state == "waiting").order_by(Export.asked_at).limit(1)
        )
        if row is None:
            return None
        row.state, row.beat_at, row.attempts = "running", now, row.attempts + 1
        row.done, row.total = 0, None
        return Job(row.id, row.attempts, _actor(row.actor), Wanted.of(row.wanted), row.asked_at)


def beat(job: Job, **progress: int) -> None:
    """Say that the writer lives and how far it is. Raises ``GivenUp``."""
    _change(job, beat_at=clock.now(), **progress)


def finish(job: Job, done: int) -> None:
    """The file is there. Raises ``GivenUp``."""
    _change(job, state="done", done=done, total=done, ended_at=clock.now())


def fail(job: Job, fault: str) -> None:
    """The file cannot be written; ``fault`` is a code with words. Raises ``GivenUp``."""
    _change(job, state="failed", fault=fault, ended_at=clock.now())


def _change(job: Job, **columns: Any) -> None:
    with unit_of_work() as session:
        kept = session.execute(
            update(Export)
            .where(Export.id == job.id, Export.state == "running", Export.attempts == job.attempt)
            .values(**columns)
            .returning(Export.id)
        ).first()
    if kept is None:
        raise GivenUp


# --- looking after them --------------------------------------------------------------------------


def revive() -> bool:
    """Put exports whose writer is dead in line again, three times; whether anything waits."""
    lost = clock.now() - BEAT_LOST
    dead = (Export.state == "running", Export.beat_at <= lost)
    if db.session.scalar(select(Export.id).where(*dead).limit(1)) is not None:
        with unit_of_work() as session:
            session.execute(
                update(Export)
                .where(*dead, Export.attempts >= ATTEMPTS_MOST)
                .values(state="failed", fault="interrupted", ended_at=clock.now())
            )
            session.execute(update(Export).where(*dead).values(state="waiting"))
    waiting = db.session.scalar(select(Export.id).where(Export.state == "waiting").limit(1))
    db.session.remove()
    return waiting is not None


def sweep() -> int:
    """Forget exports asked for more than 24 hours ago, and every file of none that is left."""
    before = clock.now() - KEPT
    with unit_of_work() as session:
        gone = session.execute(
            delete(Export).where(Export.asked_at <= before).returning(Export.id)
        ).all()
        named = {number.hex for number in session.scalars(select(Export.id))}
    for path in folder().iterdir():
        if path.name.split(".")[0] in named:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(gone)
