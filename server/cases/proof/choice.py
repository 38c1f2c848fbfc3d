"""Who checks a finish: drawn at random, and not whom the handler met last."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import func, select

from server.cases.engine import Move
from server.cases.models import Case, CaseRecord
from server.cases.states import RecordKind, RecordStatus
from server.identity.offices import present_with_role

_NEVER = datetime.min.replace(tzinfo=UTC)


def choose_checker(move: Move) -> int | None:
    """Draw who checks what the actor has just finished; the id of a person.

    From the district's checkers who are at work, neither of those who ever finished the case nor
    of the responsible, the recused or the handler's own organisation. ``None`` when there is
    nobody: then the supervisor checks (``cases.policy``). After a finish was taken back it is who
    was drawn for that: nobody finishes again and again until a friend is drawn.
    """
    own = {
        move.value("responsible_org_id"),
        move.value("recused_org_id"),
        move.actor.organisation_id,
    }
    checks = move.records.all(RecordKind.CHECK)
    worked = {move.actor.staff_id, *(check["staff_id"] for check in checks)}
    before = checks[-1] if checks else None
    able = [
        person
        for person in present_with_role("checker", move.case.district_area_id, without=own)
        if person not in worked
    ]
    if before is not None and before["status"] == RecordStatus.LAPSED:
        drawn: int | None = before["details"]["checker"]
        if drawn in able:
            return drawn
    return draw(able, _last_met(move)) if able else None


def draw(able: Sequence[int], met: Mapping[int, datetime]) -> int:
    """One at random of the half that was paired with the handler least recently."""
    by_time = sorted(able, key=lambda person: (met.get(person, _NEVER), person))
    last = met.get(by_time[(len(by_time) - 1) // 2], _NEVER)
    return secrets.choice([person for person in by_time if met.get(person, _NEVER) <= last])


def _last_met(move: Move) -> dict[int, datetime]:
    """When each checker was last drawn for a finish of the actor."""
    checker = func.coalesce(CaseRecord.decided_by_id, Case.checker_id)
    rows = move.session.execute(
        select(checker, func.max(CaseRecord.opened_at))
        .join(Case, Case.id == CaseRecord.case_id)
        .where(CaseRecord.kind == RecordKind.CHECK, checker.is_not(None))
        .where(CaseRecord.staff_id == move.actor.staff_id)
        .where(CaseRecord.status != RecordStatus.LAPSED)
        .group_by(checker)
    )
    return dict(rows.all())
