"""Loading cases, always through what the actor may see."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true

from server.cases.models import Case, Clock
from server.cases.states import OPEN, REFUSED, State
from server.photos.models import PRIVATE, CasePhoto
from server.platform.actor import Actor
from server.platform.db import db
from server.platform.errors import Problem, not_found
from server.reports.models import Report

_CHECKED = (State.FIXED, State.CONFIRMING, State.CLOSED)

_PHOTO_UNDECIDED = (
    exists()
    .where(CasePhoto.case_id == Case.id, CasePhoto.role != "evidence")
    .where(CasePhoto.visibility == PRIVATE, CasePhoto.revision == 1)
)
"""A photo of before or after about which no clerk has said yet whether the public may see it."""

QUEUES: dict[str, ColumnElement[bool]] = {
    "to_accept": Case.state.in_((State.SUBMITTED, State.VERIFYING)),
    "to_dispatch": Case.state == State.TO_DISPATCH,
    "to_acknowledge": Case.state == State.ASSIGNED,
    "handling": Case.state.in_((State.HANDLING, State.SUSPENDED)),
    "to_check": Case.state == State.FIXED,
    "to_decide": and_(Case.state == State.CONFIRMING, Case.disputed.is_(True)),
    "waiting": and_(Case.state.in_((State.NEED_INFO, State.CONFIRMING)), Case.disputed.is_(False)),
    "to_publish": and_(Case.state == State.CLOSED, _PHOTO_UNDECIDED),
    "closed": Case.state.in_((State.CLOSED, State.MERGED, *REFUSED)),
    "all": true(),
}
_QUEUES_OF_ROLE: dict[str, tuple[str, ...]] = {
    "intake_clerk": ("to_accept", "waiting", "to_publish", "closed", "all"),
    "dispatcher": ("to_dispatch", "closed", "all"),
    "handler": ("to_acknowledge", "handling", "closed", "all"),
    "checker": ("to_check", "closed", "all"),
    "supervisor": tuple(name for name in QUEUES if name != "to_publish"),
    "patrol_leader": ("all",),
}


def queues_of(actor: Actor) -> list[str]:
    """The queues that the actor's roles have, in the order of the lifecycle."""
    held = {name for role in actor.roles for name in _QUEUES_OF_ROLE.get(role, ())}
    return [name for name in QUEUES if name in held]


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition under which a case exists for the actor.

    A case about an organisation does not exist for that organisation (recusal).
    """
    if not actor.is_staff:
        return Case.id.in_(_reported_by(actor)) if actor.owner else false()
    sees: list[ColumnElement[bool]] = []
    if actor.roles & {"intake_clerk", "dispatcher"}:
        sees.append(Case.intake_org_id == actor.organisation_id)
    if "handler" in actor.roles:
        sees.append(Case.responsible_org_id == actor.organisation_id)
    if "checker" in actor.roles:
        sees.append(
            and_(
                Case.district_area_id == actor.area_id,
                Case.state.in_(_CHECKED),
                Case.responsible_org_id != actor.organisation_id,
            )
        )
    if "supervisor" in actor.roles:
        sees.append(Case.district_area_id == actor.area_id)
    if "patrol_leader" in actor.roles:
        sees.append(Case.patrol_leader_id == actor.staff_id)
    if not sees:
        return false()
    recused = or_(Case.recused_org_id.is_(None), Case.recused_org_id != actor.organisation_id)
    return and_(or_(*sees), recused)


def _reported_by(actor: Actor) -> Select[Any]:
    """The cases of the actor's reports, withdrawn ones too: they stay to be read."""
    opened = [uuid.UUID(number) for number in actor.report_ids]
    return select(Report.root_case_id).where(
        or_(Report.owner.in_(actor.owners), Report.id.in_(opened))
    )


def case_for(actor: Actor, number: str, *, lock: bool = False) -> Case:
    """The case with this number if the actor may see it; ``lock`` inside a unit of work.

    Raises ``Problem("not_found", 404)``, also for what the actor may not know.
    """
    query = select(Case).where(Case.number == number, visible_to(actor))
    if lock:
        query = query.with_for_update()
    case = db.session.execute(query).scalar_one_or_none()
    if case is None:
        raise not_found()
    return case


def lock_family(case: Case, master_number: str | None) -> None:
    """Lock the row of a case, of those merged into it, of its master and of one it may go to.

    Always in the order of their ids, so that two merges never wait for each other in a circle.
    Raises ``Problem("stale_version", 412)`` when the one it may go to was itself merged away or
    let go in the meantime: where it stands now is not locked.
    """
    named = _standing(master_number)
    ids = {case.id, case.master_id, *named} - {None}
    family = or_(Case.id.in_(ids), Case.master_id == case.id)
    db.session.execute(select(Case.id).where(family).order_by(Case.id).with_for_update()).all()
    if _standing(master_number) != named:
        raise Problem("stale_version", 412)


def _standing(number: str | None) -> tuple[int | None, ...]:
    """The ids of a case and of its master."""
    if number is None:
        return ()
    row = db.session.execute(select(Case.id, Case.master_id).where(Case.number == number)).first()
    return () if row is None else tuple(row)


def reports_of(case_id: int) -> list[Report]:
    """The residents' reports that follow a case, its merged cases' included.

    Withdrawn ones are left out, and those of patrols: nobody has to be asked about them.
    """
    return list(
        db.session.execute(
            select(Report)
            .where(Report.root_case_id == case_id, Report.withdrawn_at.is_(None))
            .where(Report.channel != "patrol")
            .order_by(Report.sent_at, Report.id)
        ).scalars()
    )


def clocks_of(case_id: int) -> list[Clock]:
    """All clocks of a case in the order they were started."""
    return list(
        db.session.execute(
            select(Clock).where(Clock.case_id == case_id).order_by(Clock.started_at, Clock.id)
        ).scalars()
    )


def is_public(case: Case) -> bool:
    """Whether the case has a public page: accepted once and not refused since."""
    return case.accepted_at is not None and State(case.state) not in (*REFUSED, State.MERGED)


def public_cases() -> ColumnElement[bool]:
    """The condition of ``is_public`` for queries."""
    return and_(Case.accepted_at.is_not(None), Case.state.not_in((*REFUSED, State.MERGED)))


def known_to(actor: Actor) -> ColumnElement[bool]:
    """The condition for cases whose existence is no secret to the actor."""
    return or_(visible_to(actor), public_cases())


def open_cases() -> ColumnElement[bool]:
    """The condition for cases that somebody still has to act on."""
    return Case.state.in_(tuple(OPEN))
