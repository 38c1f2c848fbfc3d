"""One after the other: exactly one person at any moment, the past kept."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from server.platform import clock
from server.platform.errors import Problem
from server.responsibility.models import AreaDuty, SegmentDuty

DutyRow = SegmentDuty | AreaDuty


def hand_over(session: Session, held: Iterable[DutyRow], new: DutyRow) -> None:
    """Let ``new`` follow the duties of the same post; in the caller's unit of work.

    What was planned for a later moment and has not begun is given up for it. Nothing happens when
    the same person goes on. Raises ``Problem`` ``duty_already_begun`` when ``new`` would begin
    before the present holder did.
    """
    rows = sorted(held, key=lambda row: row.valid_from)
    now = clock.now()
    while rows and rows[-1].valid_from > now and rows[-1].valid_from >= new.valid_from:
        plan = rows.pop()
        session.delete(plan)
        session.flush()
        if rows and rows[-1].valid_to == plan.valid_from:
            rows[-1].valid_to = None
    session.flush()
    last = rows[-1] if rows else None
    if last is not None and last.valid_to is None:
        if last.staff_id == new.staff_id:
            return
        if new.valid_from <= last.valid_from:
            raise _too_early()
        last.valid_to = new.valid_from
        session.flush()
    elif last is not None and last.valid_to is not None and new.valid_from < last.valid_to:
        raise _too_early()
    session.add(new)
    session.flush()


def _too_early() -> Problem:
    return Problem("duty_already_begun", 422, fields={"from": ["invalid"]})
