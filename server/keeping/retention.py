"""Forgetting by rule: what is due, removed in small batches, each with its tombstone.

A batch is one transaction: rows, and the tombstone that counts them. Files go through the outbox of
the same transaction. So a killed run has removed whole batches, and the next one does the rest.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from server.cases import forgetting as cases
from server.city.policy import Policy
from server.city.service import policy
from server.identity.forgetting import remove_residents
from server.keeping import queries
from server.keeping.erasing import finish_waiting
from server.keeping.models import Tombstone
from server.notifications import forgetting as notices
from server.photos import forgetting as photos
from server.platform import audit, clock, outbox
from server.platform.db import db, unit_of_work
from server.platform.upsert import insert_into
from server.reports.forgetting import forget_watches, unlink

_BATCH = 100
Remove = Callable[[Session, Sequence[Any]], None]


@dataclass(frozen=True)
class Rule:
    """Things of a ``kind`` go when they are older than the policy's ``entry`` says."""

    kind: str
    entry: str
    due: Callable[[datetime], Select[Any]]
    remove: Remove


@dataclass(frozen=True)
class Due:
    """How many things of a kind go or went, by which rule, and until when they reach (UTC)."""

    kind: str
    rule: str
    before: datetime
    count: int


def _unlink(session: Session, ids: Sequence[Any]) -> None:
    who = queries.linked(session, ids)
    cases.forget_residents(session, who.case_ids)
    notices.forget_residents(session, who.case_ids)
    photos.forget_uploads(session, who.owners, who.case_ids)
    unlink(session, ids)


def _residents(session: Session, ids: Sequence[Any]) -> None:
    owners = [f"r:{number}" for number in ids]
    notices.forget_people(session, owners)
    forget_watches(session, owners)
    remove_residents(session, ids)


# So ordered that what goes is exactly what a dry run has said: notices before the people and
# reports that take theirs along; accounts before reports, so that those which a run unlinks from
# their last report are due for the next run.
RULES = (
    Rule("notice", "keep_notice_months", queries.due_notices, notices.remove_notices),
    Rule("delivery", "keep_notice_months", queries.due_deliveries, notices.remove_deliveries),
    Rule("account", "keep_account_months", queries.due_residents, _residents),
    Rule("reporter_link", "keep_reporter_months", queries.due_reports, _unlink),
    Rule("photo_original", "keep_original_months", queries.due_blobs, photos.purge),
    Rule("audit_entry", "keep_audit_months", queries.due_audit, audit.forget),
)


def due(now: datetime) -> Iterator[Due]:
    """What would go at ``now`` (aware UTC), without touching it."""
    rules = policy()
    for rule in RULES:
        before = _before(rule, rules, now)
        found = select(func.count()).select_from(rule.due(before).subquery())
        count = db.session.scalar(found) or 0
        yield Due(rule.kind, _named(rule, rules), before, count)
    db.session.remove()


def purge(now: datetime) -> list[Due]:
    """Remove what is due at ``now`` (aware UTC); what went."""
    rules = policy()
    db.session.remove()
    gone = []
    for rule in RULES:
        before = _before(rule, rules, now)
        count = 0
        while batch := _purge_batch(rule, rules, before):
            count += batch
        gone.append(Due(rule.kind, _named(rule, rules), before, count))
    outbox.ring()
    return gone


def purge_due() -> None:
    """The nightly job; harmless to repeat, also by several processes at once."""
    finish_waiting()
    purge(clock.now())


def _purge_batch(rule: Rule, rules: Policy, before: datetime) -> int:
    if db.session.execute(rule.due(before).limit(1)).first() is None:
        db.session.remove()
        return 0
    with unit_of_work() as session:
        ids = list(session.scalars(rule.due(before).limit(_BATCH)))
        if ids:
            rule.remove(session, ids)
            _bury(session, rule, rules, before, len(ids))
    return len(ids)


def _bury(session: Session, rule: Rule, rules: Policy, before: datetime, count: int) -> None:
    today = clock.now().astimezone(ZoneInfo(rules.time_zone)).date()
    values = {
        "day": today,
        "kind": rule.kind,
        "rule": _named(rule, rules),
        "removed": count,
        "before": before,
    }
    session.execute(
        insert_into(session, Tombstone)
        .values(**values)
        .on_conflict_do_update(
            index_elements=["day", "kind", "rule"],
            set_={"removed": Tombstone.removed + count, "before": before},
        )
    )


def _named(rule: Rule, rules: Policy) -> str:
    return f"{rule.entry}={getattr(rules, rule.entry)}"


def _before(rule: Rule, rules: Policy, now: datetime) -> datetime:
    return months_before(now, getattr(rules, rule.entry))


def months_before(moment: datetime, months: int) -> datetime:
    """The same day and time ``months`` earlier, or the month's last day when it has no such."""
    count = moment.year * 12 + moment.month - 1 - months
    year, month = count // 12, count % 12 + 1
    day = min(moment.day, calendar.monthrange(year, month)[1])
    return moment.replace(year=year, month=month, day=day)
