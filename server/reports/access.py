"""Who may follow a case: its reporters, and whoever holds a query code of it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from server.cases.models import Case
from server.identity.service import check_query_code
from server.platform.actor import Actor, ActorKind
from server.platform.db import db
from server.platform.errors import Problem, not_found
from server.reports.models import Report


def follower(who: Actor, number: str, code: str | None, address: str) -> Actor:
    """The asker, together with the report that a query code opens.

    ``address`` is where the code was sent from; wrong ones are counted by it. Raises ``Problem``:
    ``sign_in_required`` (401) with nothing to show at all, ``not_found`` (404) for a wrong code,
    ``too_many_requests`` (429).
    """
    if code is None:
        if who.kind is ActorKind.ANONYMOUS:
            raise Problem("sign_in_required", 401)
        return who
    rows = db.session.execute(
        select(Report.id, Report.code_digest)
        .join(Case, Case.id == Report.case_id)
        .where(Case.number == number)
    ).all()
    opened = check_query_code(
        code,
        [row.code_digest for row in rows if row.code_digest],
        case_number=number,
        address=address,
    )
    found: list[UUID] = [row.id for row in rows if row.code_digest == opened]
    if who.is_staff:
        raise not_found()
    return replace(
        who,
        kind=ActorKind.RESIDENT,
        report_ids=frozenset(report_id.hex for report_id in found),
    )
