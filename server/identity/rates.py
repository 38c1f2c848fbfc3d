"""How many writes somebody may make, and how they are counted.

Each process counts in memory and settles with the database at most once a second, in one short
transaction after an answer has gone out: no request waits for it. So a limit is exact within one
process, holds over all of them but for the writes of about a second, and survives a restart but
for the same. What guards a secret (codes, passwords) is counted exactly, by ``limits``. Why, and
what it costs: ADR 0026.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock

import structlog
from flask import Flask, Response, current_app, request
from sqlalchemy import bindparam, case, delete, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from server.identity import limits
from server.identity.models import WriteCount
from server.platform import clock
from server.platform.actor import Actor
from server.platform.db import unit_of_work
from server.platform.errors import Problem
from server.platform.runtime import current
from server.platform.upsert import insert_into

_MINUTE, _TEN_MINUTES, _HOUR = 60, 600, 3600
_EXTENSION = "suishoupai_rates"
_SETTLE_SECONDS = 1.0
_AT_ONCE = 500
_SAFE = {"GET", "HEAD", "OPTIONS"}
log = structlog.get_logger()


@dataclass(frozen=True)
class Rate:
    """At most ``limit`` within each span of ``seconds``, counted from 1970."""

    limit: int
    seconds: int


RATES: Mapping[str, Rate] = {
    # forms without scripts and shared photos; what codes and sign-ins may is counted more closely
    "page.read": Rate(30, _TEN_MINUTES),
    "session.open": Rate(60, _TEN_MINUTES),
    # residents
    "photo.upload": Rate(200, _TEN_MINUTES),
    "report.create": Rate(20, _TEN_MINUTES),
    "report.follow": Rate(60, _TEN_MINUTES),
    "follow.code": Rate(60, _TEN_MINUTES),
    "notice.read": Rate(120, _TEN_MINUTES),
    "session.manage": Rate(60, _TEN_MINUTES),
    "data.own": Rate(10, _TEN_MINUTES),
    # offices: fast hands and a bulk action now and then, no machine
    "case.act": Rate(120, _MINUTE),
    "case.read": Rate(120, _MINUTE),
    "reporter.read": Rate(30, _MINUTE),
    "patrol.walk": Rate(60, _MINUTE),
    "community_list.manage": Rate(120, _MINUTE),
    "list.issue": Rate(30, _MINUTE),
    "list.receive": Rate(30, _MINUTE),
    "ledger.export": Rate(20, _TEN_MINUTES),
    "hold.manage": Rate(30, _MINUTE),
    "spot_check.draw": Rate(20, _TEN_MINUTES),
    "spot_check.find": Rate(60, _MINUTE),
    "segment.claim": Rate(60, _MINUTE),
    "claim.decide": Rate(60, _MINUTE),
    "responsibility.read": Rate(60, _MINUTE),
    # people of the offices for themselves
    "password.change": Rate(20, _TEN_MINUTES),
    "second_factor.own": Rate(30, _TEN_MINUTES),
    # administrators
    "deputy.manage": Rate(60, _MINUTE),
    "template.manage": Rate(60, _MINUTE),
    "catalog.manage": Rate(120, _MINUTE),
    "calendar.manage": Rate(120, _MINUTE),
    "policy.manage": Rate(60, _MINUTE),
    "responsibility.manage": Rate(120, _MINUTE),
    "staff.manage": Rate(60, _MINUTE),
    "token.manage": Rate(30, _MINUTE),
    "area.manage": Rate(20, _TEN_MINUTES),
    "outbox.manage": Rate(30, _MINUTE),
}
"""What one person may write, by the permission that the route asks for: residents by their account
or device, staff by their account, anybody else by what looks like one client."""

OTHERWISE = Rate(20, _MINUTE)
"""For a permission that the table forgot: a test finds it before anybody does."""

NEW_DEVICES: tuple[tuple[str, Rate], ...] = (
    ("client", Rate(20, _MINUTE)),
    ("client", Rate(200, _HOUR)),
    ("address", Rate(300, _MINUTE)),
)
"""How many devices may appear for the first time, from what looks like one client (address,
browser, language) and from one address. A known device never waits for its neighbours."""


STRANGERS: tuple[tuple[str, Rate], ...] = (
    ("client", Rate(120, _MINUTE)),
    ("address", Rate(600, _MINUTE)),
)
"""How often those may write, whatever it is, who are nobody yet: without a session, and with a
claim key that has sent nothing before. A key or a browser's name is made up as fast as it is
written down, so neither alone is a limit. A known device is counted for itself only."""


@dataclass
class _Count:
    """Writes of one subject in one span: ``known`` to the database, ``fresh`` not yet."""

    span: int
    seconds: int
    known: int = 0
    fresh: int = 0


class Rates:
    """The counts of one process; ``factor`` times the usual rates are allowed."""

    def __init__(self, factor: int) -> None:
        self._factor = factor
        self._counts: dict[str, _Count] = {}
        self._fresh: set[str] = set()
        self._lock = Lock()
        self._settling = Lock()
        self._settled_at = time.monotonic()

    def count(self, *subjects: tuple[str, Rate]) -> None:
        """Count one write of each. Raises ``too_many_requests``, and then counts none."""
        now = clock.now().timestamp()
        with self._lock:
            for subject, rate in subjects:
                if self._of(subject, rate, now) >= rate.limit * self._factor:
                    wait = math.ceil(rate.seconds - now % rate.seconds)
                    raise Problem("too_many_requests", 429, retry_after=max(wait, 1))
            for subject, rate in subjects:
                span = int(now // rate.seconds)
                count = self._counts.get(subject)
                if count is None or count.span != span:
                    count = self._counts[subject] = _Count(span, rate.seconds)
                count.fresh += 1
                self._fresh.add(subject)

    def _of(self, subject: str, rate: Rate, now: float) -> int:
        """The writes in the present span."""
        count = self._counts.get(subject)
        if count is None or count.span != int(now // rate.seconds):
            return 0
        return count.known + count.fresh

    def settle(self, *, at_once: bool = False) -> None:
        """Add what is fresh to the database and learn what other processes counted.

        Does nothing within a second of the last time unless ``at_once``. Counts that could not be
        written stay fresh.
        """
        is_due = at_once or time.monotonic() - self._settled_at >= _SETTLE_SECONDS
        if not is_due or not self._settling.acquire(blocking=False):
            return
        try:
            self._settled_at = time.monotonic()
            taken = list(self._take().items())
            for begin in range(0, len(taken), _AT_ONCE):
                self._write(dict(taken[begin : begin + _AT_ONCE]))
        finally:
            self._settling.release()

    def _take(self) -> dict[str, _Count]:
        """The fresh counts; those whose span is over are forgotten."""
        now = clock.now().timestamp()
        with self._lock:
            self._counts = {
                subject: count
                for subject, count in self._counts.items()
                if (count.span + 1) * count.seconds > now
            }
            taken = {
                subject: _Count(count.span, count.seconds, fresh=count.fresh)
                for subject in self._fresh
                if (count := self._counts.get(subject)) is not None
            }
            self._fresh.clear()
        return taken

    def _write(self, taken: Mapping[str, _Count]) -> None:
        digests = {subject: _digest(subject) for subject in taken}
        try:
            with unit_of_work() as session:
                _add(session, {digests[subject]: count for subject, count in taken.items()})
                rows = session.execute(
                    select(WriteCount.subject, WriteCount.span_start, WriteCount.count).where(
                        WriteCount.subject.in_(digests.values())
                    )
                ).all()
        except OperationalError:
            log.warning("writes_not_settled", subjects=len(taken))
            with self._lock:
                self._fresh.update(taken)
            return
        totals = {digest: (start, total) for digest, start, total in rows}
        with self._lock:
            for subject, written in taken.items():
                count = self._counts.get(subject)
                if count is None or count.span != written.span:
                    continue
                count.fresh -= written.fresh
                start, total = totals[digests[subject]]
                count.known = total if start == _start(written) else count.known + written.fresh


def init_rates(app: Flask, factor: int) -> None:
    """Count the writes of this application, and settle when answers have gone out."""
    rates = app.extensions[_EXTENSION] = Rates(factor)

    def settle() -> None:
        with app.app_context():
            rates.settle()

    @app.after_request
    def _afterwards(response: Response) -> Response:
        if request.method not in _SAFE:
            response.call_on_close(settle)
        return response


def admit(permission: str, who: Actor) -> None:
    """Count a write under the permission that its route asks for.

    Raises ``too_many_requests`` with the seconds to wait.
    """
    rates: Rates = current_app.extensions[_EXTENSION]
    own = (f"{permission}:{_name(who)}", RATES.get(permission, OTHERWISE))
    rates.count(*_as_stranger(who), own)


def admit_device(session: Session, who: Actor) -> None:
    """Count a device that is seen for the first time, in the caller's transaction.

    Raises ``too_many_requests``.
    """
    factor = current().settings.rate_factor
    for kind, rate in NEW_DEVICES:
        subject = f"device.{kind}.{rate.seconds}:{_place(who, kind)}"
        limits.hit(session, subject, rate.limit * factor, timedelta(seconds=rate.seconds))


def forget_old(session: Session) -> None:
    """Delete the counts of spans that are over."""
    longest = max(rate.seconds for rate in RATES.values())
    session.execute(
        delete(WriteCount).where(WriteCount.span_start < clock.now() - timedelta(seconds=longest))
    )


def _name(who: Actor) -> str:
    if who.owner:
        return who.owner
    return who.key_digest.hex() if who.key_digest is not None else who.seen_from


def _as_stranger(who: Actor) -> list[tuple[str, Rate]]:
    if who.owner or not who.seen_from:
        return []
    return [(f"stranger.{kind}:{_place(who, kind)}", rate) for kind, rate in STRANGERS]


def _place(who: Actor, kind: str) -> str:
    """What looks like one client, or its address alone."""
    return who.seen_from if kind == "client" else who.seen_from.partition("|")[0]


def _digest(subject: str) -> bytes:
    return current().keys.hmac("write_count", subject.encode())


def _start(count: _Count) -> datetime:
    return datetime.fromtimestamp(count.span * count.seconds, UTC)


def _add(session: Session, counts: Mapping[bytes, _Count]) -> None:
    """Add counts to those of the same span; what another process counted later stays."""
    insert = insert_into(session, WriteCount).values(
        subject=bindparam("subject"), span_start=bindparam("span_start"), count=bindparam("count")
    )
    new = insert.excluded
    is_same, is_older = (
        WriteCount.span_start == new.span_start,
        WriteCount.span_start < new.span_start,
    )
    statement = insert.on_conflict_do_update(
        index_elements=["subject"],
        set_={
            "count": case(
                (is_same, WriteCount.count + new.count),
                (is_older, new.count),
                else_=WriteCount.count,
            ),
            "span_start": case((is_older, new.span_start), else_=WriteCount.span_start),
        },
    )
    rows = [
        {"subject": digest, "span_start": _start(count), "count": count.fresh}
        for digest, count in sorted(counts.items())
    ]
    session.connection().execute(statement, rows)
