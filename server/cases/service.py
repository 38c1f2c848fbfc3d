"""Acting on cases: the one path from a request to a move."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.cases import guards
from server.cases.actions import EFFECTS
from server.cases.engine import Move
from server.cases.models import Case, Remembered
from server.cases.policy import Situation, refusal
from server.cases.queries import (
    case_for,
    clocks_of,
    kept_segments,
    lock_family,
    records_that_count,
    reports_of,
)
from server.cases.workflow import BY_ACTION, Transition
from server.city.service import policy
from server.photos import service as photos
from server.platform import clock, outbox
from server.platform.actor import Actor
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem, not_found
from server.platform.json import rendered
from server.platform.runtime import current
from server.platform.upsert import insert_into

View = Callable[[Actor, str], dict[str, Any]]
KEPT_ANSWERS = timedelta(days=7)
_REMEMBERED = "remembered_answer"
_SHOWING = ("publish", "redact")
GUARDS = (guards,)  # being imported registers them


@dataclass(frozen=True)
class Order:
    """What a client asks for: an action on a version of a case, under an idempotency key."""

    number: str
    action: str
    version: int
    key: str
    data: Mapping[str, Any]

    def fingerprint(self) -> bytes:
        """32 bytes that differ when anything asked for differs."""
        body = orjson.dumps(
            [self.number, self.action, self.data], option=orjson.OPT_SORT_KEYS, default=str
        )
        return hashlib.sha256(body).digest()


@dataclass(frozen=True)
class Answer:
    """A rendered view and the version it shows."""

    body: bytes
    version: int


def situation_of(actor: Actor, case: Case, now: datetime) -> Situation:
    """Everything that decides what the actor may do with the case now."""
    living, refused = records_that_count(case.id)
    return Situation(
        actor=actor,
        case=case,
        now=now,
        policy=policy(),
        reports=reports_of(case.id),
        clocks=[item for item in clocks_of(case.id) if item.stopped_at is None],
        records=living,
        refused=refused,
        keeps=case.segment_id in kept_segments(actor),
    )


def perform(actor: Actor, order: Order, view: View) -> Answer:
    """Do an action and give the view after it; the same key gives the same answer again.

    Raises ``Problem``: ``not_found`` (404), ``stale_version`` (412), ``action_not_allowed`` (409),
    ``forbidden`` (403), ``key_reused`` (422), and what the action's guard and effect refuse.
    """
    row = BY_ACTION.get(order.action)
    if row is None or row.creates:
        raise not_found()
    prepared = _prepare(actor, order, row)
    with unit_of_work() as session:
        remembered = _remembered(session, actor, order)
        if remembered is not None:
            return remembered
        case = _locked(actor, order)
        if case.version != order.version:
            twin = _remembered(session, actor, order)
            if twin is not None:
                return twin
            raise Problem("stale_version", 412)
        version = carry_out(session, actor, case, row, {**order.data, "prepared": prepared}).seq
        session.flush()
        session.expire_all()
        answer = Answer(rendered(view(actor, order.number)), version)
        _remember(session, actor, order, answer)
    outbox.ring()
    return answer


def _locked(actor: Actor, order: Order) -> Case:
    case = case_for(actor, order.number)
    lock_family(case, order.data.get("master"))
    db.session.refresh(case)
    return case


def carry_out(
    session: Session,
    actor: Actor,
    case: Case,
    row: Transition,
    data: Mapping[str, Any],
) -> Move:
    """Check and write one action inside the caller's unit of work."""
    now = clock.now()
    situation = situation_of(actor, case, now)
    refused = refusal(row, situation)
    if refused is not None:
        raise refused
    move = Move(session, case, actor, row, now)
    for field in row.fields:
        if field.audience and data.get(field.name):
            move.say(field.name, data[field.name], field.audience)
    effect = EFFECTS.get(row.action)
    if effect is not None:
        effect(move, situation, data)
    move.run_clocks()
    move.write()
    return move


def _prepare(actor: Actor, order: Order, row: Transition) -> object:
    """Make the public copies of photos before the writer's lock is taken, if that is allowed."""
    if order.action not in _SHOWING:
        return None
    case = case_for(actor, order.number)
    if case.version != order.version or refusal(row, situation_of(actor, case, clock.now())):
        return None
    ids = order.data.get("photo_ids") or order.data.get("photo_id") or []
    return photos.prepare_public(case.id, ids, order.data.get("boxes"))


def _remembered(session: Session, actor: Actor, order: Order) -> Answer | None:
    kept = session.execute(
        select(Remembered).where(Remembered.owner == actor.owner, Remembered.key == order.key)
    ).scalar_one_or_none()
    if kept is None:
        return None
    if kept.fingerprint != order.fingerprint():
        raise Problem("key_reused", 422)
    body = current().keys.unseal(_REMEMBERED, kept.body, order.fingerprint())
    return Answer(body, kept.version)


def _remember(session: Session, actor: Actor, order: Order, answer: Answer) -> None:
    """Keep the answer; a twin in flight on another case that took the key first wins."""
    kept = session.execute(
        insert_into(session, Remembered)
        .values(
            owner=actor.owner,
            key=order.key,
            fingerprint=order.fingerprint(),
            version=answer.version,
            body=current().keys.seal(_REMEMBERED, answer.body, order.fingerprint()),
            created_at=clock.now(),
        )
        .on_conflict_do_nothing(index_elements=["owner", "key"])
        .returning(Remembered.key)
    ).first()
    if kept is None:
        raise Problem("key_reused", 422)


def forget_answers() -> int:
    """Delete remembered answers that no client asks for any more."""
    with unit_of_work() as session:
        return (
            session.query(Remembered)
            .where(Remembered.created_at < clock.now() - KEPT_ANSWERS)
            .delete(synchronize_session=False)
        )
