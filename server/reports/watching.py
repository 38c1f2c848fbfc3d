"""关注: somebody who did not report may be told how a public case goes on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select

from server.cases.gallery import thumbs_of
from server.cases.models import Case
from server.cases.queries import public_case, public_cases
from server.identity.service import ensure_resident
from server.identity.turns import require_known
from server.platform import clock
from server.platform.actor import Actor
from server.platform.db import db, unit_of_work
from server.platform.errors import Problem
from server.platform.upsert import insert_missing
from server.reports.models import CaseWatch, Report
from server.reports.public import item_of

WATCHED_MOST = 100


def watch(actor: Actor, number: str) -> None:
    """Tell the actor from now on how a public case goes on; harmless to repeat.

    Of a case that was merged away it is the one it goes on as. Raises ``Problem``: ``not_found``
    (404), ``sign_in_required`` (401) for who has not even a claim key, ``too_many_watched`` (409).
    """
    case = public_case(number)
    who = ensure_resident(actor)
    if len(_watched(who)) >= WATCHED_MOST:
        raise Problem("too_many_watched", 409, most=WATCHED_MOST)
    with unit_of_work() as session:
        require_known(session, who.owner)
        row = {"case_id": case.id, "owner": who.owner, "since": clock.now()}
        insert_missing(session, CaseWatch, ("case_id", "owner"), [row])


def unwatch(actor: Actor, number: str) -> None:
    """The opposite; harmless to repeat, and possible also when the case is not public any more."""
    numbered = select(Case.id).where(Case.number == number)
    with unit_of_work() as session:
        session.execute(
            delete(CaseWatch)
            .where(CaseWatch.owner.in_(actor.owners), CaseWatch.case_id.in_(numbered))
            .execution_options(synchronize_session=False)
        )


def standing(actor: Actor, number: str) -> dict[str, Any]:
    """A public case in a line, whether the actor watches it, and whether it is theirs anyhow.

    Raises ``Problem("not_found", 404)``.
    """
    case = public_case(number)
    photos = thumbs_of([case.id], public=True).get(case.id, [])
    return item_of(case, photos) | {
        "watched": case.id in _watched(actor),
        "own": _has_reported(actor, case),
    }


def watched_cases(actor: Actor) -> list[dict[str, Any]]:
    """What the actor watches and is public still, latest change first; two queries."""
    cases = db.session.scalars(
        select(Case)
        .where(Case.id.in_(_watched(actor)), public_cases())
        .order_by(Case.updated_at.desc(), Case.id)
    ).all()
    photos = thumbs_of((case.id for case in cases), public=True)
    return [item_of(case, photos.get(case.id, [])) for case in cases]


def _watched(actor: Actor) -> set[int]:
    if not actor.owners:
        return set()
    found = select(CaseWatch.case_id).where(CaseWatch.owner.in_(actor.owners))
    return set(db.session.scalars(found))


def _has_reported(actor: Actor, case: Case) -> bool:
    mine = select(Report.id).where(
        Report.root_case_id == case.id,
        Report.owner.in_(actor.owners),
        Report.withdrawn_at.is_(None),
    )
    return db.session.scalar(mine.limit(1)) is not None
