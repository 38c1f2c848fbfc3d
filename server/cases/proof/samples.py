"""Drawing spot checks of a street's closings, giving each to an inspector, keeping findings.

Nothing of it is written to a case before a finding is false: the street must not know.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from server.cases.models import Case
from server.cases.proof.models import SpotCheck, SpotSample
from server.cases.proof.queries import closings
from server.cases.proof.sampling import Closing, digest, draw, size_of
from server.cases.states import State
from server.city.policy import Policy
from server.city.service import policy
from server.identity.offices import present_with_role
from server.platform import audit, clock
from server.platform.actor import SYSTEM, Actor
from server.platform.db import db, unit_of_work, write_alone
from server.platform.errors import Problem


def draw_sample(actor: Actor, street_area_id: int, month: str, seed: str | None = None) -> int:
    """Draw what a street's closings of a month still lack of their share; the id of the draw.

    ``month`` is ``YYYY-MM`` in the city's time. A month that runs may be drawn several times;
    what was drawn then comes on top, so that nobody draws while there is only what is good. To a
    ``seed`` that is asked for something is added that nobody could try out beforehand.
    Raises ``Problem("sample_complete", 409)`` when enough has been drawn already.
    """
    rules = policy()
    with unit_of_work() as session:
        write_alone(session, SpotSample)  # of two draws in one moment the other finds what is drawn
        span = _span(rules, month)
        population = closings(session, street_area_id, span)
        draws = session.execute(
            select(SpotCheck.case_id, SpotSample.drawn_at)
            .join(SpotSample, SpotSample.id == SpotCheck.sample_id)
            .where(SpotSample.street_area_id == street_area_id, SpotSample.month == month)
        ).all()
        drawn = {row.case_id for row in draws}
        over = clock.now() >= span[1]
        counted = {row.case_id for row in draws if not over or row.drawn_at >= span[1]}
        done = sum(closing.case_id in counted for closing in population)
        size = size_of(len(population), rules.proof_sample_share, rules.proof_sample_least)
        fresh = [closing for closing in population if closing.case_id not in drawn]
        chosen_seed = "-".join(filter(None, (seed, secrets.token_hex(16))))
        chosen = draw(chosen_seed, fresh, max(0, size - done))
        if not chosen:
            raise Problem("sample_complete", 409)
        sample = SpotSample(
            street_area_id=street_area_id,
            month=month,
            number=_next_number(session, street_area_id, month),
            seed=chosen_seed,
            population=len(fresh),
            drawn_at=clock.now(),
            drawn_by_id=actor.staff_id,
        )
        session.add(sample)
        session.flush()
        _assign(session, sample, chosen)
        told = {"month": month, "seed": chosen_seed, "size": len(chosen)}
        audit.record(session, actor, "spot_sample_drawn", f"area:{street_area_id}", told)
        return sample.id


def draw_due() -> int:
    """Draw what streets lack for the month that ended last; how many draws. Harmless to repeat."""
    rules = policy()
    today = clock.now().astimezone(ZoneInfo(rules.time_zone)).date()
    month = f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"
    since, until = _span(rules, month)
    streets = db.session.scalars(
        select(Case.street_area_id)
        .where(Case.state == State.CLOSED, Case.closed_at >= since, Case.closed_at < until)
        .distinct()
    ).all()
    db.session.remove()
    return sum(_draw_or_pass(street, month) for street in streets)


def _draw_or_pass(street_area_id: int, month: str) -> int:
    try:
        draw_sample(SYSTEM, street_area_id, month)
    except Problem:
        return 0
    return 1


def find_ok(actor: Actor, check: SpotCheck, note: str) -> None:
    """Keep that a closing is as it should be. Raises ``Problem("found_already", 409)``."""
    with unit_of_work() as session:
        done = session.execute(
            update(SpotCheck)
            .where(SpotCheck.id == check.id, SpotCheck.finding.is_(None))
            .values(finding="ok", note=note, found_at=clock.now(), found_by_id=actor.staff_id)
            .returning(SpotCheck.id)
            .execution_options(synchronize_session=False)
        ).first()
        if done is None:
            raise Problem("found_already", 409)
        audit.record(session, actor, "spot_check_ok", f"case:{check.case_id}")


def _span(rules: Policy, month: str) -> tuple[datetime, datetime]:
    """From the beginning of a month up to the beginning of the next, in the city's time."""
    begin = datetime.fromisoformat(f"{month}-01").replace(tzinfo=ZoneInfo(rules.time_zone))
    return begin, (begin + timedelta(days=32)).replace(day=1)


def _next_number(session: Session, street_area_id: int, month: str) -> int:
    latest = session.scalar(
        select(func.max(SpotSample.number)).where(
            SpotSample.street_area_id == street_area_id, SpotSample.month == month
        )
    )
    return (latest or 0) + 1


def _assign(session: Session, sample: SpotSample, chosen: Sequence[Closing]) -> None:
    """Give each closing to an inspector who had no part in it, evenly, by the seed."""
    parts = session.execute(
        select(
            Case.id,
            Case.district_area_id,
            Case.responsible_org_id,
            Case.intake_org_id,
            Case.handler_id,
            Case.checker_id,
        ).where(Case.id.in_([closing.case_id for closing in chosen]))
    ).all()
    units = {(row.district_area_id, row.responsible_org_id, row.intake_org_id) for row in parts}
    able = {
        (district, *own): present_with_role("inspector", district, without=own)
        for district, *own in units
    }
    by_case = {row.id: row for row in parts}
    load: Counter[int] = Counter()
    for closing in chosen:
        row = by_case[closing.case_id]
        people = able[row.district_area_id, row.responsible_org_id, row.intake_org_id]
        apart = [person for person in people if person not in (row.handler_id, row.checker_id)]
        inspector = min(
            apart,
            key=lambda person: (load[person], digest(sample.seed, closing.number, person)),
            default=None,
        )
        if inspector is not None:
            load[inspector] += 1
        session.add(
            SpotCheck(
                sample_id=sample.id,
                case_id=closing.case_id,
                closed_at=closing.closed_at,
                flags=list(closing.flags),
                inspector_id=inspector,
            )
        )
